"""Journey analytics: the one door to SQL."""

from cjm_research.analysis.journeys.funnel import (
    FUNNEL_METHOD,
    classification,
    conversion,
    customers_classified,
    funnel,
)
from cjm_research.analysis.journeys.journeys import EVERYBODY, Base, Group, Item, Journeys
from cjm_research.analysis.journeys.log import CAP, Level, Log, log_of
from cjm_research.analysis.journeys.opening import open_log

__all__ = [
    "CAP",
    "EVERYBODY",
    "FUNNEL_METHOD",
    "Base",
    "Group",
    "Item",
    "Journeys",
    "Level",
    "Log",
    "classification",
    "conversion",
    "customers_classified",
    "funnel",
    "log_of",
    "open_log",
]
