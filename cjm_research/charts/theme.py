"""One look for all charts, drawn without a network: colours, type, and chart -> SVG."""

from __future__ import annotations

import json
from typing import Any

import altair as alt
import vl_convert

from cjm_research.charts.letters import FAMILY, FOLDER, StandIns, shortened
from cjm_research.charts.outlines import outlined

INK, GREY, LINE, PAPER = "#17202a", "#55606b", "#d5dae0", "#ffffff"
GOOD, BAD, NEUTRAL = "#0b62a8", "#b4500c", "#6b7682"
PERSONAS = ("#0b62a8", "#b4500c", "#00735a", "#76468f", "#7d6300", "#4a5560")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
DIVERGING = ("#b4500c", "#e9a26a", "#f3f1ee", "#7fb2dc", "#0b62a8")
SEQUENTIAL = ("#f2f5f8", "#8fb8da", "#0b4f8a")
WIDTH = 640

Chart = alt.LayerChart | alt.FacetChart | alt.VConcatChart | alt.HConcatChart
"""What the functions of this room return."""

_LITE = "https://vega.github.io/schema/vega-lite/v5.6.1.json"
LAB_MIME = "application/vnd.vegalite.v5+json"

FONTS = f"{FAMILY}, Inter, Arial, Helvetica, sans-serif"
vl_convert.register_font_directory(str(FOLDER))


@alt.theme.register("cjm", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    label: Any = {
        "labelColor": GREY,
        "titleColor": INK,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    config: Any = {
        "font": FONTS,
        "background": PAPER,
        "view": {"stroke": None},
        "axis": {
            **label,
            "gridColor": LINE,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
            "labelLimit": 260,
        },
        "legend": {**label, "orient": "top", "labelLimit": 220, "titleLimit": 420},
        "header": {**label, "labelFontSize": 13},
        "text": {"color": INK, "fontSize": 12},
        "range": {"category": list(PERSONAS), "diverging": list(DIVERGING)},
    }
    return alt.theme.ThemeConfig(config=config)


def svg(chart: alt.TopLevelMixin) -> str:
    """Return the chart as an SVG drawing, or a sentence on why there is none; nothing is fetched from anywhere."""
    return _drawn(chart.to_dict())


def _drawn(spec: dict[str, Any]) -> str:
    stand_ins = StandIns()
    config = {**spec.get("config", {}), "aria": False}  # an image speaks through its text alternative
    legible = json.dumps(stand_ins.put(spec | {"config": config}))
    try:
        drawing = vl_convert.vegalite_to_svg(legible, allowed_base_urls=[])
    except ValueError as error:  # a picture less is no reason to stop a notebook that has the numbers as well
        why = shortened(" ".join(str(error).split()), 500)
        return f"This chart could not be drawn; its numbers are in the table. The renderer said: {why}"
    return outlined(str(drawing), stand_ins)


def _for_lab(spec: dict[str, Any]) -> dict[str, Any]:
    """Show a researcher's own chart offline: a specification JupyterLab can draw itself, and the SVG for all others."""
    drawing = _drawn(spec)
    still = {"image/svg+xml": drawing, "text/plain": "chart"} if drawing.startswith("<svg") else {"text/plain": drawing}
    return {LAB_MIME: {**spec, "$schema": _LITE}, **still}


alt.renderers.register("cjm", _for_lab)
alt.renderers.enable("cjm")


def ink_on(share: float) -> str:
    """Return the text colour that can be read on the diverging scale at ``share`` of its range.

    Examples
    --------
    >>> ink_on(0.5) == INK, ink_on(0.0) == PAPER
    (True, True)
    """
    return PAPER if share < 0.13 or share > 0.87 else INK
