"""pandas, by somebody who knows it well: numbers for names, one shift over all, plain lists for the paths."""

from __future__ import annotations

import numpy as np
import pandas as pd
from work import FUNNEL, Work, edge, top

work = Work(["pandas", "pyarrow"])

with work.stage("load and sort"):
    log = pd.read_parquet(work.log, columns=["customer", "at", "event"])
    log = log.astype({"customer": "category", "event": "category"})
    log = log.sort_values(["customer", "at"], kind="stable", ignore_index=True)

with work.stage("edges and medians"):
    goes_on = log["customer"].cat.codes.diff().shift(-1).eq(0)
    pairs = pd.DataFrame({"event": log["event"], "after": log["event"].shift(-1), "gap": -log["at"].diff(-1)})[goes_on]
    edges = pairs.groupby(["event", "after"], observed=True)["gap"].agg(["size", "median"]).reset_index()

with work.stage("top 50 variants"):
    names, starts = log["event"].astype(object).tolist(), np.flatnonzero(log["customer"].cat.codes.diff().ne(0))
    ends = [*starts[1:].tolist(), len(names)]
    paths = pd.Series([">".join(names[first:last]) for first, last in zip(starts.tolist(), ends, strict=True)])
    variants = top(paths.value_counts().to_dict())

with work.stage("funnel"):
    funnel, since = [], pd.Series(dtype="int64")
    for place, step in enumerate(FUNNEL):
        rows = log[log["event"] == step]
        if place:
            rows = rows[rows.index > rows["customer"].map(since).astype("float64")]
        since = rows.reset_index().groupby("customer", observed=True)["index"].min()
        funnel.append(len(since))

found = [edge(a, z, n, gap.total_seconds()) for a, z, n, gap in edges.itertuples(index=False)]
work.tell(edges=found, variants=variants, funnel=funnel)
