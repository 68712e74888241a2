"""The same questions as one writes them first: a query with windows for each, straight on the file."""

from __future__ import annotations

import duckdb
from work import FUNNEL, TOP, Work, edge

work = Work(["duckdb"])
connection = duckdb.connect(config={"threads": "2"})
connection.execute("set preserve_insertion_order = false")
log = f"read_parquet('{work.log}', file_row_number = true)"

with work.stage("edges and medians"):
    edges = connection.execute(
        'with pair as (select event, lead(event) over w as after, epoch_us(lead("at") over w) - epoch_us("at") as gap'
        f' from {log} window w as (partition by customer order by "at", file_row_number))'
        " select event, after, count(*), median(gap) / 1e6 from pair where after is not null group by 1, 2"
    ).fetchall()

with work.stage("top 50 variants"):
    variants = connection.execute(
        "with journey as (select customer, string_agg(event, '>' order by \"at\", file_row_number) as path"
        f" from {log} group by customer)"
        f" select path, count(*) as n from journey group by path order by n desc, path limit {TOP}"
    ).fetchall()

with work.stage("funnel"):
    placed = f'placed as (select customer, event, "at", file_row_number as place from {log} where event in {FUNNEL})'
    steps = [
        f"s0 as (select customer, min((\"at\", place)) as since from placed where event = '{FUNNEL[0]}' group by 1)"
    ]
    steps += [
        f's{k} as (select customer, min(("at", place)) as since from placed join s{k - 1} using (customer)'
        f" where event = '{step}' and (\"at\", place) > s{k - 1}.since group by 1)"
        for k, step in enumerate(FUNNEL)
        if k
    ]
    counts = ", ".join(f"(select count(*) from s{k})" for k in range(len(FUNNEL)))
    funnel = connection.execute(f"with {placed}, {', '.join(steps)} select {counts}").fetchall()

work.tell(edges=[edge(*row) for row in edges], variants=[list(row) for row in variants], funnel=list(funnel[0]))
