"""pm4py: the functions its manual names for each question. It has no ordered funnel."""

from __future__ import annotations

import pandas as pd
import pm4py
from work import Work, edge, top

work = Work(["pm4py", "pandas"])
roles = {"case_id": "customer", "activity_key": "event", "timestamp_key": "at"}

with work.stage("load"):
    log = pd.read_parquet(work.log, columns=["customer", "at", "event"])
with work.stage("format"):
    log = pm4py.format_dataframe(log, **roles)
with work.stage("edges"):
    counts, _, _ = pm4py.discover_dfg(log)
with work.stage("medians"):
    medians, _, _ = pm4py.discover_performance_dfg(log, perf_aggregation_key="median")
with work.stage("top 50 variants"):
    variants = top({">".join(path): count for path, count in pm4py.get_variants(log).items()})

edges = [edge(a, z, n, medians[a, z]) for (a, z), n in counts.items()]
work.tell(edges=edges, variants=variants, funnel=None)
