"""An event log with its roles: who, when, what, through which channel."""

from __future__ import annotations

import pandas as pd

from cjm_research.errors import EvidenceError
from cjm_research.evidence.table import table
from cjm_research.study import Study


def event_log(study: Study, source: str) -> pd.DataFrame:
    """Return the events of a source in the order of the log.

    Returns
    -------
    pandas.DataFrame
        ``customer`` (text), ``at`` (UTC), ``event`` (text), ``channel`` (text or ''), ``row`` (place in the log, from 0),
        then the other columns of the file under their own names.
    """
    rows, roles = table(study, source), study.source(source).columns
    name = f"evidence/{study.source(source).file}"
    for role in ("participant", "at", "event"):
        column = getattr(roles, role)
        if not column or column not in rows:
            raise EvidenceError(
                name,
                f"has no column for {role}. Name it under 'columns:' in sources.yaml. There is: {', '.join(rows)}.",
            )
    renamed = rows.rename(columns={roles.participant: "customer", roles.at: "at", roles.event: "event"})
    renamed["channel"] = rows[roles.channel] if roles.channel else ""
    renamed["at"] = _moments(renamed["at"], name, roles.at)
    return renamed.assign(row=range(len(renamed)))


def _moments(values: pd.Series, name: str, column: str) -> pd.Series:
    moments = pd.to_datetime(values, utc=True, errors="coerce", format=None if values.dtype.kind == "M" else "ISO8601")
    if moments.isna().any():
        row = int(moments.isna().to_numpy().argmax())
        raise EvidenceError(
            name, f"holds '{values.iloc[row]}', which is no date and time like 2026-05-01T12:30:00Z.",
            row=row + 2, column=column,
        )  # fmt: skip
    return moments
