"""Parquet files of any size, opened so that only what is being read is in memory."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

_BUFFER = 1 << 20


def row_groups(path: Path) -> pq.ParquetFile:
    """Return a Parquet file to be read from its beginning to its end, piece by piece.

    Arrow would otherwise read ahead and keep every piece until the file is closed, and with it the whole file.
    """
    return pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
