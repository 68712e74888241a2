"""Batches of any format -> one tidy Parquet file of events, and what was done on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs.deidentify import Shield
from cjm_research.imports.logs.layout import Layout
from cjm_research.imports.logs.moments import Clock
from cjm_research.imports.logs.spool import Spool
from cjm_research.imports.logs.tally import Tally
from cjm_research.imports.logs.whole import Whole
from cjm_research.imports.reading import ImportReport, Options
from cjm_research.study.alphabet import SIGN, UNREADABLE, legible

OURS = ("customer", "at", "event", "channel", "row")
VERSION = 1
_MAX_CELL = 1_000_000
_MISSING = {"customer": "event without a customer", "event": "event without a name", "at": "event without a time"}


@dataclass(frozen=True)
class _Part:
    """Some rows of a batch: their numbers, the roles under our names, and all columns of the file."""

    rows: np.ndarray
    roles: dict[str, pa.Array]
    columns: pa.Table

    def where(self, keep: np.ndarray) -> _Part:
        mask = pa.array(keep)
        roles = {role: values.filter(mask) for role, values in self.roles.items()}
        return _Part(self.rows[keep], roles, self.columns.filter(mask))


class LogWriter:
    """Takes the batches of one log in their order and keeps the events that can be placed.

    An event without a customer, a time or a name is left out and counted; blank customers are never merged into one.
    """

    def __init__(self, name: str, layout: Layout, options: Options, folder: Path, shield: Shield) -> None:
        self._name, self._layout, self._tally = name, layout, Tally()
        self._clock = Clock(
            name,
            layout.roles.at,
            self._tally,
            unit=layout.unit,
            zone=options.zone,
            documented=layout.documented,
            date_format=options.date_format,
            wall=layout.wall,
        )
        self._shield, self._spool, self._whole = shield, Spool(folder), Whole()
        self._names: dict[str, str] = {}
        self._columns: dict[str, None] = {}
        self._rows_in = 0
        self._once: set[bytes] = set()

    def add(self, rows: np.ndarray, batch: pa.Table) -> None:
        """Take one batch."""
        self._rows_in += len(rows)
        self._columns |= dict.fromkeys(batch.column_names)
        batch = batch.combine_chunks()
        for column in batch.column_names:
            self._refuse_unreadable(_array(batch[column]), column, rows)
        part = self._complete(_Part(rows, self._roles(batch, rows), batch))
        at = self._clock.read(part.roles["at"], part.rows)
        placed = at.is_valid().to_numpy(zero_copy_only=False)
        part, at = part.where(placed), at.drop_null()
        if self._layout.once:
            first = self._first_times(part)
            part, at = part.where(first), at.filter(pa.array(first))
        if len(part.rows):
            self._store(part, at)

    def finish(self, target: Path) -> ImportReport:
        """Write the file and return the report."""
        self._clock.finish()
        if not self._whole.kept:
            raise EvidenceError(self._name, f"holds no event that can be placed. {self._why_none()}")
        self._spool.close()
        ties = tuple(self._names.get(tie, tie) for tie in self._layout.ties)
        moved = self._spool.finish(target, ties, self._shield.settled if self._shield.has_unsettled else None)
        if moved:
            named = ", ".join(self._layout.ties)
            what = f"event put into the order of time, and of {named} within one moment, as the vendor documents"
            self._tally.coerce_count(what, moved)
        return self._report()

    @property
    def customers(self) -> int:
        """How many customers were kept."""
        return self._whole.customers

    def discard(self) -> None:
        """Let go of what was written so far."""
        self._spool.close()

    def _report(self) -> ImportReport:
        dropped = self._tally.dropped
        return ImportReport(
            file=self._name,
            reader=f"{self._layout.reader} {VERSION}",
            vendor=self._layout.vendor,
            rows_in=self._rows_in,
            rows_kept=self._whole.kept,
            columns_in=len(self._columns),
            columns_kept=len(self._columns) - self._shield.removed,
            dropped=dropped,
            coerced=self._tally.coerced,
            duplicates=self._whole.duplicates,
            gaps=self._whole.gaps,
            zone=self._clock.described,
            personal=self._shield.notes,
            warnings=(*self._layout.warnings, *self._whole.warnings),
        )

    def _why_none(self) -> str:
        reasons = "; ".join(f"{note.count:,} × {note.what}" for note in self._tally.dropped)
        return f"Of {self._rows_in:,} rows: {reasons}." if reasons else "It has no rows."

    def _refuse_unreadable(self, values: pa.Array, column: str, rows: np.ndarray) -> None:
        if not len(values):
            return
        nul = pc.match_substring(values, "\0")
        if pc.any(nul).as_py():
            row = int(rows[pc.index(nul, value=True).as_py()])
            problem = "holds a NUL character, so it is no text. Export the log again."
            raise EvidenceError(self._name, problem, row=row, column=column)
        longest = pc.max(pc.binary_length(values)).as_py() or 0
        if longest > _MAX_CELL:
            row = int(rows[pc.index(pc.greater(pc.binary_length(values), _MAX_CELL), value=True).as_py()])
            raise EvidenceError(self._name, "has a cell of more than 1 MB.", row=row, column=column)

    def _roles(self, batch: pa.Table, rows: np.ndarray) -> dict[str, pa.Array]:
        named = self._layout.roles
        found = {
            "customer": self._cleaned(batch, named.participant, rows),
            "event": self._shield.masked(named.event, self._cleaned(batch, named.event, rows)),
            "channel": self._shield.masked(named.channel, self._cleaned(batch, named.channel, rows)),
            "at": _column(batch, named.at),
        }
        return found | {"customer": self._shield.persons(named.participant, found["customer"])}

    def _cleaned(self, batch: pa.Table, column: str, rows: np.ndarray) -> pa.Array:
        given = _column(batch, column)
        trimmed = pc.utf8_trim_whitespace(given)
        lines = pc.replace_substring_regex(trimmed, "\r\n?", "\n")
        clean = pc.utf8_normalize(lines, form="NFC")
        for what, before, after in (
            (f"spaces around a value of '{column}' removed", given, trimmed),
            (f"ends of lines in a value of '{column}' brought to one form", trimmed, lines),
            (f"accents of a value of '{column}' brought to one form (NFC)", lines, clean),
        ):
            self._tally.coerce(what, rows[pc.not_equal(before, after).to_numpy(zero_copy_only=False)])
        return self._legible(clean, column, rows)

    def _legible(self, values: pa.Array, column: str, rows: np.ndarray) -> pa.Array:
        """Return values of characters that a study takes, and count the others."""
        broken = pc.fill_null(pc.match_substring_regex(values, UNREADABLE), fill_value=False)
        if not pc.any(broken).as_py():
            return values
        what = f"unreadable characters in a value of '{column}' shown as '{SIGN}'"
        self._tally.coerce(what, rows[broken.to_numpy(zero_copy_only=False)])
        return pc.replace_substring_regex(values, UNREADABLE, SIGN)

    def _complete(self, part: _Part) -> _Part:
        for role, what in _MISSING.items():
            blank = pc.equal(pc.utf8_trim_whitespace(part.roles[role]), "").to_numpy(zero_copy_only=False)
            if blank.any():
                self._tally.drop(what, part.rows[blank])
                part = part.where(~blank)
        return part

    def _first_times(self, part: _Part) -> np.ndarray:
        """Say which events are new; the vendor documents what makes two events one."""
        keys = [_column(part.columns, name).to_pylist() for name in self._layout.once]
        first = np.ones(len(part.rows), dtype=bool)
        for place, values in enumerate(zip(*keys, strict=True)):
            mark = hashlib.blake2b("\0".join(values).encode(), digest_size=16).digest()
            first[place] = not values[0] or mark not in self._once
            self._once.add(mark)
        again = f"copy of an event that stands there already, by {', '.join(self._layout.once)}"
        self._tally.drop(again, part.rows[~first])
        return first

    def _store(self, part: _Part, at: pa.Array) -> None:
        roles = self._layout.roles
        used = {roles.participant, roles.at, roles.event, roles.channel}
        columns = {"customer": part.roles["customer"], "at": at}
        columns |= {"event": part.roles["event"], "channel": part.roles["channel"]}
        for name in part.columns.column_names:
            values = self._legible(_array(part.columns[name]), name, part.rows)
            if name not in used and self._shield.allows(name, _filled(values)):
                columns[self._column_name(name)] = self._shield.masked(name, values)
                self._shield.count(name, self._column_name(name), columns[self._column_name(name)])
        for role in ("event", "channel"):
            self._shield.count(getattr(roles, role), role, columns[role])
        table = pa.table(columns)
        self._whole.add(table)
        self._spool.add(table)

    def _column_name(self, name: str) -> str:
        """Return the name of an attribute column: that of the file, unless it is blank, taken or one of ours."""
        if name not in self._names:
            plain = legible(name).strip() or "column without a name"
            taken = {*OURS, *(kept.casefold() for kept in self._names.values())}
            fresh, again = plain, 1
            while fresh.casefold() in taken:
                again += 1
                fresh = f"{plain}_in_file" if again == 2 else f"{plain}_in_file_{again - 1}"
            if fresh != name:
                why = (
                    "since its name is taken" if legible(name) == name else "since its name holds unreadable characters"
                )
                self._tally.coerce_count(f"column '{name}' renamed to '{fresh}', {why}", 1)
            self._names[name] = fresh
        return self._names[name]


def _array(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def _filled(values: pa.Array) -> int:
    return int(pc.sum(pc.not_equal(values, "")).as_py() or 0)


def _column(batch: pa.Table, name: str) -> pa.Array:
    """Return a column with blanks for nulls; a column that is not there is blank."""
    if not name or name not in batch.column_names:
        return pa.array([""] * len(batch), pa.string())
    return pc.fill_null(_array(batch[name]), "")
