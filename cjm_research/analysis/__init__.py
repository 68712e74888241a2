"""Tables -> numbers with base and interval.

A name is fetched when it is asked for: a log is opened and counted before pandas would be imported.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cjm_research.analysis import journeys

if TYPE_CHECKING:
    from cjm_research.analysis import personas
    from cjm_research.analysis.attributes import Distribution, describe, how_often
    from cjm_research.analysis.emotion import EMOTION_METHOD, EMOTION_METHODS, phase_emotion
    from cjm_research.analysis.estimate import Estimate, mean, share, unavailable, withheld
    from cjm_research.analysis.family import FAMILY_METHOD, adjusted
    from cjm_research.analysis.metrics import METHODS, lowest_boxes, measure, method_of, unit_of
    from cjm_research.analysis.nps import net
    from cjm_research.analysis.segments import members
    from cjm_research.analysis.waves import rounds

__all__ = [
    "EMOTION_METHOD",
    "EMOTION_METHODS",
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

_HOMES = {
    "attributes": ("Distribution", "describe", "how_often"),
    "emotion": ("EMOTION_METHOD", "EMOTION_METHODS", "phase_emotion"),
    "estimate": ("Estimate", "mean", "share", "unavailable", "withheld"),
    "family": ("FAMILY_METHOD", "adjusted"),
    "metrics": ("METHODS", "lowest_boxes", "measure", "method_of", "unit_of"),
    "nps": ("net",),
    "segments": ("members",),
    "waves": ("rounds",),
}


def __getattr__(name: str) -> Any:
    if name == "personas":
        return import_module(f"{__name__}.personas")
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
