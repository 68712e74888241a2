"""The floor: read three columns and group them by customer, no more. Nothing that reads each event can cost less."""

from __future__ import annotations

import duckdb
from work import Work

work = Work(["duckdb"])
with work.stage("decode and group"):
    connection = duckdb.connect(config={"threads": "2"})
    connection.execute("set preserve_insertion_order = false")
    connection.execute(
        "select count(*), sum(h), max(n) from"
        ' (select customer, count(*) n, bit_xor(epoch_us("at")) ^ bit_xor(hash(event)) h'
        f" from read_parquet('{work.log}') group by customer)"
    ).fetchall()
work.tell()
