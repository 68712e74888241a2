"""Steps 6 and 8: where personas, ways in and outcomes differ; the effect first, and all comparisons as one family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import FAMILY_METHOD, journeys
from cjm_research.analysis.journeys import DIFFERENCES_METHOD, Group, Pair
from cjm_research.people.reading import Movements, movements, people, why_no_log, window
from cjm_research.privacy.disclosure import printed
from cjm_research.sections.goals import aimed_at
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

POINTS = "difference −100…+100 percentage points"
MOST_CHANNELS = 6
ROWS_OF_ONE, ROWS_OF_EACH = 14, 6
NOT_CAUSED = "What differs is associated with the groups, not caused by them."


@dataclass(frozen=True)
class Said:
    """How a section about differences is told: its id and title, the two names of each pair, and its base."""

    id: str
    title: str
    names: Mapping[str, tuple[str, str]]
    base: str
    noun: str


def persona_differences(study: Study) -> Section:
    """Return where the journeys of each persona differ from those of everybody else in the log."""
    id, title = "compare.differences", "Where the personas differ from everybody else"
    found = movements(study, "")
    told = dict(found.journeys.log.personas) if found else {}
    shown = [p for p in study.personas if p.role != "negative" and p.id in told]
    if found is None or not shown:
        return Section(id=id, title=title, lead=why_no_log(study), scale=POINTS)
    pairs = [journeys.against_the_rest(found.journeys, p.id, Group(p.id)) for p in shown]
    names = {p.id: (_short(p.name), "everybody else") for p in shown}
    return _section(
        study, found, pairs, Said(id, title, names, "each persona against everybody else in the log", "persona")
    )


def pair_differences(study: Study, pairs: Sequence[str]) -> Section:
    """Return where chosen pairs of personas differ, such as ``["mira/jonas"]``; choose them before looking at numbers."""
    id, title = "compare.pairs", "Where chosen personas differ"
    found = movements(study, "")
    if found is None or not pairs:
        why = (
            why_no_log(study)
            if found is None
            else "No pair is chosen. Name pairs such as mira/jonas before you look at numbers."
        )
        return Section(id=id, title=title, lead=why, scale=POINTS)
    sides = {pair: tuple(pair.split("/", 1)) for pair in pairs}
    names = {pair: tuple(_short(study.persona(one).name) for one in side) for pair, side in sides.items()}
    asked = [journeys.between(found.journeys, pair, Group(side[0]), Group(side[-1])) for pair, side in sides.items()]
    for pair in asked:
        if both := journeys.in_both(found.journeys, pair):
            why = f"{' and '.join(names[pair.id])} share {printed(both, both, study.about.thresholds.min_group)} customers, so they cannot be compared. Choose other pairs."
            return Section(id=id, title=title, lead=why, scale=POINTS)
    return _section(study, found, asked, Said(id, title, names, "the chosen pairs of personas", "pair"))  # type: ignore[arg-type]


def channel_differences(study: Study, persona: str = "") -> Section:
    """Return where customers who entered through a channel differ from those who entered otherwise."""
    id, title = "compare.channels", "Where journeys differ by the channel of the first event"
    found = movements(study, persona)
    if found is None:
        return Section(id=id, title=title, lead=why_no_log(study), scale=POINTS)
    least = study.about.thresholds.indicative_below
    entered = journeys.ways_in(found.journeys, found.group)
    often = [channel for channel, count in entered if count >= least][:MOST_CHANNELS]
    if len(entered) < 2 or not often:
        why = (
            "The log names no channel, or all customers entered through one."
            if len(entered) < 2
            else f"No channel was the first of {least} or more customers."
        )
        return Section(id=id, title=title, lead=why, scale=POINTS)
    pairs = [journeys.entered_by(found.journeys, channel, found.group) for channel in often]
    names = {channel: (channel or "no channel", "other ways in") for channel in often}
    base = (
        f"{people(study, persona)}: each of the {len(often)} most frequent channels of the first event, by {least} customers or "
        "more, against all other ways in; reach counts what comes after the first event"
    )
    return _section(study, found, pairs, Said(id, title, names, base, "way in"))


def converted_differences(study: Study, persona: str = "") -> Section:
    """Return what customers who reach the goal did before it, beside those who do not reach it."""
    id, title = "obstacles.converted", "What those who get there did differently"
    found, goal = movements(study, persona), aimed_at(study)
    if found is None or goal is None:
        why = why_no_log(study) if found is None else "The study has no phases, so nobody can be said to get anywhere."
        return Section(id=id, title=title, lead=why, scale=POINTS)
    pair = journeys.converted(found.journeys, goal.id, found.group)
    names = {goal.id: (f"those who reach {goal.title}", "those who do not")}
    base = f"{people(study, persona)}: those who come to {goal.title}, before they do, against those who never do"
    return _section(study, found, [pair], Said(id, title, names, base, "group"))


def _section(study: Study, found: Movements, pairs: Sequence[Pair], said: Said) -> Section:
    told = journeys.differences(found.journeys, pairs, thresholds=study.about.thresholds)
    tested, differ = int(told["p"].notna().sum()), int(told["different"].sum())
    if not tested:
        why = "Nothing could be compared: " + (
            "too few people in one of the groups." if len(told) else "nobody is in one of the groups."
        )
        return Section(id=said.id, title=said.title, lead=why, scale=POINTS)
    frame = _frame(study, told, said)
    most = ROWS_OF_ONE if len(pairs) == 1 else ROWS_OF_EACH
    drawn = frame.groupby("panel", sort=False).head(most)
    lines = tuple(
        (
            row.full,
            row.note,
            row.shares[0].short,
            row.shares[1].short,
            _p(row.p),
            _p(row.q),
            "differ" if row.different else "no evidence of difference",
        )
        for row in drawn.itertuples()
    )
    withheld = len(told) - tested
    kept_back = f" {withheld} more are withheld." if withheld else ""
    base = found.base
    return Section(
        id=said.id,
        title=said.title,
        lead=_lead(frame, differ, tested),
        figure=charts.svg(charts.differences(drawn[list(DRAWN)], description=said.title)),
        alt="Differences in percentage points; " + "; ".join(f"{line[0]} {line[1]}, {line[6]}" for line in lines),
        table=Table(caption="Differences", columns=COLUMNS, rows=lines),
        base=f"{said.base}; {base.customers:,} customers, {window(base)}. Shown: {len(drawn)} of {tested} "
        f"comparisons, those with the smallest q of each {said.noun}.{kept_back}",
        method=f"{DIFFERENCES_METHOD} {FAMILY_METHOD.format(count=tested, where='comparisons of this section')} {NOT_CAUSED}",
        sources=(found.source,),
        scale=POINTS,
    )


COLUMNS = ("comparison", "difference in points", "first group", "second group", "p", "q", "verdict")
DRAWN = ("panel", "label", "value", "low", "high", "different", "a", "b", "note")


def _frame(study: Study, told: pd.DataFrame, said: Said) -> pd.DataFrame:
    """Return every comparison that was made, in words; in each pair the smallest q and the largest difference first."""
    touchpoints, phases = {one.id: one.title for one in study.touchpoints}, {one.id: one.title for one in study.phases}
    lines = []
    for row in told[told["p"].notna()].itertuples():
        (first, second), start = said.names[row.pair], phases.get(row.source, "")
        end = touchpoints[row.target] if row.kind == "reach" else phases[row.target]
        name = {"reach": end, "onward": f"{start}, later {end}", "way": f"{start} → {end}"}[row.kind]
        value, low, high = (100 * one for one in (row.difference.value, row.difference.low, row.difference.high))
        lines.append(
            {
                "panel": row.pair,
                "label": name,
                "full": name if len(said.names) == 1 else f"{first}: {name}",
                "a": first,
                "b": second,
                "value": value,
                "low": low,
                "high": high,
                "different": row.different,
                "q": row.q,
                "p": row.p,
                "note": row.difference.short,
                "shares": (row.a, row.b),
                "size": abs(value),
            }
        )
    order = {pair: place for place, pair in enumerate(said.names)}
    frame = pd.DataFrame(lines).astype({"value": float, "low": float, "high": float})
    return frame.assign(order=frame["panel"].map(order)).sort_values(
        ["order", "q", "size"], ascending=[True, True, False]
    )


def _lead(frame: pd.DataFrame, differ: int, tested: int) -> str:
    if not differ:
        return f"No evidence of difference in any of {tested} comparisons."
    top = frame[frame["different"]].sort_values("size", ascending=False).iloc[0]
    more, less = (top["a"], top["b"]) if top["value"] > 0 else (top["b"], top["a"])
    return (
        f"{differ} of {tested} comparisons show a difference. The largest: {top['full']}, {top['note']} points, "
        f"more often {more} than {less}."
    )


def _short(name: str) -> str:
    return name.partition(",")[0]


def _p(value: float) -> str:
    return "< 0.001" if value < 0.001 else f"{value:.3f}"
