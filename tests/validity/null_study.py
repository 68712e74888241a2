"""A study of pure noise: a survey in which nothing depends on anything, and every comparison its reports would make."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cjm_research.analysis import Estimate
from cjm_research.analysis.metrics import measure
from cjm_research.analysis.waves import change, q_values
from cjm_research.study import Metric, Thresholds

PEOPLE = 420
PERSONAS = ("commuter", "parent", "student", "returner")
METRICS = (
    *(Metric(id=f"r{n}", title=f"Rating {n}", kind="rating", column=f"r{n}", low=1, high=5) for n in range(6)),
    Metric(id="nps", title="NPS", kind="nps", column="nps"),
    Metric(id="stay", title="Stay", kind="share", column="stay", counts=("yes",)),
)
LIMITS = Thresholds()


def answers(rng: np.random.Generator) -> pd.DataFrame:
    """Return answers as they might come, with persona and round drawn without looking at them."""
    leaning = rng.normal(0, 0.7, PEOPLE)  # whoever likes one touchpoint likes the others: tests are not independent
    rated = {
        metric.id: np.clip(np.rint(3.4 + leaning + rng.normal(0, 0.9, PEOPLE)), 1, 5).astype(int).astype(str)
        for metric in METRICS
        if metric.kind == "rating"
    }
    nps = np.clip(np.rint(7 + 2 * leaning + rng.normal(0, 1.5, PEOPLE)), 0, 10).astype(int).astype(str)
    stay = np.where(rng.random(PEOPLE) < 0.6, "yes", "no")
    who = rng.choice(PERSONAS, PEOPLE, p=(0.35, 0.25, 0.25, 0.15))
    return pd.DataFrame(
        {**rated, "nps": nps, "stay": stay, "persona": who, "round": rng.choice(("one", "two"), PEOPLE)}
    )


def changes(rows: pd.DataFrame) -> list[Estimate]:
    """Return the change of every metric from round to round, as one page of a report compares them."""
    early, late = rows[rows["round"] == "one"], rows[rows["round"] == "two"]
    return [
        change(metric, measure(metric, early, LIMITS), measure(metric, late, LIMITS), (early, late))
        for metric in METRICS
    ]


def pages(rows: pd.DataFrame) -> list[list[Estimate]]:
    """Return the comparisons of every page: all people, then each persona."""
    return [changes(rows), *(changes(rows[rows["persona"] == name]) for name in PERSONAS)]


def finds(comparisons: list[Estimate]) -> bool:
    """Say whether a report would call any of these a change beyond chance: q under 0.05, as the pages do."""
    return any(q is not None and q < 0.05 for q in q_values(comparisons))
