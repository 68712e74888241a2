"""Step 6: how the journey feels, as an estimate, beside what the team set by hand."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.analysis import EMOTION_METHODS, Estimate
from cjm_research.analysis.emotion import off_by
from cjm_research.journey_map.emotion import signed
from cjm_research.journey_map.model import EmotionPoint
from cjm_research.people.emotion import emotion, step_emotion
from cjm_research.people.rows import named
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import floats
from cjm_research.study import Study

BY_HAND = (
    "Hand-set points are drawn hollow; their difference is hand-set minus measured, with the interval of what was "
    "measured."
)
SCALE = "valence −2…+2"

Point = tuple[str, EmotionPoint]
"""The title of a phase or step, and how it feels."""


@section("obstacles.emotion", "How the phases feel", scale=SCALE)
def curve(study: Study, persona: str = "") -> Content:
    """Return the emotion curve phase by phase: measured with interval and n, hand-set beside it, gaps as gaps."""
    if not study.phases:
        raise Nothing("There is no phase yet, so no curve can be drawn. Add the first one in notebook 04.")
    titles = {phase.id: phase.title for phase in study.phases}
    points = [(titles[point.phase], point) for point in emotion(study, persona)]
    return _content(study, persona, points, description="How the phases feel")


@section("obstacles.emotion-steps", "How the steps feel", scale=SCALE)
def steps(study: Study, persona: str = "") -> Content:
    """Return the same step by step, for a persona with a map."""
    felt = step_emotion(study, persona) if persona else ()
    if not felt:
        raise Nothing("Steps are those of one persona's map. Choose a persona that has one.")
    points = [(f"{number}. {point.step}", point) for number, point in enumerate(felt, start=1)]
    return _content(study, persona, points, description="How the steps feel")


def _content(study: Study, persona: str, points: list[Point], *, description: str) -> Content:
    frame, centre = _frame(points), study.about.emotion
    drawn = charts.emotion_curve(frame, centre=centre, description=f"{description}, {centre} valence")
    in_words = "; ".join(f"{where}: {_measured(point)}" for where, point in points)
    ratings = {touchpoint.rating for touchpoint in study.touchpoints}
    return Content(
        lead=_lead(points),
        figure=charts.svg(drawn) if frame["value"].notna().any() else "",
        alt=f"Emotion on the axis −2 to +2, from the first to the last. {in_words}",
        table=table(
            "Emotion",
            points,
            Column("where", lambda point: point[0]),
            Column("measured [95 % interval], n", lambda point: _measured(point[1])),
            Column("set by hand", lambda point: _by_hand(point[1])),
            Column("hand-set minus measured", lambda point: _off(point[1])),
        ),
        base=f"{named(study, persona)}: those who rated a touchpoint met there; n beside each.",
        method=f"{EMOTION_METHODS[centre]} {BY_HAND}",
        sources=tuple(sorted({metric.source for metric in study.metrics if metric.source and metric.id in ratings})),
    )


def _frame(points: list[Point]) -> pd.DataFrame:
    records, run = [], 0
    for place, (where, point) in enumerate(points):
        # a line is drawn through one run: it breaks where a point is not measured
        run += point.basis != "measured"
        shared = {"label": where, "place": place, "run": run}
        if point.basis == "measured":
            both = "" if point.by_hand is None else f"; by hand {_two(point.by_hand)}"
            records.append(
                {
                    **shared,
                    "basis": "measured",
                    "value": point.value,
                    "low": point.low,
                    "high": point.high,
                    "note": f"{_two(point.value or 0.0)}, n = {point.n:,}{', few' * point.indicative}{both}",
                }
            )
        if point.by_hand is not None:
            note = "" if point.basis == "measured" else f"by hand {_two(point.by_hand)}, {_why(point)}"
            records.append({**shared, "basis": "hand-set", "value": point.by_hand, "note": note})
        elif point.basis != "measured":
            records.append({**shared, "basis": "none", "note": point.reason})
    columns = ["label", "place", "run", "basis", "value", "low", "high", "note"]
    return floats(pd.DataFrame(records, columns=columns))


def _why(point: EmotionPoint) -> str:
    return point.reason or "not rated"


def _as_estimate(point: EmotionPoint) -> Estimate:
    if point.basis != "measured":
        return Estimate(n=point.n, reason=point.reason or "not rated")
    reason = "" if point.low is not None else "no interval"
    return Estimate(
        value=point.value, low=point.low, high=point.high, n=point.n, indicative=point.indicative, reason=reason
    )


def _measured(point: EmotionPoint) -> str:
    felt = _as_estimate(point)
    if felt.value is None:
        return felt.reason
    return f"{_with_interval(felt)}, n = {felt.n:,}{', indicative' * felt.indicative}"


def _with_interval(felt: Estimate) -> str:
    interval = "(no interval)" if felt.low is None else f"[{_two(felt.low)}, {_two(felt.high or 0.0)}]"
    return f"{_two(felt.value or 0.0)} {interval}"


def _two(value: float) -> str:
    return signed(value, digits=2)


def _by_hand(point: EmotionPoint) -> str:
    return "–" if point.by_hand is None else _two(point.by_hand)


def _off(point: EmotionPoint) -> str:
    if point.by_hand is None or point.basis != "measured":
        return "–"
    return _with_interval(off_by(point.by_hand, _as_estimate(point)))


def _lead(points: list[Point]) -> str:
    known = [(where, point) for where, point in points if point.basis == "measured"]
    if not known:
        return "Nobody in this selection rated a touchpoint; points are hand-set or missing."
    where, low = min(known, key=lambda pair: pair[1].value or 0.0)
    gaps = len(points) - len(known)
    lead = f"{where} feels worst: {_measured(low)}."
    far = [name for name, point in known if point.by_hand is not None and not _covers(point)]
    if far:
        lead += f" What the team set by hand lies outside the measured interval in: {', '.join(far)}."
    return lead + (f" {gaps} of {len(points)} points are not measured." if gaps else "")


def _covers(point: EmotionPoint) -> bool:
    if point.by_hand is None or point.low is None or point.high is None:
        return point.by_hand == point.value
    return point.low <= point.by_hand <= point.high
