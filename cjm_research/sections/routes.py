"""Step 5: from where to where customers go, and which whole paths they take."""

from __future__ import annotations

from typing import Any

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis.journeys import TRANSITIONS_METHOD, VARIANTS_METHOD
from cjm_research.people.reading import Movements, movements, people, why_no_log, window
from cjm_research.sections.durations import lasting
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

FROM_TO = "From touchpoint to touchpoint"
PATHS = "The paths most customers take"
OTHERS = "other touchpoints"
RARE = 0.03
SHARES = "share 0–100 %"


def transitions(study: Study, persona: str = "") -> Section:
    """Return which touchpoint directly follows which, how often, and after how long."""
    found = movements(study, persona)
    if found is None or not study.touchpoints:
        return _nothing(
            FROM_TO, "transitions", why_no_log(study) if found is None else "The study has no touchpoints yet."
        )
    limits = study.about.thresholds
    moved = analysis.journeys.transitions(found.journeys, "touchpoint", found.group, thresholds=limits)
    if moved.empty:
        return _nothing(FROM_TO, "transitions", _too_few(study, persona, found, "goes from one touchpoint to another"))
    titles = {t.id: t.title for t in study.touchpoints} | {None: OTHERS}
    moved = moved.assign(source=moved["source"].map(titles), target=[titles[id] for id in moved["target"]])
    drawn = moved[moved["share"] >= RARE]
    description = "share of departures from each touchpoint to each other"
    figure = charts.transitions(
        drawn.rename(columns={"source": "row", "target": "column", "share": "value"})[["row", "column", "value"]],
        rows=_ordered(study, set(drawn["source"])),
        columns=_ordered(study, set(drawn["target"])),
        bases={r.source: f"{r.departures:,}" for r in moved.itertuples()},
        legend=f"% of departures (their number at the right); blank: under {_percent(RARE)}, or too few customers",
        description=description,
    )
    listed = drawn.sort_values("count", ascending=False, kind="stable")
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
        lead=_most_frequent(moved),
        figure=charts.svg(figure),
        alt=f"Matrix: {description}; "
        + "; ".join(f"{r.source} to {r.target} {_percent(r.share)}" for r in listed.head(20).itertuples()),
        table=Table(
            caption="Transitions, the most frequent first",
            columns=columns,
            rows=tuple(map(_line, listed.itertuples())),
            numeric=("transitions", "customers"),
        ),
        base=_base(study, persona, found),
        method=f"{TRANSITIONS_METHOD} Drawn and listed from {_percent(RARE)} of the departures on; rarer ones stay blank.",
        sources=(found.source,),
        scale="share of departures 0–100 %",
    )


def variants(study: Study, persona: str = "") -> Section:
    """Return the most frequent paths from touchpoint to touchpoint, and how many customers they cover."""
    found = movements(study, persona)
    if found is None or not study.touchpoints:
        return _nothing(PATHS, "variants", why_no_log(study) if found is None else "The study has no touchpoints yet.")
    limits = study.about.thresholds
    paths = analysis.journeys.variants(found.journeys, "touchpoint", found.group, thresholds=limits)
    if paths.empty or paths["rank"].max() == 0:
        return _nothing(PATHS, "variants", _too_few(study, persona, found, "takes a path that others take as well"))
    titles = {t.id: t.title for t in study.touchpoints}
    frame = pd.DataFrame([step for row in paths.itertuples() for step in _steps(study, row)])
    lines = tuple(
        ("others" if not r.rank else str(r.rank), _path(titles, r), f"{r.n:,}", r.share.short, _percent(r.covered))
        for r in paths.itertuples()
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
        base=_base(study, persona, found),
        method=VARIANTS_METHOD,
        sources=(found.source,),
        scale=SHARES,
    )


def _ordered(study: Study, titles: set[str]) -> list[str]:
    """Return titles of touchpoints by their first phase, then as the study lists them."""
    place = {phase.id: number for number, phase in enumerate(study.phases)}
    known = sorted(
        study.touchpoints, key=lambda t: min((place.get(id, len(place)) for id in t.phases), default=len(place))
    )
    return [t.title for t in known if t.title in titles] + [OTHERS] * (OTHERS in titles)


def _line(row: Any) -> tuple[str, ...]:
    told = row.reach is not None
    return (
        row.source,
        row.target,
        f"{row.count:,}",
        _percent(row.share),
        "–" if pd.isna(row.customers) else f"{row.customers:,}",
        str(row.reach) if told else "–",
        lasting(row.median) if told else "–",
        lasting(row.p90) if told else "–",
    )


def _most_frequent(moved: pd.DataFrame) -> str:
    others = moved[moved["customers"].notna() & (moved["source"] != moved["target"])]
    if others.empty:
        return "No move between two different touchpoints is frequent enough to be told."
    top = others.loc[others["count"].idxmax()]
    return (
        f"The most frequent move is from {top['source']} to {top['target']}, {top['count']:,} times, after "
        f"{lasting(top['median'])} in the median. Of the customers who go on from {top['source']}, {top['reach']}, go there directly."
    )


def _steps(study: Study, row: Any) -> list[dict[str, object]]:
    """Return the chips of one path."""
    rank, path, share, n = row.rank, row.path, row.share, row.n
    told = {"label": str(rank) if rank else "others", "value": share.value, "note": f"{_percent(share.value)}, {n:,}"}
    if not path:
        words = "no touchpoint of this study" if rank else f"{row.paths:,} other paths"
        return [told | {"step": 1, "place": words, "colour": ""}]
    known = {t.id: t for t in study.touchpoints}
    phases = {phase.id: phase.title for phase in study.phases}
    colours = [next((phases[id] for id in known[step].phases if id in phases), "") for step in path]
    return [
        told | {"step": number, "place": known[step].title, "colour": colour}
        for number, (step, colour) in enumerate(zip(path, colours, strict=True), start=1)
    ]


def _path(titles: dict[str, str], row: Any) -> str:
    rank, path, paths = row.rank, row.path, row.paths
    if not rank:
        return f"{paths:,} other paths"
    return " → ".join(titles[step] for step in path) or "no touchpoint of this study"


def _coverage(paths: pd.DataFrame) -> str:
    listed, distinct = paths[paths["rank"] > 0], int(paths["paths"].sum())
    first = listed.iloc[0]
    many = f"The {len(listed)} most frequent paths cover" if len(listed) > 1 else "The most frequent path covers"
    return f"{many} {_percent(listed['covered'].iloc[-1])} of the customers, {distinct:,} different paths all of them. The first one: {first['share']}."


def _percent(share: float) -> str:
    """Return a share as printed."""
    return f"{100 * share:.1f} %" if 0 < share < 0.01 else f"{100 * share:.0f} %"


def _base(study: Study, persona: str, found: Movements) -> str:
    base = found.base
    placed = analysis.journeys.placed_events(found.journeys, "touchpoint", found.group)
    outside = (
        f"; {_percent(1 - placed / base.events)} of the events belong to no touchpoint" if placed < base.events else ""
    )
    return (
        f"{people(study, persona)}: {base.customers:,} customers with {base.events:,} events, {window(base)}{outside}."
    )


def _too_few(study: Study, persona: str, found: Movements, what: str) -> str:
    limits, customers = study.about.thresholds, found.base.customers
    if customers < limits.min_group:
        reason = analysis.withheld(customers, limits).reason if customers else "nobody is in the log"
        return f"No paths of {people(study, persona)}: {reason}."
    return f"No group of {limits.min_group} or more of {people(study, persona)} {what}."


def _nothing(title: str, noun: str, why: str) -> Section:
    scale = "share of departures 0–100 %" if noun == "transitions" else SHARES
    return Section(id=f"touchpoints.{noun}", title=title, lead=why, scale=scale)
