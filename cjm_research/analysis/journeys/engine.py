"""What an engine must offer: the few pieces of SQL in which dialects differ, and a way to run a query."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from cjm_research.analysis.journeys.log import Log


class Engine(ABC):
    """One connection to one engine; all questions are asked in its pieces of SQL, so that a question stands once.

    Lists are counted from 1. An item of a journey holds a moment (microseconds since 1970, UTC), the place in the log
    and a code; items sort by moment, then place in the log. In a list function ``v`` is the name of one value.
    """

    # --- running
    @abstractmethod
    def open(self, log: Log) -> dict[str, str]:
        """Make the log known as the relation ``source``, with ``cjm_place``, the place of a row in the log.

        Return its columns with their types in lower case.
        """

    @abstractmethod
    def relation(self, name: str) -> str:
        """Return what a relation is called in a query."""

    @abstractmethod
    def keep(self, name: str, query: str) -> None:
        """Keep the rows of a query as a relation."""

    @abstractmethod
    def view(self, name: str, query: str) -> None:
        """Make a query known as a relation, without keeping its rows."""

    @abstractmethod
    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query as tuples."""

    def frame(self, query: str, columns: Sequence[str]) -> pd.DataFrame:
        """Return the rows of a query as a frame with these columns."""
        import pandas as pd

        return pd.DataFrame(self.rows(query), columns=list(columns))

    @abstractmethod
    def seal(self) -> None:
        """Read nothing from outside any more; whatever was set to read the log is put back."""

    @abstractmethod
    def close(self) -> None:
        """Give memory and files back."""

    # --- the pieces
    @abstractmethod
    def name(self, column: str) -> str:
        """Quote the name of a column."""

    @abstractmethod
    def text(self, value: str) -> str:
        """Quote a text."""

    @abstractmethod
    def number(self, column: str) -> str:
        """Read a text as a number, or null."""

    @abstractmethod
    def micros(self, column: str) -> str:
        """Return a moment as microseconds since 1970 (UTC)."""

    @abstractmethod
    def packed(self, micros: str, place: str, code: str) -> str:
        """Make an item."""

    @abstractmethod
    def moment(self, item: str) -> str:
        """Return the microseconds of an item."""

    @abstractmethod
    def code(self, item: str) -> str:
        """Return the code of an item."""

    @abstractmethod
    def recoded(self, item: str, code: str) -> str:
        """Return the item with another code; null where that is null."""

    @abstractmethod
    def gathered(self, items: str) -> str:
        """Gather the items of a group into one sorted list."""

    @abstractmethod
    def union_of_bits(self, bits: str) -> str:
        """Return the bits set in any row of a group."""

    @abstractmethod
    def list_of(self, values: Sequence[str]) -> str:
        """Return a list of integers or nulls."""

    @abstractmethod
    def numbers(self, last: str) -> str:
        """Return the list of whole numbers from 1 to one that is at least 1."""

    @abstractmethod
    def length(self, values: str) -> str:
        """Return the length of a list."""

    @abstractmethod
    def at(self, values: str, place: str) -> str:
        """Return the value at a place of a list, or null."""

    @abstractmethod
    def part(self, values: str, first: str, last: str) -> str:
        """Return a list from one place to another, both included; empty where they cross."""

    @abstractmethod
    def each(self, values: str, expression: str) -> str:
        """Return the list of an expression in ``v`` for each value."""

    @abstractmethod
    def only(self, values: str, condition: str) -> str:
        """Return the values ``v`` that fulfil a condition."""

    @abstractmethod
    def capped(self, items: str, most: int) -> str:
        """Return a column of lists, each cut after so many items."""

    @abstractmethod
    def unrepeated(self, path: str) -> str:
        """Return the codes of a column that differ from the code before."""

    @abstractmethod
    def firsts(self, path: str) -> str:
        """Return the codes of a column in the order in which each comes for the first time."""

    @abstractmethod
    def changes(self, items: str) -> str:
        """Return the items of a column whose code differs from that of the item before."""

    @abstractmethod
    def fold(self, values: str, start: str, expression: str) -> str:
        """Return what is left when each value ``v`` in turn goes into ``a``, which begins as ``start`` (bigint)."""

    @abstractmethod
    def distinct(self, values: str) -> str:
        """Return the distinct values of a list in any order."""

    @abstractmethod
    def holds(self, values: str, value: str) -> str:
        """Say whether a list holds a value."""

    @abstractmethod
    def place(self, values: str, value: str) -> str:
        """Return the first place of a value in a list, or null."""

    @abstractmethod
    def rows_of(self, values: str, name: str) -> str:
        """Select one row per value of a list."""

    @abstractmethod
    def pairs(self, values: str) -> str:
        """Select one row per pair of neighbours, as ``a`` and ``z``; lists of fewer than two give none."""

    @abstractmethod
    def neighbours(self, path: str) -> str:
        """Return the neighbours in a column of codes, each pair one number: the earlier above the later by 65,536."""

    @abstractmethod
    def quantile(self, values: str, share: float) -> str:
        """Return the exact quantile of a group, linear between two values."""

    @abstractmethod
    def quantiles(self, values: str, shares: Sequence[float]) -> str:
        """Return the list of several exact quantiles of a group, whose values are held once."""


def seconds(micros: float) -> float:
    """Return microseconds as seconds, to the whole microsecond.

    A log knows no finer time, and what an engine interpolates between two values ends in digits of its own.

    Examples
    --------
    >>> seconds(9_690_000_000.000002)
    9690.0
    """
    return round(float(micros)) / 1_000_000
