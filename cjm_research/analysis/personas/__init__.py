"""Personas from data: are there stable groups in the answers, what tells them apart, and who belongs to which."""

from cjm_research.analysis.personas.asking import models_to_try
from cjm_research.analysis.personas.differences import DIFFERENCES_METHOD, differences
from cjm_research.analysis.personas.distinctness import (
    ALIKE,
    DISTINCTNESS_METHOD,
    Answers,
    answers_of,
    distances,
    distinctness,
)
from cjm_research.analysis.personas.features import FEATURES_METHOD, Features, features
from cjm_research.analysis.personas.model import ASSIGN_METHOD, assign, coverage, group_of, kept, search_of
from cjm_research.analysis.personas.refits import Effort
from cjm_research.analysis.personas.stability import (
    DOES_NOT_RETURN,
    LEAST_PEOPLE,
    LEAST_SHARE,
    NOT_BEYOND_CHANCE,
    TOO_SMALL,
    Progress,
    Proposal,
    gate_method,
    passes,
    propose,
    reasons,
)
from cjm_research.analysis.personas.targets import TARGETS_METHOD, factors, targets

__all__ = [
    "ALIKE",
    "ASSIGN_METHOD",
    "DIFFERENCES_METHOD",
    "DISTINCTNESS_METHOD",
    "DOES_NOT_RETURN",
    "FEATURES_METHOD",
    "LEAST_PEOPLE",
    "LEAST_SHARE",
    "NOT_BEYOND_CHANCE",
    "TARGETS_METHOD",
    "TOO_SMALL",
    "Answers",
    "Effort",
    "Features",
    "Progress",
    "Proposal",
    "answers_of",
    "assign",
    "coverage",
    "differences",
    "distances",
    "distinctness",
    "factors",
    "features",
    "gate_method",
    "group_of",
    "kept",
    "models_to_try",
    "passes",
    "propose",
    "reasons",
    "search_of",
    "targets",
]
