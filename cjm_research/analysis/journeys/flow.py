"""How customers stream through the first steps of their journeys, and where they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cjm_research.analysis.estimate import share
from cjm_research.analysis.journeys.folding import ENDED, RARER, TOGETHER, folded
from cjm_research.analysis.journeys.journeys import EVERYBODY, Group, Journeys
from cjm_research.analysis.journeys.paths import unrepeated
from cjm_research.study import Thresholds

if TYPE_CHECKING:
    import pandas as pd

OTHER, LEFT = "(other)", "(left)"
"""Targets of a link that are no id: a slug has no brackets."""

FLOW_METHOD = (
    "Unit: customers; each is counted once at every step until the last. A place that follows itself is told once, events in "
    "no place are passed over, equal times keep the order of the log. Left: no further event in a place; who left may come "
    "back after the log ends. Other: rarer places, and ways that too few customers took, leaving included; those are "
    f"counted as left one step later. The links into a place and out of it add up. {RARER}"
)


def flow(
    journeys: Journeys,
    steps: int = 5,
    level: Literal["phase", "touchpoint"] = "phase",
    group: Group = EVERYBODY,
    *,
    top: int = 8,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Return how many customers go from where to where between the first steps of their journeys.

    Parameters
    ----------
    journeys
        An open log.
    steps
        How many steps, at least two; customers who go on after the last are not followed.
    level
        What a place is.
    group
        Whose journeys.
    top
        Most places told by name, those met most often within these steps; the others are told together.
    thresholds
        A link of fewer customers than ``min_group`` is never told by name.

    Returns
    -------
    DataFrame
        One row per link: ``step`` (of the source, from 1), ``source`` (id or `OTHER`), ``target`` (id, `OTHER` or `LEFT`),
        ``customers``, ``of_source`` and ``of_base`` (`Estimate`s of the share of customers at the source, and of all in the
        first step; Wilson), ``rarer`` (whether a few customers of rarer ways are counted at the source or on the link). By
        step, then in the order of the study. No row where fewer than ``min_group`` customers have a place.
    """
    import pandas as pd

    names, least = journeys.places(level), thresholds.min_group
    walks = _walks(journeys, steps, group, level, top, thresholds)
    base = int(walks["n"].sum())
    walks = _relabelled(walks.assign(at=0), 1, least).iloc[: len(walks) * (base >= least)]
    links: list[tuple[int, int, int, int, int, bool]] = []
    for step in range(1, steps):
        walks = _relabelled(walks[walks["at"] != ENDED], step + 1, least)
        links += _links(walks, step)
    order = {**{place: place for place in range(len(names))}, TOGETHER: len(names), ENDED: len(names) + 1}
    links.sort(key=lambda link: (link[0], order[link[1]], order[link[2]]))
    called = {**dict(enumerate(names)), TOGETHER: OTHER, ENDED: LEFT}
    rows = [
        (step, called[source], called[target], n, share(n, here, thresholds), share(n, base, thresholds), rarer)
        for step, source, target, n, here, rarer in links
    ]
    return pd.DataFrame(
        rows, columns=["step", "source", "target", "customers", "of_source", "of_base", "rarer"]
    ).astype({"source": object, "target": object})


def _relabelled(walks: pd.DataFrame, step: int, least: int) -> pd.DataFrame:
    """Take the walks to a step: ``at`` is the place as it is told, ``before`` that of the step before.

    ``rarer`` says whether the walk really is somewhere else; ``rarer_before`` the same of the step before.
    """
    import pandas as pd

    place = f"s{step}"
    counts = walks.groupby(["at", place])["n"].sum()
    told = {
        (before, there): name
        for before in counts.index.unique("at")
        for there, name in folded(counts[before].to_dict(), least=least, most=len(counts)).items()
    }
    at = pd.Series([told[way] for way in zip(walks["at"], walks[place], strict=True)], index=walks.index, dtype="int64")
    before = walks.get("rarer", default=False)
    return walks.assign(before=walks["at"], at=at, rarer_before=before, rarer=(at != walks[place]) & (at != TOGETHER))


def _links(walks: pd.DataFrame, step: int) -> list[tuple[int, int, int, int, int, bool]]:
    """Return step, source, target, customers, customers at the source, and whether rarer ways are among them."""
    at_source = walks.groupby("before").agg(n=("n", "sum"), rarer=("rarer_before", "any"))
    found = walks.groupby(["before", "at"]).agg(n=("n", "sum"), rarer=("rarer", "any"))
    return [
        (
            step,
            source,
            target,
            int(row.n),
            int(at_source.loc[source, "n"]),
            bool(row.rarer or at_source.loc[source, "rarer"]),
        )
        for (source, target), row in found.iterrows()
    ]


def _walks(
    journeys: Journeys,
    steps: int,
    group: Group,
    level: Literal["phase", "touchpoint"],
    top: int,
    thresholds: Thresholds,
) -> pd.DataFrame:
    """Return ``s1`` … ``s<steps>`` (`ENDED` after the end, `TOGETHER` for the rarer places) and ``n``."""
    e = journeys.engine
    once = unrepeated(journeys, group, level, thresholds)
    told = _most_met(journeys, once, steps, top)
    columns = [f"s{k}" for k in range(1, steps + 1)]
    place = [e.at("path", str(k)) for k in range(1, steps + 1)]
    known = ", ".join(map(str, told)) or "null"
    told_as = ", ".join(
        f"case when {p} is null then {ENDED} when {p} in ({known}) then {p} else {TOGETHER} end as {column}"
        for p, column in zip(place, columns, strict=True)
    )
    query = f"select {', '.join(columns)}, sum(n) from (select {told_as}, n from ({once}) as once) as walks group by {', '.join(columns)}"
    return e.frame(query, [*columns, "n"]).astype("int64")


def _most_met(journeys: Journeys, once: str, steps: int, top: int) -> list[int]:
    e = journeys.engine
    met = f"select {e.rows_of(e.part('path', '1', str(steps)), 'met')}, n from ({once}) as once"
    found = e.rows(f"select met, sum(n) as often from ({met}) as every group by met order by often desc, met")
    return [place for place, _ in found[:top]]
