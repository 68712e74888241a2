"""Which questions can say what customers want: the share that is important to, or satisfied with, an outcome."""

from __future__ import annotations

from collections.abc import Iterator

from cjm_research.study.metrics import Metric
from cjm_research.study.obstacles import Opportunity
from cjm_research.study.study import Study


def refusal(metric: Metric) -> str:
    """Say why a metric cannot stand for importance or satisfaction; empty where it can.

    Examples
    --------
    >>> refusal(Metric(id="m", title="Price", kind="rating", low=1, high=5))
    "'Price' is a mean, which hides how many people care. Make it of kind csat on 1–5 with top 4."
    """
    if metric.kind in ("rating", "mean"):
        return f"'{metric.title}' is a mean, which hides how many people care. Make it of kind csat on 1–5 with top 4."
    if metric.kind != "csat" or (metric.low, metric.high, 4 if metric.top is None else metric.top) != (1, 5, 4):
        return (
            f"'{metric.title}' is not the share of 4 and 5 on a scale of 1–5. "
            "Make it of kind csat, low 1, high 5, top 4."
        )
    return ""


def unusable(study: Study, opportunity: Opportunity) -> Iterator[tuple[str, str]]:
    """Yield field and reason for what keeps an outcome from being scored; nothing for one that nobody asked about."""
    metrics = {metric.id: metric for metric in study.metrics}
    pair = {"importance": opportunity.importance, "satisfaction": opportunity.satisfaction}
    given = {field: metrics[id] for field, id in pair.items() if id in metrics}
    if not any(pair.values()):
        return
    for field, id in pair.items():
        if not id:
            yield (
                field,
                f"'{opportunity.title}' has only one of importance and satisfaction. Name the other question too.",
            )
    for field, metric in given.items():
        if reason := refusal(metric):
            yield field, reason
    if len(given) == 2 and len({metric.source for metric in given.values()}) == 2:
        yield (
            "satisfaction",
            (f"'{opportunity.title}' has importance and satisfaction from two sources. Ask the same people both."),
        )
