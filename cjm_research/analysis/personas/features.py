"""Answers of a survey -> the numbers that groups are looked for in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from cjm_research.analysis import cells
from cjm_research.errors import EvidenceError
from cjm_research.study import Encoding, ModelColumn

FEATURES_METHOD = (
    "Numbers are measured in standard deviations from their mean; each answer of a category is 0.71 where it was given "
    "and 0 elsewhere, so that two different answers lie as far apart as numbers one standard deviation apart. "
    "Nothing is filled in."
)
ONE_HOT = 0.71
MOST_ANSWERS = 25
LEAST_ANSWERED = 0.5
NOT_ANSWERED = "not answered"

Blanks = Literal["leave-out", "as-answer"]


@dataclass(frozen=True)
class Features:
    """People × numbers, and where they come from.

    ``matrix`` has one row per person who answered everything; ``index`` gives their rows in the table; ``encodings``
    say how each column became numbers, ``widths`` over how many; ``people`` counts the rows of the table, ``blanks``
    the rows without an answer by column, and ``silent`` names columns that hold one answer only.
    """

    matrix: np.ndarray
    index: pd.Index
    encodings: tuple[Encoding, ...]
    widths: tuple[int, ...]
    people: int
    blanks: tuple[tuple[str, int], ...]
    silent: tuple[str, ...] = ()


def features(
    rows: pd.DataFrame, columns: Sequence[ModelColumn], *, source: str = "survey", blanks: Blanks = "leave-out"
) -> Features:
    """Return the numbers groups are looked for in: one-hot × 0.71 for categories, standard deviations for numbers.

    Rows with a blank or a declared missing answer are left out and counted; with ``blanks="as-answer"`` a blank
    category is an answer of its own, and a row is left out only where a number is blank or fewer than half of the
    columns are answered, since people who skipped a survey are no persona. Nothing is filled in.

    Examples
    --------
    >>> rows = pd.DataFrame({"age": ["20", "40", "60", ""], "city": ["Ulm", "Bonn", "Ulm", "Ulm"]})
    >>> found = features(rows, [ModelColumn(column="age", kind="number"), ModelColumn(column="city")])
    >>> found.matrix.round(2).tolist(), found.people, found.blanks
    ([[-1.22, 0.0, 0.71], [0.0, 0.71, 0.0], [1.22, 0.0, 0.71]], 4, (('age', 1),))
    """
    known = _answered(rows, columns, source, blanks)
    complete = known.notna().all(axis=1)
    if blanks == "as-answer":
        complete &= (known != NOT_ANSWERED).mean(axis=1) >= LEAST_ANSWERED
    kept = known[complete]
    encodings = tuple(_learned(kept[column.column], column) for column in columns)
    empty = [(column.column, int(known[column.column].isna().sum())) for column in columns]
    return Features(
        matrix=_encoded(kept, encodings),
        index=kept.index,
        encodings=encodings,
        widths=tuple(len(one.answers) if one.kind == "category" else 1 for one in encodings),
        people=len(rows),
        blanks=tuple(sorted((pair for pair in empty if pair[1]), key=lambda pair: -pair[1])),
        silent=tuple(one.column for one in columns if len(set(kept[one.column].to_numpy(dtype=object))) == 1),
    )


def encoded(
    rows: pd.DataFrame, encodings: Sequence[Encoding], *, source: str = "survey"
) -> tuple[np.ndarray, pd.Index]:
    """Return new rows in a known encoding, and which they are; a blank or an unheard-of answer leaves a row out."""
    blanks: Blanks = "as-answer" if any(NOT_ANSWERED in one.answers for one in encodings) else "leave-out"
    known = _answered(rows, encodings, source, blanks)
    heard = known.notna()
    for one in encodings:
        if one.kind == "category":
            heard[one.column] &= known[one.column].isin(one.answers)
    kept = known[heard.all(axis=1)]
    return _encoded(kept, encodings), kept.index


def _answered(rows: pd.DataFrame, columns: Sequence[ModelColumn], source: str, blanks: Blanks) -> pd.DataFrame:
    for column in columns:
        if column.column not in rows:
            raise EvidenceError(f"source '{source}'", f"has no column '{column.column}', which groups are made from.")
    return pd.DataFrame(
        {one.column: _column(rows[one.column], one, source, blanks) for one in columns}, index=rows.index
    )


def _column(values: pd.Series, column: ModelColumn, source: str, blanks: Blanks) -> pd.Series:
    given = cells.answers(values, column.missing)
    if column.kind == "category":
        whole = given.astype("object").reindex(values.index)
        return whole.fillna(NOT_ANSWERED) if blanks == "as-answer" else whole
    numbers = cells.numbers(
        given, source=source, column=column.column, owner=column.column, low=0 if column.logarithm else None
    )
    return (np.log1p(numbers) if column.logarithm else numbers).reindex(values.index)


def _learned(values: pd.Series, column: ModelColumn) -> Encoding:
    said = column.model_dump(include=set(ModelColumn.model_fields))
    if column.kind == "number":
        numbers = values.to_numpy(dtype=float)
        spread = float(numbers.std()) if len(numbers) else 0.0
        middle = float(numbers.mean()) if len(numbers) else 0.0
        return Encoding(**said, middle=_written(middle), spread=_written(spread) or 1.0)
    answers = tuple(sorted(set(values.to_numpy(dtype=object))))
    if len(answers) > MOST_ANSWERS:
        raise EvidenceError(
            f"column '{column.column}'",
            f"holds {len(answers)} different answers; groups can be made from {MOST_ANSWERS} at most. Leave it out, or "
            "give it the kind number.",
        )
    return Encoding(**said, answers=answers)


def _written(value: float) -> float:
    """Return a number with as many digits as a study file keeps, so that groups sort the same when read again."""
    return float(f"{value:.6g}")


def _encoded(kept: pd.DataFrame, encodings: Sequence[Encoding]) -> np.ndarray:
    blocks = [np.empty((len(kept), 0))]
    for one in encodings:
        if one.kind == "number":
            blocks.append(((kept[one.column].to_numpy(dtype=float) - one.middle) / one.spread)[:, None])
        else:
            given = kept[one.column].to_numpy(dtype=object)
            blocks.append(ONE_HOT * (given[:, None] == np.array(one.answers, dtype=object)[None, :]).astype(float))
    return np.hstack(blocks)
