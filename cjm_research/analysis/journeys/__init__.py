"""Journey analytics: the one door to SQL."""

from cjm_research.analysis.journeys.funnel import (
    FUNNEL_METHOD,
    classification,
    conversion,
    customers_classified,
    funnel,
)

__all__ = ["FUNNEL_METHOD", "classification", "conversion", "customers_classified", "funnel"]
