"""Customers counted by the values of a list."""

from __future__ import annotations

from cjm_research.analysis.journeys.engine import Engine


def tally(e: Engine, values: str, paths: str) -> dict[int, int]:
    """Return for each value of a list in ``paths`` (which selects ``path, n``) how many stand in it, times ``n``.

    With a list of distinct values these are customers, otherwise occurrences; values that are null are left out.
    """
    each = f"select {e.rows_of(values, 'value')}, n from ({paths}) as paths"
    found = e.rows(f"select value, sum(n) from ({each}) as each where value is not null group by value order by value")
    return {value: int(n) for value, n in found}
