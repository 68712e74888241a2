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
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study

BY_HAND = "Hand-set points are drawn hollow; their difference is hand-set minus measured, with the interval of what was measured."
COLUMNS = ("where", "measured [95 % interval], n", "set by hand", "hand-set minus measured")


def curve(study: Study, persona: str = "") -> Section:
    """Return the emotion curve phase by phase: measured with interval and n, hand-set points beside it, gaps as gaps."""
    titles = {phase.id: phase.title for phase in study.phases}
    points = [(titles[point.phase], point) for point in emotion(study, persona)]
    return _section(study, persona, points, id="obstacles.emotion", title="How the phases feel")


def steps(study: Study, persona: str = "") -> Section:
    """Return the same step by step, for a persona with a map."""
    found = step_emotion(study, persona) if persona else ()
    points = [(f"{number}. {point.step}", point) for number, point in enumerate(found, start=1)]
    return _section(study, persona, points, id="obstacles.emotion-steps", title="How the steps feel")


def _section(study: Study, persona: str, points: list[tuple[str, EmotionPoint]], *, id: str, title: str) -> Section:
    frame = _frame(points)
    centre = study.about.emotion
    said = "; ".join(f"{where}: {_measured(point)}" for where, point in points)
    drawn = (
        charts.emotion_curve(frame, centre=centre, description=f"{title}, {centre} valence") if len(points) else None
    )
    lines = tuple((where, _measured(point), _by_hand(point), _off(point)) for where, point in points)
    return Section(
        id=id,
        title=title,
        lead=_lead(points) if points else "Steps are those of one persona's map. Choose a persona that has one.",
        figure=charts.svg(drawn) if drawn is not None and frame["value"].notna().any() else "",
        alt=f"Emotion on the axis −2 to +2, from the first to the last. {said}" if points else "",
        table=Table(caption="Emotion", columns=COLUMNS, rows=lines) if lines else None,
        base=f"{named(study, persona)}: those who rated a touchpoint met there; n beside each.",
        method=f"{EMOTION_METHODS[centre]} {BY_HAND}",
        sources=tuple(
            sorted({metric.source for metric in study.metrics if metric.source and _rates(study, metric.id)})
        ),
        scale="valence −2…+2",
    )


def _frame(points: list[tuple[str, EmotionPoint]]) -> pd.DataFrame:
    records, run = [], 0
    for place, (where, point) in enumerate(points):
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
    return pd.DataFrame(records, columns=columns).astype({"value": float, "low": float, "high": float})


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
    found = _as_estimate(point)
    if found.value is None:
        return found.reason
    interval = "(no interval)" if found.low is None else f"[{_two(found.low)}, {_two(found.high or 0.0)}]"
    return f"{_two(found.value)} {interval}, n = {found.n:,}{', indicative' * found.indicative}"


def _two(value: float) -> str:
    return signed(value, digits=2)


def _by_hand(point: EmotionPoint) -> str:
    return "–" if point.by_hand is None else _two(point.by_hand)


def _off(point: EmotionPoint) -> str:
    if point.by_hand is None or point.basis != "measured":
        return "–"
    found = off_by(point.by_hand, _as_estimate(point))
    interval = "(no interval)" if found.low is None else f"[{_two(found.low)}, {_two(found.high or 0.0)}]"
    return f"{_two(found.value or 0.0)} {interval}"


def _lead(points: list[tuple[str, EmotionPoint]]) -> str:
    known = [(where, point) for where, point in points if point.basis == "measured"]
    if not known:
        return "Nobody in this selection rated a touchpoint; points are hand-set or missing."
    where, low = min(known, key=lambda pair: pair[1].value or 0.0)
    gaps = len(points) - len(known)
    said = f"{where} feels worst: {_measured(low)}."
    far = [name for name, point in known if point.by_hand is not None and not _covers(point)]
    if far:
        said += f" What the team set by hand lies outside the measured interval in: {', '.join(far)}."
    return said + (f" {gaps} of {len(points)} points are not measured." if gaps else "")


def _covers(point: EmotionPoint) -> bool:
    if point.by_hand is None or point.low is None or point.high is None:
        return point.by_hand == point.value
    return point.low <= point.by_hand <= point.high


def _rates(study: Study, metric: str) -> bool:
    return any(touchpoint.rating == metric for touchpoint in study.touchpoints)
