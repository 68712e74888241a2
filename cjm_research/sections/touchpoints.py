"""Step 5: where customers meet the organisation, and how that feels."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from cjm_research import analysis, charts
from cjm_research.analysis import METHODS, Estimate
from cjm_research.people.crowd import known_crowd
from cjm_research.people.ratings import rated
from cjm_research.people.rows import named
from cjm_research.sections.comparable import against, rating_axis, rating_scale
from cjm_research.sections.declared import Column, Content, Nothing, Table, section, table
from cjm_research.sections.frames import cells, estimates, noted
from cjm_research.study import Objective, Phase, Study, Touchpoint


@section("touchpoints.channels", "Touchpoints and their channels", scale="customers")
def channels(study: Study, persona: str = "") -> Content:
    """Return which touchpoint is offered through which channel, and how many customers used it there."""
    if not study.touchpoints:
        raise Nothing("There is no touchpoint yet. Add the first one in the form above.")
    order = [name for name, _ in Counter(c for t in study.touchpoints for c in t.channels).most_common()]
    used = _customers(study, persona)
    grid = [_cell(t, channel, used) for t in study.touchpoints for channel in order]
    names = [t.title for t in study.touchpoints]
    description = "touchpoints by channel with the number of customers"
    figure = charts.counts(cells(grid), rows=names, columns=order, legend="customers", description=description)
    return Content(
        lead=f"{len(names)} touchpoints over {len(order)} channels. "
        + (
            "Numbers are customers seen in the log; “offered” means that the log does not record it."
            if used
            else "“Offered” is what the team says; there is no log of these people."
        ),
        figure=charts.svg(figure) if order else "",
        alt="Grid of touchpoints by channel.",
        table=table(
            "Touchpoints",
            study.touchpoints,
            Column("touchpoint", lambda t: t.title),
            Column("phases", lambda t: ", ".join(p.title for p in study.phases if p.id in t.phases) or "none"),
            Column("owner", lambda t: t.owner or "–"),
            Column("channels", lambda t: _through(t, grid)),
            Column("customers in the log", lambda t: _uses(t, used)),
        ),
        base=f"{named(study, persona)}; a customer counts once per touchpoint and channel.",
        sources=(used.source,) if used else (),
    )


@section(
    "touchpoints.ratings",
    "How the touchpoints are rated",
    scale=rating_scale,
    weight="head",
    method=METHODS["rating"],
)
def ratings(study: Study, persona: str = "") -> Content:
    """Return how people rate each touchpoint, with n and interval."""
    pairs, why, scale = rated(study, persona), against(study), study.about.rating_scale
    if not pairs:
        raise Nothing("No touchpoint is rated by a metric yet.", warnings=why)
    frame, axis = estimates((t.title, e, noted(e)) for t, e in pairs), rating_axis(study)
    drawn = charts.intervals(frame, domain=(scale.low, scale.high), axis=axis, description=f"{axis} per touchpoint")
    return Content(
        lead=_best_and_worst([(t, e) for t, e in pairs if e.value is not None]),
        figure="" if why else charts.svg(drawn),
        alt="Mean rating and interval per touchpoint; " + "; ".join(f"{t.title} {e}" for t, e in pairs),
        table=table(
            "Ratings",
            pairs,
            Column("touchpoint", lambda pair: pair[0].title),
            Column("mean [95 % interval], n", lambda pair: str(pair[1])),
            Column("not answered", lambda pair: f"{pair[1].missing:,}", numeric=True),
        ),
        base=f"{named(study, persona)}: those who rated the touchpoint; n beside each.",
        sources=tuple(sorted({s for t, _ in pairs if t.rating and (s := study.metric(t.rating).source)})),
        warnings=why,
    )


@section("touchpoints.coverage", "Which objectives are served where", scale="touchpoints")
def coverage(study: Study, persona: str = "") -> Content:
    """Return how many touchpoints serve each objective in each phase."""
    if not study.objectives:
        raise Nothing("There is no objective yet, so no touchpoint can serve one.")
    bare = [o.title for o in study.objectives if not o.touchpoints]
    phases = [phase.title for phase in study.phases]
    grid = [(o.title, p.title, _serving(study, o, p)) for o in study.objectives for p in study.phases]
    figure = charts.counts(
        cells((objective, phase, count, str(count)) for objective, phase, count in grid),
        rows=[o.title for o in study.objectives],
        columns=phases,
        legend="touchpoints",
        description="touchpoints per objective and phase",
    )
    return Content(
        lead=f"No touchpoint serves: {', '.join(bare)}." if bare else "Every objective has a touchpoint.",
        figure=charts.svg(figure) if grid else "",
        alt="Grid of objectives by phase with the number of touchpoints.",
        table=Table(
            caption="Coverage",
            columns=("objective", *phases),
            rows=tuple((o.title, *(str(_serving(study, o, p)) for p in study.phases)) for o in study.objectives),
            numeric=tuple(phases),
        ),
        base="Touchpoints that an objective names, counted in each of their phases.",
    )


def _serving(study: Study, objective: Objective, phase: Phase) -> int:
    """Return how many touchpoints of an objective lie in a phase."""
    return sum(t.id in objective.touchpoints and phase.id in t.phases for t in study.touchpoints)


class _Uses(NamedTuple):
    """How many customers used which touchpoint through which channel, as it may be told, and the log that says so."""

    source: str
    counts: dict[tuple[str, str], str]
    totals: dict[str, str]


def _customers(study: Study, persona: str) -> _Uses | None:
    crowd = known_crowd(study, persona)
    if crowd is None:
        return None
    kept, least = analysis.journeys.disclosed(crowd), crowd.least

    def label(count: int, *customers: str) -> str:
        return f"{count:,}" if customers in kept else f"under {least}" if count < least else "withheld"

    counts: dict[tuple[str, str], str] = {}
    totals: dict[str, str] = {}
    for use in analysis.journeys.uses(crowd):
        if use.channel is None:
            totals[use.touchpoint] = label(use.customers, "touchpoint", use.touchpoint)
        else:
            counts[use.touchpoint, use.channel] = label(use.customers, "channel", use.touchpoint, use.channel)
    return _Uses(crowd.source, counts, totals)


def _cell(touchpoint: Touchpoint, channel: str, used: _Uses | None) -> tuple[str, str, float | None, str]:
    told = used.counts.get((touchpoint.id, channel)) if used else None
    if told is not None:
        number = told.replace(",", "")
        return touchpoint.title, channel, float(number) if number.isdecimal() else None, told
    return touchpoint.title, channel, None, "offered" if channel in touchpoint.channels else ""


def _through(touchpoint: Touchpoint, grid: list[tuple[str, str, float | None, str]]) -> str:
    """Return the channels of a touchpoint with the customers seen in each."""
    own = [(channel, label) for title, channel, _, label in grid if title == touchpoint.title and label]
    return ", ".join(channel if label == "offered" else f"{channel} {label}" for channel, label in own) or "–"


def _uses(touchpoint: Touchpoint, used: _Uses | None) -> str:
    return "not in the log" if used is None else used.totals.get(touchpoint.id, "not in the log")


def _best_and_worst(known: list[tuple[Touchpoint, Estimate]]) -> str:
    if not known:
        return "Nobody in this selection rated a touchpoint."
    ordered = sorted(known, key=lambda pair: pair[1].value or 0)
    (worst, low), (best, high) = ordered[0], ordered[-1]
    return f"Lowest: {worst.title}, {low}. Highest: {best.title}, {high}."
