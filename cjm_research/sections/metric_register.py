"""Step 1: every number of the study, how it is taken, and what it is for these people."""

from __future__ import annotations

from cjm_research import analysis
from cjm_research.people.numbers import measured
from cjm_research.people.rows import named
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.study import Metric, Study


@section("objectives.metrics", "Every number and how it is taken")
def register(study: Study, persona: str = "") -> Content:
    """Return the metrics with wording, scale, direction and value; the definitions stand below."""
    if not study.metrics:
        raise Nothing("There is no metric yet. Add the first one in the form above.")
    numbers = {metric.id: measured(study, metric, persona) for metric in study.metrics}
    known = sum(number.value is not None for number in numbers.values())
    weighed = {source.id for source in study.sources if source.columns.weight}
    methods = dict.fromkeys(analysis.method_of(metric, weighed=metric.source in weighed) for metric in study.metrics)
    return Content(
        lead=f"{known} of {len(numbers)} metrics have a value for {named(study, persona)}.",
        table=table(
            "Metrics",
            study.metrics,
            Column("metric", lambda metric: metric.title),
            Column("question", _asked),
            Column("scale", _scale),
            Column("better", lambda metric: "higher" if metric.direction == "up" else "lower"),
            Column("value [95 % interval], n", lambda metric: str(numbers[metric.id])),
            Column("not answered", lambda metric: _missing(metric, numbers[metric.id]), numeric=True),
        ),
        base=f"{named(study, persona)}; n beside each value.",
        method=" ".join(methods),
        sources=tuple(sorted({metric.source for metric in study.metrics if metric.source})),
    )


def _missing(metric: Metric, number: analysis.Estimate) -> str:
    return "–" if metric.kind == "conversion" else f"{number.missing:,}"


def _asked(metric: Metric) -> str:
    if metric.kind == "conversion":
        return "from the event log"
    only = f" ({len(metric.only)} filters)" if metric.only else ""
    return (metric.question or f"column {metric.column}, wording not noted") + only


def _scale(metric: Metric) -> str:
    low, high = metric.scale
    if metric.kind == "conversion":
        return "–"
    if metric.kind == "share":
        return "counted: " + (", ".join(metric.counts) or "nothing")
    if low is None or high is None:
        return metric.unit or "no ends"
    box = f", {metric.box:g} or more" if metric.kind == "csat" and metric.box is not None else ""
    return f"{low:g}–{high:g}{box}"
