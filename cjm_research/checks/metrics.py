"""A number needs a full definition, and what is compared must have been asked in the same way."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.checks.finding import Finding
from cjm_research.study import Metric, Study

_GAPS = {
    "counts": ("MET-001", "names no answer that counts, so its share has no meaning. List the answers under counts"),
    "top": ("MET-002", "does not say from which answer on people are satisfied. Set top, such as 6 on a scale of 1–7"),
    "high": ("MET-003", "is an effort score on another scale than 1–7. Ask it on 1–7, or make it of kind rating"),
}


def metrics(study: Study) -> Iterator[Finding]:
    """Find definitions with gaps (``MET-001`` to ``MET-004``) and ratings asked in different ways (``MET-005``)."""
    for metric in study.metrics:
        if metric.lacking:
            rule, what = _GAPS[metric.lacking]
            yield Finding(
                rule=rule,
                severity="error",
                part="metrics",
                id=metric.id,
                field=metric.lacking,
                message=f"'{metric.title}' {what}.",
            )
        if metric.kind == "conversion" and metric.only:
            yield Finding(
                rule="MET-004",
                severity="error",
                part="metrics",
                id=metric.id,
                field="only",
                message=f"'{metric.title}' is counted in the event log, where this filter has no effect. Remove it.",
            )
    for metric, field, reason in mismatches(study):
        yield Finding(rule="MET-005", severity="error", part="metrics", id=metric.id, field=field, message=f"{reason}.")
    yield from _openings(study)
    yield from _overall(study)


def mismatches(study: Study) -> Iterator[tuple[Metric, str, str]]:
    """Yield metric, field and reason for every rating of a touchpoint on another scale or in another wording."""
    scale = study.about.rating_scale
    rated = {touchpoint.rating for touchpoint in study.touchpoints}
    for metric in study.metrics:
        if metric.id not in rated:
            continue
        if (metric.low, metric.high) != (scale.low, scale.high):
            asked = "no scale" if metric.low is None or metric.high is None else f"{metric.low:g}–{metric.high:g}"
            yield (
                metric,
                "high",
                f"'{metric.title}' has {asked}; touchpoints of this study are rated {scale.low:g}–{scale.high:g}",
            )
        if metric.question and not _worded(metric.question, scale.question):
            yield (
                metric,
                "question",
                f"'{metric.title}' asks “{metric.question}”; ratings of this study ask “{scale.question}”",
            )


def _worded(question: str, wording: str) -> bool:
    """Say whether a question is the shared wording with something in the place of ``…``.

    Examples
    --------
    >>> _worded("How do you rate the app?", "How do you rate …?"), _worded("Was the app easy?", "How do you rate …?")
    (True, False)
    """
    start, gap, end = (part.casefold().strip() for part in wording.partition("…"))
    said = " ".join(question.casefold().split())
    if not gap:
        return not start or said == start
    middle = said.removeprefix(start).removesuffix(end)
    return said == start + middle + end and bool(middle.strip())


def _openings(study: Study) -> Iterator[Finding]:
    """Find ratings that begin in different words where the study does not say the shared wording (``MET-005``)."""
    rated = {touchpoint.rating for touchpoint in study.touchpoints}
    asked = [metric.question for metric in study.metrics if metric.id in rated and metric.question]
    begun = {" ".join(question.casefold().split()[:3]): question for question in asked}
    if len(begun) > 1 and not study.about.rating_scale.question:
        first, second = list(begun.values())[:2]
        yield Finding(
            rule="MET-005",
            severity="warning",
            part="about",
            field="rating_scale",
            message=f"Touchpoints are rated in different words: “{first}” and “{second}”. "
            "Ask all alike, or write the shared wording under rating_scale: question, "
            "with … where the touchpoint stands.",
        )


def _overall(study: Study) -> Iterator[Finding]:
    """Find an overall rating that is no answer on a scale (``MET-006``)."""
    overall = next((metric for metric in study.metrics if metric.id == study.about.overall), None)
    if overall and overall.kind in ("share", "conversion"):
        yield Finding(
            rule="MET-006",
            severity="error",
            part="about",
            field="overall",
            message=f"'{overall.title}' is no answer on a scale, so feelings cannot be held against it. "
            "Name a rating, CSAT or NPS.",
        )
