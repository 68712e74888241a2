"""Event logs: GA4, Amplitude, Mixpanel, XES, OCEL 2.0 and tables with customer, time and event -> one tidy table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cjm_research.errors import EvidenceError
from cjm_research.imports.logs.deidentify import Open, Shield
from cjm_research.imports.logs.detect import VENDORS, layout_of
from cjm_research.imports.logs.writer import LogWriter
from cjm_research.imports.reading import ImportReport, Options, Reading
from cjm_research.imports.row_groups import row_groups
from cjm_research.study import Columns

__all__ = ["COLUMNS", "VENDORS", "read_log", "span", "write_log"]

COLUMNS = Columns(participant="customer", at="at", event="event", channel="channel")
_SHOWN = 200


def read_log(path: Path, options: Options | None = None) -> Reading:
    """Return a whole event log, for logs that fit into memory. Personal data is still in it.

    Returns
    -------
    Reading
        ``table`` has ``customer`` (text), ``at`` (UTC), ``event`` (text), ``channel`` (text or ''), then the attributes
        as text, in the order of the log.

    Raises
    ------
    EvidenceError
        With row and column: another kind of file, a broken one, times without a zone, roles nobody can tell.
    """
    with TemporaryDirectory(prefix="cjm-log-") as folder:
        target = Path(folder) / "log.parquet"
        report, customers, unit = _written(path, options or Options(), target, _nobody, Open())
        table = pq.read_table(target).to_pandas()
    return Reading(table, COLUMNS, report, customers, unit)


def write_log(
    path: Path,
    options: Options,
    target: Path,
    progress: Callable[[int], None] | None = None,
    *,
    names: tuple[str, ...] = (),
    pseudonym: Callable[[str], str] | None = None,
    everyone: bool = False,
) -> Reading:
    """Write an event log of any size to a Parquet file, without personal data as far as headings and patterns tell.

    The file is written whole or not at all. The table of the reading holds only the first 200 events, then the earliest
    and the latest of all where they are not among them.

    Parameters
    ----------
    path
        The log as it was exported.
    options
        What a person tells about it.
    target
        The Parquet file to write.
    progress
        Is told again and again how many bytes were read; of a packed log, how many unpacked bytes.
    names
        The study's list of names, masked wherever they stand.
    pseudonym
        What makes a pseudonym of the id of a customer where ids are addresses or names; without it they are numbered.
    everyone
        Give every customer a pseudonym.
    """
    shield = Shield(keep=options.keep_personal, names=names, pseudonym=pseudonym, everyone=everyone)
    report, customers, unit = _written(path, options, target, progress or _nobody, shield)
    return Reading(_shown(target), COLUMNS, report, customers, unit)


def span(target: Path) -> tuple[date, date]:
    """Return the first and the last day (UTC) of a written log."""
    ends = pc.min_max(pq.read_table(target, columns=["at"])["at"]).as_py()
    return ends["min"].date(), ends["max"].date()


def _written(
    path: Path, options: Options, target: Path, progress: Callable[[int], None], shield: Shield
) -> tuple[ImportReport, int, str]:
    if not path.is_file():
        raise EvidenceError(path.name, "is not there. Name a file.")
    if not path.stat().st_size:
        raise EvidenceError(path.name, "is empty.")
    with TemporaryDirectory(dir=target.parent, prefix=".log-") as aside:
        folder = Path(aside)
        with layout_of(path, options, progress, folder) as layout:
            writer = LogWriter(path.name, layout, options, folder, shield)
            try:
                for rows, batch in layout.batches:
                    writer.add(rows, batch)
                return writer.finish(target), writer.customers, layout.who
            finally:
                writer.discard()


def _shown(target: Path) -> pd.DataFrame:
    at = pq.read_table(target, columns=["at"])["at"].cast(pa.int64()).to_numpy()
    wanted = sorted({*range(min(_SHOWN, len(at))), int(at.argmin()), int(at.argmax())})
    parts, start = [], 0
    with row_groups(target) as file:
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            mine = [row - start for row in wanted if start <= row < start + size]
            if mine:
                parts.append(file.read_row_group(group).take(mine))
            start += size
    return pa.concat_tables(parts).to_pandas()


def _nobody(read: int) -> None:
    del read
