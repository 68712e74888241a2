"""Step 5: how customers move: how often they come back, where they come in, and how they stream from phase to phase."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import journeys as asked
from cjm_research.people.reading import Movements, movements, people, why_no_log, window
from cjm_research.privacy.disclosure import is_few
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

OTHER, LEFT = "Other", "left"


def sessions(study: Study, persona: str = "") -> Section:
    """Return how many sessions customers have, under three definitions of where a session ends."""
    id, title, scale = "touchpoints.sessions", "How often customers come back", "share of customers 0–100 %"
    found = movements(study, persona)
    if found is None:
        return Section(id=id, title=title, lead=why_no_log(study), scale=scale)
    told = asked.sessions(found.journeys, group=found.group, thresholds=study.about.thresholds)
    if told.empty:
        return Section(id=id, title=title, lead=too_few(study, persona, "events"), scale=scale)
    labels = [f"{row.gap_minutes:g} minutes{' (usual)' if row.usual else ''}" for row in told.itertuples()]
    usual = told[told["usual"]].iloc[0]
    means = [row.per_customer.value for row in told.itertuples()]
    frame = pd.DataFrame(
        [(label, e.value, e.low, e.high, e.short) for label, e in zip(labels, told["several"], strict=True)],
        columns=["label", "value", "low", "high", "note"],
    )
    axis = "share of customers with more than one session"
    lines = tuple(
        (label, f"{row.sessions:,}", str(row.per_customer), str(row.several), f"{row.events:g}")
        for label, row in zip(labels, told.itertuples(), strict=True)
    )
    return Section(
        id=id,
        title=title,
        lead=f"Where 30 minutes without an event end a session, customers have {usual.per_customer.short} sessions, and "
        f"{usual.several.short} come back at least once. The mean is {max(means):.2f} with 15 minutes and {min(means):.2f} "
        "with 60.",
        figure=charts.svg(charts.bars(frame, axis=axis, description=axis)),
        alt=f"Bars: {axis}, by the minutes that end a session; " + "; ".join(f"{a}: {b}" for a, b, *_ in _pairs(frame)),
        table=Table(
            caption="Sessions by the minutes without an event that end one",
            columns=(
                "end of a session",
                "sessions",
                "per customer: mean [95 % interval]",
                "more than one session",
                "events: median",
            ),
            rows=lines,
            numeric=("sessions", "events: median"),
        ),
        base=f"{people(study, persona)}: {found.base.events:,} events of {found.base.customers:,} customers, "
        f"{window(found.base)}.",
        method=asked.SESSIONS_METHOD,
        sources=(found.source,),
        scale=scale,
    )


def first_touch(study: Study, persona: str = "") -> Section:
    """Return through which touchpoint and which channel customers come in."""
    id, title, scale = "touchpoints.first_touch", "Where customers come in", "share of customers 0–100 %"
    found = movements(study, persona)
    if found is None:
        return Section(id=id, title=title, lead=why_no_log(study), scale=scale)
    limits = study.about.thresholds
    told = asked.first_touch(found.journeys, "touchpoint", found.group, thresholds=limits)
    if told.empty:
        return Section(id=id, title=title, lead=too_few(study, persona, "events of a touchpoint"), scale=scale)
    names = {t.id: t.title for t in study.touchpoints}
    rows = [(names[row.place] if row.place else OTHER, row) for row in told.itertuples()]
    frame = pd.DataFrame(
        [(name, e.value, e.low, e.high, starred(e.short, row.rarer)) for name, row in rows for e in [row.share]],
        columns=["label", "value", "low", "high", "note"],
    )
    lines = [(f"touchpoint: {name}", counted(row.customers, row.rarer), str(row.share)) for name, row in rows]
    if found.journeys.channels != ("",):
        through = asked.first_touch(found.journeys, "channel", found.group, thresholds=limits)
        lines += [
            (f"channel: {_channel(row.place)}", counted(row.customers, row.rarer), str(row.share))
            for row in through.itertuples()
        ]
    first, *_ = rows
    axis = "share of customers"
    return Section(
        id=id,
        title=title,
        lead=f"The most frequent way in is {first[0]}: {first[1].share.short} of the customers.",
        figure=charts.svg(charts.bars(frame, axis=axis, description="share of customers by their first touchpoint")),
        alt="Bars: share of customers by their first touchpoint; " + "; ".join(f"{a} {b}" for a, b in _pairs(frame)),
        table=Table(
            caption="First touchpoint and first channel",
            columns=("comes in through", "customers", "share [95 % interval]"),
            rows=tuple(lines),
            numeric=("customers",),
        ),
        base=on_the_level(study, persona, found, int(told["customers"].sum()), "touchpoint"),
        method=asked.FIRST_TOUCH_METHOD,
        sources=(found.source,),
        scale=scale,
    )


def flow(study: Study, persona: str = "") -> Section:
    """Return how customers stream through the first phases they meet, and where they leave."""
    id, title, scale = (
        "touchpoints.flow",
        "How customers stream from phase to phase",
        "customers, height as a share of all",
    )
    found = movements(study, persona)
    if found is None:
        return Section(id=id, title=title, lead=why_no_log(study), scale=scale)
    told = asked.flow(found.journeys, group=found.group, thresholds=study.about.thresholds)
    if told.empty:
        return Section(id=id, title=title, lead=too_few(study, persona, "events of a phase"), scale=scale)
    names = {p.id: p.title for p in study.phases} | {asked.OTHER: OTHER, asked.LEFT: LEFT}
    labels = [f"step {row.step}: {names[row.source]} → {names[row.target]}" for row in told.itertuples()]
    frame = pd.DataFrame(
        {
            "step": told["step"],
            "source": told["source"].map(names),
            "target": told["target"].map(names | {asked.LEFT: ""}),
            "value": told["customers"],
            "label": labels,
        }
    )
    lines = tuple(
        (label, counted(row.customers, row.rarer), str(row.of_source), str(row.of_base))
        for label, row in zip(labels, told.itertuples(), strict=True)
    )
    description = "customers streaming through the first five phases they meet"
    base = int(told.loc[told["step"] == 1, "customers"].sum())
    return Section(
        id=id,
        title=title,
        lead=_flow_lead(told, names),
        figure=charts.svg(charts.flow(frame, order=[*(p.title for p in study.phases), OTHER], description=description)),
        alt=f"Bands: {description}; "
        + "; ".join(f"{label} {n:,}" for label, n in zip(labels, told["customers"], strict=True)),
        table=Table(
            caption="From step to step",
            columns=("way", "customers", "of those who were there", "of all"),
            rows=lines,
            numeric=("customers",),
        ),
        base=on_the_level(study, persona, found, base, "phase"),
        method=asked.FLOW_METHOD,
        sources=(found.source,),
        scale=scale,
    )


def _flow_lead(told: pd.DataFrame, names: dict[str, str]) -> str:
    first = told[told["step"] == 1]
    on = first[first["target"] != asked.LEFT]
    if on.empty:
        return "Nobody meets a second phase."
    most = on.loc[on["customers"].idxmax()]
    return (
        f"The most frequent first move goes from {names[most['source']]} to {names[most['target']]}: "
        f"{most['of_base'].short} of the customers."
    )


def too_few(study: Study, persona: str, what: str) -> str:
    """Say that too few people have what is asked about."""
    return f"Fewer than {study.about.thresholds.min_group} customers of {people(study, persona)} have {what}."


def on_the_level(
    study: Study, persona: str, found: Movements, customers: int, level: asked.Level, who: str = ""
) -> str:
    """Say whose journeys are told, when, and how many events are passed over."""
    over = asked.passed_over(found.journeys, level, found.group)
    share = "No event is" if over == 0 else f"{_percent(over)} of the events are"
    limits = study.about.thresholds
    few_left = is_few(found.base.customers - customers, limits.min_group)
    told = f"all but a few of {found.base.customers:,}" if few_left else f"{customers:,}"
    return (
        f"{people(study, persona)}: {told} customers {who or f'with an event of a {level}'}, {window(found.base)}. "
        f"{share} in no {level}."
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "under 1 %"


def counted(customers: int, rarer: bool) -> str:  # noqa: FBT001  a mark of the number
    """Return a number of customers, marked where a few of rarer ways are among them."""
    return starred(f"{customers:,}", rarer)


def starred(text: str, rarer: bool) -> str:  # noqa: FBT001  as above
    """Return a text, marked where a few customers of rarer ways are counted in it."""
    return f"{text}*" if rarer else text


def _channel(name: str | None) -> str:
    return OTHER if name is None else name or "not named"


def _pairs(frame: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(frame["label"], frame["note"], strict=True))
