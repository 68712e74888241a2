"""Step 6: what marketing, sales and service each have before them, which content is missing, where insights are used."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cjm_research import charts
from cjm_research.people.rows import named
from cjm_research.sections.obstacles import rests_on
from cjm_research.sections.section import Section, Table
from cjm_research.study import Insight, Phase, Study, Touchpoint

FUNCTIONS = ("marketing", "sales", "service", "")
NOBODY = "nobody yet"
CONTENT = ("education", "comparison", "testimonial", "support")

Line = tuple[str, str, str, str, str]
"""function, kind, what, phase, owner"""


def by_function(study: Study, persona: str = "") -> Section:
    """Return obstacles, content gaps and opportunities, sorted by the function that can do something about them."""
    lines = [*_obstacles(study, persona), *_gaps_of_functions(study, persona), *_opportunities(study, persona)]
    rows = tuple((function or NOBODY, *rest) for name in FUNCTIONS for function, *rest in lines if function == name)
    return Section(
        id="obstacles.by_function",
        title="What marketing, sales and service have before them",
        lead=_counted(lines),
        table=Table(caption="By function", columns=("function", "kind", "what", "phase", "owner"), rows=rows)
        if rows
        else None,
        base=f"Obstacles, content gaps and opportunities of {named(study, persona)}.",
        method="An obstacle belongs to the function of its touchpoint, an opportunity to its own function, else to that of its "
        "first obstacle. A content gap is shown to each function that has a touchpoint in the phase.",
    )


def content_gaps(study: Study, persona: str = "") -> Section:
    """Return which type of content people meet in which phase; an empty cell is a gap."""
    met = {phase.id: _met(study, persona, phase) for phase in study.phases}
    if why := _no_gaps(study, persona, met):
        return Section(id="obstacles.content_gaps", title="Content phase by phase", lead=why, scale=GAPS_SCALE)
    frame = pd.DataFrame(
        [
            {
                "row": phase.title,
                "column": kind,
                "value": len(_of(met[phase.id], kind)),
                "label": _count(met[phase.id], kind),
            }
            for phase in study.phases
            for kind in CONTENT
        ]
    ).astype({"value": float})
    lines = tuple(
        (
            phase.title,
            *("; ".join(t.title for t in _of(met[phase.id], kind)) or f"{EMPTY} (0)" for kind in CONTENT),
            "; ".join(t.title for t in met[phase.id] if t.content not in CONTENT) or "–",
        )
        for phase in study.phases
    )
    counted = tuple((line[0], *(_numbered(cell) for cell in line[1:5]), line[5]) for line in lines)
    gaps = [(phase, kind) for phase in study.phases for kind in CONTENT if not _of(met[phase.id], kind)]
    untyped = sum(not t.content for t in dict.fromkeys(t for found in met.values() for t in found))
    return Section(
        id="obstacles.content_gaps",
        title="Content phase by phase",
        lead=_gaps_in_words(study, gaps),
        figure=charts.svg(
            charts.counts(
                frame,
                rows=[phase.title for phase in study.phases],
                columns=list(CONTENT),
                legend="touchpoints",
                description="touchpoints by phase and type of content",
            )
        ),
        alt="Number of touchpoints by phase and type of content; 0 is a gap.",
        table=Table(caption="Content by phase", columns=("phase", *CONTENT, "other or none"), rows=counted),
        base=f"Touchpoints on the map of {named(study, persona)}." if persona else "All touchpoints of the study.",
        method="Each touchpoint has one type of content. An empty cell is a gap, not yet a fault: education matters most early, "
        "testimonials and support late.",
        scale=GAPS_SCALE,
        warnings=(f"{untyped} of these touchpoints have no type of content and may fill a gap. Set it in notebook 05.",)
        if untyped
        else (),
    )


def insight_use(study: Study, persona: str = "") -> Section:
    """Return where each insight is used: the objective it informs, the opportunities and solutions that follow from it."""
    mine = [i for i in study.insights if not persona or not i.personas or persona in i.personas]
    lines = tuple(_use(study, insight) for insight in mine)
    unused = sum(line[3] == "none yet" for line in lines)
    columns = ("insight", "in the reports of", "objective", "opportunities", "solutions", "metric to move", "rests on")
    return Section(
        id="obstacles.insight_use",
        title="Where each insight is used",
        lead=(
            f"{len(lines) - unused} of {len(lines)} insights lead to an opportunity."
            if lines
            else "No insight is noted yet."
        )
        + (f" {unused} lead to none yet: link them in the form of opportunities." if unused else ""),
        table=Table(caption="Insights in use", columns=columns, rows=lines) if lines else None,
        base="Insights noted in the study, followed to what names them. cjm trace prints the chain back to the quotes.",
    )


GAPS_SCALE = "number of touchpoints"
EMPTY = "gap"


def _obstacles(study: Study, persona: str) -> Iterator[Line]:
    touchpoints, titles = {t.id: t for t in study.touchpoints}, _phase_titles(study)
    for obstacle in study.obstacles:
        if not persona or not obstacle.personas or persona in obstacle.personas:
            at = touchpoints.get(obstacle.touchpoint or "")
            function, owner = (at.function, at.owner) if at else ("", "")
            yield function, "obstacle", obstacle.title, titles.get(obstacle.phase, obstacle.phase), owner or "–"


def _opportunities(study: Study, persona: str) -> Iterator[Line]:
    obstacles = {o.id: o for o in study.obstacles}
    touchpoints, titles = {t.id: t for t in study.touchpoints}, _phase_titles(study)
    for found in study.opportunities_of(persona):
        first = next((obstacles[id] for id in found.obstacles if id in obstacles), None)
        at = touchpoints.get(first.touchpoint or "") if first else None
        function, owner = found.function or (at.function if at else ""), found.owner or (at.owner if at else "")
        yield (
            function,
            f"opportunity, {found.status}",
            found.title,
            titles.get(first.phase, "–") if first else "–",
            owner or "–",
        )


def _gaps_of_functions(study: Study, persona: str) -> Iterator[Line]:
    for phase in study.phases if _typed(study) else ():
        met = _met(study, persona, phase)
        gaps = [kind for kind in CONTENT if not _of(met, kind)]
        for function in FUNCTIONS[:-1]:
            owners = dict.fromkeys(t.owner for t in met if t.function == function and t.owner)
            if gaps and any(t.function == function for t in met):
                yield function, "content gap", f"no {_either(gaps)}", phase.title, "; ".join(owners) or "–"


def _met(study: Study, persona: str, phase: Phase) -> list[Touchpoint]:
    """Return the touchpoints of a phase: those on a persona's map, or all."""
    if not persona:
        return [t for t in study.touchpoints if phase.id in t.phases]
    steps = [step for step in study.journey(persona).steps if step.phase == phase.id]
    named = {contact.touchpoint for step in steps for contact in step.contacts}
    return [t for t in study.touchpoints if t.id in named]


def _no_gaps(study: Study, persona: str, met: dict[str, list[Touchpoint]]) -> str:
    """Say why nothing can be said about gaps; empty where something can."""
    if not _typed(study):
        return "No touchpoint has a type of content yet, so gaps cannot be told from what nobody noted. Set it in notebook 05."
    if not any(met.values()):
        return (
            f"The map of {named(study, persona)} has no touchpoints yet."
            if persona
            else "No phase has a touchpoint yet."
        )
    return ""


def _typed(study: Study) -> bool:
    return any(touchpoint.content for touchpoint in study.touchpoints)


def _either(kinds: list[str]) -> str:
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def _of(met: list[Touchpoint], kind: str) -> list[Touchpoint]:
    return [touchpoint for touchpoint in met if touchpoint.content == kind]


def _count(met: list[Touchpoint], kind: str) -> str:
    return str(len(_of(met, kind)) or EMPTY)


def _numbered(cell: str) -> str:
    return cell if cell.startswith(EMPTY) else f"{cell} ({cell.count('; ') + 1})"


def _gaps_in_words(study: Study, gaps: list[tuple[Phase, str]]) -> str:
    if not gaps:
        return "Every phase has content of every type."
    by_phase: dict[str, list[str]] = {}
    for phase, kind in gaps:
        by_phase.setdefault(phase.title, []).append(kind)
    said = "; ".join(f"{title} has no {_either(kinds)}" for title, kinds in by_phase.items())
    return f"{len(gaps)} of {len(study.phases) * len(CONTENT)} cells are empty: {said}."


def _use(study: Study, insight: Insight) -> tuple[str, ...]:
    following = [o for o in study.opportunities if insight.id in o.insights]
    ids = {o.id for o in following}
    names = {persona.id: persona.name for persona in study.personas}
    metrics, objectives = {m.id: m.title for m in study.metrics}, {o.id: o.title for o in study.objectives}
    moved = dict.fromkeys(metrics.get(o.metric, o.metric) for o in following if o.metric)
    return (
        insight.statement,
        "; ".join(names.get(id, id) for id in insight.personas) or "everybody",
        objectives.get(insight.objective or "", "–"),
        "; ".join(o.title for o in following) or "none yet",
        "; ".join(s.title for s in study.solutions if s.opportunity in ids) or "–",
        "; ".join(moved) or "–",
        rests_on(study, insight.evidence),
    )


def _counted(lines: list[Line]) -> str:
    if not lines:
        return "No obstacle, content gap or opportunity for this selection yet."
    said = []
    for function in FUNCTIONS:
        kinds = [kind.partition(",")[0] for name, kind, *_ in lines if name == function]
        counts = [
            _plural(kinds.count(kind), kind) for kind in ("obstacle", "content gap", "opportunity") if kind in kinds
        ]
        if counts:
            said.append(f"{(function or NOBODY).capitalize()}: {', '.join(counts)}")
    return "; ".join(said) + "."


def _plural(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def _phase_titles(study: Study) -> dict[str, str]:
    return {phase.id: phase.title for phase in study.phases}
