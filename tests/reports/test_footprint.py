from __future__ import annotations

from cjm_research.reports import Footprint, differences, footprint
from cjm_research.sections.section import Section
from cjm_research.study import Journey, Study

SHOWN = (Section(id="a.one", title="One", scale="1 to 5"), Section(id="a.two", title="Two"))


def pages(study: Study, *others: tuple[Section, ...]) -> dict[str, Footprint]:
    return {f"page {n}": footprint(study, "ana", shown) for n, shown in enumerate((SHOWN, SHOWN, *others))}


def test_what_is_said_does_not_change_the_hash_but_title_scale_and_order_do(study: Study) -> None:
    told = tuple(section.model_copy(update={"lead": "other words"}) for section in SHOWN)
    scaled = (SHOWN[0].model_copy(update={"scale": "0 to 10"}), SHOWN[1])
    renamed = (SHOWN[0], SHOWN[1].model_copy(update={"title": "Deux"}))
    first = footprint(study, "ana", SHOWN).hash
    assert footprint(study, "bo", told).hash == first
    assert first not in {footprint(study, "ana", s).hash for s in (scaled, renamed, SHOWN[::-1])}


def test_pages_that_agree_have_no_difference(study: Study) -> None:
    assert differences(pages(study)) == ()
    assert differences({}) == ()


def test_a_difference_is_named_against_what_most_pages_have(study: Study) -> None:
    scaled = (SHOWN[0].model_copy(update={"scale": "0 to 10"}),)
    assert differences(pages(study, scaled)) == ("page 2: the sections differ (changed: a.one; missing: a.two).",)


def test_another_order_is_a_difference(study: Study) -> None:
    assert differences(pages(study, SHOWN[::-1])) == ("page 2: the sections differ (another order).",)


def test_another_rating_scale_is_a_difference(study: Study) -> None:
    other = study.replaced(journeys=(Journey(persona="bo", scale_high=10),))
    named = differences({"Ana": footprint(other, "ana", SHOWN), "Bo": footprint(other, "bo", SHOWN)})
    assert named == ("Bo: the rating scale differs (missing: 1 to 5; only here: 1 to 10).",)


def test_another_metric_changes_the_hash_of_all(study: Study) -> None:
    other = study.replaced(metrics=())
    assert footprint(other, "ana", SHOWN).hash != footprint(study, "ana", SHOWN).hash
