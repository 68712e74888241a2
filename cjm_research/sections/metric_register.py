"""Step 1: every number of the study, how it is taken, and what it is for these people."""

from __future__ import annotations

from cjm_research import analysis
from cjm_research.people.numbers import measured
from cjm_research.people.rows import named
from cjm_research.sections.section import Section, Table
from cjm_research.study import Metric, Study

COLUMNS = ("metric", "question", "scale", "better", "value [95 % interval], n", "not answered")


def register(study: Study, persona: str = "") -> Section:
    """Return the metrics with wording, scale, direction and value; the definitions stand below."""
    found = [(metric, measured(study, metric, persona)) for metric in study.metrics]
    lines = tuple(
        (
            metric.title,
            _asked(metric),
            _scale(metric),
            "higher" if metric.direction == "up" else "lower",
            str(e),
            f"{e.missing:,}" if metric.kind != "conversion" else "–",
        )
        for metric, e in found
    )
    known = sum(e.value is not None for _, e in found)
    weighed = {source.id for source in study.sources if source.columns.weight}
    methods = dict.fromkeys(analysis.method_of(metric, weighed=metric.source in weighed) for metric in study.metrics)
    return Section(
        id="objectives.metrics",
        title="Every number and how it is taken",
        lead=f"{known} of {len(found)} metrics have a value for {named(study, persona)}."
        if found
        else "There is no metric yet. Add the first one in the form above.",
        table=Table(caption="Metrics", columns=COLUMNS, rows=lines, numeric=("not answered",)) if lines else None,
        base=f"{named(study, persona)}; n beside each value.",
        method=" ".join(methods),
        sources=tuple(sorted({metric.source for metric in study.metrics if metric.source})),
    )


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
