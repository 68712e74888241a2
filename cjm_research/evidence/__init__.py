"""The files of a study's evidence as tables."""

from cjm_research.evidence.events import event_log, log_place
from cjm_research.evidence.quotes import quotes
from cjm_research.evidence.table import table

__all__ = ["event_log", "log_place", "quotes", "table"]
