"""What people say in their own words: themes counted in people, and what a study's own labels can teach."""

from cjm_research.analysis.feedback.learning import LEAST_LABELS
from cjm_research.analysis.feedback.matrix import matrix, withheld_cells
from cjm_research.analysis.feedback.sentiment import SENTIMENT_METHOD, Mood, mood, ranked
from cjm_research.analysis.feedback.suggest import SUGGEST_METHOD, Suggester, candidates, suggester, suggestions
from cjm_research.analysis.feedback.themes import THEMES_METHOD, themes, uncovered

__all__ = [
    "LEAST_LABELS",
    "SENTIMENT_METHOD",
    "SUGGEST_METHOD",
    "THEMES_METHOD",
    "Mood",
    "Suggester",
    "candidates",
    "matrix",
    "mood",
    "ranked",
    "suggester",
    "suggestions",
    "themes",
    "uncovered",
    "withheld_cells",
]
