"""Which rows of a source belong to a persona."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from cjm_research.analysis import cells
from cjm_research.analysis.personas import group_of
from cjm_research.errors import EvidenceError, UnknownIdError
from cjm_research.study import Condition, Persona, PersonaModel, Source


def members(
    rows: pd.DataFrame, source: Source, persona: Persona | None, models: Sequence[PersonaModel] = ()
) -> pd.DataFrame | None:
    """Return the rows of a persona, all rows for the whole study, or None where the source cannot tell personas apart.

    ``models`` are the groups the study keeps; a persona may be one of them instead of an answer.

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
        keep &= _is_in_group(rows, condition, models) if condition.model else _holds(rows, source, condition)
    return rows[keep]


def _is_in_group(rows: pd.DataFrame, condition: Condition, models: Sequence[PersonaModel]) -> pd.Series:
    model = next((one for one in models if one.id == condition.model), None)
    if model is None:
        raise UnknownIdError("persona model", str(condition.model), [one.id for one in models])
    return group_of(model, rows).isin([name.strip() for name in condition.any_of])


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
