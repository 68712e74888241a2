"""Attributes of a group of people as distributions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from cjm_research.analysis import cells, estimate
from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.journeys.classification import Occurrence
from cjm_research.errors import EvidenceError
from cjm_research.study import Attribute, Thresholds

OTHER = "other"


@dataclass(frozen=True)
class Distribution:
    """How an attribute is spread: ``summary`` in words, n, and the shares where it has categories."""

    summary: str
    n: int
    shares: tuple[tuple[str, Estimate], ...] = ()


def describe(attribute: Attribute, rows: pd.DataFrame, thresholds: Thresholds) -> Distribution:
    """Return the distribution of an attribute of a column over these rows, withheld where too few people answered.

    Categories with fewer people than ``min_group`` are joined as "other"; where that would still single somebody out,
    the next smallest category joins them.

    Examples
    --------
    >>> age = Attribute(
    ...     id="age", title="Age", group="demographic", kind="number", source="s", column="age", unit="years"
    ... )
    >>> describe(age, pd.DataFrame({"age": ["20", "30", "40", "50", "60", ""]}), Thresholds()).summary
    'median 40 years, middle half 30–50'
    """
    if attribute.column not in rows:
        raise EvidenceError(f"source '{attribute.source}'", f"has no column '{attribute.column}'.")
    values = cells.answers(rows[attribute.column], attribute.missing)
    if attribute.kind == "category":
        return _categories(values, thresholds)
    numbers = cells.numbers(values, source=attribute.source, column=attribute.column, owner=attribute.id)
    if attribute.kind == "number":
        return _spread(attribute, numbers, thresholds)
    agree = estimate.share(
        int((numbers >= (4 if attribute.top is None else attribute.top)).sum()), len(numbers), thresholds
    )
    return Distribution(
        f"{agree.short} agree" if agree.value is not None else agree.reason, agree.n, (("agree", agree),)
    )


def how_often(attribute: Attribute, occurrences: Sequence[Occurrence], thresholds: Thresholds) -> Distribution:
    """Return the distribution of how often customers had the events of an attribute.

    Examples
    --------
    >>> rides = Attribute(id="rides", title="Rides", group="behaviour", kind="events", source="log", events=("ride",))
    >>> how_often(rides, [Occurrence(0, 10), Occurrence(1, 5), Occurrence(3, 5)], Thresholds()).summary
    '50 % [30, 70] at least once; of these median 2, middle half 1–3'
    """
    everyone, some = sum(count.customers for count in occurrences), [count for count in occurrences if count.times]
    any_ = estimate.share(sum(count.customers for count in some), everyone, thresholds)
    if any_.value is None:
        return Distribution(any_.reason, everyone)
    times = pd.Series([count.times for count in some]).repeat([count.customers for count in some])
    often = f"; of these {_spread(attribute, times, thresholds).summary}" if some else ""
    return Distribution(f"{any_.short} at least once{often}", everyone, (("at least once", any_),))


def _spread(attribute: Attribute, numbers: pd.Series, thresholds: Thresholds) -> Distribution:
    if len(numbers) < thresholds.min_group:
        return Distribution(estimate.withheld(len(numbers), thresholds).reason, len(numbers))
    low, middle, high = numbers.quantile([0.25, 0.5, 0.75])
    unit = f" {attribute.unit}" if attribute.unit else ""
    return Distribution(f"median {middle:g}{unit}, middle half {low:g}–{high:g}", len(numbers))


def _categories(values: pd.Series, thresholds: Thresholds) -> Distribution:
    n = len(values)
    if n < thresholds.min_group:
        return Distribution(estimate.withheld(n, thresholds).reason, n)
    shares = [(name, estimate.share(count, n, thresholds)) for name, count in _joined(values, thresholds.min_group)]
    return Distribution("", n, tuple(shares))


def _joined(values: pd.Series, least: int) -> list[tuple[str, int]]:
    counts = [(str(name), int(count)) for name, count in values.value_counts().items()]
    counts.sort(key=lambda pair: (-pair[1], pair[0]))
    small = [count for _, count in counts if count < least]
    if small:  # an answer that already says "other" belongs with them
        small += [count for name, count in counts if count >= least and name.casefold() == OTHER]
    kept = [pair for pair in counts if pair[1] >= least and not (small and pair[0].casefold() == OTHER)]
    while small and sum(small) < least and kept:
        small.append(kept.pop()[1])
    return [*kept, *([(OTHER, sum(small))] if small else [])]
