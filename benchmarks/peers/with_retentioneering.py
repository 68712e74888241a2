"""retentioneering 5: an eventstream, two transition matrices, a funnel. It has no list of variants."""

from __future__ import annotations

import pandas as pd
from retentioneering.eventstream.eventstream import Eventstream
from retentioneering.tools.funnel import Funnel
from retentioneering.tools.transition_matrix import TransitionMatrix
from work import FUNNEL, Work, edge

work = Work(["retentioneering", "duckdb", "pandas"])

with work.stage("load"):
    log = pd.read_parquet(work.log, columns=["customer", "at", "event"])
with work.stage("eventstream"):
    stream = Eventstream(log, {"path_cols": ["customer"], "event_col": "event", "timestamp_col": "at"})
with work.stage("edges"):
    counts = TransitionMatrix(stream).fit("count")
with work.stage("medians"):
    medians = TransitionMatrix(stream).fit("time_median")
with work.stage("funnel"):
    funnel = [step["unique_paths"] for step in Funnel(stream).fit(list(FUNNEL))["steps"]]

names = [name for name in counts.index if name not in ("path_start", "path_end")]
edges = [
    edge(a, z, counts.loc[a, z], medians.loc[a, z].total_seconds()) for a in names for z in names if counts.loc[a, z]
]
work.tell(edges=edges, variants=None, funnel=funnel)
