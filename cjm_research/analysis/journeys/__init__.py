"""Journey analytics: the one door to SQL."""

from cjm_research.analysis.journeys.classification import (
    Classified,
    Occurrence,
    Use,
    classification,
    customers_classified,
    occurrences,
    uses,
    visitors,
)
from cjm_research.analysis.journeys.conformance import (
    CONFORMANCE_METHOD,
    Mapped,
    Stop,
    Unexpected,
    by_wave,
    conformance,
    unexpected,
)
from cjm_research.analysis.journeys.contribution import CONTRIBUTION_METHOD, Contribution, Credit, Model, contribution
from cjm_research.analysis.journeys.crowd import Crowd
from cjm_research.analysis.journeys.differences import DIFFERENCES_METHOD, Difference, difference, differences
from cjm_research.analysis.journeys.disclosed import disclosed
from cjm_research.analysis.journeys.drop_off import DROP_OFF_METHOD, Loss, drop_off
from cjm_research.analysis.journeys.dwell import DWELL_METHOD, Dwell, dwell
from cjm_research.analysis.journeys.first_touch import FIRST_TOUCH_METHOD, Entry, first_touch
from cjm_research.analysis.journeys.fitness import FITNESS_METHOD, Fitness, fitness
from cjm_research.analysis.journeys.flow import FLOW_METHOD, LEFT, OTHER, Link, flow
from cjm_research.analysis.journeys.funnel import FUNNEL_METHOD, WAYS, Stage, Way, conversion, funnel, funnel_method
from cjm_research.analysis.journeys.gathering import Item
from cjm_research.analysis.journeys.goal import (
    STEPS_TO_GOAL_METHOD,
    TIME_TO_GOAL_METHOD,
    Steps,
    TimeToGoal,
    steps_to_goal,
    time_to_goal,
)
from cjm_research.analysis.journeys.journeys import EVERYBODY, Base, Group, Journeys
from cjm_research.analysis.journeys.log import CAP, Level, Log, log_of
from cjm_research.analysis.journeys.loops import LOOPS_METHOD, RETURNS_METHOD, Loop, Return, loops, returns
from cjm_research.analysis.journeys.opening import open_log
from cjm_research.analysis.journeys.pairs import (
    Pair,
    against_the_rest,
    between,
    converted,
    entered_by,
    in_both,
    ways_in,
)
from cjm_research.analysis.journeys.paths import PATH_TREE_METHOD, Node, passed_over, path_tree
from cjm_research.analysis.journeys.representative import (
    REPRESENTATIVE_METHOD,
    JourneyGroup,
    Representative,
    Spread,
    representative,
)
from cjm_research.analysis.journeys.sessions import SESSIONS_METHOD, Sessions, sessions
from cjm_research.analysis.journeys.shortest import SHORTEST_METHOD, Shortest, shortest
from cjm_research.analysis.journeys.simulation import WHAT_IF_METHOD, Rate, WhatIf, greatest_loss, what_if
from cjm_research.analysis.journeys.survival import Remaining
from cjm_research.analysis.journeys.transitions import TRANSITIONS_METHOD, Transition, placed_events, transitions
from cjm_research.analysis.journeys.variants import VARIANTS_METHOD, Variant, variants

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
    "Classified",
    "Contribution",
    "Credit",
    "Crowd",
    "Difference",
    "Dwell",
    "Entry",
    "Fitness",
    "Group",
    "Item",
    "JourneyGroup",
    "Journeys",
    "Level",
    "Link",
    "Log",
    "Loop",
    "Loss",
    "Mapped",
    "Model",
    "Node",
    "Occurrence",
    "Pair",
    "Rate",
    "Remaining",
    "Representative",
    "Return",
    "Sessions",
    "Shortest",
    "Spread",
    "Stage",
    "Steps",
    "Stop",
    "TimeToGoal",
    "Transition",
    "Unexpected",
    "Use",
    "Variant",
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
