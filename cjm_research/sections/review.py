"""Step 7: is the map still true, and who says so."""

from __future__ import annotations

from datetime import timedelta

from cjm_research import checks, journey_map
from cjm_research.analysis import EMOTION_METHODS
from cjm_research.people.expectations import Verdict, outcomes
from cjm_research.people.reading import people, step_emotion
from cjm_research.sections import research
from cjm_research.sections.objectives import progress
from cjm_research.sections.section import Section, Table
from cjm_research.study import Study
from cjm_research.study.ledger import LEVELS, meter

_KEPT: dict[Verdict, str] = {
    "kept": "yes",
    "broken": "no",
    "not decided": "not decided",
    "cannot be told": "cannot be told",
}


def journey(study: Study, persona: str = "") -> Section:
    """Return the journey map of a persona; for the whole study, how much of each map rests on evidence."""
    if not persona:
        return _meters(study)
    points = step_emotion(study, persona)
    ns = [point.n for point in points if point.basis == "measured"]
    rated = f"Emotion from {min(ns):,} to {max(ns):,} people per step." if ns else "No step was rated."
    drawn = journey_map.build(study, persona, points, base=f"{people(study, persona)}. {rated}")
    return Section(
        id="review.map",
        title="Journey map",
        lead=f"{drawn.evidenced} of {drawn.total} cells rest on evidence.",
        map=drawn,
        base=drawn.base,
        method="A cell is one card; its level is that of its strongest source. " + EMOTION_METHODS[study.about.emotion],
        sources=tuple(drawn.source_titles),
        scale="valence −2…+2",
        warnings=() if drawn.total else ("This map is empty. Map the first step in notebook 05.",),
    )


def progress_again(study: Study, persona: str = "") -> Section:
    """Return the state of the objectives as a table, for the sign-off."""
    stand = progress(study, persona)
    return stand.model_copy(
        update={
            "id": "review.objectives",
            "title": "Where the objectives stand",
            "figure": "",
            "alt": "",
            "lead": "The same numbers as in step 1, to sign off.",
        }
    )


def ages(study: Study, persona: str = "") -> Section:
    """Return the age of the evidence as a table, for the sign-off."""
    return research.ages(study, persona).model_copy(update={"id": "review.ages", "figure": "", "alt": ""})


def expectations(study: Study, persona: str = "") -> Section:
    """Return whether the numbers this journey should keep are kept."""
    names = {one.id: one.name for one in study.personas}
    lines = tuple(
        (
            outcome.expectation.title,
            names.get(whose, whose) if (whose := outcome.expectation.persona or persona) else people(study, ""),
            outcome.asked,
            str(outcome.found),
            _KEPT[outcome.verdict],
        )
        for outcome in outcomes(study, persona)
    )
    columns = ("expectation", "for", "asked", "found", "kept")
    return Section(
        id="review.expectations",
        title="Expectations of the journey",
        lead=f"{sum(line[4] == 'yes' for line in lines)} of {len(lines)} are kept."
        if lines
        else "None is written down yet.",
        table=Table(caption="Expectations", columns=columns, rows=lines) if lines else None,
        base="Expectations of the study, each measured on the people it names.",
        method="Kept only where the whole 95 % interval lies on the right side; broken only where it all lies on the "
        "wrong one.",
    )


def overdue(study: Study, persona: str = "") -> Section:
    """Return what is late: objectives, the review, evidence, and the open opportunities that concern these people."""
    today = study.about.today
    lines = [
        ("objective", o.title, f"due {o.due}", f"{(today - o.due).days} days late")
        for o in study.objectives
        if o.due and o.due < today
    ]
    lines += [
        ("opportunity", o.title, o.owner or "no owner", o.status)
        for o in study.opportunities_of(persona)
        if o.status in ("open", "in progress")
    ]
    lines += [("check", f.where, f.rule, f.message) for f in checks.as_written(study) if f.rule in checks.OVERDUE]
    return Section(
        id="review.overdue",
        title="What is open or overdue",
        lead="Nothing waits." if not lines else "One thing waits." if len(lines) == 1 else f"{len(lines)} things wait.",
        table=Table(caption="Open and overdue", columns=("what", "which", "owner or date", "state"), rows=tuple(lines))
        if lines
        else None,
        base=f"Counted to {today}.",
    )


def signoffs(study: Study, persona: str = "") -> Section:
    """Return who signed the study off when, and whether it has changed since."""
    every = timedelta(days=study.about.review_every)
    ordered = sorted(study.reviews, key=lambda review: review.date, reverse=True)
    now = study.fingerprint()
    lines = tuple((str(r.date), r.reviewer, r.decision, r.notes or "–", _unchanged(r.study_hash, now)) for r in ordered)
    due = f"The next review is due on {ordered[0].date + every}." if ordered else "The study was never reviewed."
    return Section(
        id="review.signoffs",
        title="Reviews",
        lead=f"{due} Owner: {study.about.owner or 'nobody named'}.",
        table=Table(
            caption="Reviews", columns=("date", "reviewer", "decision", "notes", "study since then"), rows=lines
        )
        if lines
        else None,
        base=f"All reviews of the study; one is wanted every {study.about.review_every} days.",
    )


def _meters(study: Study) -> Section:
    found = [(p.name, meter(study, [p.id])) for p in study.personas]
    lines = tuple(
        (name, f"{m.evidenced} of {m.total}", *(str(m.by_level[level]) for level in LEVELS)) for name, m in found
    )
    return Section(
        id="review.map",
        title="Journey maps",
        lead=f"Over all maps, {meter(study, [p.id for p in study.personas])}. Choose a persona to see its map."
        if lines
        else "There is no persona yet, so there is no map.",
        table=Table(caption="Evidence meters", columns=("persona", "evidenced", *LEVELS), rows=lines, numeric=LEVELS)
        if lines
        else None,
        base="Cells (cards) of the journey maps.",
        method="The level of a cell is that of its strongest source whose file is there.",
    )


def _unchanged(then: str, now: str) -> str:
    return "not recorded" if not then else "unchanged" if then == now else "changed"
