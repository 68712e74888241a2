"""What is named elsewhere is not deleted without a question, and the question says where."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from cjm_research import checks, forms, open_study, store
from cjm_research.forms.coding import CodingForm
from cjm_research.forms.form import Form
from cjm_research.forms.nested_fields import RowsField
from cjm_research.forms.subjects import LISTS

NAMED_IN = {
    ("objectives", "grow"): ["insights.yaml: The price is learned late"],
    ("metrics", "overall"): ["study.yaml", "objectives.yaml: Grow", "opportunities.yaml: How might we say the price?"],
    ("metrics", "shop-rating"): [
        "touchpoints.yaml: Shop",
        "expectations.yaml: The shop is good",
        "evidence/sources.yaml: Survey",
    ],
    ("metrics", "wants-price"): ["opportunities.yaml: How might we say the price?"],
    ("metrics", "knows-price"): ["opportunities.yaml: How might we say the price?"],
    ("metrics", "arrives"): [],
    ("sources", "survey"): [
        "metrics.yaml: Overall score, Rating of the shop, Wants to know the price and 1 more",
        "personas.yaml: Age, Ana, Ben",
        "persona_models.yaml: Types",
        "touchpoints.yaml: Shop",
        "opportunities.yaml: A price tag",
        "journeys/ana.yaml",
    ],
    ("sources", "log"): ["metrics.yaml: Arrives", "phases.yaml: Consider", "insights.yaml: The price is learned late"],
    ("sources", "talks"): ["personas.yaml: Ana", "obstacles.yaml: Hidden price", "journeys/ana.yaml"],
    ("sources", "letters"): [],
    ("personas", "ana"): [
        "journeys/ana.yaml",
        "obstacles.yaml: Hidden price",
        "insights.yaml: The price is learned late",
        "expectations.yaml: The shop is good",
        "evidence/sources.yaml: Talks",
        "evidence/talks/quotes.csv (2 rows)",
    ],
    ("personas", "ben"): [],
    ("persona_models", "types"): ["personas.yaml: Ben"],
    ("attributes", "age"): [],
    ("expectations", "good"): [],
    ("phases", "consider"): [
        "metrics.yaml: Arrives",
        "obstacles.yaml: Hidden price",
        "journeys/ana.yaml",
        "evidence/talks/quotes.csv (1 row)",
    ],
    ("phases", "buy"): [
        "metrics.yaml: Arrives",
        "touchpoints.yaml: Shop",
        "obstacles.yaml: Hidden price",
        "insights.yaml: The price is learned late",
        "codes.yaml: Money",
        "evidence/sources.yaml: Survey, Letters",
        "journeys/ana.yaml",
        "evidence/talks/quotes.csv (1 row)",
    ],
    ("touchpoints", "shop"): [
        "objectives.yaml: Grow",
        "obstacles.yaml: Hidden price",
        "evidence/sources.yaml: Survey, Letters",
        "journeys/ana.yaml",
        "evidence/talks/quotes.csv (2 rows)",
    ],
    ("obstacles", "price"): ["opportunities.yaml: How might we say the price?"],
    ("opportunities", "open-price"): ["opportunities.yaml: A price tag"],
    ("solutions", "tag"): [],
    ("codes", "money"): [
        "codes.yaml: Fee",
        "evidence/sources.yaml: Letters",
        "evidence/talks/quotes.csv (1 row)",
    ],
    ("codes", "fee"): ["evidence/talks/quotes.csv (1 row)"],
    ("insights", "late"): ["opportunities.yaml: How might we say the price?"],
    ("journeys", "looks"): [],
}
"""Part and id of each row of each form -> where it is named, worked out by hand from the files."""

each_row = pytest.mark.parametrize(("part", "id"), NAMED_IN)


def form_at(folder: Path, part: str, id: str) -> Form:
    """Return the form over a part, this row chosen."""
    form = forms.form(open_study(folder), part, "ana" if part == "journeys" else id)
    form.choose(next(row.key for row in form.desk.page.rows if row.states["id"] == id))
    return form


def ids(form: Form) -> list[str]:
    return [str(row.states["id"]) for row in form.desk.page.rows]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.yaml")}


def delete(form: Form) -> None:
    form.list.rest[-1].click()
    form.bar.save.click()


def is_asked(form: Form) -> bool:
    return form.deletion.box.layout.display is None


def test_every_row_of_every_list_is_tried(linked: Path) -> None:
    study = open_study(linked)
    listed = [(part, row) for part, subject in LISTS.items() for row in subject.rows(study)]
    rows = {(part, row.id) for part, row in listed}  # type: ignore[attr-defined]
    assert {part for part, _ in rows} == set(LISTS), "each list has a row"
    assert rows | {("journeys", "looks")} == set(NAMED_IN)


@each_row
def test_a_deletion_says_where_else_it_is_named_and_saves_nothing_unasked(linked: Path, part: str, id: str) -> None:
    before, form = files(linked), form_at(linked, part, id)
    delete(form)
    if not NAMED_IN[part, id]:
        assert not is_asked(form)
        assert "Saved" in form.bar.text
        return
    assert is_asked(form)
    assert "Nothing saved yet" in form.bar.text
    assert files(linked) == before
    said = html.unescape(form.deletion.text)
    assert f"'{id}'" in said
    assert [place for place in NAMED_IN[part, id] if place not in said] == []
    assert said.count(";") == len(NAMED_IN[part, id]) - 1, "and nowhere else"


@each_row
def test_keep_brings_it_back_and_delete_all_the_same_leaves_findings(linked: Path, part: str, id: str) -> None:
    if not NAMED_IN[part, id]:
        return
    form = form_at(linked, part, id)
    before = ids(form)
    delete(form)
    form.deletion.keep.click()
    assert (ids(form), form.desk.unsaved, is_asked(form)) == (before, False, False)
    delete(form)
    form.deletion.go_on.click()
    assert "Saved" in form.bar.text
    assert not is_asked(form)
    study = open_study(linked)
    assert id not in {row.id for row in LISTS[part].rows(study)}  # type: ignore[attr-defined]
    lost = [one for one in checks.run(study) if one.rule in ("LNK-001", "COD-001") and f"'{id}'" in one.message]
    assert bool(lost) == any("quotes.csv" not in place for place in NAMED_IN[part, id])


def test_a_lane_that_a_journey_has_is_asked_about_too(linked: Path) -> None:
    form = forms.form(open_study(linked), "about")
    lanes = form.head.fields["lanes"]
    assert isinstance(lanes, RowsField)
    _, first = lanes._pool[0]
    first.children[1].click()
    form.bar.save.click()
    assert is_asked(form)
    assert "'actions' (Actions) is named in journeys/ana.yaml." in html.unescape(form.deletion.text)
    form.deletion.keep.click()
    assert "Undo brings it back" in form.bar.text
    form.undo()
    assert not form.desk.unsaved


def test_a_name_that_a_colleague_wrote_meanwhile_is_seen(linked: Path) -> None:
    form = form_at(linked, "personas", "ben")
    (linked / "journeys/ben.yaml").write_text("persona: ben\n")
    delete(form)
    assert "journeys/ben.yaml" in form.deletion.text
    form.deletion.go_on.click()
    assert [one.id for one in open_study(linked).personas] == ["ana"]
    assert (linked / "journeys/ben.yaml").exists()


def test_keep_mine_asks_before_it_takes_away_what_a_colleague_added_and_named(linked: Path) -> None:
    form = form_at(linked, "personas", "ana")
    form.record.fields["summary"].show("Mine")
    text = (linked / "personas.yaml").read_text()
    (linked / "personas.yaml").write_text(text + "  - {id: eva, name: Eva}\n")
    (linked / "journeys/eva.yaml").write_text("persona: eva\n")
    form.bar.save.click()
    assert "changed on disk" in form.bar.text
    form.conflict.keep.click()
    assert "'eva' (Eva) is named in journeys/eva.yaml." in html.unescape(form.deletion.text)
    assert [one.id for one in open_study(linked).personas] == ["ana", "ben", "eva"]
    form.deletion.go_on.click()
    assert [(one.id, one.summary) for one in open_study(linked).personas] == [("ana", "Mine"), ("ben", "")]


def test_another_change_takes_the_question_and_the_answer_away(linked: Path) -> None:
    form = form_at(linked, "objectives", "grow")
    delete(form)
    form.list.add.click()
    assert not is_asked(form)
    form.record.fields["title"].show("Another")
    form.bar.save.click()
    assert is_asked(form)


def test_a_save_names_only_what_it_wrote(linked: Path) -> None:
    form = form_at(linked, "phases", "buy")
    study = open_study(linked)
    theirs = study.objective("grow").model_copy(update={"title": "Theirs"})
    store.save(study.replaced(objectives=(theirs,)))
    form.record.fields["goal"].show("Own it")
    form.bar.save.click()
    assert "Saved phases.yaml." in form.bar.text


def test_a_quote_that_something_rests_on_is_not_removed_unasked(linked: Path) -> None:
    quotes = linked / "evidence/talks/quotes.csv"
    quotes.write_text(
        "quote,participant,note,persona,phase,touchpoint,code,text,coder,start,end\n"
        "q1,P01,P01,ana,consider,shop,fee,I did not see the price.,Kim,0,24\n"
        "q2,P01,P01,ana,buy,shop,money,I went.,Kim,25,32\n"
    )
    before = quotes.read_bytes()
    form = CodingForm(open_study(linked))
    form.coder.value = "Kim"
    form.remove(0)
    form.save()
    assert "Nothing saved yet" in form.bar.text
    said = html.unescape(form.deletion.text)
    assert "'talks#q1' is named in obstacles.yaml: Hidden price; personas.yaml: Ana; journeys/ana.yaml." in said
    assert quotes.read_bytes() == before
    form.deletion.keep.click()
    assert len(form.quotes.list.options) == 2
    form.remove(1)
    form.save()
    assert "Saved" in form.bar.text, "nothing rests on the other one"
    form.remove(0)
    form.save()
    form.deletion.go_on.click()
    assert "q1" not in quotes.read_text()
    assert "EVD-003" in {one.rule for one in checks.run(open_study(linked))}
