"""A frame of numbers in, a chart out. Charts compute nothing."""

# ruff: noqa: E402

import sys

# Altair's validator compiles a grammar of international web addresses while it is imported: half the start of a notebook,
# for a check that no chart uses. Absent, the validator goes on without it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

from cjm_research.charts.coding import agreement, calibration, saturation
from cjm_research.charts.emotion_curve import emotion_curve
from cjm_research.charts.grids import counts, heatmap, severity, spread
from cjm_research.charts.kano import kano
from cjm_research.charts.marks import bars, bullet, curves, intervals
from cjm_research.charts.opportunity_landscape import opportunity_landscape
from cjm_research.charts.ranks import ranks, value_effort
from cjm_research.charts.stability import stability
from cjm_research.charts.theme import LAB_MIME, Chart, svg
from cjm_research.charts.trends import below, trends

__all__ = [
    "LAB_MIME",
    "Chart",
    "agreement",
    "bars",
    "below",
    "bullet",
    "calibration",
    "counts",
    "curves",
    "emotion_curve",
    "heatmap",
    "intervals",
    "kano",
    "opportunity_landscape",
    "ranks",
    "saturation",
    "severity",
    "spread",
    "stability",
    "svg",
    "trends",
    "value_effort",
]
