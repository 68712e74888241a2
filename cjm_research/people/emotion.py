"""How the journey of a persona feels, phase by phase and step by step."""

from __future__ import annotations

from cjm_research import analysis
from cjm_research.analysis import Estimate
from cjm_research.journey_map.model import EmotionPoint
from cjm_research.people import answers
from cjm_research.people.numbers import ratings_in
from cjm_research.people.rows import who
from cjm_research.study import Metric, Phase, Step, Study


def emotion(study: Study, persona: str) -> tuple[EmotionPoint, ...]:
    """Return the emotion curve of a persona: measured where people rated, else hand-set, else a gap with its reason."""
    return tuple(_phase_point(study, persona, phase) for phase in study.phases)


def step_emotion(study: Study, persona: str) -> tuple[EmotionPoint, ...]:
    """Return the emotion curve of a persona step by step, from the ratings of the touchpoints met in each step."""
    points = []
    for step in study.journey(persona).steps:
        met = {contact.touchpoint for contact in step.contacts}
        named = {t.rating for t in study.touchpoints if t.id in met and t.rating}
        metrics = [metric for metric in study.metrics if metric.id in named]
        points.append(_point(study, persona, step.phase, metrics, (step,)).model_copy(update={"step": step.title}))
    return tuple(points)


def _phase_point(study: Study, persona: str, phase: Phase) -> EmotionPoint:
    steps = tuple(step for step in study.journey(persona).steps if step.phase == phase.id) if persona else ()
    return _point(study, persona, phase.id, ratings_in(study, phase), steps)


def _point(study: Study, persona: str, phase: str, metrics: list[Metric], steps: tuple[Step, ...]) -> EmotionPoint:
    felt = _felt(study, persona, metrics)
    by_team = [step.feeling.valence for step in steps if step.feeling]
    by_hand = sum(by_team) / len(by_team) if by_team else None
    if felt.value is not None:
        return EmotionPoint(
            phase=phase,
            basis="measured",
            value=felt.value,
            low=felt.low,
            high=felt.high,
            n=felt.n,
            indicative=felt.indicative,
            by_hand=by_hand,
        )
    if felt.n:
        return EmotionPoint(phase=phase, basis="withheld", n=felt.n, reason=felt.reason, by_hand=by_hand)
    if by_hand is not None:
        return EmotionPoint(phase=phase, basis="hand-set", value=by_hand, by_hand=by_hand)
    return EmotionPoint(phase=phase, basis="none", reason=felt.reason)


def _felt(study: Study, persona: str, metrics: list[Metric]) -> Estimate:
    """Return the valence over the metrics of the first source that knows this persona, or the reason for none."""
    scale = study.about.rating_scale
    if any(metric.scale != (scale.low, scale.high) for metric in metrics):
        return analysis.unavailable("rated on another scale than the study's")
    for source in dict.fromkeys(metric.source for metric in metrics if metric.source in study.present):
        asked = tuple(metric for metric in metrics if metric.source == source)
        valence = answers.felt(study, asked, who(study, persona)) if study.source(source or "").file else None
        if valence is not None:
            return valence
    return analysis.unavailable("not rated" if not metrics else "not asked of this persona")
