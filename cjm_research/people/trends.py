"""The numbers of a persona round by round, and their change from the round before the last to the last."""

from __future__ import annotations

from dataclasses import dataclass

from cjm_research import analysis
from cjm_research.analysis import Estimate
from cjm_research.analysis.waves import change, q_values
from cjm_research.people import answers
from cjm_research.people.objectives import metric_of
from cjm_research.people.rows import who
from cjm_research.privacy.disclosure import kept_back
from cjm_research.study import Metric, Objective, Persona, Study


@dataclass(frozen=True)
class Trend:
    """A metric round by round, and its change from the round before the last to the last.

    ``same_people`` says that some answered in both of the last two rounds: the interval of the change takes them for
    different people.
    """

    title: str
    metric: Metric
    rounds: dict[str, Estimate]
    change: Estimate
    same_people: bool
    objective: Objective | None = None


def of_objectives(study: Study, persona: str) -> list[Trend]:
    """Return the objectives whose metric was asked of a persona in two rounds or more."""
    return [trend for o in study.objectives if (trend := _trend(study, metric_of(study, o), persona, o.title, o))]


def of_touchpoints(study: Study, persona: str) -> list[Trend]:
    """Return the touchpoints that a persona rated in two rounds or more."""
    known = {metric.id: metric for metric in study.metrics}
    return [trend for t in study.touchpoints if (trend := _trend(study, known.get(t.rating or ""), persona, t.title))]


def family(study: Study) -> dict[tuple[str, str], float | None]:
    """Return q of every change that any page of the study shows, by persona ('' for everybody) and metric.

    One family: where each page controls its own, a study of pure noise finds something more often with every persona.
    """
    changes = {
        (persona, trend.metric.id): trend.change
        for persona in ("", *(one.id for one in study.personas))
        for trend in (*of_objectives(study, persona), *of_touchpoints(study, persona))
    }
    return dict(zip(changes, q_values(list(changes.values())), strict=True))


def _trend(
    study: Study, metric: Metric | None, persona: str, title: str, objective: Objective | None = None
) -> Trend | None:
    if metric is None or metric.kind == "conversion" or metric.source not in study.present:
        return None
    source, persona_asked = study.source(metric.source or ""), who(study, persona)
    parts = answers.rounds(study, source.id, persona_asked) if source.file is not None else {}
    if len(parts) < 2:
        return None
    rounds = _told_apart(study, metric, persona_asked, list(parts))
    before, last = list(parts)[-2:]
    moved = change(metric, rounds[before], rounds[last], (parts[before], parts[last]), source.columns.weight)
    column = source.columns.participant
    asked = [set(part[column]) - {""} if column in part else set() for part in (parts[before], parts[last])]
    return Trend(title, metric, rounds, moved, bool(asked[0] & asked[1]), objective)


def _told_apart(study: Study, metric: Metric, persona: Persona | None, names: list[str]) -> dict[str, Estimate]:
    """Return the number of each round; one that would give away the only withheld round is withheld too."""
    unknown = analysis.unavailable("no answers", analysis.unit_of(metric))
    whole = answers.answered(study, metric, persona) or unknown
    rounds = {name: answers.answered(study, metric, persona, name) or unknown for name in names}
    people = {name: number.n for name, number in rounds.items()}
    rest = whole.n - sum(people.values())
    hidden = kept_back(people, rest, study.about.thresholds.min_group)
    return {
        name: analysis.unavailable(answers.GIVES_AWAY, number.unit)
        if name in hidden and number.value is not None
        else number
        for name, number in rounds.items()
    }
