"""How an objective stands for a persona: its latest number, and whether the target is met."""

from __future__ import annotations

from cjm_research.analysis import Estimate, unit_of
from cjm_research.analysis.estimate import Unit
from cjm_research.people.numbers import measured
from cjm_research.printing import true_minus
from cjm_research.study import Metric, Objective, Study


def metric_of(study: Study, objective: Objective) -> Metric | None:
    """Return the metric an objective is measured by, or None where the study has none."""
    return next((metric for metric in study.metrics if metric.id == objective.metric), None)


def latest(study: Study, objective: Objective, persona: str) -> Estimate:
    """Return the number of the objective's metric, or the reason for none."""
    metric = metric_of(study, objective)
    return measured(study, metric, persona) if metric else Estimate(reason="no metric")


def verdict(study: Study, objective: Objective, latest: Estimate) -> str:
    """Say whether the target is met, missed, or cannot be told apart from the interval."""
    if objective.target is None or latest.low is None or latest.high is None:
        return "cannot be told"
    target = objective.target / factor(study, objective)
    above, below = latest.low >= target, latest.high < target
    if objective.direction == "down":
        above, below = latest.high <= target, latest.low > target
    return "met" if above else "missed" if below else "not decided: the interval covers the target"


def in_unit(study: Study, objective: Objective, value: float | None) -> str:
    """Return a baseline or target with the unit of its metric."""
    if value is None:
        return "none"
    unit = _unit(study, objective)
    if unit == "share":
        return f"{value:g} %"
    return true_minus(f"{value:+g}" if unit == "net" else f"{value:g}")


def factor(study: Study, objective: Objective) -> float:
    """Return what to multiply a number by: targets of shares and net scores are written in percent or points."""
    return 1.0 if _unit(study, objective) == "number" else 100.0


def _unit(study: Study, objective: Objective) -> Unit:
    metric = metric_of(study, objective)
    return unit_of(metric) if metric else "number"
