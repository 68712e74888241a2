"""Journey analytics: the one door to SQL."""

from cjm_research.analysis.journeys.classification import classification, customers_classified, occurrences, uses
from cjm_research.analysis.journeys.conformance import CONFORMANCE_METHOD, Mapped, by_wave, conformance, unexpected
from cjm_research.analysis.journeys.contribution import CONTRIBUTION_METHOD, Contribution, contribution
from cjm_research.analysis.journeys.first_touch import FIRST_TOUCH_METHOD, first_touch
from cjm_research.analysis.journeys.fitness import FITNESS_METHOD, fitness
from cjm_research.analysis.journeys.flow import FLOW_METHOD, LEFT, OTHER, flow
from cjm_research.analysis.journeys.funnel import FUNNEL_METHOD, WAYS, Way, conversion, funnel, funnel_method
from cjm_research.analysis.journeys.journeys import EVERYBODY, Base, Group, Item, Journeys
from cjm_research.analysis.journeys.log import CAP, Level, Log, log_of
from cjm_research.analysis.journeys.opening import open_log
from cjm_research.analysis.journeys.paths import PATH_TREE_METHOD, passed_over, path_tree
from cjm_research.analysis.journeys.sessions import SESSIONS_METHOD, sessions
from cjm_research.analysis.journeys.shortest import SHORTEST_METHOD, Shortest, shortest
from cjm_research.analysis.journeys.transitions import TRANSITIONS_METHOD, placed_events, transitions
from cjm_research.analysis.journeys.variants import VARIANTS_METHOD, variants

__all__ = [
    "CAP",
    "CONFORMANCE_METHOD",
    "CONTRIBUTION_METHOD",
    "EVERYBODY",
    "FIRST_TOUCH_METHOD",
    "FITNESS_METHOD",
    "FLOW_METHOD",
    "FUNNEL_METHOD",
    "LEFT",
    "OTHER",
    "PATH_TREE_METHOD",
    "SESSIONS_METHOD",
    "SHORTEST_METHOD",
    "TRANSITIONS_METHOD",
    "VARIANTS_METHOD",
    "WAYS",
    "Base",
    "Contribution",
    "Group",
    "Item",
    "Journeys",
    "Level",
    "Log",
    "Mapped",
    "Shortest",
    "Way",
    "by_wave",
    "classification",
    "conformance",
    "contribution",
    "conversion",
    "customers_classified",
    "first_touch",
    "fitness",
    "flow",
    "funnel",
    "funnel_method",
    "log_of",
    "occurrences",
    "open_log",
    "passed_over",
    "path_tree",
    "placed_events",
    "sessions",
    "shortest",
    "transitions",
    "unexpected",
    "uses",
    "variants",
]
