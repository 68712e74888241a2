"""Whether the numbers a journey should keep are kept: each expectation held against the interval of its metric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cjm_research.analysis import Estimate, unavailable, unit_of
from cjm_research.analysis.estimate import Unit
from cjm_research.errors import EvidenceError, UnknownIdError
from cjm_research.people.reading import measured
from cjm_research.study import Expectation, Study

Verdict = Literal["kept", "broken", "not decided", "cannot be told"]


@dataclass(frozen=True)
class Outcome:
    """An expectation, the number that was found for it, and what the whole interval of that number says."""

    expectation: Expectation
    found: Estimate
    unit: Unit = "number"

    @property
    def verdict(self) -> Verdict:
        """Kept where the whole interval lies on the right side, broken where it all lies on the wrong one."""
        if self._interval is None or (self.expectation.at_least, self.expectation.at_most) == (None, None):
            return "cannot be told"
        low, high = self._interval
        floor, ceiling = self._bounds
        if floor <= low and high <= ceiling:
            return "kept"
        return "broken" if high < floor or low > ceiling else "not decided"

    @property
    def asked(self) -> str:
        """What is asked for, ``at least 30 % and at most 50 %``."""
        words = [("at least", self.expectation.at_least), ("at most", self.expectation.at_most)]
        unit = " %" if self.unit == "share" else ""
        return " and ".join(f"{word} {value:g}{unit}" for word, value in words if value is not None) or "nothing"

    @property
    def margin(self) -> str:
        """By how much a broken one misses what is asked, at the nearer end of its interval: ``0.60``, ``7 points``."""
        low, high = self._interval or (0.0, 0.0)
        floor, ceiling = self._bounds
        gap = max(floor - high, low - ceiling)
        if self.unit == "number":
            return f"{gap:.2f}" if gap >= 0.005 else "less than 0.01"
        return "less than 1 point" if gap < 0.5 else "1 point" if gap < 1.5 else f"{gap:.0f} points"

    @property
    def _interval(self) -> tuple[float, float] | None:
        """The interval in the unit expectations are written in: shares and net scores in percent."""
        if self.found.low is None or self.found.high is None:
            return None
        factor = 1.0 if self.unit == "number" else 100.0
        return self.found.low * factor, self.found.high * factor

    @property
    def _bounds(self) -> tuple[float, float]:
        floor, ceiling = self.expectation.at_least, self.expectation.at_most
        return -float("inf") if floor is None else floor, float("inf") if ceiling is None else ceiling


def outcomes(study: Study, persona: str = "") -> list[Outcome]:
    """Return what became of each expectation; for a persona, of its own and of those of everybody, measured on it."""
    return [
        _outcome(study, expectation, persona)
        for expectation in study.expectations
        if not persona or expectation.persona in (None, persona)
    ]


def _outcome(study: Study, expectation: Expectation, persona: str) -> Outcome:
    metric = next((metric for metric in study.metrics if metric.id == expectation.metric), None)
    if metric is None:
        return Outcome(expectation, unavailable("not measured: no such metric"))
    if expectation.persona and expectation.persona not in {one.id for one in study.personas}:
        return Outcome(expectation, unavailable("not measured: no such persona"), unit_of(metric))
    try:
        found = measured(study, metric, expectation.persona or persona)
    except (EvidenceError, UnknownIdError) as error:  # what is wrong with one does not silence the others
        found = unavailable(f"not measured: {str(error).removesuffix('.')}")
    return Outcome(expectation, found, unit_of(metric))
