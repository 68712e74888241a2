"""The journey map of one persona: from study and numbers to a map, and its drawing."""

from cjm_research.journey_map.build import build
from cjm_research.journey_map.drawing import css, html, meter, sparkline
from cjm_research.journey_map.levels import MEANING, mark
from cjm_research.journey_map.model import Card, EmotionPoint, JourneyMap, MapLane, MapPhase

__all__ = [
    "MEANING",
    "Card",
    "EmotionPoint",
    "JourneyMap",
    "MapLane",
    "MapPhase",
    "build",
    "css",
    "html",
    "mark",
    "meter",
    "sparkline",
]
