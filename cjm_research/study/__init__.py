"""What a study is: frozen models, one file per part of the method."""

from cjm_research.study.about import DEFAULT_LANES, About, Lane, Scale, Thresholds, Wave
from cjm_research.study.codes import Code, branches
from cjm_research.study.journeys import Contact, Feeling, Journey, Scenario, Step
from cjm_research.study.metrics import Filter, Metric, MetricKind
from cjm_research.study.objectives import Objective
from cjm_research.study.obstacles import Insight, KanoPair, Obstacle, Opportunity, Range, Solution
from cjm_research.study.part import Claim, Part
from cjm_research.study.persona_models import Encoding, Fit, ModelColumn, PersonaGroup, PersonaModel, Search, Trial
from cjm_research.study.personas import Attribute, Condition, Goal, Pain, Persona
from cjm_research.study.phases import Phase
from cjm_research.study.reviews import Expectation, FrozenCell, Review
from cjm_research.study.sources import Coding, Columns, Question, Source
from cjm_research.study.study import Study
from cjm_research.study.touchpoints import Touchpoint

__all__ = [
    "DEFAULT_LANES",
    "About",
    "Attribute",
    "Claim",
    "Code",
    "Coding",
    "Columns",
    "Condition",
    "Contact",
    "Encoding",
    "Expectation",
    "Feeling",
    "Filter",
    "Fit",
    "FrozenCell",
    "Goal",
    "Insight",
    "Journey",
    "KanoPair",
    "Lane",
    "Metric",
    "MetricKind",
    "ModelColumn",
    "Objective",
    "Obstacle",
    "Opportunity",
    "Pain",
    "Part",
    "Persona",
    "PersonaGroup",
    "PersonaModel",
    "Phase",
    "Question",
    "Range",
    "Review",
    "Scale",
    "Scenario",
    "Search",
    "Solution",
    "Source",
    "Step",
    "Study",
    "Thresholds",
    "Touchpoint",
    "Trial",
    "Wave",
    "branches",
]
