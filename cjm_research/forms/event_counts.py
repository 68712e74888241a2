"""How often each event stands in a log, and how many customers have it; the log may be long."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cjm_research.errors import EvidenceError
from cjm_research.evidence.table import Stored, read, require, stored
from cjm_research.study import Study

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class LogCount:
    """The counts of a log.

    Parameters
    ----------
    names
        The names of events, the most frequent first.
    events, customers
        For each name: how many events have it, and how many customers have one.
    pairs
        One row per name and customer who has it: place of the name, number of the customer.
    everyone
        How many customers the log has.

    Examples
    --------
    >>> log = LogCount.of(pd.Series(["a", "a", "b"]), pd.Series(["buy", "see", "see"]))
    >>> log.names, log.events.tolist(), log.customers.tolist()
    (('see', 'buy'), [2, 1], [2, 1])
    >>> log.covered({"buy"})
    (1, 1)
    """

    names: tuple[str, ...]
    events: Whole
    customers: Whole
    pairs: Whole
    everyone: int

    @classmethod
    def of(cls, customer: pd.Series, event: pd.Series) -> LogCount:
        """Count a log given as two columns; rows without customer or event are left out."""
        given = (customer.notna() & event.notna()).to_numpy()
        whose, people = _codes(customer[given])
        what, found = _codes(event[given])
        events = np.bincount(what, minlength=len(found))
        order = np.lexsort((np.array(found, dtype=str), -events)) if found else np.array([], dtype=np.int64)
        place = np.empty(len(found), dtype=np.int64)
        place[order] = np.arange(len(found))
        joint = np.unique(place[what] * max(people_count := len(people), 1) + whose)
        pairs = np.stack(np.divmod(joint, max(people_count, 1)), axis=1)
        names = tuple(found[number] for number in order)
        return cls(names, events[order], np.bincount(pairs[:, 0], minlength=len(names)), pairs, people_count)

    def covered(self, names: Collection[str]) -> tuple[int, int]:
        """Return how many events have one of these names, and how many customers have at least one of them."""
        wanted = np.array([name in names for name in self.names], dtype=bool)
        people = np.unique(self.pairs[wanted[self.pairs[:, 0]], 1])
        return int(self.events[wanted].sum()), len(people)


def counted(study: Study, source: str) -> LogCount:
    """Return the counts of a source's log; of a Parquet file only customer and event are read."""
    roles = study.source(source).columns
    return _counted(stored(study, source), roles.participant, roles.event)


@lru_cache(maxsize=4)
def _counted(file: Stored, participant: str, event: str) -> LogCount:
    rows = _two_columns(file, participant, event)
    for role, column in (("participant", participant), ("event", event)):
        require(rows, column, role, file.name)
    return LogCount.of(rows[participant], rows[event])


def _two_columns(file: Stored, participant: str, event: str) -> Any:
    if file.path.suffix.lower() != ".parquet":
        return read(file).replace("", None)
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        there = pq.read_schema(file.path).names
        wanted = [name for name in (participant, event) if name in there]
        return pq.read_table(file.path, columns=wanted, read_dictionary=wanted).to_pandas()
    except (OSError, pa.ArrowException):
        raise EvidenceError(file.name, "cannot be read as Parquet. Import it again.") from None


def _codes(values: pd.Series) -> tuple[Whole, list[str]]:
    numbers, found = pd.factorize(values)
    return numbers.astype(np.int64), [str(one) for one in found]
