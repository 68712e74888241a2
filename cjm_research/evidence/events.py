"""An event log with its roles: who, when, what, through which channel."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cjm_research.errors import EvidenceError
from cjm_research.evidence.table import Stored, require, stored, table
from cjm_research.study import Study


def event_log(study: Study, source: str) -> pd.DataFrame:
    """Return the events of a source in the order of the log; a time without a zone counts as UTC.

    Returns
    -------
    pandas.DataFrame
        ``customer`` (text), ``at`` (UTC), ``event`` (text), ``channel`` (text or ''), ``row`` (place in the log, from
        0), then the other columns of the file under their own names.
    """
    rows, roles = table(study, source), study.source(source).columns
    name = f"evidence/{study.source(source).file}"
    for role in ("participant", "at", "event"):
        require(rows, getattr(roles, role), role, name)
    if roles.channel:
        require(rows, roles.channel, "channel", name)
    given = {"customer": roles.participant, "at": roles.at, "event": roles.event, "channel": roles.channel, "row": ""}
    for ours, column in given.items():
        if ours in rows and ours != column:
            raise EvidenceError(
                name,
                "has a name that this log needs for another column. Rename it in the file, or give it that role "
                "under 'columns:' in sources.yaml.",
                column=ours,
            )
    log = rows.rename(columns={roles.participant: "customer", roles.at: "at", roles.event: "event"})
    log["customer"] = _filled(log["customer"], name, roles.participant)
    log["event"] = _filled(log["event"], name, roles.event)
    log["channel"] = rows[roles.channel].astype("str").fillna("") if roles.channel else ""
    log["at"] = _moments(log["at"], name, roles.at)
    return log.assign(row=range(len(log)))


def _filled(values: pd.Series, name: str, column: str) -> pd.Series:
    texts = values.astype("str").fillna("")
    blank = (texts.str.strip() == "").to_numpy()
    if blank.any():
        row = int(blank.argmax()) + 2
        problem = "is blank, so nobody can tell whose event this is, or which. Complete the row or remove it."
        raise EvidenceError(name, problem, row=row, column=column)
    return texts


def _moments(values: pd.Series, name: str, column: str) -> pd.Series:
    if values.dtype.kind == "M":
        moments = pd.to_datetime(values, utc=True)
    else:
        moments = pd.to_datetime(values.astype("str"), utc=True, errors="coerce", format="ISO8601")
    if moments.isna().any():
        row = int(moments.isna().to_numpy().argmax())
        raise EvidenceError(
            name,
            f"holds '{values.iloc[row]}', which is no date and time like 2026-05-01T12:30:00Z.",
            row=row + 2,
            column=column,
        )
    return moments


def log_place(study: Study, source: str) -> Path | str:
    """Return where the events of a source can be counted: its table, Parquet file, or a checked copy of a CSV."""
    about = study.source(source)
    if about.table:
        return about.table
    file = stored(study, source)
    return file.path if _holds_moments(file.path, about.columns.at) else _copied(file, study, source)


def _holds_moments(path: Path, column: str) -> bool:
    if path.suffix.lower() != ".parquet":
        return False
    try:
        kinds = pq.read_schema(path)
    except (OSError, pa.ArrowException):
        return True  # let the engine say so
    return column not in kinds.names or pa.types.is_timestamp(kinds.field(column).type)


_COPIES: dict[tuple[Stored, str], Path] = {}


def _copied(file: Stored, study: Study, source: str) -> Path:
    roles = study.source(source).columns
    key = (file, roles.model_dump_json())
    if key not in _COPIES:
        log = event_log(study, source).drop(columns="row")
        ours = {"customer": roles.participant, "at": roles.at, "event": roles.event, "channel": roles.channel}
        named = log.rename(columns={name: column for name, column in ours.items() if column})
        folder = Path(tempfile.mkdtemp(prefix="cjm-log-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        _COPIES[key] = folder / "log.parquet"
        named.to_parquet(_COPIES[key], index=False)
    return _COPIES[key]
