"""Step 6: what marketing, sales and service have before them, which content is missing, where insights are used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cjm_research import charts
from cjm_research.people.rows import named
from cjm_research.sections.declared import Column, Content, Nothing, section, table
from cjm_research.sections.frames import cells
from cjm_research.study import Opportunity, Phase, Solution, Study, Touchpoint
from cjm_research.study.ledger import rests_on

FUNCTIONS = ("marketing", "sales", "service", "")
NOBODY = "nobody yet"
CONTENT = ("education", "comparison", "testimonial", "support")

GAP = "gap"
UNTYPED = (
    "No touchpoint has a type of content yet, so gaps cannot be told from what nobody noted. Set it in notebook 05."
)


class Task(NamedTuple):
    """What a function has before it: an obstacle, an opportunity or a content gap. No function is ''."""

    function: str
    kind: str
    what: str
    phase: str
    owner: str


@section(
    "obstacles.by_function",
    "What marketing, sales and service have before them",
    method="An obstacle belongs to the function of its touchpoint, an opportunity to its own function, else to that of "
    "its first obstacle. A content gap is shown to each function that has a touchpoint in the phase.",
)
def by_function(study: Study, persona: str = "") -> Content:
    """Return obstacles, content gaps and opportunities, sorted by the function that can do something about them."""
    tasks = [*_obstacles(study, persona), *_gaps_of_functions(study, persona), *_opportunities(study, persona)]
    if not tasks:
        raise Nothing("No obstacle, content gap or opportunity for this selection yet.")
    return Content(
        lead=_counted(tasks),
        table=table(
            "By function",
            sorted(tasks, key=lambda task: FUNCTIONS.index(task.function)),
            Column("function", lambda task: task.function or NOBODY),
            Column("kind", lambda task: task.kind),
            Column("what", lambda task: task.what),
            Column("phase", lambda task: task.phase),
            Column("owner", lambda task: task.owner or "–"),
        ),
        base=f"Obstacles, content gaps and opportunities of {named(study, persona)}.",
    )


@section(
    "obstacles.content_gaps",
    "Content phase by phase",
    scale="number of touchpoints",
    method="Each touchpoint has one type of content. An empty cell is a gap, not yet a fault: education matters most "
    "early, testimonials and support late.",
)
def content_gaps(study: Study, persona: str = "") -> Content:
    """Return which type of content people meet in which phase; an empty cell is a gap."""
    met = _met_somewhere(study, persona)
    counts = [(phase, kind, len(_of(met[phase.id], kind))) for phase in study.phases for kind in CONTENT]
    figure = charts.counts(
        cells((phase.title, kind, count, str(count or GAP)) for phase, kind, count in counts),
        rows=[phase.title for phase in study.phases],
        columns=list(CONTENT),
        legend="touchpoints",
        description="touchpoints by phase and type of content",
    )
    untyped = sum(not t.content for t in dict.fromkeys(t for own in met.values() for t in own))
    return Content(
        lead=_gaps_in_words(study, [(phase, kind) for phase, kind, count in counts if not count]),
        figure=charts.svg(figure),
        alt="Number of touchpoints by phase and type of content; 0 is a gap.",
        table=table(
            "Content by phase",
            study.phases,
            Column("phase", lambda phase: phase.title),
            *(Column(kind, _numbered(met, kind)) for kind in CONTENT),
            Column("other or none", lambda phase: _titles(t for t in met[phase.id] if t.content not in CONTENT) or "–"),
        ),
        base=f"Touchpoints on the map of {named(study, persona)}." if persona else "All touchpoints of the study.",
        warnings=(f"{untyped} of these touchpoints have no type of content and may fill a gap. Set it in notebook 05.",)
        if untyped
        else (),
    )


@section("obstacles.insight_use", "Where each insight is used")
def insight_use(study: Study, persona: str = "") -> Content:
    """Return where each insight is used: the objective it informs, the opportunities and solutions that follow."""
    insights = study.insights_of(persona)
    if not insights:
        raise Nothing("No insight is noted yet.")
    following = {i.id: [o for o in study.opportunities if i.id in o.insights] for i in insights}
    unused = sum(not opportunities for opportunities in following.values())
    names = {persona.id: persona.name for persona in study.personas}
    metrics, objectives = {m.id: m.title for m in study.metrics}, {o.id: o.title for o in study.objectives}
    return Content(
        lead=f"{len(insights) - unused} of {len(insights)} insights lead to an opportunity."
        + (f" {unused} lead to none yet: link them in the form of opportunities." if unused else ""),
        table=table(
            "Insights in use",
            insights,
            Column("insight", lambda i: i.statement),
            Column("in the reports of", lambda i: "; ".join(names.get(id, id) for id in i.personas) or "everybody"),
            Column("objective", lambda i: objectives.get(i.objective or "", "–")),
            Column("opportunities", lambda i: _titles(following[i.id]) or "none yet"),
            Column("solutions", lambda i: _titles(_solutions(study, following[i.id])) or "–"),
            Column("metric to move", lambda i: "; ".join(_moved(following[i.id], metrics)) or "–"),
            Column("rests on", lambda i: rests_on(study, i.evidence)),
        ),
        base="Insights noted in the study, followed to what names them. cjm trace prints the chain back to the quotes.",
    )


def _obstacles(study: Study, persona: str) -> Iterator[Task]:
    touchpoints, titles = {t.id: t for t in study.touchpoints}, _phase_titles(study)
    for obstacle in study.obstacles_of(persona):
        at = touchpoints.get(obstacle.touchpoint or "")
        function, owner = (at.function, at.owner) if at else ("", "")
        yield Task(function, "obstacle", obstacle.title, titles.get(obstacle.phase, obstacle.phase), owner)


def _opportunities(study: Study, persona: str) -> Iterator[Task]:
    obstacles = {o.id: o for o in study.obstacles}
    touchpoints, titles = {t.id: t for t in study.touchpoints}, _phase_titles(study)
    for opportunity in study.opportunities_of(persona):
        first = next((obstacles[id] for id in opportunity.obstacles if id in obstacles), None)
        at = touchpoints.get(first.touchpoint or "") if first else None
        function = opportunity.function or (at.function if at else "")
        owner = opportunity.owner or (at.owner if at else "")
        phase = titles.get(first.phase, "–") if first else "–"
        yield Task(function, f"opportunity, {opportunity.status}", opportunity.title, phase, owner)


def _gaps_of_functions(study: Study, persona: str) -> Iterator[Task]:
    for phase in study.phases if _typed(study) else ():
        met = _met(study, persona, phase)
        gaps = [kind for kind in CONTENT if not _of(met, kind)]
        for function in FUNCTIONS[:-1]:
            owners = dict.fromkeys(t.owner for t in met if t.function == function and t.owner)
            if gaps and any(t.function == function for t in met):
                yield Task(function, "content gap", f"no {_either(gaps)}", phase.title, "; ".join(owners))


def _met(study: Study, persona: str, phase: Phase) -> list[Touchpoint]:
    """Return the touchpoints of a phase: those on a persona's map, or all."""
    if not persona:
        return [t for t in study.touchpoints if phase.id in t.phases]
    steps = [step for step in study.journey(persona).steps if step.phase == phase.id]
    named = {contact.touchpoint for step in steps for contact in step.contacts}
    return [t for t in study.touchpoints if t.id in named]


def _met_somewhere(study: Study, persona: str) -> dict[str, list[Touchpoint]]:
    """Return the touchpoints of each phase, where anything can be said about gaps among them."""
    if not _typed(study):
        raise Nothing(UNTYPED)
    met = {phase.id: _met(study, persona, phase) for phase in study.phases}
    if not any(met.values()):
        nothing = f"The map of {named(study, persona)} has no touchpoints yet."
        raise Nothing(nothing if persona else "No phase has a touchpoint yet.")
    return met


def _typed(study: Study) -> bool:
    return any(touchpoint.content for touchpoint in study.touchpoints)


def _either(kinds: list[str]) -> str:
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def _of(met: list[Touchpoint], kind: str) -> list[Touchpoint]:
    return [touchpoint for touchpoint in met if touchpoint.content == kind]


def _titles(parts: Iterable[Touchpoint | Opportunity | Solution]) -> str:
    return "; ".join(part.title for part in parts)


def _numbered(met: dict[str, list[Touchpoint]], kind: str) -> Callable[[Phase], str]:
    """Return what names the touchpoints of a phase with this kind of content, and counts them."""

    def cell(phase: Phase) -> str:
        own = _of(met[phase.id], kind)
        return f"{_titles(own) or GAP} ({len(own)})"

    return cell


def _gaps_in_words(study: Study, gaps: list[tuple[Phase, str]]) -> str:
    if not gaps:
        return "Every phase has content of every type."
    by_phase: dict[str, list[str]] = {}
    for phase, kind in gaps:
        by_phase.setdefault(phase.title, []).append(kind)
    missing = "; ".join(f"{title} has no {_either(kinds)}" for title, kinds in by_phase.items())
    return f"{len(gaps)} of {len(study.phases) * len(CONTENT)} cells are empty: {missing}."


def _solutions(study: Study, opportunities: list[Opportunity]) -> list[Solution]:
    ids = {opportunity.id for opportunity in opportunities}
    return [solution for solution in study.solutions if solution.opportunity in ids]


def _moved(opportunities: list[Opportunity], metrics: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(metrics.get(o.metric, o.metric) for o in opportunities if o.metric))


def _counted(tasks: list[Task]) -> str:
    sentences = []
    for function in FUNCTIONS:
        kinds = [task.kind.partition(",")[0] for task in tasks if task.function == function]
        counts = [
            _plural(kinds.count(kind), kind) for kind in ("obstacle", "content gap", "opportunity") if kind in kinds
        ]
        if counts:
            sentences.append(f"{(function or NOBODY).capitalize()}: {', '.join(counts)}")
    return "; ".join(sentences) + "."


def _plural(count: int, noun: str) -> str:
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("y") else f"{count} {noun}s"


def _phase_titles(study: Study) -> dict[str, str]:
    return {phase.id: phase.title for phase in study.phases}
