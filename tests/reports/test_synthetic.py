"""Invented data is announced wherever it shows, and nothing a later step does takes the announcement away."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research.reports import write_index, write_persona
from cjm_research.sections.section import MIME, Section, Table
from cjm_research.sections.synthetic import marked
from cjm_research.study import Study
from tests.drawings import words

BANNER = "<b>Invented data.</b>"
TABLE = Table(caption="x", columns=("a", "b"), rows=(("1", "2"),))
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="120" viewBox="0 0 640 120"><text '
    'y="60">4.1</text></svg>'
)


def with_invented(study: Study, *ids: str) -> Study:
    return study.replaced(sources=tuple(s.model_copy(update={"synthetic": s.id in ids}) for s in study.sources))


@pytest.fixture
def shown() -> tuple[Section, ...]:
    """What a notebook showed without any mark, as one made before this rule, or changed by hand, would."""
    return (
        Section(id="touchpoints.rating", title="Ratings", figure=DRAWN, alt="Dots", table=TABLE, sources=("survey",)),
        Section(id="review.age", title="Age of all sources", table=TABLE),
        Section(id="research.talks", title="Talks", table=TABLE, sources=("talks",)),
    )


def pages_of(study: Study, book: Path, tmp_path: Path) -> list[str]:
    write_persona(study, "ana", [book], tmp_path / "p.html")
    write_index(study, {"ana": [book]}, tmp_path / "index.html", compare=book)
    return [(tmp_path / name).read_text(encoding="utf-8") for name in ("p.html", "index.html")]


def articles(page: str) -> dict[str, bool]:
    parts = re.findall(r'<article class="cjm-section">.*?<h3[^>]*>(.*?)</h3>(.*?)</article>', page, re.DOTALL)
    return {title: "cjm-invented-data" in body for title, body in parts}


def test_data_without_the_mark_still_makes_a_bannered_page(
    study: Study, shown: tuple[Section, ...], write_notebook: Callable, tmp_path: Path
) -> None:
    book = write_notebook("x", shown)
    assert all(BANNER not in page for page in pages_of(study, book, tmp_path))
    page, index = pages_of(with_invented(study, "survey"), book, tmp_path)
    assert BANNER in page
    assert BANNER in index
    assert "Part of the evidence was made up: Survey." in page
    found = articles(page)
    assert (found["Ratings"], found["Age of all sources"], found["Talks"]) == (True, True, False)
    assert articles(index)["Ratings"]


def test_a_register_that_forgets_it_does_not_take_the_mark_of_a_section_away(
    study: Study, shown: tuple[Section, ...], write_notebook: Callable, tmp_path: Path
) -> None:
    invented = with_invented(study, "survey")
    book = write_notebook("x", tuple(marked(invented, section) for section in shown))
    for later in (study, study.replaced(sources=(), present=frozenset())):
        page, index = pages_of(later, book, tmp_path)
        assert BANNER in page
        assert BANNER in index
        assert articles(page)["Ratings"]


def test_a_source_whose_file_is_gone_or_that_no_section_cites_still_bears_the_banner(
    study: Study, write_notebook: Callable, tmp_path: Path
) -> None:
    invented = with_invented(study, "survey").replaced(present=frozenset())
    book = write_notebook("x", (Section(id="research.talks", title="Talks", table=TABLE, sources=("talks",)),))
    assert all(BANNER in page for page in pages_of(invented, book, tmp_path))


def test_the_picture_itself_says_so_once(
    study: Study, shown: tuple[Section, ...], write_notebook: Callable, tmp_path: Path
) -> None:
    invented = with_invented(study, "survey")
    once = marked(invented, shown[0])
    assert marked(invented, once) == once
    page, _ = pages_of(invented, write_notebook("x", (once,)), tmp_path)
    (picture,) = re.findall(r'src="data:image/svg\+xml;base64,([^"]*)"', page)
    drawing = base64.b64decode(picture).decode()
    assert words(drawing).count("Invented data") == 1
    assert 'height="138"' in drawing
    assert 'viewBox="0 0 640 138"' in drawing


def test_the_mark_is_part_of_the_data_a_notebook_carries(
    study: Study, shown: tuple[Section, ...], write_notebook: Callable
) -> None:
    book = write_notebook("x", (marked(with_invented(study, "survey"), shown[0]),))
    outputs = [output for cell in json.loads(book.read_text())["cells"] for output in cell["outputs"]]
    assert [output["data"][MIME]["synthetic"] for output in outputs if MIME in output.get("data", {})] == [True]
