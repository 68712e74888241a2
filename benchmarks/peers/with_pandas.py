"""pandas, as most write it: sort once, shift within each customer, group, join."""

from __future__ import annotations

import pandas as pd
from work import FUNNEL, Work, edge, top

work = Work(["pandas", "pyarrow"])

with work.stage("load and sort"):
    log = pd.read_parquet(work.log, columns=["customer", "at", "event"])
    log = log.sort_values(["customer", "at"], kind="stable", ignore_index=True)

with work.stage("edges and medians"):
    journeys = log.groupby("customer")
    after = log.assign(after=journeys["event"].shift(-1), gap=journeys["at"].shift(-1) - log["at"])
    edges = after.dropna(subset="after").groupby(["event", "after"])["gap"].agg(["size", "median"]).reset_index()

with work.stage("top 50 variants"):
    variants = top(log.groupby("customer")["event"].agg(">".join).value_counts().to_dict())

with work.stage("funnel"):
    funnel, since = [], pd.Series(dtype="int64")
    for place, step in enumerate(FUNNEL):
        rows = log[log["event"] == step]
        if place:
            rows = rows[rows.index > rows["customer"].map(since)]
        since = rows.reset_index().groupby("customer")["index"].min()
        funnel.append(len(since))

found = [edge(a, z, n, gap.total_seconds()) for a, z, n, gap in edges.itertuples(index=False)]
work.tell(edges=found, variants=variants, funnel=funnel)
