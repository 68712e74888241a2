"""Step 6: how many customers get from phase to phase, and are lost between them; also counted in other ways."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from cjm_research import analysis, charts
from cjm_research.analysis import journeys as asked
from cjm_research.analysis.journeys import FUNNEL_METHOD, Stage, Way
from cjm_research.people.crowd import crowd_in_phases, left_out
from cjm_research.people.rows import named
from cjm_research.sections.customers import on_the_level
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates
from cjm_research.study import Study

SHARES = "share 0–100 %"
WAYS = {f"{entry}, {order}": Way(entry, order) for entry in ("closed", "open") for order in ("eventual", "direct")}
Reached = tuple[str, Stage]
"""The title of a phase, and how many customers reach it."""


@section("obstacles.funnel", "From phase to phase", scale=SHARES, weight="head", method=FUNNEL_METHOD)
def funnel(study: Study, persona: str = "") -> Content:
    """Return how many customers get from phase to phase, and how many are lost between them."""
    crowd = crowd_in_phases(study, persona)
    counted = asked.funnel(crowd, [phase.id for phase in study.main_phases])
    stages = [(phase.title, stage) for phase, stage in zip(study.main_phases, counted, strict=True)]
    start, first = stages[0]
    if first.customers < crowd.least:
        few = analysis.withheld(first.customers, crowd.thresholds).reason
        raise Nothing(
            f"No funnel of {named(study, persona)}: {few if first.customers else f'nobody was seen in {start}'}."
        )
    # Where all but a few are seen in the first phase, shares are of everybody, so that nobody can work the few out.
    told, everybody = first.total.value is not None, crowd.base.customers
    whom = f"of {start}" if told else "of all customers"
    entered = f"{first.customers:,} customers seen in {start}"
    if not told:
        entered = f"{everybody:,} customers, all but a few of them seen in {start}"
    axis = f"share of the customers seen in {start}" if told else "share of all customers"
    frame = estimates((title, stage.total, _note(stage)) for title, stage in stages).assign(lost=_lost(stages))
    return Content(
        lead=_greatest_loss(stages),
        figure=charts.svg(charts.funnel(frame, axis=axis, description="phase funnel")),
        alt="Funnel over the phases; " + "; ".join(f"{title} {_customers(stage)}" for title, stage in stages),
        table=table(
            "Funnel",
            stages,
            Column("phase", lambda reached: reached[0]),
            Column("customers", lambda reached: _customers(reached[1]), numeric=True),
            Column("of the phase before", lambda reached: reached[1].step.short),
            Column("lost since the phase before", lambda reached: reached[1].drop.short),
            Column(whom, lambda reached: reached[1].total.short),
        ),
        base=f"{named(study, persona)}: {entered}.{left_out(study)}",
        sources=(crowd.source,),
    )


@section("obstacles.funnel_ways", "The funnel counted in other ways", scale=SHARES)
def funnel_ways(study: Study, persona: str = "", days: float = 30) -> Content:
    """Return the funnel counted in other ways, and within a window.

    Parameters
    ----------
    study, persona
        Whose journeys.
    days
        Length of the window.
    """
    crowd, last, least = crowd_in_phases(study, persona), study.main_phases[-1].title, study.about.thresholds.min_group
    ways: dict[str, tuple[Way, timedelta | None]] = {name: (way, None) for name, way in WAYS.items()}
    ways[f"closed, eventual, within {days:g} days"] = (Way(), timedelta(days=days))
    ids = [phase.id for phase in study.main_phases]
    counted = {name: asked.funnel(crowd, ids, way=way, window=window) for name, (way, window) in ways.items()}
    arrived = {name: _reached(stages[-1], least) for name, stages in counted.items()}
    shares = "; ".join(f"{name} {reached}" for name, reached in arrived.items() if "%" in reached)
    return Content(
        lead=f"Who reaches {last}, of those who enter: {shares}."
        if shares
        else f"Too few customers to say who reaches {last}.",
        table=table(
            "Customers in each phase, and their share of all who enter",
            range(len(ids)),
            Column("phase", lambda place: study.main_phases[place].title),
            *(_counted(name, stages, least) for name, stages in counted.items()),
        ),
        base=on_the_level(study, persona, crowd, asked.customers_classified(crowd)[0], "phase") + left_out(study),
        method=_rules(list(ways.values())),
        sources=(crowd.source,),
    )


def _rules(ways: list[tuple[Way, timedelta | None]]) -> str:
    """Return the rules of all ways but the first, which `funnel` prints, with what they share said once."""
    rules = " ".join(asked.funnel_method(way, window) for way, window in ways if (way, window) != (Way(), None))
    own = rules.replace("Unit: customers. ", "").replace(" Shares with Wilson 95 % intervals.", "")
    return f"{own} Unit: customers. Shares of those who enter, with Wilson 95 % intervals."


def _counted(name: str, stages: Sequence[Stage], least: int) -> Column[int]:
    return Column(name, lambda place: _reached(stages[place], least))


def _reached(stage: Stage, least: int) -> str:
    if stage.total.value is None:
        return stage.total.reason
    return f"under {least}" if 0 < stage.customers < least else f"{stage.customers:,}: {stage.total.short}"


def _customers(stage: Stage) -> str:
    return "–" if stage.total.value is None else f"{stage.customers:,}"


def _note(stage: Stage) -> str:
    return stage.total.short if stage.total.value is None else f"{stage.customers:,} customers, {stage.total.short}"


def _lost(stages: list[Reached]) -> list[str]:
    """Return how many of each phase are not seen in the next one, in words."""
    drops = [(title, stage.drop) for title, stage in stages[1:]]
    return [f"{drop.short} not seen in {title}" if drop.value is not None else "" for title, drop in drops] + [""]


def _greatest_loss(stages: list[Reached]) -> str:
    steps = [(before, after, stage.drop) for (before, _), (after, stage) in pairwise(stages)]
    known = [step for step in steps if step[2].value is not None]
    if not known:
        return "Too few customers to say where they are lost."
    before, after, drop = max(known, key=lambda step: step[2].value or 0)
    return f"The greatest loss lies between {before} and {after}: {drop} are not seen again in {after}."
