"""polars, lazy: one sort by customer and time, windows over it, lists for the variants."""

import os

os.environ.setdefault("POLARS_MAX_THREADS", "2")
import polars as pl
from work import FUNNEL, TOP, Work, edge

work = Work(["polars"])
customer, event, at = pl.col("customer"), pl.col("event"), pl.col("at")

with work.stage("load and sort"):
    names = pl.Enum(pl.scan_parquet(work.log).select(event.unique().sort()).collect()["event"])
    log = (
        pl.scan_parquet(work.log)
        .select(customer, at, event.cast(names))
        .sort("customer", "at", maintain_order=True)
        .collect()
        .lazy()
    )

with work.stage("edges and medians"):
    edges = (
        log.with_columns(after=event.shift(-1), gap=at.shift(-1) - at, next=customer.shift(-1))
        .filter(pl.col("next") == customer)
        .group_by("event", "after")
        .agg(n=pl.len(), gap=pl.col("gap").dt.total_microseconds().median() / 1e6)
        .collect()
    )

with work.stage("top 50 variants"):
    variants = (
        log.group_by("customer", maintain_order=True)
        .agg(path=event.cast(pl.String))
        .group_by(pl.col("path").list.join(">"))
        .agg(n=pl.len())
        .sort("n", "path", descending=[True, False])
        .head(TOP)
        .collect()
    )

with work.stage("funnel"):
    placed, since, funnel = log.with_row_index("place").filter(event.is_in(FUNNEL)).collect(), None, []
    for step in FUNNEL:
        rows = placed.filter(event == step)
        if since is not None:
            rows = rows.join(since, on="customer").filter(pl.col("place") > pl.col("since"))
        since = rows.group_by("customer").agg(since=pl.col("place").min())
        funnel.append(since.height)

work.tell(edges=[edge(*row) for row in edges.rows()], variants=[list(row) for row in variants.rows()], funnel=funnel)
