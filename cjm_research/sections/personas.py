"""Step 3: who the customers are."""

from __future__ import annotations

from collections.abc import Sequence

from cjm_research import analysis
from cjm_research.analysis import Distribution
from cjm_research.people.counted import head_counts, share_of
from cjm_research.people.reading import head_count, movements, people, rows, who
from cjm_research.privacy.disclosure import is_few
from cjm_research.sections.section import Bar, Block, Item, Profile, Section, Table
from cjm_research.sections.targets import sizing_source
from cjm_research.study import Attribute, Claim, Goal, Pain, Persona, Study
from cjm_research.study.ledger import LEVEL_OF_KIND, level

GROUPS = {"demographic": "Who they are", "psychographic": "Why they act", "behaviour": "What they do"}


def card(study: Study, persona: str = "") -> Section:
    """Return the persona card: measured attributes with n, claims with their evidence or marked as assumed."""
    me = who(study, persona)
    blocks = [_measured_block(study, group, title, persona) for group, title in GROUPS.items()]
    if me is not None:
        blocks += _claimed_blocks(study, me)
    items = [item for block in blocks for item in block.items]
    evidenced = sum(item.level != "assumed" for item in items)
    profile = Profile(
        name=me.name if me else "All customers",
        role=me.role if me else "whole study",
        summary=me.summary if me else study.about.perspective,
        blocks=tuple(blocks),
    )
    return Section(
        id="personas.card",
        title="Persona card",
        lead=f"{evidenced} of {len(items)} attributes rest on evidence.",
        profile=profile,
        base=f"{_base(study, persona)}; n beside each attribute.",
        method="Numbers: median and middle half. Shares: Wilson 95 % interval. Groups under "
        f"{study.about.thresholds.min_group} people are joined or withheld.",
        sources=tuple(sorted({source.partition("#")[0] for item in items for source in item.sources})),
    )


def target(study: Study, persona: str = "") -> Section:
    """Return how large each persona is and how well it fits, to choose whom to serve first."""
    sized = _sizes(study)
    rows_ = tuple((p.name, p.role, *sized[p.id], "–" if p.fit is None else f"{p.fit} of 5") for p in study.personas)
    source = sizing_source(study)
    return Section(
        id="personas.target",
        title="Which personas to serve first",
        lead="Share of the respondents, role and fit of each persona. Primary and secondary personas get a report.",
        table=Table(
            caption="Personas",
            columns=("persona", "role", "people", "share [95 % interval]", "strategic fit"),
            rows=rows_,
            numeric=("people",),
        )
        if rows_
        else None,
        base=f"All rows of {source}." if source else "No source can tell the personas apart.",
        method="Share of the rows that the segment rule of a persona selects, with Wilson 95 % interval.",
        sources=(source,) if source else (),
        warnings=() if rows_ else ("There is no persona yet. Add the first one in the form above.",),
    )


def _base(study: Study, persona: str) -> str:
    """Say how many people of the source that tells personas apart this is about."""
    source = sizing_source(study)
    everyone, mine = (rows(study, source, "") if source else None, rows(study, source, persona) if source else None)
    if everyone is None or mine is None:
        return people(study, persona)
    told = study.source(source)
    counts = head_counts(study, source)
    total = "–" if (whole := counts[""]) is None else f"{whole:,}"
    if not persona:
        return f"{total} {told.unit}"
    few = (
        f"fewer than {study.about.thresholds.min_group}"
        if is_few(head_count(mine, told), study.about.thresholds.min_group)
        else "some"
    )
    return f"{few if (own := counts[persona]) is None else f'{own:,}'} of {total} {told.unit}"


def _measured_block(study: Study, group: str, title: str, persona: str) -> Block:
    items = tuple(_measured(study, a, persona) for a in study.attributes if a.group == group)
    return Block(
        title=title, items=items, empty=f"Nothing measured. Import a source and bind {group} attributes to it."
    )


def _measured(study: Study, attribute: Attribute, persona: str) -> Item:
    found = _distribution(study, attribute, persona)
    if found is None:
        return Item(text=attribute.title, detail="not known for this persona")
    if found.n < study.about.thresholds.min_group:
        return Item(text=attribute.title, detail=found.summary)
    kind = study.source(attribute.source).kind
    bars = tuple(Bar(label=name, share=e.value, note=e.short) for name, e in found.shares[:6] if e.value is not None)
    return Item(
        text=attribute.title,
        detail=f"{found.summary}, n = {found.n:,}".removeprefix(", "),
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
    found = movements(study, persona, attribute.source)
    if found is None:
        return None
    counted = analysis.journeys.occurrences(found.journeys, attribute.events, group=found.group)
    return analysis.how_often(attribute, counted, study.about.thresholds)


def _claimed_blocks(study: Study, me: Persona) -> list[Block]:
    near = [goal for goal in me.goals if goal.horizon == "short"]
    far = [goal for goal in me.goals if goal.horizon == "long"]
    named: list[tuple[str, Sequence[Claim]]] = [
        ("Goals soon", near),
        ("Goals in the long run", far),
        ("Needs", me.needs),
        ("Pains", me.pains),
        ("Motivations", me.motivations),
        ("What decides", me.decision_factors),
    ]
    return [
        Block(title=title, items=tuple(_claimed(study, claim) for claim in claims), empty="Nothing noted yet.")
        for title, claims in named
    ]


def _claimed(study: Study, claim: Claim | Goal | Pain) -> Item:
    detail = f"solvable by us: {claim.solvable_by_us}" if isinstance(claim, Pain) else ""
    return Item(text=claim.text, detail=detail, level=level(study, claim.evidence), sources=claim.evidence)


def _sizes(study: Study) -> dict[str, tuple[str, str]]:
    source = sizing_source(study)
    if not source:
        return {p.id: ("–", "not known") for p in study.personas}
    shares = {p.id: share_of(study, source, p.id) for p in study.personas}
    counts = head_counts(study, source)
    return {
        id: ("–", "not known")
        if share is None
        else ("–" if (own := counts[id]) is None or share.value is None else f"{own:,}", share.short)
        for id, share in shares.items()
    }
