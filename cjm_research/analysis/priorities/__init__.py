"""What to do first: scores with their formulas, how safe their order is, what customers want, and kinds of features."""

from cjm_research.analysis.priorities.kano import (
    KANO_METHOD,
    KANO_NAMES,
    KINDS,
    KanoFeature,
    classify,
    coefficients,
    kano,
    kinds,
)
from cjm_research.analysis.priorities.ranking import RANKING_METHOD, ranking
from cjm_research.analysis.priorities.resampling import DRAWS, resampled
from cjm_research.analysis.priorities.scores import (
    FORMULAS,
    SCORE_METHOD,
    Criterion,
    drawn_scores,
    numbers_of,
    score,
    uncertain,
)
from cjm_research.analysis.priorities.ulwick import (
    BANDS,
    ULWICK_METHOD,
    Outcome,
    band,
    outcome_score,
    top_boxes,
    ulwick,
)

__all__ = [
    "BANDS",
    "DRAWS",
    "FORMULAS",
    "KANO_METHOD",
    "KANO_NAMES",
    "KINDS",
    "RANKING_METHOD",
    "SCORE_METHOD",
    "ULWICK_METHOD",
    "Criterion",
    "KanoFeature",
    "Outcome",
    "band",
    "classify",
    "coefficients",
    "drawn_scores",
    "kano",
    "kinds",
    "numbers_of",
    "outcome_score",
    "ranking",
    "resampled",
    "score",
    "top_boxes",
    "ulwick",
    "uncertain",
]
