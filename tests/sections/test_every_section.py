"""What every section owes its reader, for the whole study and for each persona of the demo."""

import base64
import re
import sys

import pandas as pd
import pytest

from cjm_research.printing import lasting
from cjm_research.reports.footprint import footprint
from cjm_research.sections import MIME, show
from cjm_research.sections.show import as_text
from tests.drawings import words


def personas_of(said):
    return sorted({persona for _, persona in said if persona not in ("", "*")})


def test_every_section_has_a_title_and_says_whom_or_what_it_speaks_of(said):
    for key, found in said.items():
        assert found.section.title, key
        assert found.section.lead or found.section.reason, key


def test_every_figure_has_an_alternative_in_words_and_its_data_as_a_table(said):
    drawn = {key: found.section for key, found in said.items() if found.section.figure}
    assert len({name for name, _ in drawn}) >= 12
    for key, section in drawn.items():
        assert len(section.alt) > 20, key
        assert section.table is not None, key
        assert section.table.rows, key
        assert section.scale, key
    for key, found in said.items():
        assert bool(found.frames) >= bool(found.section.figure), key


def test_tables_are_rectangles_of_text(said):
    for key, found in said.items():
        if table := found.section.table:
            assert {len(row) for row in table.rows} <= {len(table.columns)}, key
            assert set(table.numeric) <= set(table.columns), key
            assert "None" not in {cell for row in table.rows for cell in row}, key


def written(value):
    """Return the ways in which a number of a chart may stand in its table."""
    share, plain = 100 * value, f"{value:.1f}"
    ways = {
        f"{value:.2f}",
        f"{value:+.2f}",
        f"{value:,.0f}",
        f"{value:+.0f}",
        f"{share:.0f} %",
        f"{share:.1f} %",
        f"{plain} %",
        f"{value:.0f} %",
    }
    return {way.replace("-", "−") for way in ways}


def lines_of(table, label):
    return [
        row for row in table.rows if label == row[0] or row[0].endswith(f": {label}") or label.startswith(f"{row[0]}: ")
    ]


def test_every_number_of_a_chart_stands_in_the_line_of_its_table(said):
    checked = 0
    for key, found in said.items():
        if not found.section.figure:
            continue
        for chart, frame in found.frames:
            if chart == "survival":
                continue  # a curve: its table holds the ticks of the axis, see test_progress.py
            name = next(column for column in ("row", "persona", "label") if column in frame)
            for row in frame[frame["value"].notna()].to_dict("records"):
                lines = lines_of(found.section.table, row[name])
                assert lines, (key, row)
                text = " ".join(" ".join(line) for line in lines)
                assert any(
                    re.search(rf"(?<![\d.,]){re.escape(way)}(?![\d.])", text)
                    for way in written(row["value"]) | {lasting(row["value"])}
                ), (key, row, text)
                checked += 1
    assert checked > 500


def test_every_persona_is_told_the_same_sections_in_the_same_order_on_the_same_scales(said):
    shapes = {
        persona: [
            (found.section.id, found.section.title, found.section.scale)
            for (_, whom), found in said.items()
            if whom == persona
        ]
        for persona in personas_of(said)
    }
    assert len(shapes) == 4
    assert len({tuple(shape) for shape in shapes.values()}) == 1
    ids = [id for id, _, _ in next(iter(shapes.values()))]
    assert len(set(ids)) == len(ids)


def test_so_the_consistency_hash_is_the_same(demo, said):
    hashes = {
        footprint(demo, persona, tuple(found.section for (_, whom), found in said.items() if whom == persona)).hash
        for persona in personas_of(said)
    }
    assert len(hashes) == 1


def test_no_two_sections_of_one_page_share_an_id(said):
    for persona in ("", "*"):
        ids = [found.section.id for (_, whom), found in said.items() if whom == persona]
        assert len(set(ids)) == len(ids)


def test_a_section_has_the_scale_of_its_persona_and_not_its_own_numbers(said):
    ends = {}
    for (name, _), found in said.items():
        domains = (
            [text for text in words(found.section.figure) if re.fullmatch(r"\d(?:\.\d)?", text)]
            if name == "touchpoints.ratings"
            else []
        )
        if domains:
            ends.setdefault(name, set()).add((domains[0], domains[-1]))
    assert all(len(found) == 1 for found in ends.values())


def test_plain_text_holds_every_number_of_the_tables_and_cards(said):
    for key, found in said.items():
        text = as_text(found.section)
        numbers = set()
        if found.section.table:
            numbers |= {
                cell for row in found.section.table.rows for cell in row if re.fullmatch(r"[\d,.%+\[\] n=-]+", cell)
            }
        if found.section.profile:
            items = [item for block in found.section.profile.blocks for item in block.items]
            numbers |= {bar.note for item in items for bar in item.bars} | {item.detail for item in items}
        if found.section.map:
            numbers |= {f"{point.value:+.2f}" for point in found.section.map.emotion if point.value is not None}
        missing = {number for number in numbers if number not in text}
        assert not missing, key


def test_a_shown_section_carries_text_markup_and_data(said, monkeypatch):
    outputs = []
    monkeypatch.setattr(sys.modules["cjm_research.sections.show"], "display", lambda data, **_: outputs.append(data))
    section = said["objectives.progress", "mira"].section
    show(section)
    assert set(outputs[0]) == {"text/plain", "text/html", MIME}
    assert type(section).model_validate(outputs[0][MIME]) == section


def test_figures_hold_no_script_and_call_nobody(said):
    for key, found in said.items():
        figure = found.section.figure
        assert "<script" not in figure, key
        assert not re.sub(r'xmlns(:\w+)?="[^"]*"', "", figure).count("http"), key
        assert base64.b64encode(figure.encode()) is not None


def column(found, name):
    """Return a column of the table, by what stands in the second or first one."""
    table = found.section.table
    where, key = table.columns.index(name), 1 if table.columns[0] == "no." else 0
    return {row[key]: row[where] for row in table.rows}


def test_what_is_assumed_is_marked(demo, said):
    levels = column(said["obstacles.register", ""], "rests on")
    assert all(levels[o.title].startswith("assumed") == (not o.evidence) for o in demo.obstacles)
    needs = " ".join(row[2] for row in said["phases.taxonomy", ""].section.table.rows)
    assert needs.count("(assumed)") == sum(not need.evidence for phase in demo.phases for need in phase.needs)
    insights = column(said["obstacles.insights", ""], "rests on")
    assert all(insights[i.statement].startswith("assumed") == (not i.evidence) for i in demo.insights)
    card = said["personas.card", "mira"].section.profile
    lines = {item.text: item.level for block in card.blocks for item in block.items}
    mira = demo.persona("mira")
    assert [lines[claim.text] == "assumed" for claim in mira.needs] == [not claim.evidence for claim in mira.needs]


@pytest.mark.parametrize("column", ["value", "low", "high"])
def test_charts_are_given_numbers_or_nothing(said, column):
    for key, found in said.items():
        for _, frame in found.frames:
            if column in frame and len(frame):
                assert pd.api.types.is_numeric_dtype(frame[column]) or frame[column].isna().all(), key
