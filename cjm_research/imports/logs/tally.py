"""What a reader counts on its way: how often something happened, and in which rows first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cjm_research.imports.reading import Note

_SHOWN = 5


@dataclass
class _Count:
    number: int = 0
    rows: list[int] = field(default_factory=list)


class Tally:
    """Counts what was dropped and what was changed, with the first rows of each.

    Examples
    --------
    >>> tally = Tally()
    >>> tally.drop("event of nobody", np.array([4, 9]))
    >>> tally.dropped
    (Note(what='event of nobody', count=2, where='rows 4, 9'),)
    """

    def __init__(self) -> None:
        self._dropped: dict[str, _Count] = {}
        self._coerced: dict[str, _Count] = {}

    def drop(self, what: str, rows: np.ndarray | Sequence[int]) -> None:
        """Count rows that are left out."""
        _add(self._dropped, what, rows)

    def coerce(self, what: str, rows: np.ndarray | Sequence[int]) -> None:
        """Count cells that are read as something else than they stand there."""
        _add(self._coerced, what, rows)

    def coerce_count(self, what: str, number: int) -> None:
        """Count what was changed where no row can be named."""
        self._coerced.setdefault(what, _Count()).number += number

    @property
    def dropped(self) -> tuple[Note, ...]:
        """What was left out."""
        return _notes(self._dropped)

    @property
    def coerced(self) -> tuple[Note, ...]:
        """What was changed."""
        return _notes(self._coerced)


def _add(counts: dict[str, _Count], what: str, rows: np.ndarray | Sequence[int]) -> None:
    if len(rows) == 0:
        return
    count = counts.setdefault(what, _Count())
    count.number += len(rows)
    count.rows += [int(row) for row in rows[: _SHOWN - len(count.rows)]] if len(count.rows) < _SHOWN else []


def _notes(counts: dict[str, _Count]) -> tuple[Note, ...]:
    return tuple(Note(what=what, count=count.number, where=_where(count)) for what, count in counts.items())


def _where(count: _Count) -> str:
    if not count.rows:
        return ""
    listed = ", ".join(map(str, count.rows))
    more = ", …" if count.number > len(count.rows) else ""
    return f"row{'' if count.number == 1 else 's'} {listed}{more}"
