"""A frame of numbers in, a chart out. Charts compute nothing."""

from cjm_research.charts.coding import agreement, calibration, saturation
from cjm_research.charts.conformance import conformance
from cjm_research.charts.contribution import contribution
from cjm_research.charts.differences import differences
from cjm_research.charts.dwell import dwell
from cjm_research.charts.emotion_curve import emotion_curve
from cjm_research.charts.flow import flow
from cjm_research.charts.funnel import funnel
from cjm_research.charts.grids import counts, heatmap, severity, spread
from cjm_research.charts.kano import kano
from cjm_research.charts.marks import bars, bullet, curves, intervals
from cjm_research.charts.opportunity_landscape import opportunity_landscape
from cjm_research.charts.path_tree import path_tree
from cjm_research.charts.ranks import ranks, value_effort
from cjm_research.charts.stability import stability
from cjm_research.charts.survival import survival
from cjm_research.charts.theme import LAB_MIME, Chart, svg
from cjm_research.charts.transitions import transitions
from cjm_research.charts.trends import below, trends
from cjm_research.charts.variants import variants

__all__ = [
    "LAB_MIME",
    "Chart",
    "agreement",
    "bars",
    "below",
    "bullet",
    "calibration",
    "conformance",
    "contribution",
    "counts",
    "curves",
    "differences",
    "dwell",
    "emotion_curve",
    "flow",
    "funnel",
    "heatmap",
    "intervals",
    "kano",
    "opportunity_landscape",
    "path_tree",
    "ranks",
    "saturation",
    "severity",
    "spread",
    "stability",
    "survival",
    "svg",
    "transitions",
    "trends",
    "value_effort",
    "variants",
]
