"""A codebook of another tool joins that of the study: once, under free ids, and nothing the study says is lost."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cjm_research import starters, store
from cjm_research.cli import app
from cjm_research.errors import EvidenceError
from cjm_research.imports import importing
from cjm_research.imports.qualitative import write_codebook
from cjm_research.imports.qualitative.codebook import loose
from cjm_research.imports.report_text import report_text
from cjm_research.study import About, Code, Study

PRICE = Code(id="price", name="Price", definition="Whenever money is named.", colour="#0a5ea8")
FEE = Code(id="fee", name="Fee", parent="price")
OTHER = Code(id="other", name="Other", parent="price")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return store.open_study(starters.write_empty(tmp_path / "data" / "mine", title="Mine"))


def book(folder: Path, *codes: Code, name: str = "elsewhere") -> Path:
    """Write the codebook of a study of this name."""
    path = folder / "codes.qdc"
    path.write_bytes(write_codebook(Study(about=About(title="x"), codes=codes, folder=Path(name))))
    return path


def shape(codes: tuple[Code, ...]) -> list[tuple[str, str, str | None]]:
    return [(code.id, code.name, code.parent) for code in codes]


def test_codes_are_added_below_their_parents_and_a_preview_adds_none(study: Study, tmp_path: Path) -> None:
    shown = importing.preview(study, "interviews", book(tmp_path, PRICE, FEE))
    assert store.open_study(study.folder).codes == study.codes
    after = importing.write(study, shown)
    assert shape(after.codes) == [("price", "Price", None), ("fee", "Fee", "price")]
    assert after.codes[0].definition == "Whenever money is named."
    assert after.sources == study.sources
    assert store.open_study(study.folder).codes == after.codes


def test_the_same_codebook_again_adds_nothing(study: Study, tmp_path: Path) -> None:
    path = book(tmp_path, PRICE, FEE, OTHER, Code(id="fit", name="Fit"), Code(id="other-2", name="Other", parent="fit"))
    after = importing.write(study, importing.preview(study, "interviews", path))
    again = importing.preview(after, "interviews", path)
    assert again.is_known
    assert importing.write(after, again) is after
    assert (again.report.rows_in, again.report.rows_kept) == (5, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["Fee", "fee", "Fit", "Über", "цена"]), st.integers(0, 7)), max_size=8))
def test_any_codebook_is_known_once_it_was_added(tmp_path: Path, drawn: list[tuple[str, int]]) -> None:
    codes = [
        Code(id=f"c{place}", name=name, parent=f"c{above - 1}" if 0 < above <= place else None)
        for place, (name, above) in enumerate(drawn)
    ]
    if codes:
        path = book(tmp_path, *codes)
        empty = Study(about=About(title="x"), codes=(FEE, PRICE), folder=tmp_path / "mine")
        first = importing.preview(empty, "interviews", path).reading
        full = empty.replaced(codes=(*empty.codes, *first.codes))  # type: ignore[attr-defined]
        assert len({code.id for code in full.codes}) == len(full.codes)
        assert not loose(full.codes)
        assert importing.preview(full, "interviews", path).is_known


def test_a_code_of_the_same_name_elsewhere_in_the_tree_is_another_code(study: Study, tmp_path: Path) -> None:
    study = store.save(study.replaced(codes=(Code(id="other", name="Other"),)))
    after = importing.write(study, importing.preview(study, "interviews", book(tmp_path, PRICE, OTHER)))
    assert shape(after.codes) == [("other", "Other", None), ("price", "Price", None), ("other-2", "Other", "price")]


def test_what_the_study_says_of_a_code_stays_and_the_report_says_that_the_file_differs(
    study: Study, tmp_path: Path
) -> None:
    study = store.save(study.replaced(codes=(PRICE, FEE)))
    changed = PRICE.model_copy(update={"name": "Money", "definition": "Any sum."})
    shown = importing.preview(study, "interviews", book(tmp_path, changed, FEE, OTHER, name=study.folder.name))
    after = importing.write(study, shown)
    assert after.codes == (PRICE, FEE, OTHER)
    assert [(note.what, note.count) for note in shown.report.dropped] == [("codes the study has already", 2)]
    assert [(note.count, note.where) for note in shown.report.gaps] == [(1, "such as 'Money'")]
    assert "New in codes.yaml: Other." in shown.report.warnings
    assert "are not accounted for" not in report_text(shown.report)


LOOSE = (
    "The code 'fee' has the parent 'prize', which is no code of this study. Did you mean 'price'? Correct it in "
    "codes.yaml."
)


def test_a_parent_that_is_no_code_is_a_sentence_in_every_report_that_brings_codes(study: Study, tmp_path: Path) -> None:
    lost = Code(id="fee", name="Fee", parent="prize")
    study = store.save(study.replaced(codes=(PRICE, lost)))
    shown = importing.preview(study, "interviews", book(tmp_path, OTHER.model_copy(update={"parent": None})))
    assert LOOSE in shown.report.warnings
    quotes = tmp_path / "quotes.csv"
    quotes.write_text("said,about\nToo dear.,Price\n")
    options = importing.Options.model_validate({"columns": {"text": "said", "code": "about"}})
    assert LOOSE in importing.preview(study, "interviews", quotes, options).report.warnings


def test_codes_that_are_parts_of_themselves_are_named() -> None:
    round_about = [Code(id="a", name="A", parent="b"), Code(id="b", name="B", parent="a"), PRICE, FEE]
    below = Code(id="c", name="C", parent="a")
    assert [text.partition(",")[0] for text in loose([*round_about, below])] == [
        "The code 'a' is a part of itself",
        "The code 'b' is a part of itself",
    ]


def test_a_codebook_that_changed_after_the_preview_is_refused(study: Study, tmp_path: Path) -> None:
    shown = importing.preview(study, "interviews", book(tmp_path, PRICE))
    book(tmp_path, PRICE, FEE)
    with pytest.raises(EvidenceError, match="has changed since"):
        importing.write(study, shown)
    assert store.open_study(study.folder).codes == ()


def test_at_the_keyboard_a_codebook_is_added_and_then_known(study: Study, tmp_path: Path) -> None:
    words = ["import", "interviews", str(book(tmp_path, PRICE, FEE)), "--study", str(study.folder), "--yes"]
    first, second = (CliRunner().invoke(app, words) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert "New in codes.yaml: Price, Fee." in first.output
    assert first.output.rstrip().endswith("Added to codes.yaml: 2 codes.")
    assert "has every code of this file already. Nothing was changed." in second.output
