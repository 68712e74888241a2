from __future__ import annotations

import base64
import re

from cjm_research.sections.html import css, html
from cjm_research.sections.section import Bar, Block, Item, Profile, Section, Table

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"></svg>'
TABLE = Table(caption="Ratings", columns=("Place", "Mean"), rows=(("Shop", "4.1"),), numeric=("Mean",))


def test_a_figure_is_a_picture_with_its_words_and_its_table_behind_it() -> None:
    page = html(Section(id="a.b", title="T", figure=SVG, alt="One dot at 4.1", table=TABLE))
    source, alt = re.findall(r'<img src="([^"]*)" alt="([^"]*)">', page)[0]
    assert alt == "One dot at 4.1"
    assert base64.b64decode(source.removeprefix("data:image/svg+xml;base64,")).decode() == SVG
    assert re.search(r"<details[^>]*><summary>Data table</summary>.*<table", page, re.DOTALL)


def test_a_table_alone_is_open_and_its_heads_have_scopes() -> None:
    page = html(Section(id="a.b", title="T", table=TABLE))
    assert "<details" not in page
    assert page.count('scope="col"') == 2
    assert '<th scope="row"><bdi>Shop</bdi></th><td id="a.b:1:2" class="cjm-numeric"><bdi>4.1</bdi></td>' in page


def test_a_wide_table_can_be_scrolled_with_the_keyboard() -> None:
    assert 'role="region" tabindex="0" aria-label="Table: Ratings"' in html(Section(id="a.b", title="T", table=TABLE))


def test_a_table_without_rows_says_so() -> None:
    page = html(Section(id="a.b", title="T", table=TABLE.model_copy(update={"rows": ()})))
    assert "no rows" in page


def test_rows_longer_than_the_heading_are_shown_whole() -> None:
    table = Table(caption="c", columns=("a",), rows=(("1", "2", "3"),))
    assert html(Section(id="a.b", title="T", table=table)).count("<bdi>3</bdi>") == 1


def test_an_assumed_line_of_a_persona_card_is_hatched_and_named() -> None:
    items = (Item(text="Rents", level="reported", sources=("survey",)), Item(text="Hates calls"))
    profile = Profile(name="Ana", role="primary", summary="s", blocks=(Block(title="who", items=items),))
    lines = re.findall(r"<li[^>]*>\s*<p.*?</li>", html(Section(id="a.b", title="T", profile=profile)), re.DOTALL)
    assert [("cjm-is-assumed" in line, "> assumed</span>" in line) for line in lines] == [(False, False), (True, True)]


def test_a_bar_stays_inside_its_track() -> None:
    bars = (Bar(label="over", share=1.7), Bar(label="under", share=-1), Bar(label="half", share=0.5))
    profile = Profile(name="A", role="r", summary="s", blocks=(Block(title="b", items=(Item(text="t", bars=bars),)),))
    page = html(Section(id="a.b", title="T", profile=profile))
    assert re.findall(r"width: (\d+)%", page) == ["100", "0", "50"]


def test_base_method_and_sources_close_the_section_and_warnings_are_read_out() -> None:
    page = html(Section(id="a.b", title="T", base="n = 9", method="Mean.", sources=("log",), warnings=("Few.",)))
    for words in ("n = 9", "Mean.", "<bdi>log</bdi>", 'class="cjm-hidden">Note: </span>'):
        assert words in page


def test_in_a_notebook_the_style_comes_along_inside_its_own_surface() -> None:
    page = html(Section(id="a.b", title="T"), styled=True)
    assert page.startswith('<div class="cjm cjm-notebook"><style>')
    assert "http" not in page


def test_no_rule_leaves_the_wrapper() -> None:
    plain = re.sub(r"@media [^{]*", "", re.sub(r"\s+", " ", css()))
    selectors = [part.strip() for rule in re.findall(r"([^{}]+)\{", plain) for part in rule.split(",")]
    assert [selector for selector in selectors if selector and not selector.startswith(".cjm")] == []
