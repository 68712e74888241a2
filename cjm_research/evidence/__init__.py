"""The files of a study's evidence as tables."""

from cjm_research.evidence.events import event_log, log_place
from cjm_research.evidence.places import Place, place_of
from cjm_research.evidence.quotes import quotes
from cjm_research.evidence.table import table

__all__ = ["Place", "event_log", "log_place", "place_of", "quotes", "table"]
