"""Steps 6 and 8: where personas, ways in and outcomes differ; the effect first, and all comparisons as one family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import FAMILY_METHOD, journeys
from cjm_research.analysis.journeys import DIFFERENCES_METHOD, Crowd, Difference, Group, Pair
from cjm_research.people.crowd import aimed_at, crowd_of, why_no_log, window
from cjm_research.people.rows import named
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
    crowd = crowd_of(study, "")
    told = dict(crowd.journeys.log.personas) if crowd else {}
    shown = [p for p in study.personas if p.role != "negative" and p.id in told]
    if crowd is None or not shown:
        return Section(id=id, title=title, lead=why_no_log(study), scale=POINTS)
    pairs = [journeys.against_the_rest(crowd, p.id, Group(p.id)) for p in shown]
    names = {p.id: (_short(p.name), "everybody else") for p in shown}
    return _section(
        study, crowd, pairs, Said(id, title, names, "each persona against everybody else in the log", "persona")
    )


def pair_differences(study: Study, pairs: Sequence[str]) -> Section:
    """Return where chosen pairs of personas differ, such as ``["mira/jonas"]``; choose them before looking at numbers."""
    id, title = "compare.pairs", "Where chosen personas differ"
    crowd = crowd_of(study, "")
    if crowd is None or not pairs:
        why = (
            why_no_log(study)
            if crowd is None
            else "No pair is chosen. Name pairs such as mira/jonas before you look at numbers."
        )
        return Section(id=id, title=title, lead=why, scale=POINTS)
    sides = {pair: (side[0], side[-1]) for pair in pairs for side in [pair.split("/", 1)]}
    names = {pair: (_short(study.persona(a).name), _short(study.persona(b).name)) for pair, (a, b) in sides.items()}
    asked = [journeys.between(crowd, pair, Group(a), Group(b)) for pair, (a, b) in sides.items()]
    for pair in asked:
        if both := journeys.in_both(crowd, pair):
            why = f"{' and '.join(names[pair.id])} share {both:,} customers, so they cannot be compared. Choose other pairs."
            return Section(id=id, title=title, lead=why, scale=POINTS)
    return _section(study, crowd, asked, Said(id, title, names, "the chosen pairs of personas", "pair"))


def channel_differences(study: Study, persona: str = "") -> Section:
    """Return where customers who entered through a channel differ from those who entered otherwise."""
    id, title = "compare.channels", "Where journeys differ by the channel of the first event"
    crowd = crowd_of(study, persona)
    if crowd is None:
        return Section(id=id, title=title, lead=why_no_log(study), scale=POINTS)
    least = study.about.thresholds.indicative_below
    entered = journeys.ways_in(crowd)
    often = [channel for channel, count in entered if count >= least][:MOST_CHANNELS]
    if len(entered) < 2 or not often:
        why = (
            "The log names no channel, or all customers entered through one."
            if len(entered) < 2
            else f"No channel was the first of {least} or more customers."
        )
        return Section(id=id, title=title, lead=why, scale=POINTS)
    pairs = [journeys.entered_by(crowd, channel) for channel in often]
    names = {channel: (channel or "no channel", "other ways in") for channel in often}
    base = (
        f"{named(study, persona)}: each of the {len(often)} most frequent channels of the first event, by {least} customers or "
        "more, against all other ways in; reach counts what comes after the first event"
    )
    return _section(study, crowd, pairs, Said(id, title, names, base, "way in"))


def converted_differences(study: Study, persona: str = "") -> Section:
    """Return what customers who reach the goal did before it, beside those who do not reach it."""
    id, title = "obstacles.converted", "What those who get there did differently"
    crowd, goal = crowd_of(study, persona), aimed_at(study)
    if crowd is None or goal is None:
        why = why_no_log(study) if crowd is None else "The study has no phases, so nobody can be said to get anywhere."
        return Section(id=id, title=title, lead=why, scale=POINTS)
    pair = journeys.converted(crowd, goal.id)
    names = {goal.id: (f"those who reach {goal.title}", "those who do not")}
    base = f"{named(study, persona)}: those who come to {goal.title}, before they do, against those who never do"
    return _section(study, crowd, [pair], Said(id, title, names, base, "group"))


@dataclass(frozen=True)
class Compared:
    """A comparison in words: its label in the chart, its name in the table, and the names of the two groups."""

    label: str
    name: str
    a: str
    b: str
    found: Difference

    @property
    def points(self) -> tuple[float, float, float]:
        """The difference in percentage points, with the ends of its interval."""
        found = self.found.difference
        return 100 * (found.value or 0), 100 * (found.low or 0), 100 * (found.high or 0)


def _section(study: Study, crowd: Crowd, pairs: Sequence[Pair], said: Said) -> Section:
    told = journeys.differences(crowd, pairs)
    compared = [_compared(study, row, said) for row in told if row.p is not None]
    if not compared:
        why = (
            "Nothing could be compared: "
            + ("too few people in one" if told else "nobody is in one")
            + " of the groups."
        )
        return Section(id=said.id, title=said.title, lead=why, scale=POINTS)
    most = ROWS_OF_ONE if len(pairs) == 1 else ROWS_OF_EACH
    drawn = [one for pair in said.names for one in _surest(compared, pair)[:most]]
    frame = pd.DataFrame([_drawn(one) for one in drawn], columns=list(DRAWN)).astype(dict.fromkeys(NUMBERS, float))
    lines = tuple(_line(one) for one in drawn)
    tested, withheld, base = len(compared), len(told) - len(compared), crowd.base
    kept_back = f" {withheld} more are withheld." if withheld else ""
    return Section(
        id=said.id,
        title=said.title,
        lead=_lead(compared),
        figure=charts.svg(charts.differences(frame, description=said.title)),
        alt="Differences in percentage points; " + "; ".join(f"{line[0]} {line[1]}, {line[6]}" for line in lines),
        table=Table(caption="Differences", columns=COLUMNS, rows=lines),
        base=f"{said.base}; {base.customers:,} customers, {window(base)}. Shown: {len(drawn)} of {tested} "
        f"comparisons, those with the smallest q of each {said.noun}.{kept_back}",
        method=f"{DIFFERENCES_METHOD} {FAMILY_METHOD.format(count=tested, where='comparisons of this section')} {NOT_CAUSED}",
        sources=(crowd.source,),
        scale=POINTS,
    )


COLUMNS = ("comparison", "difference in points", "first group", "second group", "p", "q", "verdict")
NUMBERS = ("value", "low", "high")
DRAWN = ("panel", "label", *NUMBERS, "different", "a", "b", "note")


def _compared(study: Study, row: Difference, said: Said) -> Compared:
    """Return a comparison in words."""
    touchpoints, phases = {one.id: one.title for one in study.touchpoints}, {one.id: one.title for one in study.phases}
    (first, second), start = said.names[row.pair], phases.get(row.source, "")
    end = touchpoints[row.target] if row.kind == "reach" else phases[row.target]
    name = {"reach": end, "onward": f"{start}, later {end}", "way": f"{start} → {end}"}[row.kind]
    return Compared(name, name if len(said.names) == 1 else f"{first}: {name}", first, second, row)


def _surest(compared: Sequence[Compared], pair: str) -> list[Compared]:
    """Return the comparisons of a pair, the smallest q and then the largest difference first."""
    own = [one for one in compared if one.found.pair == pair]
    return sorted(own, key=lambda one: (one.found.q or 0, -abs(one.points[0])))


def _drawn(one: Compared) -> tuple[object, ...]:
    row = one.found
    return row.pair, one.label, *one.points, row.different, one.a, one.b, row.difference.short


def _line(one: Compared) -> tuple[str, ...]:
    row = one.found
    verdict = "differ" if row.different else "no evidence of difference"
    return one.name, row.difference.short, row.a.short, row.b.short, _p(row.p), _p(row.q), verdict


def _lead(compared: Sequence[Compared]) -> str:
    differ = [one for one in compared if one.found.different]
    if not differ:
        return f"No evidence of difference in any of {len(compared)} comparisons."
    top = max(differ, key=lambda one: abs(one.points[0]))
    more, less = (top.a, top.b) if top.points[0] > 0 else (top.b, top.a)
    return (
        f"{len(differ)} of {len(compared)} comparisons show a difference. The largest: {top.name}, "
        f"{top.found.difference.short} points, more often {more} than {less}."
    )


def _short(name: str) -> str:
    return name.partition(",")[0]


def _p(value: float | None) -> str:
    return "–" if value is None else "< 0.001" if value < 0.001 else f"{value:.3f}"
