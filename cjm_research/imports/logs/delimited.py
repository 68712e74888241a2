"""Tables of events: CSV in any size, and flat Parquet, with one column per role."""

from __future__ import annotations

import codecs
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from cjm_research.errors import EvidenceError
from cjm_research.imports.csv_text import known_encoding, records, separator_of
from cjm_research.imports.logs.layout import MAX_COLUMNS, Batch, Layout, pruned
from cjm_research.imports.logs.roles import roles_of
from cjm_research.imports.logs.streams import Progress
from cjm_research.imports.reading import Options
from cjm_research.imports.row_groups import row_groups
from cjm_research.study.alphabet import SIGN, legible

_BLOCK = 4 << 20
_LAST = "\x02end of the log\x03"
_ROWS = 50_000


def from_csv(path: Path, options: Options, progress: Progress) -> Layout:
    """Open a plain text table; every cell is read as text."""
    encoding = known_encoding(path, options.encoding)
    separator, warnings = separator_of(path, encoding, options.delimiter)
    heading, unreadable = _heading(path, encoding, separator)
    roles, told = roles_of(heading, options.columns, path.name)
    batches = _csv_batches(path, encoding, separator, heading, progress)
    return Layout("Event table (CSV)", "generic", roles, batches, warnings=[*warnings, *unreadable, *told])


def _heading(path: Path, encoding: str, separator: str) -> tuple[list[str], list[str]]:
    """Return the headings, and a word about those that were unreadable."""
    _, given = next(records(path, encoding, separator), (1, []))
    if not given:
        raise EvidenceError(path.name, "is empty. It needs a row of headings.")
    heading, told = _plain(given)
    if len(heading) == 1:
        shape = (
            "has no separators: its columns stand at fixed positions, and it has no row of headings"
            if re.search(r"\S {2,}\S", heading[0]) or re.fullmatch(r"[\d .-]+", heading[0])
            else "has a single column"
        )
        problem = f"{shape}. An event log needs a customer, a time and an event. Save it as CSV with headings."
        raise EvidenceError(path.name, problem, row=1)
    _refuse_headings(heading, path.name)
    return heading, told


def _plain(titles: Sequence[str]) -> tuple[list[str], list[str]]:
    heading = [legible(unicodedata.normalize("NFC", title)).strip() for title in titles]
    broken = [shown for shown, given in zip(heading, titles, strict=True) if legible(given) != given]
    return heading, [f"The heading '{shown}' holds unreadable characters, shown as '{SIGN}'." for shown in broken]


def _refuse_headings(heading: list[str], name: str) -> None:
    seen: set[str] = set()
    for place, title in enumerate(heading, start=1):
        if not title:
            raise EvidenceError(name, f"has no heading over column {place}. Name it.", row=1)
        if title.casefold() in seen:
            raise EvidenceError(name, "has two columns of this name. Rename one.", row=1, column=title)
        seen.add(title.casefold())


def _csv_batches(path: Path, encoding: str, separator: str, heading: list[str], progress: Progress) -> Iterator[Batch]:
    ragged: list[Any] = []

    def skipped(bad: Any) -> str:
        ragged.append(bad)
        return "skip"

    numbered = [f"c{place}" for place in range(len(heading))]
    row, closed = 1, False
    with _Text(path, encoding, separator, len(heading), progress) as text:
        try:
            reader = pcsv.open_csv(
                text,
                pcsv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=numbered),
                pcsv.ParseOptions(
                    delimiter=separator,
                    quote_char='"',
                    double_quote=True,
                    escape_char=False,
                    newlines_in_values=True,
                    ignore_empty_lines=False,
                    invalid_row_handler=skipped,
                ),
                pcsv.ConvertOptions(
                    column_types=dict.fromkeys(numbered, pa.string()), strings_can_be_null=False, check_utf8=True
                ),
            )
            for batch in reader:
                if ragged:
                    break
                table = pa.table(batch.columns, names=heading)
                closed = len(table) > 0 and table[0][-1].as_py() == _LAST
                if len(table) and not closed and any(_LAST in column[-1].as_py() for column in table.columns):
                    break
                first = 1 if row == 1 else 0
                table = table.slice(first, len(table) - first - closed)
                rows = np.arange(row + first, row + first + len(table))
                row += len(batch)
                if len(table):
                    yield rows, table
        except (pa.ArrowException, UnicodeError):
            raise _worded(path, encoding, separator) from None
        if ragged or not closed:
            raise _worded(path, encoding, separator)
        if text.doubtful:
            for _ in records(path, encoding, separator):
                pass


def _worded(path: Path, encoding: str, separator: str) -> EvidenceError:
    """Return the sentence of the strict reader, which knows row and reason."""
    try:
        for _ in records(path, encoding, separator):
            pass
    except EvidenceError as error:
        return error
    return EvidenceError(path.name, "cannot be taken apart into cells. Export the log again.")


class _Text(io.RawIOBase):
    """A text table as UTF-8 whose last row is ours: it comes out as a row only if every quotation mark is closed."""

    def __init__(self, path: Path, encoding: str, separator: str, width: int, progress: Progress) -> None:
        self._file, self._progress, self._got = path.open("rb"), progress, 0
        self._decode = codecs.getincrementaldecoder(encoding)().decode
        self._last = separator.join([_LAST] * width) + "\n"
        special = re.escape(separator) + '\n\r"'
        self._lone = re.compile(f'(?<=[^{special}]")(?=[^{special}])'.encode())
        self._kept, self._tail, self._ended = b"", b"\n", False
        self.doubtful = False

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer."""
        while not self._kept and not self._ended:
            self._kept = self._more(len(buffer))
        size = min(len(buffer), len(self._kept))
        buffer[:size], self._kept = self._kept[:size], self._kept[size:]
        return size

    def close(self) -> None:
        """Close the file below."""
        self._file.close()
        super().close()

    def _more(self, size: int) -> bytes:
        raw = self._file.read(max(size, 1 << 16))
        self._got += len(raw)
        self._progress(self._got)
        text = self._decode(raw, not raw).encode()
        if not self.doubtful and b'"' in text:
            self.doubtful = self._lone.search(self._tail + text) is not None
        if not raw:
            self._ended = True
            text += ("" if (self._tail + text).endswith((b"\n", b"\r")) else "\n").encode() + self._last.encode()
        self._tail = (self._tail + text)[-2:]
        return text


def from_parquet(path: Path, options: Options, progress: Progress) -> Layout:
    """Open a Parquet table of any types; nested values become JSON, all others text."""
    schema = schema_of(path)
    heading, unreadable = _plain(schema.names)
    if len(heading) > MAX_COLUMNS:
        raise EvidenceError(path.name, f"has {len(heading):,} columns. At most {MAX_COLUMNS:,} are read.")
    _refuse_headings(heading, path.name)
    roles, told = roles_of(heading, options.columns, path.name)
    return Layout(
        "Event table (Parquet)", "generic", roles, _groups(path, heading, progress), warnings=[*unreadable, *told]
    )


def schema_of(path: Path) -> pa.Schema:
    """Return the columns of a Parquet file."""
    try:
        return pq.read_schema(path)
    except (pa.ArrowException, OSError):
        raise EvidenceError(path.name, "cannot be read as Parquet. Export it again.") from None


def _groups(path: Path, heading: list[str], progress: Progress) -> Iterator[Batch]:
    try:
        with row_groups(path) as file:
            size, rows, done = path.stat().st_size, max(1, file.metadata.num_rows), 0
            for batch in file.iter_batches(batch_size=_ROWS, use_threads=False):
                columns = [
                    _as_text(column, title, path.name, done)
                    for column, title in zip(batch.columns, heading, strict=True)
                ]
                yield np.arange(done + 1, done + 1 + len(batch)), pa.table(columns, names=heading)
                done += len(batch)
                progress(size * done // rows)
    except (pa.ArrowException, OSError):
        raise EvidenceError(path.name, "cannot be read as Parquet. Export it again.") from None


def _as_text(column: pa.Array, title: str, name: str, done: int) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _as_text(column.dictionary_decode(), title, name, done)
    if pa.types.is_nested(kind):
        shown = [
            None if v is None else json.dumps(pruned(v), ensure_ascii=False, sort_keys=True) for v in column.to_pylist()
        ]
        return pa.array(shown, pa.string())
    if pa.types.is_timestamp(kind) or pa.types.is_date(kind):
        return _moment_text(column)
    if pa.types.is_floating(kind):
        return pc.replace_substring_regex(column.cast(pa.string()), r"\.0$", "")
    try:
        return column.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        row = done + 1 if len(column) else None
        problem = f"holds values of the type {kind}, which are no text. Export the column as text, or leave it out."
        raise EvidenceError(name, problem, row=row, column=title) from None


def _moment_text(column: pa.Array) -> pa.Array:
    """Return moments as ISO text; those with a zone in UTC."""
    if pa.types.is_timestamp(column.type) and column.type.tz:
        return pc.binary_join_element_wise(
            column.cast(pa.timestamp("us", "UTC"), safe=False).cast(pa.timestamp("us")).cast(pa.string()), "Z", ""
        )
    return column.cast(pa.timestamp("us"), safe=False).cast(pa.string())
