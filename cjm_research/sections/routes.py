"""Step 5: from where to where customers go, and which whole paths they take."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis.journeys import TRANSITIONS_METHOD, VARIANTS_METHOD, Crowd, Transition, Variant
from cjm_research.people.crowd import crowd_of, why_no_log, window
from cjm_research.people.rows import named
from cjm_research.printing import lasting
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

FROM_TO = "From touchpoint to touchpoint"
PATHS = "The paths most customers take"
OTHERS = "other touchpoints"
RARE = 0.03
SHARES = "share 0–100 %"


def transitions(study: Study, persona: str = "") -> Section:
    """Return which touchpoint directly follows which, how often, and after how long."""
    crowd = crowd_of(study, persona)
    if crowd is None or not study.touchpoints:
        return _nothing(
            FROM_TO, "transitions", why_no_log(study) if crowd is None else "The study has no touchpoints yet."
        )
    moved = analysis.journeys.transitions(crowd, "touchpoint")
    if not moved:
        return _nothing(FROM_TO, "transitions", _too_few(study, persona, crowd, "goes from one touchpoint to another"))
    titles = {t.id: t.title for t in study.touchpoints} | {None: OTHERS}
    moves = [(titles[row.source], titles[row.target], row) for row in moved]
    drawn = [move for move in moves if move[2].share >= RARE]
    listed = sorted(drawn, key=lambda move: -move[2].count)
    description = "share of departures from each touchpoint to each other"
    figure = charts.transitions(
        pd.DataFrame([(a, z, row.share) for a, z, row in drawn], columns=["row", "column", "value"]),
        rows=_ordered(study, {a for a, _, _ in drawn}),
        columns=_ordered(study, {z for _, z, _ in drawn}),
        bases={a: f"{row.departures:,}" for a, _, row in moves},
        legend=f"% of departures (their number at the right); blank: under {_percent(RARE)}, or too few customers",
        description=description,
    )
    columns = (
        "from",
        "to",
        "transitions",
        "share of departures",
        "customers",
        "of the customers who depart",
        "median time",
        "90 % within",
    )
    return Section(
        id="touchpoints.transitions",
        title=FROM_TO,
        lead=_most_frequent(moves),
        figure=charts.svg(figure),
        alt=f"Matrix: {description}; " + "; ".join(f"{a} to {z} {_percent(row.share)}" for a, z, row in listed[:20]),
        table=Table(
            caption="Transitions, the most frequent first",
            columns=columns,
            rows=tuple(_line(*move) for move in listed),
            numeric=("transitions", "customers"),
        ),
        base=_base(study, persona, crowd),
        method=f"{TRANSITIONS_METHOD} Drawn and listed from {_percent(RARE)} of the departures on; rarer ones stay blank.",
        sources=(crowd.source,),
        scale="share of departures 0–100 %",
    )


def variants(study: Study, persona: str = "") -> Section:
    """Return the most frequent paths from touchpoint to touchpoint, and how many customers they cover."""
    crowd = crowd_of(study, persona)
    if crowd is None or not study.touchpoints:
        return _nothing(PATHS, "variants", why_no_log(study) if crowd is None else "The study has no touchpoints yet.")
    paths = analysis.journeys.variants(crowd, "touchpoint")
    if not any(row.rank for row in paths):
        return _nothing(PATHS, "variants", _too_few(study, persona, crowd, "takes a path that others take as well"))
    titles = {t.id: t.title for t in study.touchpoints}
    frame = pd.DataFrame([step for row in paths for step in _steps(study, row)])
    lines = tuple(
        ("others" if not r.rank else str(r.rank), _path(titles, r), f"{r.n:,}", r.share.short, _percent(r.covered))
        for r in paths
    )
    columns = ("no.", "path", "customers", "share of customers", "covered up to here")
    drawing = charts.variants(frame, colours=[p.title for p in study.phases], description="the most frequent paths")
    return Section(
        id="touchpoints.variants",
        title=PATHS,
        lead=_coverage(paths),
        figure=charts.svg(drawing),
        alt="Paths of touchpoints; " + "; ".join(f"{line[1]}: {line[3]}" for line in lines),
        table=Table(caption="Paths", columns=columns, rows=lines, numeric=("customers", "covered up to here")),
        base=_base(study, persona, crowd),
        method=VARIANTS_METHOD,
        sources=(crowd.source,),
        scale=SHARES,
    )


def _ordered(study: Study, titles: set[str]) -> list[str]:
    """Return titles of touchpoints by their first phase, then as the study lists them."""
    place = {phase.id: number for number, phase in enumerate(study.phases)}
    known = sorted(
        study.touchpoints, key=lambda t: min((place.get(id, len(place)) for id in t.phases), default=len(place))
    )
    return [t.title for t in known if t.title in titles] + [OTHERS] * (OTHERS in titles)


def _line(source: str, target: str, row: Transition) -> tuple[str, ...]:
    often = (source, target, f"{row.count:,}", _percent(row.share))
    if row.reach is None or row.median is None or row.p90 is None:
        return (*often, "–", "–", "–", "–")
    return (*often, f"{row.customers:,}", str(row.reach), lasting(row.median), lasting(row.p90))


def _most_frequent(moves: list[tuple[str, str, Transition]]) -> str:
    others = [(a, z, row, row.median) for a, z, row in moves if row.median is not None and a != z]
    if not others:
        return "No move between two different touchpoints is frequent enough to be told."
    source, target, top, median = max(others, key=lambda move: move[2].count)
    return (
        f"The most frequent move is from {source} to {target}, {top.count:,} times, after "
        f"{lasting(median)} in the median. Of the customers who go on from {source}, {top.reach}, go there directly."
    )


def _steps(study: Study, row: Variant) -> list[dict[str, object]]:
    """Return the chips of one path."""
    label, share = str(row.rank) if row.rank else "others", row.share.value
    told: dict[str, object] = {"label": label, "value": share, "note": f"{_percent(share or 0)}, {row.n:,}"}
    if not row.path:
        words = "no touchpoint of this study" if row.rank else f"{row.paths:,} other paths"
        return [told | {"step": 1, "place": words, "colour": ""}]
    known = {t.id: t for t in study.touchpoints}
    phases = {phase.id: phase.title for phase in study.phases}
    colours = [next((phases[id] for id in known[step].phases if id in phases), "") for step in row.path]
    return [
        told | {"step": number, "place": known[step].title, "colour": colour}
        for number, (step, colour) in enumerate(zip(row.path, colours, strict=True), start=1)
    ]


def _path(titles: dict[str, str], row: Variant) -> str:
    if row.path is None:
        return f"{row.paths:,} other paths"
    return " → ".join(titles[step] for step in row.path) or "no touchpoint of this study"


def _coverage(paths: Sequence[Variant]) -> str:
    distinct, listed = sum(row.paths for row in paths), [row for row in paths if row.rank]
    many = f"The {len(listed)} most frequent paths cover" if len(listed) > 1 else "The most frequent path covers"
    return (
        f"{many} {_percent(listed[-1].covered)} of the customers, {distinct:,} different paths all of them. The first one: "
        f"{listed[0].share}."
    )


def _percent(share: float) -> str:
    """Return a share as printed."""
    return f"{100 * share:.1f} %" if 0 < share < 0.01 else f"{100 * share:.0f} %"


def _base(study: Study, persona: str, crowd: Crowd) -> str:
    base = crowd.base
    placed = analysis.journeys.placed_events(crowd, "touchpoint")
    outside = (
        f"; {_percent(1 - placed / base.events)} of the events belong to no touchpoint" if placed < base.events else ""
    )
    return (
        f"{named(study, persona)}: {base.customers:,} customers with {base.events:,} events, {window(base)}{outside}."
    )


def _too_few(study: Study, persona: str, crowd: Crowd, what: str) -> str:
    limits, customers = study.about.thresholds, crowd.base.customers
    if customers < limits.min_group:
        reason = analysis.withheld(customers, limits).reason if customers else "nobody is in the log"
        return f"No paths of {named(study, persona)}: {reason}."
    return f"No group of {limits.min_group} or more of {named(study, persona)} {what}."


def _nothing(title: str, noun: str, why: str) -> Section:
    scale = "share of departures 0–100 %" if noun == "transitions" else SHARES
    return Section(id=f"touchpoints.{noun}", title=title, lead=why, scale=scale)
