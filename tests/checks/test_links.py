"""Every field of the model that holds the id of something else is a link, and a link that points nowhere is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from cjm_research import checks, open_study
from cjm_research.checks.links import links
from cjm_research.study import Part, Question, Study
from cjm_research.study.part import EvidenceRef, Slug

LINKED = Path(__file__).parents[1] / "studies" / "all_linked"
OWN = {"id", "frozen"}  # its own id; and what was frozen, which is history


def fields_with_ids(model: type[Part], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the way to every field that holds ids or links to evidence, such as ``journeys, steps, phase``."""
    for name, hint in get_type_hints(model, include_extras=True).items():
        for inner in flat(hint) if name in model.model_fields and name not in OWN else ():
            if inner in (Slug, EvidenceRef):
                yield *above, name
            elif isinstance(inner, type) and issubclass(inner, Part):
                yield from fields_with_ids(inner, (*above, name))


def flat(hint: Any) -> Iterator[Any]:
    """Yield the types a hint is made of."""
    inside = get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint)
    if hint in (Slug, EvidenceRef) or not inside:
        yield hint
    for inner in () if hint in (Slug, EvidenceRef) else inside:
        yield from flat(inner)


def test_every_field_that_holds_an_id_is_a_link() -> None:
    ways = set(fields_with_ids(Study))
    assert {("about", "overall"), ("journeys", "steps", "contacts", "touchpoint"), ("codes", "parent")} <= ways
    fields = {
        (part, "evidence" if inside[-1] == "evidence" else next(one for one in inside if one != "steps"))
        for part, *inside in ways
    }
    known = {(link.part, link.field.rpartition(".")[2]) for link in links(open_study(LINKED))}
    assert fields - known == set()


def test_in_the_study_where_every_part_is_named_nothing_dangles() -> None:
    assert [one for one in checks.run(open_study(LINKED)) if one.rule in ("LNK-001", "COD-001")] == []


def test_a_question_that_is_bound_to_nothing_is_found() -> None:
    study = open_study(LINKED)
    question = Question(id="q9", column="shop", wording="How?", touchpoint="shopp")
    survey = study.source("survey").model_copy(update={"questions": (question,)})
    now = study.replaced(sources=(survey, *study.sources[1:]))
    (finding,) = [one for one in checks.run(now) if one.rule == "LNK-001"]
    assert finding.where == "sources/survey.questions"
    assert finding.message.endswith("This study has: shop. Did you mean 'shop'?")
