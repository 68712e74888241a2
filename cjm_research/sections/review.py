"""Step 7: is the map still true, and who says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from cjm_research import checks, journey_map
from cjm_research.analysis import EMOTION_METHODS
from cjm_research.people.emotion import step_emotion
from cjm_research.people.expectations import Verdict, outcomes
from cjm_research.people.priorities import OPEN
from cjm_research.people.rows import named
from cjm_research.sections import objectives, research
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.section import Section
from cjm_research.study import Study
from cjm_research.study.ledger import LEVELS, Level, Meter, meter

_KEPT: dict[Verdict, str] = {
    "kept": "yes",
    "broken": "no",
    "not decided": "not decided",
    "cannot be told": "cannot be told",
}


@section("review.map", "Journey map", scale="valence −2…+2", weight="head")
def journey(study: Study, persona: str = "") -> Content:
    """Return the journey map of a persona; for the whole study, how much of each map rests on evidence."""
    if not persona:
        return _meters(study)
    points = step_emotion(study, persona)
    ns = [point.n for point in points if point.basis == "measured"]
    rated = f"Emotion from {min(ns):,} to {max(ns):,} people per step." if ns else "No step was rated."
    drawn = journey_map.build(study, persona, points, base=f"{named(study, persona)}. {rated}")
    return Content(
        lead=f"{drawn.evidenced} of {drawn.total} cells rest on evidence.",
        map=drawn,
        base=drawn.base,
        method="A cell is one card; its level is that of its strongest source. " + EMOTION_METHODS[study.about.emotion],
        sources=tuple(drawn.source_titles),
        warnings=() if drawn.total else ("This map is empty. Map the first step in notebook 05.",),
    )


@section("review.objectives", "Where the objectives stand", scale=objectives.SCALE)
def progress_again(study: Study, persona: str = "") -> Content:
    """Return the state of the objectives as a table, for the sign-off."""
    again = _as_table(objectives.progress(study, persona))
    return again.model_copy(update={"lead": "The same numbers as in step 1, to sign off."})


@section("review.ages", "Age of the evidence", scale="days", weight="diagnostic")
def ages(study: Study, persona: str = "") -> Content:
    """Return the age of the evidence as a table, for the sign-off."""
    return _as_table(research.ages(study, persona))


def _as_table(shown: Section) -> Content:
    """Return what a section of an earlier step found, without its figure."""
    if shown.reason:
        raise Nothing(shown.reason, warnings=shown.warnings)
    found = Content(**{name: getattr(shown, name) for name in Content.model_fields})
    return found.model_copy(update={"figure": "", "alt": ""})


@section(
    "review.expectations",
    "Expectations of the journey",
    method="Kept only where the whole 95 % interval lies on the right side; broken only where it all lies on the wrong "
    "one.",
)
def expectations(study: Study, persona: str = "") -> Content:
    """Return whether the numbers this journey should keep are kept."""
    checked = list(outcomes(study, persona))
    if not checked:
        raise Nothing("None is written down yet.")
    names = {whom.id: whom.name for whom in study.personas}
    return Content(
        lead=f"{sum(outcome.verdict == 'kept' for outcome in checked)} of {len(checked)} are kept.",
        table=table(
            "Expectations",
            checked,
            Column("expectation", lambda outcome: outcome.expectation.title),
            Column("for", lambda outcome: _whose(study, names, outcome.expectation.persona or persona)),
            Column("asked", lambda outcome: outcome.asked),
            Column("found", lambda outcome: str(outcome.found)),
            Column("kept", lambda outcome: _KEPT[outcome.verdict]),
        ),
        base="Expectations of the study, each measured on the people it names.",
    )


def _whose(study: Study, names: dict[str, str], persona: str) -> str:
    return names.get(persona, persona) if persona else named(study, "")


@section("review.overdue", "What is open or overdue")
def overdue(study: Study, persona: str = "") -> Content:
    """Return what is late: objectives, the review, evidence, and the open opportunities that concern these people."""
    today = study.about.today
    waiting = [
        ("objective", o.title, f"due {o.due}", f"{(today - o.due).days} days late")
        for o in study.objectives
        if o.due and o.due < today
    ]
    waiting += [
        ("opportunity", o.title, o.owner or "no owner", o.status)
        for o in study.opportunities_of(persona)
        if o.status in OPEN
    ]
    waiting += [("check", f.where, f.rule, f.message) for f in checks.as_written(study) if f.rule in checks.OVERDUE]
    return Content(
        lead="Nothing waits."
        if not waiting
        else "One thing waits."
        if len(waiting) == 1
        else f"{len(waiting)} things wait.",
        table=table(
            "Open and overdue",
            waiting,
            Column("what", lambda line: line[0]),
            Column("which", lambda line: line[1]),
            Column("owner or date", lambda line: line[2]),
            Column("state", lambda line: line[3]),
        ),
        base=f"Counted to {today}.",
    )


@section("review.signoffs", "Reviews")
def signoffs(study: Study, persona: str = "") -> Content:
    """Return who signed the study off when, and whether it has changed since."""
    every = timedelta(days=study.about.review_every)
    reviews = sorted(study.reviews, key=lambda review: review.date, reverse=True)
    now = study.fingerprint()
    due = f"The next review is due on {reviews[0].date + every}." if reviews else "The study was never reviewed."
    return Content(
        lead=f"{due} Owner: {study.about.owner or 'nobody named'}.",
        table=table(
            "Reviews",
            reviews,
            Column("date", lambda review: str(review.date)),
            Column("reviewer", lambda review: review.reviewer),
            Column("decision", lambda review: review.decision),
            Column("notes", lambda review: review.notes or "–"),
            Column("study since then", lambda review: _unchanged(review.study_hash, now)),
        ),
        base=f"All reviews of the study; one is wanted every {study.about.review_every} days.",
    )


def _meters(study: Study) -> Content:
    if not study.personas:
        raise Nothing("There is no persona yet, so there is no map.")
    return Content(
        lead=f"Over all maps, {meter(study, [p.id for p in study.personas])}. Choose a persona to see its map.",
        table=table(
            "Evidence meters",
            [(persona.name, meter(study, [persona.id])) for persona in study.personas],
            Column("persona", lambda line: line[0]),
            Column("evidenced", lambda line: f"{line[1].evidenced} of {line[1].total}"),
            *(Column(level, _of_level(level), numeric=True) for level in LEVELS),
        ),
        base="Cells (cards) of the journey maps.",
        method="The level of a cell is that of its strongest source whose file is there.",
    )


def _of_level(level: Level) -> Callable[[tuple[str, Meter]], str]:
    return lambda line: str(line[1].by_level[level])


def _unchanged(then: str, now: str) -> str:
    return "not recorded" if not then else "unchanged" if then == now else "changed"
