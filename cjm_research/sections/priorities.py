"""Step 6: what to do first, by which formula, and how safe that order is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from cjm_research import charts
from cjm_research.analysis.priorities import (
    FORMULAS,
    RANKING_METHOD,
    SCORE_METHOD,
    Criterion,
    numbers_of,
    uncertain,
)
from cjm_research.people.priorities import NAMES, Scored, order_of, scored, span
from cjm_research.people.rows import named
from cjm_research.printing import percent
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import floats
from cjm_research.study import Opportunity, Study
from cjm_research.study.obstacles import Quantity

SCALE = "value 0–100, effort 0–5"
NOTHING_UNCERTAIN = (
    "Nobody said how sure these numbers are, so nothing can be said about how safe their order is. Give the "
    "opportunities ranges, such as effort 2 to 4."
)


@section("obstacles.priorities", "Value for effort, RICE and ICE", scale=SCALE, method=SCORE_METHOD)
def priorities(study: Study, persona: str = "") -> Content:
    """Return obstacles, opportunities and solutions with their numbers, RICE and ICE, the formulas printed below."""
    scores = scored(study, persona)
    if not scores:
        raise Nothing("No open opportunity for this selection yet.")
    return Content(
        lead=_first(scores),
        table=table(
            "Priorities",
            scores,
            Column("how might we …", lambda one: one.opportunity.title),
            Column("obstacles → solutions", lambda one: _chain(study, one.opportunity)),
            Column("value", lambda one: _plain(one.opportunity.value), numeric=True),
            Column("effort", _number("effort"), numeric=True),
            Column("reach", lambda one: _reach(study, one)),
            Column("impact", _number("impact"), numeric=True),
            Column("confidence", _number("confidence"), numeric=True),
            Column("ease", _number("ease"), numeric=True),
            Column("value / effort", _score("value"), numeric=True),
            Column("RICE", _score("rice"), numeric=True),
            Column("ICE", _score("ice"), numeric=True),
        ),
        base=f"Open opportunities that answer an obstacle of {named(study, persona)}; in brackets how low and how high "
        "a number could be.",
        sources=_sources(scores),
    )


@section(
    "obstacles.impact_effort",
    "What gives much for little?",
    scale=SCALE,
    method="Value = (customer value + business value) / 2, each 0–100; effort 0–5; all set by the team.",
)
def impact_effort(study: Study, persona: str = "") -> Content:
    """Return the open opportunities by how much they give and what they take."""
    opportunities = [one.opportunity for one in scored(study, persona)]
    known = [(o.title, o.value, o.effort) for o in opportunities if o.value is not None and o.effort is not None]
    if not known:
        raise Nothing("No open opportunity has value and effort.")
    lines = [(str(place), *line) for place, line in enumerate(known, start=1)]
    frame = pd.DataFrame(lines, columns=["label", "name", "value", "effort"]).astype({"value": float, "effort": float})
    return Content(
        lead="The upper left corner gives much for little effort.",
        figure=charts.svg(charts.value_effort(frame, description="opportunities by value and effort")),
        alt="Opportunities by effort 0–5 and value 0–100: "
        + "; ".join(f"{title} {value:.0f} at {effort:g}" for title, value, effort in known),
        table=table(
            "Value and effort",
            lines,
            Column("no.", lambda line: line[0]),
            Column("how might we …", lambda line: line[1]),
            Column("value", lambda line: f"{line[2]:.0f}", numeric=True),
            Column("effort", lambda line: f"{line[3]:g}", numeric=True),
        ),
        base=f"Open opportunities that answer an obstacle of {named(study, persona)}.",
    )


@section("obstacles.ranks", "How safe is this order?", scale="rank, 1 first")
def ranks(study: Study, persona: str = "") -> Content:
    """Return how safe the order of the opportunities is: rank intervals, and who is among the first three."""
    scores, ranking = scored(study, persona), order_of(study, persona)
    if ranking is None:
        raise Nothing(
            "An order needs two open opportunities with all numbers of one formula. Open for "
            f"{named(study, persona)}: {len(scores)}. Add one, or fill in impact, confidence and effort."
        )
    by, order = ranking
    titles = {opportunity.id: opportunity.title for opportunity in study.opportunities}
    ranked = [one for one in scores if one.opportunity.id in set(order["item"])]
    varying = sum(uncertain(one.opportunity, by, reach_computed=one.computed) for one in ranked)
    in_words = [f"{titles[r.item]} rank {r.rank}, in 95 % of draws {_span(r)}" for r in order.itertuples()]
    return Content(
        lead=_safety(order, titles),
        figure=_drawn(order, titles, most=len(study.opportunities)),
        alt=f"Rank intervals; {'; '.join(in_words)}",
        table=table(
            "Ranks",
            order.itertuples(),
            Column("how might we …", lambda row: titles[row.item]),
            Column(NAMES[by], lambda row: f"{row.score:.1f}", numeric=True),
            Column("rank", lambda row: str(row.rank), numeric=True),
            Column("rank in 95 % of draws", _span, numeric=True),
            Column("among the first three", lambda row: _top(row.top3), numeric=True),
            Column("group", lambda row: "–" if np.isnan(row.group) else f"{row.group:.0f}", numeric=True),
        ),
        base=f"Open opportunities of {named(study, persona)} with all numbers of the formula: {len(order)}; "
        f"{varying} with a range or a computed number.",
        method=f"{FORMULAS[by]}. {RANKING_METHOD}",
        sources=_sources(ranked) if by == "rice" else (),
        warnings=() if order["group"].notna().any() else (NOTHING_UNCERTAIN,),
    )


def _drawn(order: pd.DataFrame, titles: dict[str, str], *, most: int) -> str:
    frame = pd.DataFrame(
        {
            "label": order["item"].map(titles),
            "value": order["rank"],
            "low": order["rank_low"],
            "high": order["rank_high"],
            "group": order["group"].fillna(1),
            "note": ["" if np.isnan(share) else f"first three: {_top(share)}" for share in order["top3"]],
        }
    )
    return charts.svg(charts.ranks(floats(frame), most=most, description="ranks with their intervals"))


def _chain(study: Study, opportunity: Opportunity) -> str:
    blocked = {obstacle.id: obstacle.title for obstacle in study.obstacles}
    obstacles = "; ".join(blocked.get(id, id) for id in opportunity.obstacles)
    solutions = "; ".join(solution.title for solution in study.solutions if solution.opportunity == opportunity.id)
    return f"{obstacles or 'none'} → {solutions or 'none yet'}"


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _number(of: Quantity) -> Callable[[Scored], str]:
    """Return what prints this number of an opportunity, with its range."""
    return lambda one: _with_range(one.opportunity, of, numbers_of(one.opportunity, one.reach)[of])


def _score(by: Criterion) -> Callable[[Scored], str]:
    """Return what prints this score of an opportunity."""
    return lambda one: "–" if (score := one.scores[by][0]) is None else f"{score:.1f}"


def _with_range(opportunity: Opportunity, of: Quantity, value: float | None) -> str:
    ends = opportunity.range_of(of)
    return f"{_plain(value)} ({ends[0]:g}–{ends[1]:g})" if ends else _plain(value)


def _reach(study: Study, one: Scored) -> str:
    if one.computed and one.whom:
        return f"{one.reach:.0f} computed: {one.whom.what}, {one.whom.share(study)}"
    if one.reach is None and one.whom:
        return f"none: {one.whom.share(study)}"
    return _with_range(one.opportunity, "reach", one.reach)


def _first(scores: list[Scored]) -> str:
    first: dict[Criterion, str] = {}
    for by in NAMES:
        known = [(score, one.opportunity.title) for one in scores if (score := one.scores[by][0]) is not None]
        if known:
            first[by] = max(known, key=lambda pair: pair[0])[1]
    if not first:
        return f"{len(scores)} open opportunities, none with all numbers of a formula yet."
    if len(set(first.values())) == 1 and len(first) == len(NAMES):
        lead = f"All three formulas put “{next(iter(first.values()))}” first."
    else:
        lead = "; ".join(f"{NAMES[by]} puts “{title}” first" for by, title in first.items()) + "."
    return " ".join([lead[0].upper() + lead[1:], *_lacking(scores)])


def _lacking(scores: list[Scored]) -> Iterator[str]:
    for by, name in NAMES.items():
        reasons = [one.scores[by][1] for one in scores if one.scores[by][0] is None]
        if reasons:
            yield f"No {name} for {len(reasons)} of {len(scores)}: {'; '.join(dict.fromkeys(reasons))}."


def _span(row: Any) -> str:
    return span(row.rank_low, row.rank_high)


def _top(share: float) -> str:
    """Return the probability to be among the first three, as printed; there is none among three."""
    return "–" if np.isnan(share) else percent(share)


def _safety(order: pd.DataFrame, titles: dict[str, str]) -> str:
    first, size = order.iloc[0], int((order["group"] == 1).sum())
    lead = f"“{titles[first['item']]}” is first by its numbers"
    if order["group"].isna().all():
        return f"{lead}; how safe that is cannot be said."
    if not np.isnan(first["top3"]):
        lead += f" and among the first three in {_top(first['top3']).replace('>', 'more than')} of the draws"
    if size == 1:
        return f"{lead}; it ranks before all others in at least 95 % of the draws."
    every = "All" if size == len(order) else "The first"
    return f"{lead}. {every} {size} stand in one group: their ranks overlap, so their order is not safe."


def _sources(scores: list[Scored]) -> tuple[str, ...]:
    """Return the sources of computed reach; quotes come from several and name none."""
    computed = {one.whom.source for one in scores if one.computed and one.whom}
    return tuple(sorted(computed - {"quotes"}))
