"""Step 6: what to do first, by which formula, and how safe that order is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cjm_research import charts
from cjm_research.analysis.priorities import FORMULAS, RANKING_METHOD, SCORE_METHOD, numbers_of, uncertain
from cjm_research.people.priorities import NAMES, Scored, order_of, scored, span
from cjm_research.people.rows import named
from cjm_research.sections.section import Section, Table
from cjm_research.study import Opportunity, Study


def priorities(study: Study, persona: str = "") -> Section:
    """Return obstacles, opportunities and solutions with their numbers, RICE and ICE, the formulas printed below."""
    mine = scored(study, persona)
    blocked = {obstacle.id: obstacle.title for obstacle in study.obstacles}
    columns = (
        "how might we …",
        "obstacles → solutions",
        "value",
        "effort",
        "reach",
        "impact",
        "confidence",
        "ease",
        "value / effort",
        "RICE",
        "ICE",
    )
    lines = tuple(_line(study, one, blocked) for one in mine)
    return Section(
        id="obstacles.priorities",
        title="Value for effort, RICE and ICE",
        lead=_first(mine),
        table=Table(caption="Priorities", columns=columns, rows=lines, numeric=(*columns[2:4], *columns[5:]))
        if lines
        else None,
        base=f"Open opportunities that answer an obstacle of {named(study, persona)}; in brackets how low and how high a "
        "number could be.",
        method=SCORE_METHOD,
        sources=_sources(mine),
        scale="value 0–100, effort 0–5",
    )


def impact_effort(study: Study, persona: str = "") -> Section:
    """Return the open opportunities by how much they give and what they take."""
    known = [one.opportunity for one in scored(study, persona)]
    known = [found for found in known if found.value is not None and found.effort is not None]
    frame = pd.DataFrame(
        [
            {"label": str(place), "name": found.title, "value": found.value, "effort": found.effort}
            for place, found in enumerate(known, start=1)
        ],
        columns=["label", "name", "value", "effort"],
    ).astype({"value": float, "effort": float})
    lines = tuple(
        (row.label, row.name_, f"{row.value:.0f}", f"{row.effort:g}")
        for row in frame.rename(columns={"name": "name_"}).itertuples()
    )
    columns = ("no.", "how might we …", "value", "effort")
    return Section(
        id="obstacles.impact_effort",
        title="What gives much for little?",
        lead="The upper left corner gives much for little effort."
        if lines
        else "No open opportunity has value and effort.",
        figure=charts.svg(charts.value_effort(frame, description="opportunities by value and effort")) if lines else "",
        alt="Opportunities by effort 0–5 and value 0–100: "
        + "; ".join(f"{line[1]} {line[2]} at {line[3]}" for line in lines),
        table=Table(caption="Value and effort", columns=columns, rows=lines, numeric=columns[2:]) if lines else None,
        base=f"Open opportunities that answer an obstacle of {named(study, persona)}.",
        method="Value = (customer value + business value) / 2, each 0–100; effort 0–5; all set by the team.",
        scale="value 0–100, effort 0–5",
    )


def ranks(study: Study, persona: str = "") -> Section:
    """Return how safe the order of the opportunities is: rank intervals, and who is among the first three."""
    found = order_of(study, persona)
    if found is None:
        return Section(
            id="obstacles.ranks",
            title="How safe is this order?",
            lead="An order needs two open opportunities with all numbers of one formula. Open for "
            f"{named(study, persona)}: {len(scored(study, persona))}. Add one, or fill in impact, confidence and effort.",
            scale="rank, 1 first",
        )
    by, order = found
    titles = {opportunity.id: opportunity.title for opportunity in study.opportunities}
    frame = pd.DataFrame(
        {
            "label": order["item"].map(titles),
            "value": order["rank"],
            "low": order["rank_low"],
            "high": order["rank_high"],
            "group": order["group"].fillna(1),
            "note": [_note(row) for row in order.itertuples()],
        }
    ).astype({"value": float, "low": float, "high": float})
    lines = tuple(
        (
            titles[row.item],
            f"{row.score:.1f}",
            str(row.rank),
            span(row.rank_low, row.rank_high),
            _top(row),
            _whole(row.group),
        )
        for row in order.itertuples()
    )
    columns = ("how might we …", NAMES[by], "rank", "rank in 95 % of draws", "among the first three", "group")
    ranked = [one for one in scored(study, persona) if one.opportunity.id in set(order["item"])]
    varying = sum(uncertain(one.opportunity, by, reach_computed=one.computed) for one in ranked)
    return Section(
        id="obstacles.ranks",
        title="How safe is this order?",
        lead=_safety(order, titles),
        figure=charts.svg(charts.ranks(frame, most=len(study.opportunities), description="ranks with their intervals")),
        alt="Rank intervals; " + "; ".join(f"{line[0]} rank {line[2]}, in 95 % of draws {line[3]}" for line in lines),
        table=Table(caption="Ranks", columns=columns, rows=lines, numeric=columns[1:]),
        base=f"Open opportunities of {named(study, persona)} with all numbers of the formula: {len(order)}; "
        f"{varying} with a range or a computed number.",
        method=f"{FORMULAS[by]}. {RANKING_METHOD}",
        sources=_sources(ranked) if by == "rice" else (),
        scale="rank, 1 first",
        warnings=() if order["group"].notna().any() else (NOTHING_UNCERTAIN,),
    )


NOTHING_UNCERTAIN = (
    "Nobody said how sure these numbers are, so nothing can be said about how safe their order is. Give the opportunities "
    "ranges, such as effort 2 to 4."
)


def _line(study: Study, one: Scored, blocked: dict[str, str]) -> tuple[str, ...]:
    found, numbers = one.opportunity, numbers_of(one.opportunity, one.reach)
    answers = "; ".join(solution.title for solution in study.solutions if solution.opportunity == found.id)
    chain = f"{'; '.join(blocked.get(id, id) for id in found.obstacles) or 'none'} → {answers or 'none yet'}"
    effort = _with_range(found, "effort", numbers["effort"])
    inputs = tuple(_with_range(found, name, numbers[name]) for name in ("impact", "confidence", "ease"))
    value = "–" if found.value is None else f"{found.value:g}"
    scores = tuple("–" if value is None else f"{value:.1f}" for value, _ in one.scores.values())
    return found.title, chain, value, effort, _reach(study, one), *inputs, *scores


def _with_range(found: Opportunity, name: str, value: float | None) -> str:
    span = next(((r.at_least, r.at_most) for r in found.ranges if r.of == name), None)
    shown = "–" if value is None else f"{value:g}"
    return f"{shown} ({span[0]:g}–{span[1]:g})" if span else shown


def _reach(study: Study, one: Scored) -> str:
    if one.computed and one.found:
        known = one.found.share(study)
        return f"{one.reach:.0f} computed: {one.found.what}, {known}"
    if one.reach is None and one.found:
        return f"none: {one.found.share(study)}"
    return _with_range(one.opportunity, "reach", one.reach)


def _first(mine: list[Scored]) -> str:
    if not mine:
        return "No open opportunity for this selection yet."
    best = {
        by: max(
            (one for one in mine if one.scores[by][0] is not None), key=lambda one: one.scores[by][0] or 0, default=None
        )
        for by in NAMES
    }
    named = {by: one.opportunity.title for by, one in best.items() if one is not None}
    if not named:
        return f"{len(mine)} open opportunities, none with all numbers of a formula yet."
    if len(set(named.values())) == 1 and len(named) == len(NAMES):
        said = f"All three formulas put “{next(iter(named.values()))}” first."
    else:
        said = "; ".join(f"{NAMES[by]} puts “{title}” first" for by, title in named.items()) + "."
    return " ".join([said[0].upper() + said[1:], *_lacking(mine)])


def _lacking(mine: list[Scored]) -> Iterator[str]:
    for by, name in NAMES.items():
        reasons = [one.scores[by][1] for one in mine if one.scores[by][0] is None]
        if reasons:
            yield f"No {name} for {len(reasons)} of {len(mine)}: {'; '.join(dict.fromkeys(reasons))}."


def _whole(number: float) -> str:
    return "–" if np.isnan(number) else f"{number:.0f}"


def _note(row: object) -> str:
    top = _top(row)
    return "" if top == "–" else f"first three: {top}"


def _top(row: object) -> str:
    """Return the probability to be among the first three, as printed."""
    share = float(row.top3)  # type: ignore[attr-defined]
    if np.isnan(share):
        return "–"
    if share > 0.99:
        return "> 99 %"
    return "< 1 %" if share < 0.01 else f"{100 * share:.0f} %"


def _safety(order: pd.DataFrame, titles: dict[str, str]) -> str:
    first, size = order.iloc[0], int((order["group"] == 1).sum())
    said = f"“{titles[first['item']]}” is first by its numbers"
    if order["group"].isna().all():
        return f"{said}; how safe that is cannot be said."
    if not np.isnan(first["top3"]):
        said += f" and among the first three in {_top(first).replace('>', 'more than')} of the draws"
    if size == 1:
        return f"{said}; it ranks before all others in at least 95 % of the draws."
    every = "All" if size == len(order) else "The first"
    return f"{said}. {every} {size} stand in one group: their ranks overlap, so their order is not safe."


def _sources(mine: list[Scored]) -> tuple[str, ...]:
    return tuple(
        sorted({one.found.source for one in mine if one.computed and one.found and one.found.source != "quotes"})
    )
