"""Tables -> numbers with base and interval."""

from cjm_research.analysis import journeys, personas
from cjm_research.analysis.attributes import Distribution, describe
from cjm_research.analysis.emotion import EMOTION_METHOD, EMOTION_METHODS, phase_emotion
from cjm_research.analysis.estimate import Estimate, mean, net, share, unavailable, withheld
from cjm_research.analysis.metrics import METHODS, lowest_boxes, measure, method_of, unit_of
from cjm_research.analysis.segments import members
from cjm_research.analysis.suppression import kept_back
from cjm_research.analysis.waves import rounds

__all__ = [
    "EMOTION_METHOD",
    "EMOTION_METHODS",
    "METHODS",
    "Distribution",
    "Estimate",
    "describe",
    "journeys",
    "kept_back",
    "lowest_boxes",
    "mean",
    "measure",
    "members",
    "method_of",
    "net",
    "personas",
    "phase_emotion",
    "rounds",
    "share",
    "unavailable",
    "unit_of",
    "withheld",
]
