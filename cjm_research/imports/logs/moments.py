"""Times as they stand in a log -> moments in UTC; a zone is declared or the log is refused, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs.date_order import DateOrder
from cjm_research.imports.logs.tally import Tally

NOT_A_TIME = np.iinfo(np.int64).min
_UTC = pa.timestamp("us", "UTC")
_CLOCK = r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
_WITH_OFFSET = rf"^{_CLOCK} ?(?:Z|z|UTC|[+-]\d{{2}}(?::?\d{{2}})?)$"
_NAIVE = rf"^(?:{_CLOCK}|\d{{4}}-\d{{2}}-\d{{2}})$"
_NUMBER = r"^\d{9,19}(?:\.\d+)?$"
_UNITS = ((10**11, "seconds", 10**6), (10**14, "milliseconds", 10**3), (10**17, "microseconds", 1))
_MICROSECONDS = {"seconds": 10**6, "milliseconds": 10**3, "microseconds": 1}
_Reader = Callable[[pa.Array, np.ndarray], np.ndarray]


class Clock:
    """Reads the times of one log.

    Parameters
    ----------
    name
        The file, for errors.
    column
        The column the times stand in.
    unit
        ``seconds``, ``milliseconds`` or ``microseconds`` where the format says so; numbers are otherwise read by their
        size, and the report says how.
    zone
        The zone of times that carry none, as told by a person.
    documented
        The zone of times that carry none, as the format documents it.
    date_format
        How to read times that are not ISO, such as ``%d/%m/%Y %H:%M``.
    wall
        Numbers count the seconds of the clock on the wall in ``zone``, as some tools export them.

    Examples
    --------
    >>> clock = Clock("log.csv", "when", Tally(), zone="Europe/Berlin")
    >>> clock.read(pa.array(["2026-05-01 12:30", "2026-05-01T12:30:00Z"]), np.array([2, 3]))[0].as_py().hour
    10
    >>> clock.described
    'Europe/Berlin, as told (1 time); Z, in the time itself (1 time)'
    """

    def __init__(
        self,
        name: str,
        column: str,
        tally: Tally,
        *,
        unit: str = "",
        zone: str = "",
        documented: str = "",
        date_format: str = "",
        wall: bool = False,
    ) -> None:
        self._name, self._column, self._tally, self._unit, self._wall = name, column, tally, unit, wall
        self._told, self._documented, self._format = zone, documented, date_format
        self._zone = self._known(zone or documented)
        self._seen: Counter[str] = Counter()
        self._order = DateOrder(self._refuse)
        if date_format and "%" not in date_format:
            self._refuse(None, f"cannot be read as '{date_format}'. Write a date format such as %d/%m/%Y %H:%M.")

    @property
    def described(self) -> str:
        """Which zones the times were in, and who says so."""
        counts = sorted(self._seen.items(), key=lambda pair: (-pair[1], pair[0]))
        return "; ".join(f"{zone} ({n:,} time{'' if n == 1 else 's'})" for zone, n in counts)

    def read(self, texts: pa.Array, rows: np.ndarray) -> pa.Array:
        """Return the moments in UTC; null where there is no time, or none that could be one moment."""
        texts = pc.utf8_trim_whitespace(pc.fill_null(texts, ""))
        out = np.full(len(texts), NOT_A_TIME, dtype=np.int64)
        left = pc.not_equal(texts, "").to_numpy(zero_copy_only=False)
        for pattern, reader in self._readers():
            mine = left & pc.match_substring_regex(texts, pattern).to_numpy(zero_copy_only=False) if pattern else left
            if mine.any():
                out[mine] = reader(texts.filter(pa.array(mine)), rows[mine])
            left = left & ~mine
        if left.any():
            self._puzzle(texts.filter(pa.array(left)).to_pylist(), rows[left])
        return pa.array(out.view("M8[us]"), pa.timestamp("us"), mask=out == NOT_A_TIME).cast(_UTC)

    def finish(self) -> None:
        """Refuse the log where its dates could not be read."""
        self._order.finish()

    def _readers(self) -> list[tuple[str, _Reader]]:
        if self._format:
            return [("", self._formatted)]
        if self._unit:
            return [(r"^\d{1,19}(?:\.\d+)?$", self._number)]
        return [(_WITH_OFFSET, self._offset), (_NAIVE, self._naive), (_NUMBER, self._number)]

    def _offset(self, texts: pa.Array, rows: np.ndarray) -> np.ndarray:
        texts = self._plain(texts, rows)
        texts = pc.replace_substring_regex(texts, r" ?(?:UTC|z)$", "Z")
        texts = pc.replace_substring_regex(texts, r" ([+-]\d{2}:?\d*)$", r"\1")
        zones = pc.value_counts(pc.replace_substring_regex(texts, r"^.{16,}?(Z|[+-]\d{2}(?::?\d{2})?)$", r"\1"))
        for pair in zones.to_pylist():
            self._seen[f"{pair['values']}, in the time itself"] += pair["counts"]
        return self._cast(texts, _UTC, rows)

    def _naive(self, texts: pa.Array, rows: np.ndarray) -> np.ndarray:
        self._need_zone(texts[0].as_py(), int(rows[0]))
        dates = pc.equal(pc.utf8_length(texts), 10).to_numpy(zero_copy_only=False)
        if dates.any():
            self._tally.coerce("date without a time of day read as midnight", rows[dates])
        return self._local(self._cast(self._plain(texts, rows), pa.timestamp("us"), rows), rows)

    def _number(self, texts: pa.Array, rows: np.ndarray) -> np.ndarray:
        whole = pc.replace_substring_regex(texts, r"\..*$", "").cast(pa.int64(), safe=False).to_numpy()
        numbers = texts.cast(pa.float64()).to_numpy()
        out = np.empty(len(texts), dtype=np.int64)
        for unit, factor, mine in self._by_size(whole):
            part = np.round((numbers[mine] - whole[mine]) * factor).astype(np.int64)
            out[mine] = whole[mine] * factor + part if factor else whole[mine] // 1000
            if not self._unit:
                self._tally.coerce(f"number read as {unit} since 1970, by its size", rows[mine])
        if self._wall and self._told:
            return self._local(out, rows)
        self._seen["UTC, by the format" if self._unit else "UTC, as numbers since 1970"] += len(out)
        return out

    def _by_size(self, whole: np.ndarray) -> list[tuple[str, int, np.ndarray]]:
        if self._unit:
            return [(self._unit, _MICROSECONDS[self._unit], np.ones(len(whole), dtype=bool))]
        found, below = [], np.zeros(len(whole), dtype=bool)
        for limit, unit, factor in (*_UNITS, (np.iinfo(np.int64).max, "nanoseconds", 0)):
            mine = (whole < limit) & ~below
            below |= mine
            if mine.any():
                found.append((unit, factor, mine))
        return found

    def _formatted(self, texts: pa.Array, rows: np.ndarray) -> np.ndarray:
        values = pd.Series(texts.to_pylist(), dtype="object")
        aware = "%z" in self._format
        try:
            moments = pd.to_datetime(values, format=self._format, errors="coerce", utc=aware)
        except (ValueError, TypeError):
            self._refuse(None, f"cannot be read as '{self._format}', which is no date format like %d/%m/%Y %H:%M.")
        bad = moments.isna().to_numpy()
        if bad.any():
            row = int(rows[bad.argmax()])
            self._refuse(row, f"holds '{values[bad].iloc[0]}', which does not follow the date format {self._format}.")
        if aware:
            self._seen["offset in the time itself"] += len(values)
            return _microseconds(moments.dt.tz_localize(None))
        self._need_zone(texts[0].as_py(), int(rows[0]))
        return self._local(_microseconds(moments), rows)

    def _local(self, naive: np.ndarray, rows: np.ndarray) -> np.ndarray:
        who = "as told" if self._told else "by the format"
        self._seen[f"{self._told or self._documented}, {who}"] += len(naive)
        if self._zone is None or self._zone.key == "UTC":
            return naive
        times = pd.DatetimeIndex(naive.view("M8[us]"))
        moments = times.tz_localize(self._zone, ambiguous="NaT", nonexistent="NaT")
        lost = moments.isna()
        if lost.any():
            twice = times[lost].tz_localize(self._zone, ambiguous="NaT", nonexistent="shift_forward").isna()
            zone, where = self._zone.key, rows[lost]
            self._tally.drop(f"time that does not exist in {zone}, where the clock was put forward", where[~twice])
            self._tally.drop(f"time that stands for two moments in {zone}, where the clock was put back", where[twice])
        return _microseconds(moments.tz_convert("UTC").tz_localize(None))

    def _plain(self, texts: pa.Array, rows: np.ndarray) -> pa.Array:
        texts = pc.replace_substring(texts, ",", ".")
        fine = pc.match_substring_regex(texts, r"\.\d{7,}").to_numpy(zero_copy_only=False)
        if fine.any():
            self._tally.coerce("time cut to microseconds", rows[fine])
            texts = pc.replace_substring_regex(texts, r"(\.\d{6})\d+", r"\1")
        return texts

    def _cast(self, texts: pa.Array, kind: pa.DataType, rows: np.ndarray) -> np.ndarray:
        try:
            found: np.ndarray = texts.cast(kind).cast(pa.int64()).to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            if len(texts) == 1:
                self._refuse(int(rows[0]), f"holds '{texts[0].as_py()}', which is no day and time of the calendar.")
            half = len(texts) // 2
            first = self._cast(texts[:half], kind, rows[:half])
            return np.concatenate([first, self._cast(texts[half:], kind, rows[half:])])
        return found

    def _need_zone(self, text: str, row: int) -> None:
        if self._zone is None:
            self._refuse(
                row,
                f"holds '{text}', a time without a zone. Say in which zone the log was written: "
                "--zone Europe/Berlin, or --zone UTC.",
            )

    def _known(self, zone: str) -> ZoneInfo | None:
        if not zone:
            return None
        try:
            return ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return self._refuse(None, f"cannot be read in the zone '{zone}'. Name one like Europe/Berlin, or UTC.")

    def _puzzle(self, texts: list[str], rows: np.ndarray) -> None:
        """Keep what may be dates whose order nobody said; refuse at once what is no date at all."""
        for text, row in zip(texts, rows.tolist(), strict=True):
            if self._unit or not self._order.takes(text, row):
                like = "a number" if self._unit else "a time like 2026-05-01T12:30:00Z"
                self._refuse(row, f"holds '{_short(text)}', which is not {like}.")

    def _refuse(self, row: int | None, problem: str) -> NoReturn:
        raise EvidenceError(self._name, problem, row=row, column=self._column)


def _microseconds(moments: pd.Series | pd.DatetimeIndex) -> np.ndarray:
    found: np.ndarray = moments.to_numpy().astype("M8[us]").view(np.int64)
    return found


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
