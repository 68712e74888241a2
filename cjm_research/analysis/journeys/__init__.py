"""Journey analytics: the one door to SQL."""

from cjm_research.analysis.journeys.classification import (
    classification,
    customers_classified,
    occurrences,
    uses,
    visitors,
)
from cjm_research.analysis.journeys.conformance import CONFORMANCE_METHOD, Mapped, by_wave, conformance, unexpected
from cjm_research.analysis.journeys.contribution import CONTRIBUTION_METHOD, Contribution, contribution
from cjm_research.analysis.journeys.differences import (
    DIFFERENCES_METHOD,
    Pair,
    against_the_rest,
    between,
    converted,
    difference,
    differences,
    entered_by,
    in_both,
    ways_in,
)
from cjm_research.analysis.journeys.disclosed import disclosed
from cjm_research.analysis.journeys.drop_off import DROP_OFF_METHOD, drop_off
from cjm_research.analysis.journeys.dwell import DWELL_METHOD, dwell
from cjm_research.analysis.journeys.first_touch import FIRST_TOUCH_METHOD, first_touch
from cjm_research.analysis.journeys.fitness import FITNESS_METHOD, fitness
from cjm_research.analysis.journeys.flow import FLOW_METHOD, LEFT, OTHER, flow
from cjm_research.analysis.journeys.funnel import FUNNEL_METHOD, WAYS, Way, conversion, funnel, funnel_method
from cjm_research.analysis.journeys.gathering import Item
from cjm_research.analysis.journeys.goal import (
    STEPS_TO_GOAL_METHOD,
    TIME_TO_GOAL_METHOD,
    TimeToGoal,
    steps_to_goal,
    time_to_goal,
)
from cjm_research.analysis.journeys.journeys import EVERYBODY, Base, Group, Journeys
from cjm_research.analysis.journeys.log import CAP, Level, Log, log_of
from cjm_research.analysis.journeys.loops import LOOPS_METHOD, RETURNS_METHOD, loops, returns
from cjm_research.analysis.journeys.opening import open_log
from cjm_research.analysis.journeys.paths import PATH_TREE_METHOD, passed_over, path_tree
from cjm_research.analysis.journeys.representative import REPRESENTATIVE_METHOD, Representative, representative
from cjm_research.analysis.journeys.sessions import SESSIONS_METHOD, sessions
from cjm_research.analysis.journeys.shortest import SHORTEST_METHOD, Shortest, shortest
from cjm_research.analysis.journeys.simulation import WHAT_IF_METHOD, WhatIf, greatest_loss, what_if
from cjm_research.analysis.journeys.transitions import TRANSITIONS_METHOD, placed_events, transitions
from cjm_research.analysis.journeys.variants import VARIANTS_METHOD, variants

__all__ = [
    "CAP",
    "CONFORMANCE_METHOD",
    "CONTRIBUTION_METHOD",
    "DIFFERENCES_METHOD",
    "DROP_OFF_METHOD",
    "DWELL_METHOD",
    "EVERYBODY",
    "FIRST_TOUCH_METHOD",
    "FITNESS_METHOD",
    "FLOW_METHOD",
    "FUNNEL_METHOD",
    "LEFT",
    "LOOPS_METHOD",
    "OTHER",
    "PATH_TREE_METHOD",
    "REPRESENTATIVE_METHOD",
    "RETURNS_METHOD",
    "SESSIONS_METHOD",
    "SHORTEST_METHOD",
    "STEPS_TO_GOAL_METHOD",
    "TIME_TO_GOAL_METHOD",
    "TRANSITIONS_METHOD",
    "VARIANTS_METHOD",
    "WAYS",
    "WHAT_IF_METHOD",
    "Base",
    "Contribution",
    "Group",
    "Item",
    "Journeys",
    "Level",
    "Log",
    "Mapped",
    "Pair",
    "Representative",
    "Shortest",
    "TimeToGoal",
    "Way",
    "WhatIf",
    "against_the_rest",
    "between",
    "by_wave",
    "classification",
    "conformance",
    "contribution",
    "conversion",
    "converted",
    "customers_classified",
    "difference",
    "differences",
    "disclosed",
    "drop_off",
    "dwell",
    "entered_by",
    "first_touch",
    "fitness",
    "flow",
    "funnel",
    "funnel_method",
    "greatest_loss",
    "in_both",
    "log_of",
    "loops",
    "occurrences",
    "open_log",
    "passed_over",
    "path_tree",
    "placed_events",
    "representative",
    "returns",
    "sessions",
    "shortest",
    "steps_to_goal",
    "time_to_goal",
    "transitions",
    "unexpected",
    "uses",
    "variants",
    "visitors",
    "ways_in",
    "what_if",
]
