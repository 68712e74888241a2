"""Tables -> numbers with base and interval."""

from cjm_research.analysis import journeys
from cjm_research.analysis.attributes import Distribution, describe, how_often
from cjm_research.analysis.emotion import METHOD as EMOTION_METHOD
from cjm_research.analysis.emotion import phase_emotion
from cjm_research.analysis.estimate import Estimate, mean, net, share, unavailable, withheld
from cjm_research.analysis.family import FAMILY_METHOD, adjusted
from cjm_research.analysis.metrics import METHODS, lowest_boxes, measure
from cjm_research.analysis.segments import members

__all__ = [
    "EMOTION_METHOD",
    "FAMILY_METHOD",
    "METHODS",
    "Distribution",
    "Estimate",
    "adjusted",
    "describe",
    "how_often",
    "journeys",
    "lowest_boxes",
    "mean",
    "measure",
    "members",
    "net",
    "phase_emotion",
    "share",
    "unavailable",
    "withheld",
]
