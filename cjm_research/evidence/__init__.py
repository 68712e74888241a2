"""The files of a study's evidence as tables."""

from cjm_research.evidence.codings import codings, passages
from cjm_research.evidence.events import event_log, log_place
from cjm_research.evidence.places import Place, place_of
from cjm_research.evidence.quotes import quotes
from cjm_research.evidence.table import table
from cjm_research.evidence.texts import mentions, texts

__all__ = ["Place", "codings", "event_log", "log_place", "mentions", "passages", "place_of", "quotes", "table", "texts"]
