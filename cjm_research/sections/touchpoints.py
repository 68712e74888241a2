"""Step 5: where customers meet the organisation, and how that feels."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis import METHODS, Estimate
from cjm_research.people.reading import measured, movements, people
from cjm_research.sections.comparable import against
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study, Touchpoint


def channels(study: Study, persona: str = "") -> Section:
    """Return which touchpoint is offered through which channel, and how many customers used it there."""
    order = [name for name, _ in Counter(c for t in study.touchpoints for c in t.channels).most_common()]
    used = _customers(study, persona)
    cells = [_cell(t, channel, used) for t in study.touchpoints for channel in order]
    names = [t.title for t in study.touchpoints]
    lines = tuple(
        (t.title, _phases(study, t), t.owner or "–", _through(t, cells), _uses(t, used)) for t in study.touchpoints
    )
    description = "touchpoints by channel with the number of customers"
    frame = pd.DataFrame(cells, columns=["row", "column", "value", "label"]).astype({"value": float})
    figure = charts.counts(frame, rows=names, columns=order, legend="customers", description=description)
    return Section(
        id="touchpoints.channels",
        title="Touchpoints and their channels",
        lead=f"{len(names)} touchpoints over {len(order)} channels. "
        + (
            "Numbers are customers seen in the log; “offered” means that the log does not record it."
            if used
            else "“Offered” is what the team says; there is no log of these people."
        ),
        figure=charts.svg(figure) if names and order else "",
        alt="Grid of touchpoints by channel.",
        table=Table(
            caption="Touchpoints",
            columns=("touchpoint", "phases", "owner", "channels", "customers in the log"),
            rows=lines,
        )
        if lines
        else None,
        base=f"{people(study, persona)}; a customer counts once per touchpoint and channel.",
        sources=(used.source,) if used else (),
        scale="customers",
        warnings=() if lines else ("There is no touchpoint yet. Add the first one in the form above.",),
    )


def ratings(study: Study, persona: str = "") -> Section:
    """Return how people rate each touchpoint, with n and interval."""
    found = rated(study, persona)
    scale = study.about.rating_scale
    frame = pd.DataFrame(
        [{"label": t.title, "value": e.value, "low": e.low, "high": e.high, "note": _note(e)} for t, e in found],
        columns=["label", "value", "low", "high", "note"],
    ).astype({"value": float, "low": float, "high": float})
    axis = f"mean rating, {scale.low:g} {scale.low_label} … {scale.high:g} {scale.high_label}"
    known = [(t, e) for t, e in found if e.value is not None]
    figure = charts.intervals(frame, domain=(scale.low, scale.high), axis=axis, description=f"{axis} per touchpoint")
    return Section(
        id="touchpoints.ratings",
        title="How the touchpoints are rated",
        lead=_best_and_worst(known),
        figure=charts.svg(figure) if found and not against(study) else "",
        alt="Mean rating and interval per touchpoint; " + "; ".join(f"{t.title} {e}" for t, e in found),
        table=Table(
            caption="Ratings",
            columns=("touchpoint", "mean [95 % interval], n", "not answered"),
            rows=tuple((t.title, str(e), f"{e.missing:,}") for t, e in found),
            numeric=("not answered",),
        )
        if found
        else None,
        base=f"{people(study, persona)}: those who rated the touchpoint; n beside each.",
        method=METHODS["rating"],
        sources=tuple(sorted({s for t, _ in found if t.rating and (s := study.metric(t.rating).source)})),
        scale=f"rating {scale.low:g}–{scale.high:g}",
        warnings=against(study),
    )


def coverage(study: Study, persona: str = "") -> Section:
    """Return how many touchpoints serve each objective in each phase."""
    known = {t.id: t for t in study.touchpoints}
    phases = [p.title for p in study.phases]
    cells = [
        {"row": o.title, "column": p.title, "value": count, "label": str(count)}
        for o in study.objectives
        for p in study.phases
        for count in [sum(id in known and p.id in known[id].phases for id in o.touchpoints)]
    ]
    bare = [o.title for o in study.objectives if not o.touchpoints]
    names = [o.title for o in study.objectives]
    lines = tuple((name, *(c["label"] for c in cells if c["row"] == name)) for name in names)
    figure = charts.counts(
        pd.DataFrame(cells, columns=["row", "column", "value", "label"]),
        rows=names,
        columns=phases,
        legend="touchpoints",
        description="touchpoints per objective and phase",
    )
    return Section(
        id="touchpoints.coverage",
        title="Which objectives are served where",
        lead=f"No touchpoint serves: {', '.join(bare)}."
        if bare
        else "Every objective has a touchpoint."
        if names
        else "There is no objective yet, so no touchpoint can serve one.",
        figure=charts.svg(figure) if cells else "",
        alt="Grid of objectives by phase with the number of touchpoints.",
        table=Table(
            caption="Coverage", columns=("objective", *phases), rows=tuple(map(_texts, lines)), numeric=tuple(phases)
        )
        if lines
        else None,
        base="Touchpoints that an objective names, counted in each of their phases.",
        scale="touchpoints",
    )


def rated(study: Study, persona: str) -> list[tuple[Touchpoint, Estimate]]:
    """Return every touchpoint that a metric rates, with its estimate."""
    known = {metric.id: metric for metric in study.metrics}
    return [(t, measured(study, known[t.rating], persona)) for t in study.touchpoints if t.rating in known]


class _Uses:
    """How many customers used which touchpoint through which channel, as it may be told, and the log that says so."""

    def __init__(self, source: str, counts: dict[tuple[str, str], str], totals: dict[str, str]) -> None:
        self.source, self.counts, self.totals = source, counts, totals


def _customers(study: Study, persona: str) -> _Uses | None:
    found = movements(study, persona)
    if found is None:
        return None
    seen = analysis.journeys.uses(found.journeys, group=found.group)
    total = seen["channel"].isna()
    limits = study.about.thresholds
    kept = analysis.journeys.disclosed(found.journeys, found.group, thresholds=limits)

    def label(count: int, *crowd: str) -> str:
        return (
            f"{count:,}" if crowd in kept else f"under {limits.min_group}" if count < limits.min_group else "withheld"
        )

    counts = {
        (row.touchpoint, row.channel): label(row.customers, "channel", row.touchpoint, row.channel)
        for row in seen[~total].itertuples()
    }
    totals = {row.touchpoint: label(row.customers, "touchpoint", row.touchpoint) for row in seen[total].itertuples()}
    return _Uses(found.source, counts, totals)


def _cell(touchpoint: Touchpoint, channel: str, used: _Uses | None) -> tuple[str, str, float | None, str]:
    told = used.counts.get((touchpoint.id, channel)) if used else None
    if told is not None:
        number = told.replace(",", "")
        return touchpoint.title, channel, float(number) if number.isdecimal() else None, told
    return touchpoint.title, channel, None, "offered" if channel in touchpoint.channels else ""


def _through(touchpoint: Touchpoint, cells: list[tuple[str, str, float | None, str]]) -> str:
    """Return the channels of a touchpoint with the customers seen in each."""
    own = [(channel, label) for title, channel, _, label in cells if title == touchpoint.title and label]
    return ", ".join(channel if label == "offered" else f"{channel} {label}" for channel, label in own) or "–"


def _uses(touchpoint: Touchpoint, used: _Uses | None) -> str:
    return "not in the log" if used is None else used.totals.get(touchpoint.id, "not in the log")


def _phases(study: Study, touchpoint: Touchpoint) -> str:
    return ", ".join(p.title for p in study.phases if p.id in touchpoint.phases) or "none"


def _note(found: Estimate) -> str:
    return f"{found.short}, {found.base}" if found.value is not None else found.reason


def _best_and_worst(known: list[tuple[Touchpoint, Estimate]]) -> str:
    if not known:
        return "Nobody in this selection rated a touchpoint."
    ordered = sorted(known, key=lambda pair: pair[1].value or 0)
    (worst, low), (best, high) = ordered[0], ordered[-1]
    return f"Lowest: {worst.title}, {low}. Highest: {best.title}, {high}."


def _texts(line: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(str(cell) for cell in line)
