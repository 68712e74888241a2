"""A log may be larger than memory: it is read piece by piece, and somebody is told how far it is."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from cjm_research.imports.leaving import without
from cjm_research.imports.logs import write_log
from cjm_research.imports.reading import Options
from cjm_research.imports.row_groups import row_groups

GROUPS, ROWS = 12, 50_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "log.parquet"
    start, writer = 1_700_000_000_000_000, None
    for group in range(GROUPS):
        number = np.arange(ROWS) + group * ROWS
        table = pa.table(
            {
                "user_id": [f"user-{n % 700:030d}" for n in number],
                "event": ["see"] * ROWS,
                "timestamp": pa.array(start + number * 1_000_000, pa.timestamp("us", "UTC")),
                "page": [f"/path/{n:030d}" for n in number],
            }
        )
        writer = writer or pq.ParquetWriter(path, table.schema, compression="none", use_dictionary=False)
        writer.write_table(table)
    assert writer is not None
    writer.close()
    return path


def test_what_was_read_of_a_log_does_not_stay_in_memory(large: Path) -> None:
    with row_groups(large) as file:
        before = pa.total_allocated_bytes()
        kept = [pa.total_allocated_bytes() - before for _ in file.iter_batches(batch_size=ROWS)]
    assert len(kept) == GROUPS
    assert max(kept) < large.stat().st_size / 3


def test_an_import_tells_how_far_it_is_once_per_batch_up_to_the_end(large: Path, tmp_path: Path) -> None:
    told: list[int] = []
    kept: list[int] = []
    before = pa.total_allocated_bytes()

    def progress(read: int) -> None:
        told.append(read)
        kept.append(pa.total_allocated_bytes() - before)

    reading = write_log(large, Options(), tmp_path / "out.parquet", progress)
    assert (reading.report.rows_in, reading.n) == (GROUPS * ROWS, 700)
    assert told == [large.stat().st_size * batch // GROUPS for batch in range(1, GROUPS + 1)]
    assert max(kept) < large.stat().st_size / 2


def test_a_person_leaves_a_large_log_piece_by_piece_and_all_others_stay_in_their_order(
    large: Path, tmp_path: Path
) -> None:
    who, before = f"user-{7:030d}", pa.default_memory_pool()
    watched = pa.proxy_memory_pool(before)
    pa.set_memory_pool(watched)
    try:
        left = without(large, "user_id", {who, "p-0"}, tmp_path / "aside.parquet")
    finally:
        pa.set_memory_pool(before)
    assert left is not None
    assert (left.rows, left.people, left.content) == (858, 1, tmp_path / "aside.parquet")
    assert watched.max_memory() < large.stat().st_size / 2
    whole, kept = pq.read_table(large), pq.read_table(tmp_path / "aside.parquet")
    assert kept.equals(whole.filter(pc.not_equal(whole["user_id"], who)))


def test_a_log_without_the_person_is_not_written_anew(large: Path, tmp_path: Path) -> None:
    assert without(large, "user_id", {"nobody"}, tmp_path / "aside.parquet") is None
    assert without(large, "no such column", {"nobody"}, tmp_path / "aside.parquet") is None
    assert not list(tmp_path.iterdir())
