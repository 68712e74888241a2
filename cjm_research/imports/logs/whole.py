"""What only shows when the whole log was seen: repeated rows, customers, days without events, names alike."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa

from cjm_research.imports.reading import Note

_DAY = 86_400_000_000
_WATCHED = 5_000
_PENDING = 1_000_000
_EPOCH = date(1970, 1, 1)
_EARLY = (date(1990, 1, 1) - _EPOCH).days


class Whole:
    """Counts over all batches in little memory: eight bytes per row.

    Examples
    --------
    >>> at = pa.array([0, 0, 10**13], pa.timestamp("us", "UTC"))
    >>> whole = Whole()
    >>> whole.add(
    ...     pa.table({"customer": ["u", "u", "v"], "at": at, "event": ["buy", "buy", "Buy "], "channel": [""] * 3})
    ... )
    >>> whole.kept, whole.duplicates, whole.customers
    (3, 1, 2)
    """

    def __init__(self) -> None:
        self.kept = 0
        self._rows: list[np.ndarray] = []
        self._customers: list[np.ndarray] = []
        self._days: set[int] = set()
        self._words: dict[str, set[str]] = {"event": set(), "channel": set()}

    def add(self, table: pa.Table) -> None:
        """Look at one batch."""
        self.kept += len(table)
        total = np.zeros(len(table), dtype=np.uint64)
        for name in table.column_names:
            found = _hashed(table[name].combine_chunks())
            if name == "customer":
                self._note_customers(np.unique(found))
            total += found * _weight(name)
        self._rows.append(total)
        days = table["at"].cast(pa.int64()).to_numpy() // _DAY
        self._days |= set(np.unique(days).tolist())
        for role, words in self._words.items():
            if len(words) < _WATCHED:
                words |= set(table[role].unique().to_pylist())

    @property
    def customers(self) -> int:
        """How many different customers there are."""
        self._customers = [_distinct(self._customers)]
        return len(self._customers[0])

    @property
    def duplicates(self) -> int:
        """How many rows repeat an earlier one in every kept column."""
        return self.kept - len(_distinct(self._rows))

    def _note_customers(self, found: np.ndarray) -> None:
        self._customers.append(found)
        if sum(map(len, self._customers[1:])) > max(_PENDING, len(self._customers[0])):
            self._customers = [_distinct(self._customers)]

    @property
    def gaps(self) -> tuple[Note, ...]:
        """Days without any event between the first and the last."""
        days = sorted(self._days)
        missing = days[-1] - days[0] + 1 - len(days) if days else 0
        if not missing:
            return ()
        longest = max(range(1, len(days)), key=lambda place: days[place] - days[place - 1])
        first, last = _date(days[longest - 1] + 1), _date(days[longest] - 1)
        where = f"the longest from {first} to {last}" if first != last else f"such as {first}"
        return (Note(what="day without any event (UTC)", count=missing, where=where),)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Names that look alike, and moments nobody would expect."""
        told = []
        for role, words in self._words.items():
            alike: dict[str, list[str]] = defaultdict(list)
            for word in sorted(words):
                alike[" ".join(word.casefold().replace("_", " ").replace("-", " ").split())].append(word)
            pairs = [" / ".join(f"'{word}'" for word in group) for group in alike.values() if len(group) > 1]
            if pairs:
                told.append(
                    f"Names under {role} that differ only in capitals, spaces or signs: {'; '.join(pairs[:5])}."
                )
        if early := [day for day in self._days if day < _EARLY]:
            told.append(
                f"Events before 1990, the first on {_date(min(early))}: a clock that was never set, or a wrong unit?"
            )
        if late := [day for day in self._days if _date(day) > date.today() + timedelta(days=1)]:
            told.append(f"Events in the future, the last on {_date(max(late))}: is the zone or the unit of time wrong?")
        return tuple(told)


def _distinct(parts: list[np.ndarray]) -> np.ndarray:
    """Return the distinct numbers of all parts, in order."""
    numbers: np.ndarray = np.concatenate([np.empty(0, dtype=np.uint64), *parts])
    numbers.sort()
    first: np.ndarray = np.append(np.ones(min(1, len(numbers)), dtype=bool), numbers[1:] != numbers[:-1])
    distinct: np.ndarray = numbers[first]
    return distinct


def _weight(name: str) -> np.uint64:
    """Return an odd number that stands for a column, wherever it stands."""
    return np.uint64(int(pd.util.hash_array(np.array([name], dtype=object))[0]) | 1)


def _date(day: int) -> date:
    try:
        return _EPOCH + timedelta(days=int(day))
    except OverflowError:
        return date.max


def _hashed(values: pa.Array) -> np.ndarray:
    """Return one number per value; null is 0, so that a column that is missing counts like one that is null."""
    if pa.types.is_timestamp(values.type):
        found: np.ndarray = values.cast(pa.int64()).to_numpy().astype(np.uint64)
        return found * np.uint64(0x9E3779B97F4A7C15) + np.uint64(1)
    coded = values.dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    words = coded.dictionary.to_numpy(zero_copy_only=False).astype(object)
    marks: np.ndarray = np.append(pd.util.hash_array(words, categorize=False), np.uint64(0))
    marked: np.ndarray = marks[coded.indices.fill_null(len(words)).to_numpy()]
    return marked
