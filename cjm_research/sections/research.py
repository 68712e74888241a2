"""Step 2: what the study knows its customers by."""

from __future__ import annotations

import pandas as pd

from cjm_research import charts
from cjm_research.people.counted import head_counts
from cjm_research.people.reading import head_count, rows, who
from cjm_research.privacy.disclosure import is_few, printed
from cjm_research.sections.section import Section, Table
from cjm_research.study import Persona, Source, Study
from cjm_research.study.ledger import LEVEL_OF_KIND


def register(study: Study, persona: str = "") -> Section:
    """Return the register of evidence: what was collected, from whom, when, and on which basis."""
    lines = tuple((f"{s.id}: {s.title}", s.kind, _collected(study, s), _basis(s)) for s in study.sources)
    columns = ("source", "kind", "what was collected", "on which basis, and with which limits")
    invented = any(source.synthetic for source in study.sources)
    return Section(
        id="research.register",
        title="Evidence register",
        lead="Every number and quote of this study comes from one of these sources."
        + (" This evidence is invented, to show the method." if invented else ""),
        table=Table(caption="Sources", columns=columns, rows=lines) if lines else None,
        base=f"{len(lines)} sources registered.",
        warnings=() if lines else ("There is no source yet. Register the first one in the form above.",),
    )


def triangulation(study: Study, persona: str = "") -> Section:
    """Return how many people of each persona each kind of source reached."""
    kinds: list[str] = sorted({source.kind for source in study.sources}, key=list(map(str, LEVEL_OF_KIND)).index)
    cells = [(p.name, kind, *_reached(study, kind, p.id)) for p in study.personas for kind in kinds]
    frame = pd.DataFrame(
        [{"row": name, "column": kind, "value": n, "label": label} for name, kind, n, label in cells],
        columns=["row", "column", "value", "label"],
    ).astype({"value": float})
    known = [(name, label) for name, _, _, label in cells if label not in ("–", "0")]
    single = [p for p in study.personas if sum(name == p.name for name, _ in known) < 2]
    names = [p.name for p in study.personas]
    table = tuple(
        (name, *("cannot tell" if label == "–" else label for other, _, _, label in cells if other == name))
        for name in names
    )
    me = who(study, persona)
    warned = [p for p in single if me is None or p.id == me.id]
    figure = charts.counts(
        frame, rows=names, columns=kinds, legend="people", description="people per persona and kind of source"
    )
    return Section(
        id="research.triangulation",
        title="Which kinds of evidence speak of whom",
        lead=_known_by(study, single),
        figure=charts.svg(figure) if cells else "",
        alt="Table of personas by kind of source with the number of people reached.",
        table=Table(caption="People reached", columns=("persona", *kinds), rows=table, numeric=tuple(kinds))
        if cells
        else None,
        base="People (customers, respondents, participants) per persona and kind of source.",
        method="A dash means that the source cannot tell personas apart.",
        sources=tuple(source.id for source in study.sources),
        scale="people",
        warnings=tuple(f"Not triangulated: {p.name} is known by fewer than two kinds of sources." for p in warned),
    )


def ages(study: Study, persona: str = "") -> Section:
    """Return how old each source is, against the age this study allows."""
    limits = study.about.thresholds
    dated = [s for s in study.sources if s.collected_to]
    frame = pd.DataFrame([_age_row(study, source) for source in dated])
    lines = tuple(
        (s.title, _period(s), f"{_days(study, s)}", f"{_limit(study, s)}", _freshness(study, s)) for s in dated
    )
    undated = [s.title for s in study.sources if not s.collected_to]
    old = [s.title for s in dated if _days(study, s) > _limit(study, s)]
    columns = ("source", "collected", "age in days", "allowed", "state")
    figure = (
        charts.bars(frame, axis="age in days", description="age of each source in days", percent=False)
        if dated
        else None
    )
    return Section(
        id="research.ages",
        title="Age of the evidence",
        lead="No source has a date to count from."
        if not dated
        else f"Too old: {', '.join(old)}."
        if old
        else "Nothing is older than this study allows.",
        figure=charts.svg(figure) if figure else "",
        alt="Bars: age of each source in days.",
        table=Table(caption="Ages", columns=columns, rows=lines, numeric=("age in days", "allowed")) if lines else None,
        base=f"Counted to {study.about.today}; allowed: {limits.source_max_age} days, secondary sources {limits.secondary_max_age}.",
        sources=tuple(s.id for s in dated),
        scale="days",
        warnings=(f"Without a date: {', '.join(undated)}.",) if undated else (),
    )


def _reached(study: Study, kind: str, persona: str) -> tuple[int | None, str]:
    """Return how many people of a persona the sources of a kind reached, where it may be told, and how it is printed."""
    least, total, told = study.about.thresholds.min_group, None, True
    for source in study.sources:
        if source.kind != kind or source.id not in study.present:
            continue
        found = rows(study, source.id, persona)
        if found is not None:
            total = (total or 0) + head_count(found, source)
            told = told and head_counts(study, source.id)[persona] is not None
    if total is None or (told and not is_few(total, least)):
        return total, "–" if total is None else f"{total:,}"
    return None, f"fewer than {least}" if total < least else "withheld"


def _known_by(study: Study, single: list[Persona]) -> str:
    rule = "A persona known by only one kind of source is not triangulated."
    if not study.personas:
        return f"{rule} There is no persona yet."
    if single:
        return f"{rule} {', '.join(persona.name for persona in single)}: only one kind or none."
    return f"{rule} Every persona is known by two kinds or more."


def _age_row(study: Study, source: Source) -> dict[str, object]:
    days = _days(study, source)
    return {
        "label": source.title,
        "value": days,
        "low": None,
        "high": None,
        "note": f"{days} days, {_freshness(study, source)}",
    }


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
    return f"{printed(source.n, source.n, least)} {source.unit}" if source.n is not None else "–"


def _period(source: Source) -> str:
    if source.collected_to is None:
        return "no date"
    if source.collected_from in (None, source.collected_to):
        return str(source.collected_to)
    return f"{source.collected_from} to {source.collected_to}"
