"""Step 2: what the study knows its customers by."""

from __future__ import annotations

from cjm_research import charts
from cjm_research.analysis import Estimate
from cjm_research.people.counted import head_counts
from cjm_research.people.rows import head_count, rows, who
from cjm_research.privacy.disclosure import is_few, printed
from cjm_research.sections.declared import Column, Content, Nothing, Table, section, table
from cjm_research.sections.frames import cells, estimates
from cjm_research.study import Persona, Source, Study
from cjm_research.study.ledger import LEVEL_OF_KIND

KNOWN_BY_ONE = "A persona known by only one kind of source is not triangulated."


@section("research.register", "Evidence register", weight="diagnostic")
def register(study: Study, persona: str = "") -> Content:
    """Return the register of evidence: what was collected, from whom, when, and on which basis."""
    if not study.sources:
        raise Nothing("There is no source yet. Register the first one in the form above.")
    invented = any(source.synthetic for source in study.sources)
    return Content(
        lead="Every number and quote of this study comes from one of these sources."
        + (" This evidence is invented, to show the method." if invented else ""),
        table=table(
            "Sources",
            study.sources,
            Column("source", lambda source: f"{source.id}: {source.title}"),
            Column("kind", lambda source: source.kind),
            Column("what was collected", lambda source: _collected(study, source)),
            Column("on which basis, and with which limits", _basis),
        ),
        base=f"{len(study.sources)} sources registered.",
    )


@section(
    "research.triangulation",
    "Which kinds of evidence speak of whom",
    scale="people",
    weight="diagnostic",
    method="A dash means that the source cannot tell personas apart.",
)
def triangulation(study: Study, persona: str = "") -> Content:
    """Return how many people of each persona each kind of source reached."""
    kinds: list[str] = sorted({source.kind for source in study.sources}, key=list(map(str, LEVEL_OF_KIND)).index)
    if not (study.personas and kinds):
        raise Nothing(f"{KNOWN_BY_ONE} There is no {'source' if study.personas else 'persona'} yet.")
    reached = {(p.name, kind): _reached(study, kind, p.id) for p in study.personas for kind in kinds}
    names = [p.name for p in study.personas]
    single = [p for p in study.personas if sum(reached[p.name, kind][1] not in ("–", "0") for kind in kinds) < 2]
    asked = who(study, persona)
    frame = cells((name, kind, n, label) for (name, kind), (n, label) in reached.items())
    description = "people per persona and kind of source"
    figure = charts.counts(frame, rows=names, columns=kinds, legend="people", description=description)
    return Content(
        lead=_known_by(single),
        figure=charts.svg(figure),
        alt="Table of personas by kind of source with the number of people reached.",
        table=Table(
            caption="People reached",
            columns=("persona", *kinds),
            rows=tuple((name, *(_people(reached[name, kind][1]) for kind in kinds)) for name in names),
            numeric=tuple(kinds),
        ),
        base="People (customers, respondents, participants) per persona and kind of source.",
        sources=tuple(source.id for source in study.sources),
        warnings=tuple(
            f"Not triangulated: {p.name} is known by fewer than two kinds of sources."
            for p in single
            if asked in (None, p)
        ),
    )


@section("research.ages", "Age of the evidence", scale="days", weight="diagnostic")
def ages(study: Study, persona: str = "") -> Content:
    """Return how old each source is, against the age this study allows."""
    limits = study.about.thresholds
    dated = [source for source in study.sources if source.collected_to]
    undated = [source.title for source in study.sources if not source.collected_to]
    warnings = (f"Without a date: {', '.join(undated)}.",) if undated else ()
    if not dated:
        raise Nothing("No source has a date to count from.", warnings=warnings)
    old = [source.title for source in dated if _freshness(study, source) == "too old"]
    frame = estimates(
        (s.title, Estimate(value=_days(study, s)), f"{_days(study, s)} days, {_freshness(study, s)}") for s in dated
    )
    return Content(
        lead=f"Too old: {', '.join(old)}." if old else "Nothing is older than this study allows.",
        figure=charts.svg(
            charts.bars(frame, axis="age in days", description="age of each source in days", percent=False)
        ),
        alt="Bars: age of each source in days.",
        table=table(
            "Ages",
            dated,
            Column("source", lambda source: source.title),
            Column("collected", _period),
            Column("age in days", lambda source: f"{_days(study, source)}", numeric=True),
            Column("allowed", lambda source: f"{_limit(study, source)}", numeric=True),
            Column("state", lambda source: _freshness(study, source)),
        ),
        base=f"Counted to {study.about.today}; allowed: {limits.source_max_age} days, "
        f"secondary sources {limits.secondary_max_age}.",
        sources=tuple(source.id for source in dated),
        warnings=warnings,
    )


def _reached(study: Study, kind: str, persona: str) -> tuple[int | None, str]:
    """Return how many people of a persona sources of a kind reached, where it may be told, and how it is printed."""
    present = [source for source in study.sources if source.kind == kind and source.id in study.present]
    answers = [(source, own) for source in present if (own := rows(study, source.id, persona)) is not None]
    if not answers:
        return None, "–"
    total, least = sum(head_count(own, source) for source, own in answers), study.about.thresholds.min_group
    told = all(head_counts(study, source.id)[persona] is not None for source, _ in answers)
    if told and not is_few(total, least):
        return total, f"{total:,}"
    return None, f"fewer than {least}" if total < least else "withheld"


def _people(label: str) -> str:
    return "cannot tell" if label == "–" else label


def _known_by(single: list[Persona]) -> str:
    if single:
        return f"{KNOWN_BY_ONE} {', '.join(persona.name for persona in single)}: only one kind or none."
    return f"{KNOWN_BY_ONE} Every persona is known by two kinds or more."


def _days(study: Study, source: Source) -> int:
    return (study.about.today - (source.collected_to or study.about.today)).days


def _limit(study: Study, source: Source) -> int:
    limits = study.about.thresholds
    return limits.secondary_max_age if source.kind == "secondary" else limits.source_max_age


def _freshness(study: Study, source: Source) -> str:
    return "too old" if _days(study, source) > _limit(study, source) else "fresh"


def _collected(study: Study, source: Source) -> str:
    gone = "" if source.id in study.present else " THE FILE IS MISSING."
    return f"{_size(source, study.about.thresholds.min_group)}, {_period(source)}.{gone}"


def _basis(source: Source) -> str:
    basis, limits = source.consent.rstrip(". "), source.limits.rstrip(". ")
    return f"{basis or 'Basis not stated'}. Limits: {limits or 'not stated'}."


def _size(source: Source, least: int) -> str:
    return "–" if source.n is None else f"{printed(source.n, source.n, least)} {source.unit}"


def _period(source: Source) -> str:
    if source.collected_to is None:
        return "no date"
    if source.collected_from in (None, source.collected_to):
        return str(source.collected_to)
    return f"{source.collected_from} to {source.collected_to}"
