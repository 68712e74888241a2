"""Step 5: which ratings of touchpoints go with the overall score."""

from __future__ import annotations

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.analysis.association import SPEARMAN_METHOD, ratings_together
from cjm_research.people.ratings import overall_score, rated_in
from cjm_research.people.rows import named, rows
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates, noted
from cjm_research.study import Metric, Study, Touchpoint


@section(
    "touchpoints.key_drivers",
    "Touchpoint ratings that go with the overall score",
    scale="rank correlation −1 to 1",
    method=SPEARMAN_METHOD,
)
def key_drivers(study: Study, persona: str = "") -> Content:
    """Return how closely the rating of each touchpoint goes with the overall score of the same people."""
    overall = overall_score(study)
    if overall is None:
        raise Nothing(
            "The study has no overall score, such as a recommendation score, beside ratings of its touchpoints."
        )
    answers = rows(study, overall.source or "", persona)
    if answers is None:
        raise Nothing(f"The source of {overall.title} is not here, or cannot tell this persona apart.")
    correlations = [
        (t, ratings_together(metric, overall, answers, study.about.thresholds))
        for t, metric in rated_in(study, overall.source)
    ]
    ranked = sorted(correlations, key=lambda pair: -2 if pair[1].value is None else pair[1].value, reverse=True)
    frame = estimates((t.title, e, noted(e)) for t, e in ranked)
    axis = f"rank correlation with {overall.title}"
    return Content(
        lead=_closest(ranked, overall),
        figure=charts.svg(charts.intervals(frame, domain=(-1, 1), axis=axis, description=f"{axis} per touchpoint")),
        alt=f"{axis} per touchpoint; " + "; ".join(f"{t.title} {e}" for t, e in ranked),
        table=table(
            axis,
            ranked,
            Column("touchpoint", lambda pair: pair[0].title),
            Column("correlation [95 % interval], n", lambda pair: str(pair[1])),
        ),
        base=f"{named(study, persona)}: those who rated the touchpoint and answered {overall.title}; n beside each.",
        sources=(overall.source,) if overall.source else (),
    )


def _closest(ranked: list[tuple[Touchpoint, Estimate]], overall: Metric) -> str:
    known = [(t, e) for t, e in ranked if e.value is not None]
    if not known:
        return f"Too few people rated a touchpoint and answered {overall.title}."
    first, correlation = known[0]
    sure = [t.title for t, e in known if e.low is not None and e.low > 0]
    others = (
        f" The interval lies above zero for {len(sure)} of {len(ranked)} touchpoints."
        if sure
        else " No interval lies above zero."
    )
    return (
        f"The rating of {first.title} goes most closely with {overall.title}: {correlation}.{others} "
        "This is associated with the overall score, not caused by the touchpoint."
    )
