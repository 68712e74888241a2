"""The demo's event log: every customer's life, with channel, day and hour."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from cjm_research.starters.journeys import life
from cjm_research.starters.sampling import pick
from cjm_research.starters.truth import EventsTruth, Truth

SCHEMA = pa.schema(
    [
        ("customer", pa.string()),
        ("at", pa.timestamp("us", tz="UTC")),
        ("event", pa.string()),
        ("channel", pa.string()),
        ("rider_type", pa.string()),
    ]
)


def events(truth: Truth, rng: np.random.Generator) -> pd.DataFrame:
    """Return the log in order of time.

    Returns
    -------
    pandas.DataFrame
        ``customer``, ``at`` (UTC, whole seconds), ``event``, ``channel``, ``rider_type``.
    """
    rows = []
    for number, persona in enumerate(pick(rng, truth.mix, truth.customers), start=1):
        start = _first_midnight(truth.events, rng)
        for hour, event in life(truth.events, str(persona), rng):
            at = start + timedelta(seconds=round(hour * 3600))
            rows.append((f"c{number:05}", at, event, str(persona)))
    table = pd.DataFrame(rows, columns=["customer", "at", "event", "persona"])
    table["channel"] = _channels(truth.events, table, rng)
    table["rider_type"] = table.pop("persona").map(truth.rider_types)
    return table.sort_values(["at", "customer"], kind="stable").reset_index(drop=True)


def parquet(table: pd.DataFrame) -> bytes:
    """Return the log as a Parquet file; the same log gives the same bytes."""
    out = io.BytesIO()
    columns = pa.Table.from_pandas(table, schema=SCHEMA, preserve_index=False).replace_schema_metadata(None)
    pq.write_table(columns, out, compression="zstd", compression_level=9)
    return out.getvalue()


def _first_midnight(planted: EventsTruth, rng: np.random.Generator) -> datetime:
    days = int(rng.integers((planted.last_first_day - planted.first_day).days + 1))
    day = planted.first_day + timedelta(days=days)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _channels(planted: EventsTruth, table: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Return the channel of each event: the usual weights, shifted to where this persona leans."""
    channel = pd.Series("", index=table.index, dtype=object)
    for (persona, event), rows in table.groupby(["persona", "event"]).groups.items():
        lean = planted.leans[str(persona)]
        weights = {name: weight * lean.get(name, 1) for name, weight in planted.channels[str(event)].items()}
        channel.loc[rows] = pick(rng, weights, len(rows))
    return channel
