"""Which rows of a source belong to a persona."""

from __future__ import annotations

import pandas as pd

from cjm_research.analysis import cells
from cjm_research.errors import EvidenceError
from cjm_research.study import Condition, Persona, Source


def members(rows: pd.DataFrame, source: Source, persona: Persona | None) -> pd.DataFrame | None:
    """Return the rows of one persona, all rows for the whole study, or None where the source cannot tell personas apart.

    Examples
    --------
    >>> survey = Source(id="survey", title="Survey", kind="survey")
    >>> rows = pd.DataFrame({"rider": ["daily", "weekend", "daily"]})
    >>> rule = Condition(source="survey", column="rider", any_of=("daily",))
    >>> len(members(rows, survey, Persona(id="mira", name="Mira", segment=(rule,))))
    2
    >>> members(rows, survey, Persona(id="jon", name="Jon")) is None
    True
    """
    if persona is None:
        return rows
    conditions = [condition for condition in persona.segment if condition.source == source.id]
    if not conditions:
        return rows if source.personas == (persona.id,) else None
    keep = pd.Series(data=True, index=rows.index)
    for condition in conditions:
        keep &= _holds(rows, source, condition)
    return rows[keep]


def _holds(rows: pd.DataFrame, source: Source, condition: Condition) -> pd.Series:
    if condition.column not in rows:
        raise EvidenceError(
            f"evidence/{source.file}", f"has no column '{condition.column}', which the segment rule of a persona names."
        )
    values = cells.texts(rows[condition.column])
    if condition.any_of:
        return values.isin([name.strip() for name in condition.any_of])
    numbers = pd.to_numeric(values, errors="coerce")
    at_least = -float("inf") if condition.at_least is None else condition.at_least
    at_most = float("inf") if condition.at_most is None else condition.at_most
    return numbers.between(at_least, at_most)
