"""A frame of numbers in, a chart out. Charts compute nothing."""

from cjm_research.charts.grids import counts, heatmap, severity, spread
from cjm_research.charts.marks import bars, bullet, curves, intervals
from cjm_research.charts.theme import LAB_MIME, svg

__all__ = [
    "LAB_MIME",
    "bars",
    "bullet",
    "counts",
    "curves",
    "heatmap",
    "intervals",
    "severity",
    "spread",
    "svg",
]
