"""Step 6: what of a journey is remembered: mean, peak, end, and which goes best with the overall rating."""

from __future__ import annotations

import pandas as pd

from cjm_research import analysis, charts
from cjm_research.analysis import Estimate
from cjm_research.analysis.emotion import valences
from cjm_research.analysis.metrics import answered, as_numbers, chosen
from cjm_research.analysis.peak_end import PEAK_END_METHOD, PREDICTORS, predicts, remembered
from cjm_research.people import answers
from cjm_research.people.numbers import ratings_in
from cjm_research.people.rows import named, rows, who
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import estimates, noted
from cjm_research.study import Metric, Persona, Study

NAMED = "The study does not say which metric asks about the whole experience. Name it under 'overall' in study.yaml."
NUMBERS = ("share", "conversion")


@section(
    "obstacles.peak-end",
    "What goes with the overall rating: the mean of the journey, or its peak and end",
    scale="R² 0–1",
    method=PEAK_END_METHOD,
)
def peak_end(study: Study, persona: str = "") -> Content:
    """Return mean, peak, end and peak–end of the journeys of these people, each with its R² for the overall rating."""
    overall = _overall(study)
    both = _journeys(study, overall, _rows(study, overall, persona))
    r2 = predicts(both[list(PREDICTORS)], both["overall"], study.about.thresholds)
    means = _means(study, overall, persona, both)
    frame = estimates((title, r2[name], noted(r2[name])) for name, title in PREDICTORS.items())
    lines = [(PREDICTORS[name], str(means[name]), str(r2[name])) for name in PREDICTORS]
    lines.append(("R² of peak–end minus R² of the mean", "–", str(r2["lead"])))
    axis = f"R² with “{overall.title}”, 0 nothing … 1 all of the spread"
    drawn = charts.intervals(frame, domain=(0, 1), axis="R², 0 nothing … 1 all of the spread", description=axis)
    return Content(
        lead=_lead(r2, overall),
        figure=charts.svg(drawn) if frame["value"].notna().any() else "",
        alt=f"{axis}: " + "; ".join(f"{PREDICTORS[name]} {r2[name]}" for name in PREDICTORS),
        table=table(
            "Peak and end",
            lines,
            Column("number of a person", lambda line: line[0]),
            Column("mean over people, −2…+2", lambda line: line[1]),
            Column("R² [95 % interval], n", lambda line: line[2]),
        ),
        base=f"{named(study, persona)}: those who rated at least three phases and answered “{overall.title}”.",
        sources=(overall.source or "",),
    )


def _overall(study: Study) -> Metric:
    """Return the metric that asks about the whole experience, where it is an answer on a scale."""
    overall = next((metric for metric in study.metrics if metric.id == study.about.overall), None)
    if overall is None:
        raise Nothing(NAMED)
    if overall.kind in NUMBERS:
        raise Nothing(
            f"“{overall.title}” is no answer on a scale, so nothing can be held against it. Name a rating, CSAT or NPS."
        )
    return overall


def _rows(study: Study, overall: Metric, persona: str) -> pd.DataFrame:
    answered = rows(study, overall.source, persona) if overall.source else None
    if answered is None:
        raise Nothing("The survey of the overall rating is missing, or cannot tell this persona.")
    return answered


def _journeys(study: Study, overall: Metric, answers: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of `remembered` and ``overall`` of the people who gave both."""
    rating = as_numbers(overall, answered(overall, chosen(overall, answers)))
    numbers = remembered(_phases(study, answers, overall.source or ""))
    return numbers.join(rating.rename("overall"), how="inner")


def _means(study: Study, overall: Metric, persona: str, both: pd.DataFrame) -> dict[str, Estimate]:
    """Return the mean of each number over people, or why all of them are withheld."""
    limits, source = study.about.thresholds, overall.source or ""

    def mean_of(persona: Persona | None) -> Estimate | None:
        answered = rows(study, source, persona.id if persona else "")
        if answered is None:
            return None
        return analysis.mean(_journeys(study, overall, answered)["mean"].to_numpy(), limits, bounds=(-2, 2))

    first = answers.guarded(study, study.source(source), who(study, persona), mean_of)
    if first is None or first.value is None:
        return dict.fromkeys(PREDICTORS, first or analysis.unavailable("not asked of this persona"))
    return {name: analysis.mean(both[name].to_numpy(), limits, bounds=(-2, 2)) for name in PREDICTORS}


def _phases(study: Study, answers: pd.DataFrame, source: str) -> pd.DataFrame:
    """Return each person's valence per phase, in the order of the phases."""
    columns = {}
    for phase in study.phases:
        asked = [metric for metric in ratings_in(study, phase) if metric.source == source]
        if asked:
            columns[phase.id] = valences(asked, answers, study.about.rating_scale)
    return pd.DataFrame(columns, index=answers.index, dtype=float)


def _lead(r2: dict[str, Estimate], overall: Metric) -> str:
    gap = r2["lead"]
    if gap.value is None:
        return f"Whether peak and end go with “{overall.title}” cannot be told: {gap.reason}."
    sure = gap.low is not None and gap.high is not None and gap.low * gap.high > 0
    pair = [r2["peak_end"].short, r2["mean"].short]
    both = f"R² {' against '.join(pair if (gap.value or 0) > 0 else pair[::-1])}, n = {gap.n:,}"
    if not sure:
        both = f"R² {' and '.join(pair)}, n = {gap.n:,}"
        return f"Peak–end and the plain mean go with “{overall.title}” about equally well in this study: {both}."
    better, other = ("peak–end", "the plain mean") if gap.value > 0 else ("the plain mean", "peak–end")
    first = better[0].upper() + better[1:]
    return f"{first} goes with “{overall.title}” better than {other} in this study: {both}."
