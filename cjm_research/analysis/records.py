"""What an analysis returns: records that mypy checks where they are read, and a frame for researchers and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints, overload

if TYPE_CHECKING:
    import pandas as pd

R = TypeVar("R")

_DTYPES = {int: "int64", int | None: "Int64", float: "float64", float | None: "float64", bool: "bool"}
"""The type of a column by the type of its field; all others, such as ids and estimates, are objects."""


@dataclass(frozen=True)
class Records(Sequence[R], Generic[R]):
    """The rows of an answer in their order, each a frozen dataclass; empty where there is nothing to tell.

    Parameters
    ----------
    kind
        The dataclass.
    rows
        Its instances.

    Examples
    --------
    >>> @dataclass(frozen=True)
    ... class Visit:
    ...     place: str
    ...     customers: int | None
    >>> visits = Records(Visit, (Visit("shop", 12), Visit("web", None)))
    >>> visits[0].place, len(visits), bool(Records(Visit, ()))
    ('shop', 2, False)
    >>> visits.frame()
      place  customers
    0  shop         12
    1   web       <NA>
    """

    kind: type[R]
    rows: tuple[R, ...]

    @overload
    def __getitem__(self, place: int) -> R: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[R, ...]: ...

    def __getitem__(self, place: int | slice) -> R | tuple[R, ...]:
        return self.rows[place]

    def __iter__(self) -> Iterator[R]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def frame(self) -> pd.DataFrame:
        """Return a frame with one column per field, in their order and of the same types however few rows there are."""
        import pandas as pd

        kind: Any = self.kind
        types = get_type_hints(kind)
        columns = {
            field.name: pd.Series(
                [getattr(row, field.name) for row in self.rows], dtype=_DTYPES.get(types[field.name], "object")
            )
            for field in fields(kind)
        }
        return pd.DataFrame(columns)
