from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cjm_research.errors import NotebookFailedError
from cjm_research.reports import sections_of, write_index, write_persona
from cjm_research.reports.steps import STEPS
from cjm_research.sections.section import MIME, Section
from cjm_research.study import Journey, Study

Write = Callable[[str, tuple[Section, ...]], Path]
Make = Callable[..., tuple[Section, ...]]


@pytest.fixture
def page(study: Study, sections: Make, write_notebook: Write, tmp_path: Path) -> str:
    target = tmp_path / "ana" / "index.html"
    write_persona(study, "ana", [write_notebook("ana", sections(study, "ana"))], target)
    return target.read_text(encoding="utf-8")


def test_sections_come_back_as_they_were_shown(study: Study, sections: Make, write_notebook: Write) -> None:
    shown = sections(study, "ana")
    assert sections_of(write_notebook("x", shown)) == shown


def test_a_section_that_is_none_is_refused_with_notebook_and_cell(write_notebook: Write) -> None:
    path = write_notebook("x", (Section(id="a.b", title="Aims"),))
    path.write_text(path.read_text(encoding="utf-8").replace('"title": "Aims"', '"titel": "Aims"'), encoding="utf-8")
    with pytest.raises(NotebookFailedError, match=r"x\.ipynb, cell 1: holds a section that cannot be read"):
        sections_of(path)


def test_the_map_comes_first_then_the_seven_steps_then_the_method(page: str) -> None:
    ids = re.findall(r'<section class="[\w-]+" id="([\w-]+)"', page)
    assert ids == ["map", *(step.id for step in STEPS), "method"]


def test_a_step_without_a_section_says_so(page: str) -> None:
    assert page.partition('id="phases"')[2].partition("</section>")[0].count("Nothing was shown in this step yet.") == 1


def test_a_section_of_no_step_is_not_lost(study: Study, write_notebook: Write, tmp_path: Path) -> None:
    write_persona(study, "ana", [write_notebook("x", (Section(id="extra.one", title="Extra"),))], tmp_path / "p.html")
    assert "Extra" in (tmp_path / "p.html").read_text(encoding="utf-8").partition('id="more"')[2]


def test_the_page_is_closed_to_scripts_and_to_the_network(page: str) -> None:
    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert all(source.startswith("data:image/svg+xml;base64,") for source in re.findall(r'src="([^"]*)"', page))
    assert all(link.startswith(("#", "../", "data:,")) for link in re.findall(r'href="([^"]*)"', page))


def test_only_sections_are_printed(page: str, tmp_path: Path) -> None:
    for secret in ("never printed", "/srv/somebody", str(tmp_path), MIME):
        assert secret not in page


def test_every_picture_has_words_and_a_table(page: str) -> None:
    pictures = re.findall(r"<img [^>]*>", page)
    assert pictures
    assert all(re.search(r'alt="[^"]+"', picture) for picture in pictures)
    assert page.count("<summary>Data table</summary>") == len(pictures)


def test_the_cover_counts_what_rests_on_evidence(page: str, study: Study) -> None:
    cover = page.partition('<header class="cover">')[2].partition("</header>")[0]
    assert re.search(r"<strong>\d+ of \d+</strong> cells rest on evidence", cover)
    assert "312 of 1,204 answers" in cover
    assert "2026-11-20" in cover
    assert "assumed, not found" not in cover


def test_a_page_without_evidence_is_called_assumed_and_never_finds(
    study: Study, sections: Make, write_notebook: Write, tmp_path: Path
) -> None:
    bare = study.replaced(present=frozenset(), sources=())
    write_persona(bare, "ana", [write_notebook("x", sections(bare, "ana"))], tmp_path / "p.html")
    text = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "<b>This report is assumed, not found.</b> None of the" in text
    assert not re.search(r"<h\d[^>]*>[^<]*[Ff]indings", text)


def test_invented_evidence_is_announced(study: Study, sections: Make, write_notebook: Write, tmp_path: Path) -> None:
    invented = study.replaced(sources=tuple(s.model_copy(update={"synthetic": True}) for s in study.sources))
    book = write_notebook("x", sections(invented, "ana"))
    write_persona(invented, "ana", [book], tmp_path / "p.html")
    write_index(invented, {"ana": [book]}, tmp_path / "index.html")
    for name in ("p.html", "index.html"):
        assert "<b>Invented data.</b>" in (tmp_path / name).read_text(encoding="utf-8")


def test_equal_input_gives_equal_bytes(study: Study, sections: Make, write_notebook: Write, tmp_path: Path) -> None:
    book = write_notebook("x", sections(study, "ana"))
    for name in ("one.html", "two.html"):
        write_persona(study, "ana", [book], tmp_path / name)
        write_index(study, {"ana": [book]}, tmp_path / f"index-{name}", compare=book, failed={"bo": "Stopped."})
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert (tmp_path / "index-one.html").read_bytes() == (tmp_path / "index-two.html").read_bytes()


def hash_of(path: Path) -> str:
    return re.findall(r"<code>([0-9a-f]{12})</code>", path.read_text(encoding="utf-8"))[0]


def test_all_pages_show_one_hash_and_the_index_says_that_they_agree(
    study: Study, sections: Make, write_notebook: Write, tmp_path: Path
) -> None:
    books = {persona: [write_notebook(persona, sections(study, persona))] for persona in ("ana", "bo")}
    for persona, notebooks in books.items():
        write_persona(study, persona, notebooks, tmp_path / persona / "index.html")
    write_index(study, books, tmp_path / "index.html")
    places = ("ana/index.html", "bo/index.html", "index.html")
    assert len({hash_of(tmp_path / place) for place in places}) == 1
    assert "Both pages agree" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_index_names_the_persona_whose_phases_differ(
    study: Study, sections: Make, write_notebook: Write, tmp_path: Path
) -> None:
    other = study.replaced(journeys=(study.journeys[0], Journey(persona="bo", phases=("p0", "p2"))))
    books = {persona: [write_notebook(persona, sections(other, "ana"))] for persona in ("ana", "bo")}
    write_index(other, books, tmp_path / "index.html")
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "The pages do not all agree." in text
    assert "Bo: the phases differ (missing: p1, p3, p4)." in text


def test_the_index_links_each_page_and_says_who_failed(
    study: Study, sections: Make, write_notebook: Write, tmp_path: Path
) -> None:
    book = write_notebook("x", sections(study, "ana"))
    write_index(study, {"ana": [book]}, tmp_path / "index.html", compare=book, failed={"bo": "05, cell 4: no answers."})
    text = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert 'href="ana/index.html"' in text
    assert "<bdi>Bo</bdi>: <bdi>05, cell 4: no answers.</bdi>" in text
    assert 'class="cjm-spark"' in text
