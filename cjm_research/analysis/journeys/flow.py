"""How customers stream through the first steps of their journeys, and where they leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cjm_research.analysis.estimate import Estimate, share
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.folding import ENDED, RARER, TOGETHER, folded
from cjm_research.analysis.journeys.paths import unrepeated
from cjm_research.analysis.records import Records

if TYPE_CHECKING:
    import pandas as pd

OTHER, LEFT = "(other)", "(left)"
"""Targets of a link that are no id: a slug has no brackets."""

FLOW_METHOD = (
    "Unit: customers; each is counted once at every step until the last. A place that follows itself is told once, "
    "events in no place are passed over, equal times keep the order of the log. Left: no further event in a place; who "
    "left may come back after the log ends. Other: rarer places, and ways that too few customers took, leaving "
    f"included; those are counted as left one step later. The links into a place and out of it add up. {RARER}"
)


@dataclass(frozen=True)
class Link:
    """Customers who go from one place to another between two steps.

    Attributes
    ----------
    step
        That of the source, from 1.
    source, target
        Ids; `OTHER` for places told together, `LEFT` for the end of the journey.
    customers
        Who go this way.
    of_source, of_base
        Their share of the customers at the source, and of all in the first step.
    rarer
        Whether a few customers of rarer ways are counted at the source or on the link.
    """

    step: int
    source: str
    target: str
    customers: int
    of_source: Estimate
    of_base: Estimate
    rarer: bool


def flow(
    crowd: Crowd, steps: int = 5, level: Literal["phase", "touchpoint"] = "phase", *, top: int = 8
) -> Records[Link]:
    """Return how many customers go from where to where between the first steps of their journeys.

    A link of fewer customers than may be told is never told by name.

    Parameters
    ----------
    crowd
        Whose journeys.
    steps
        How many steps, at least two; customers who go on after the last are not followed.
    level
        What a place is.
    top
        Most places told by name, those met most often within these steps; the others are told together.

    Returns
    -------
    Records of Link
        By step, then in the order of the study; none where fewer customers than may be told have a place.
    """
    names, least = crowd.places(level), crowd.least
    walks = _walks(crowd, steps, level, top)
    base = int(walks["n"].sum())
    walks = _relabelled(walks.assign(at=0), 1, least).iloc[: len(walks) * (base >= least)]
    links: list[tuple[int, int, int, int, int, bool]] = []
    for step in range(1, steps):
        walks = _relabelled(walks[walks["at"] != ENDED], step + 1, least)
        links += _links(walks, step)
    order = {**{place: place for place in range(len(names))}, TOGETHER: len(names), ENDED: len(names) + 1}
    links.sort(key=lambda link: (link[0], order[link[1]], order[link[2]]))
    called = {**dict(enumerate(names)), TOGETHER: OTHER, ENDED: LEFT}
    return Records(
        Link,
        tuple(
            Link(
                step,
                called[source],
                called[target],
                n,
                share(n, here, crowd.thresholds),
                share(n, base, crowd.thresholds),
                rarer,
            )
            for step, source, target, n, here, rarer in links
        ),
    )


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


def _walks(crowd: Crowd, steps: int, level: Literal["phase", "touchpoint"], top: int) -> pd.DataFrame:
    """Return ``s1`` … ``s<steps>`` (`ENDED` after the end, `TOGETHER` for the rarer places) and ``n``."""
    e = crowd.engine
    once = unrepeated(crowd, level)
    told = _most_met(crowd, once, steps, top)
    columns = [f"s{k}" for k in range(1, steps + 1)]
    place = [e.at("path", str(k)) for k in range(1, steps + 1)]
    known = ", ".join(map(str, told)) or "null"
    told_as = ", ".join(
        f"case when {p} is null then {ENDED} when {p} in ({known}) then {p} else {TOGETHER} end as {column}"
        for p, column in zip(place, columns, strict=True)
    )
    steps_of, walks = ", ".join(columns), f"(select {told_as}, n from ({once}) as once) as walks"
    query = f"select {steps_of}, sum(n) from {walks} group by {steps_of}"
    return e.frame(query, [*columns, "n"]).astype("int64")


def _most_met(crowd: Crowd, once: str, steps: int, top: int) -> list[int]:
    e = crowd.engine
    met = f"select {e.rows_of(e.part('path', '1', str(steps)), 'met')}, n from ({once}) as once"
    found = e.rows(f"select met, sum(n) as often from ({met}) as every group by met order by often desc, met")
    return [place for place, _ in found[:top]]
