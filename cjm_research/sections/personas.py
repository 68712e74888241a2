"""Step 3: who the customers are."""

from __future__ import annotations

from collections.abc import Sequence

from cjm_research import analysis
from cjm_research.analysis import Distribution
from cjm_research.people.counted import in_words
from cjm_research.people.crowd import known_crowd
from cjm_research.people.rows import named, rows, who
from cjm_research.people.sizing import size, sizing_source
from cjm_research.sections.declared import Content, section
from cjm_research.sections.section import Bar, Block, Item, Profile
from cjm_research.study import Attribute, Claim, Goal, Pain, Persona, Study
from cjm_research.study.ledger import LEVEL_OF_KIND, level

GROUPS = {"demographic": "Who they are", "psychographic": "Why they act", "behaviour": "What they do"}


@section("personas.card", "Persona card", weight="head")
def card(study: Study, persona: str = "") -> Content:
    """Return the persona card: measured attributes with n, claims with their evidence or marked as assumed."""
    asked = who(study, persona)
    blocks = [_measured_block(study, group, title, persona) for group, title in GROUPS.items()]
    blocks += _claimed_blocks(study, asked) if asked else []
    items = [item for block in blocks for item in block.items]
    evidenced = sum(item.level != "assumed" for item in items)
    return Content(
        lead=f"{evidenced} of {len(items)} attributes rest on evidence.",
        profile=Profile(
            name=asked.name if asked else "All customers",
            role=asked.role if asked else "whole study",
            summary=asked.summary if asked else study.about.perspective,
            blocks=tuple(blocks),
        ),
        base=f"{_base(study, persona)}; n beside each attribute.",
        method="Numbers: median and middle half. Shares: Wilson 95 % interval. Groups under "
        f"{study.about.thresholds.min_group} people are joined or withheld.",
        sources=tuple(sorted({source.partition("#")[0] for item in items for source in item.sources})),
    )


def _base(study: Study, persona: str) -> str:
    """Say how many people of the source that tells personas apart this is about."""
    if size(study, persona) is None:
        return named(study, persona)
    source = sizing_source(study)
    unit = study.source(source).unit
    everybody = in_words(study, source, "")
    return f"{in_words(study, source, persona)} of {everybody} {unit}" if persona else f"{everybody} {unit}"


def _measured_block(study: Study, group: str, title: str, persona: str) -> Block:
    items = tuple(_measured(study, a, persona) for a in study.attributes if a.group == group)
    return Block(
        title=title, items=items, empty=f"Nothing measured. Import a source and bind {group} attributes to it."
    )


def _measured(study: Study, attribute: Attribute, persona: str) -> Item:
    answers = _distribution(study, attribute, persona)
    if answers is None:
        return Item(text=attribute.title, detail="not known for this persona")
    if answers.n < study.about.thresholds.min_group:
        return Item(text=attribute.title, detail=answers.summary)
    kind = study.source(attribute.source).kind
    bars = tuple(Bar(label=name, share=e.value, note=e.short) for name, e in answers.shares[:6] if e.value is not None)
    return Item(
        text=attribute.title,
        detail=f"{answers.summary}, n = {answers.n:,}".removeprefix(", "),
        level=LEVEL_OF_KIND[kind],
        sources=(attribute.source,),
        bars=bars if attribute.kind == "category" else (),
    )


def _distribution(study: Study, attribute: Attribute, persona: str) -> Distribution | None:
    if attribute.kind == "events":
        return _occurrences(study, attribute, persona)
    source = next((s for s in study.sources if s.id == attribute.source), None)
    chosen = rows(study, source.id, persona) if source else None
    if source is None or chosen is None:
        return None
    if source.kind == "events" and source.columns.participant in chosen:
        chosen = chosen.drop_duplicates(source.columns.participant, keep="last")
    return analysis.describe(attribute, chosen, study.about.thresholds)


def _occurrences(study: Study, attribute: Attribute, persona: str) -> Distribution | None:
    crowd = known_crowd(study, persona, attribute.source)
    if crowd is None:
        return None
    counted = analysis.journeys.occurrences(crowd, attribute.events)
    return analysis.how_often(attribute, counted, study.about.thresholds)


def _claimed_blocks(study: Study, persona: Persona) -> list[Block]:
    near = [goal for goal in persona.goals if goal.horizon == "short"]
    far = [goal for goal in persona.goals if goal.horizon == "long"]
    named: list[tuple[str, Sequence[Claim]]] = [
        ("Goals soon", near),
        ("Goals in the long run", far),
        ("Needs", persona.needs),
        ("Pains", persona.pains),
        ("Motivations", persona.motivations),
        ("What decides", persona.decision_factors),
    ]
    return [
        Block(title=title, items=tuple(_claimed(study, claim) for claim in claims), empty="Nothing noted yet.")
        for title, claims in named
    ]


def _claimed(study: Study, claim: Claim | Goal | Pain) -> Item:
    detail = f"solvable by us: {claim.solvable_by_us}" if isinstance(claim, Pain) else ""
    return Item(text=claim.text, detail=detail, level=level(study, claim.evidence), sources=claim.evidence)
