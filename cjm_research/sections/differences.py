"""Steps 6 and 8: where personas, ways in and outcomes differ; the effect first, and all comparisons as one family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import FAMILY_METHOD, journeys
from cjm_research.analysis.journeys import DIFFERENCES_METHOD, Crowd, Difference, Group, Pair
from cjm_research.people.crowd import NO_LOG, UNTOLD, aimed_at, crowd_of, known_crowd, window
from cjm_research.people.rows import named
from cjm_research.printing import chance
from cjm_research.privacy.disclosure import printed
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import floats
from cjm_research.study import Study

POINTS = "difference −100…+100 percentage points"
MOST_CHANNELS = 6
ROWS_OF_ONE, ROWS_OF_EACH = 14, 6
NOT_CAUSED = "What differs is associated with the groups, not caused by them."
DRAWN = ("panel", "label", "value", "low", "high", "different", "a", "b", "note")

EVERYBODY_ELSE = "Where the personas differ from everybody else"
CHOSEN_PAIRS = "Where chosen personas differ"
WAYS_IN = "Where journeys differ by the channel of the first event"
CONVERTED = "What those who get there did differently"


@dataclass(frozen=True)
class Words:
    """How differences are told: the title, the two names of each pair, the base, and what a pair is of."""

    title: str
    names: Mapping[str, tuple[str, str]]
    base: str
    noun: str


@section("compare.differences", EVERYBODY_ELSE, scale=POINTS)
def persona_differences(study: Study) -> Content:
    """Return where the journeys of each persona differ from those of everybody else in the log."""
    crowd = known_crowd(study, "")
    in_log = dict(crowd.journeys.log.personas) if crowd else {}
    shown = [p for p in study.personas if p.role != "negative" and p.id in in_log]
    if crowd is None or not shown:
        raise Nothing(NO_LOG if crowd is None else UNTOLD)
    pairs = [journeys.against_the_rest(crowd, p.id, Group(p.id)) for p in shown]
    names = {p.id: (_short(p.name), "everybody else") for p in shown}
    words = Words(EVERYBODY_ELSE, names, "each persona against everybody else in the log", "persona")
    return _compared(study, crowd, pairs, words)


@section("compare.pairs", CHOSEN_PAIRS, scale=POINTS)
def pair_differences(study: Study, pairs: Sequence[str]) -> Content:
    """Return where chosen pairs of personas differ, such as ``["mira/jonas"]``; choose before looking at numbers."""
    crowd = crowd_of(study, "")
    if not pairs:
        raise Nothing("No pair is chosen. Name pairs such as mira/jonas before you look at numbers.")
    sides = {pair: (side[0], side[-1]) for pair in pairs for side in [pair.split("/", 1)]}
    names = {pair: (_short(study.persona(a).name), _short(study.persona(b).name)) for pair, (a, b) in sides.items()}
    asked = [journeys.between(crowd, pair, Group(a), Group(b)) for pair, (a, b) in sides.items()]
    for pair in asked:
        if both := journeys.in_both(crowd, pair):
            whom = " and ".join(names[pair.id])
            raise Nothing(
                f"{whom} share {printed(both, both, crowd.least)} customers, so they cannot be compared. Choose others."
            )
    return _compared(study, crowd, asked, Words(CHOSEN_PAIRS, names, "the chosen pairs of personas", "pair"))


@section("compare.channels", WAYS_IN, scale=POINTS)
def channel_differences(study: Study, persona: str = "") -> Content:
    """Return where customers who entered through a channel differ from those who entered otherwise."""
    crowd, least = crowd_of(study, persona), study.about.thresholds.indicative_below
    entered = journeys.ways_in(crowd)
    if len(entered) < 2:
        raise Nothing("The log names no channel, or all customers entered through one.")
    often = [channel for channel, count in entered if count >= least][:MOST_CHANNELS]
    if not often:
        raise Nothing(f"No channel was the first of {least} or more customers.")
    pairs = [journeys.entered_by(crowd, channel) for channel in often]
    names = {channel: (channel or "no channel", "other ways in") for channel in often}
    base = (
        f"{named(study, persona)}: each of the {len(often)} most frequent channels of the first event, by {least} "
        "customers or more, against all other ways in; reach counts what comes after the first event"
    )
    return _compared(study, crowd, pairs, Words(WAYS_IN, names, base, "way in"))


@section("obstacles.converted", CONVERTED, scale=POINTS)
def converted_differences(study: Study, persona: str = "") -> Content:
    """Return what customers who reach the goal did before it, beside those who do not reach it."""
    crowd = crowd_of(study, persona)
    if not study.phases:
        raise Nothing("The study has no phases, so nobody can be said to get anywhere.")
    goal = aimed_at(study)
    names = {goal.id: (f"those who reach {goal.title}", "those who do not")}
    base = f"{named(study, persona)}: those who come to {goal.title}, before they do, against those who never do"
    return _compared(study, crowd, [journeys.converted(crowd, goal.id)], Words(CONVERTED, names, base, "group"))


@dataclass(frozen=True)
class Compared:
    """A comparison in words: its label in the chart, its name in the table, and the names of the two groups."""

    label: str
    name: str
    a: str
    b: str
    result: Difference

    @property
    def points(self) -> tuple[float, float, float]:
        """The difference in percentage points, with the ends of its interval."""
        difference = self.result.difference
        return 100 * (difference.value or 0), 100 * (difference.low or 0), 100 * (difference.high or 0)

    @property
    def verdict(self) -> str:
        """Whether the two groups differ."""
        return "differ" if self.result.different else "no evidence of difference"


def _compared(study: Study, crowd: Crowd, pairs: Sequence[Pair], words: Words) -> Content:
    results = journeys.differences(crowd, pairs)
    compared = [_in_words(study, result, words) for result in results if result.p is not None]
    if not compared:
        few = "too few people in one" if results else "nobody is in one"
        raise Nothing(f"Nothing could be compared: {few} of the groups.")
    most = ROWS_OF_ONE if len(pairs) == 1 else ROWS_OF_EACH
    shown = [one for pair in words.names for one in _surest(compared, pair)[:most]]
    frame = floats(pd.DataFrame([_drawn(one) for one in shown], columns=list(DRAWN)))
    tested, withheld = len(compared), len(results) - len(compared)
    kept_back = f" {withheld} more are withheld." if withheld else ""
    return Content(
        lead=_lead(compared),
        figure=charts.svg(charts.differences(frame, description=words.title)),
        alt="Differences in percentage points; "
        + "; ".join(f"{one.name} {one.result.difference.short}, {one.verdict}" for one in shown),
        table=table(
            "Differences",
            shown,
            Column("comparison", lambda one: one.name),
            Column("difference in points", lambda one: one.result.difference.short),
            Column("first group", lambda one: one.result.a.short),
            Column("second group", lambda one: one.result.b.short),
            Column("p", lambda one: chance(one.result.p)),
            Column("q", lambda one: chance(one.result.q)),
            Column("verdict", lambda one: one.verdict),
        ),
        base=f"{words.base}; {crowd.base.customers:,} customers, {window(crowd.base)}. Shown: {len(shown)} of {tested} "
        f"comparisons, those with the smallest q of each {words.noun}.{kept_back}",
        method=f"{DIFFERENCES_METHOD} "
        f"{FAMILY_METHOD.format(count=tested, where='comparisons of this section')} {NOT_CAUSED}",
        sources=(crowd.source,),
    )


def _in_words(study: Study, result: Difference, words: Words) -> Compared:
    touchpoints, phases = {t.id: t.title for t in study.touchpoints}, {phase.id: phase.title for phase in study.phases}
    (first, second), start = words.names[result.pair], phases.get(result.source, "")
    end = touchpoints[result.target] if result.kind == "reach" else phases[result.target]
    name = {"reach": end, "onward": f"{start}, later {end}", "way": f"{start} → {end}"}[result.kind]
    return Compared(name, name if len(words.names) == 1 else f"{first}: {name}", first, second, result)


def _surest(compared: Sequence[Compared], pair: str) -> list[Compared]:
    """Return the comparisons of a pair, the smallest q and then the largest difference first."""
    own = [one for one in compared if one.result.pair == pair]
    return sorted(own, key=lambda one: (one.result.q or 0, -abs(one.points[0])))


def _drawn(one: Compared) -> tuple[object, ...]:
    result = one.result
    return result.pair, one.label, *one.points, result.different, one.a, one.b, result.difference.short


def _lead(compared: Sequence[Compared]) -> str:
    differ = [one for one in compared if one.result.different]
    if not differ:
        return f"No evidence of difference in any of {len(compared)} comparisons."
    top = max(differ, key=lambda one: abs(one.points[0]))
    more, less = (top.a, top.b) if top.points[0] > 0 else (top.b, top.a)
    return (
        f"{len(differ)} of {len(compared)} comparisons show a difference. The largest: {top.name}, "
        f"{top.result.difference.short} points, more often {more} than {less}."
    )


def _short(name: str) -> str:
    return name.partition(",")[0]
