"""With no front end the same call shows a read-only table; and text of a study is never markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets
import pytest

from cjm_research import forms, open_study
from cjm_research.forms import subjects
from cjm_research.forms.table import table
from cjm_research.study import About, Objective, Persona, Study
from tests.forms.widgets import below

if TYPE_CHECKING:
    from tests.forms.conftest import Person

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
Shown = Callable[..., Any]


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """Call a form of a notebook and return what it displays."""

    def call(show: Callable[..., None], *arguments: object) -> Any:
        displayed: list[Any] = []
        monkeypatch.setattr(forms, "display", displayed.append)
        show(*arguments)
        assert len(displayed) == 1
        return displayed[0]

    return call


def test_a_table_with_labels_and_titles_instead_of_widgets(
    folder: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr(ipywidgets.Widget, "open", made.append)
    text = shown(forms.objectives, open_study(folder)).data
    assert made == [], "no widget, which would end up in the saved notebook"
    assert "<th" in text
    assert "Decision" in text
    assert "Share of visitors who try" in text, "the title of the metric, not its id"
    assert "trial-share" not in text
    assert "Audience" not in text, "no column for what no record gives"
    assert "<input" not in text


def test_an_empty_part_says_so(folder: Path, shown: Shown) -> None:
    assert "There are no obstacles yet." in shown(forms.obstacles, open_study(folder)).data


def test_a_journey_is_a_table_of_steps(folder: Path, shown: Shown) -> None:
    text = shown(forms.journey, open_study(folder), "ana").data
    assert "Opens three tabs [survey, interviews#q07]" in text
    assert "Online shop" in text
    assert "The old fridge is loud" in text


@pytest.mark.parametrize("name", sorted(set(forms.__all__) - {"Form", "form", "front_end", "journey"}))
def test_every_form_has_its_table(folder: Path, name: str, shown: Shown) -> None:
    assert "<h4>" in shown(getattr(forms, name), open_study(folder)).data


@pytest.mark.parametrize("name", sorted(set(forms.__all__) - {"Form", "form", "front_end"}))
def test_every_form_keeps_its_keys(linked: Path, name: str, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CJM_FORMS", "on")
    box = shown(getattr(forms, name), open_study(linked), *(["ana"] if name == "journey" else []))
    assert "cjm-keys" in box._dom_classes
    assert [type(one).__name__ for one in below(box)].count("Keys") == 1


def test_the_table_escapes_everything() -> None:
    study = Study(
        about=About(title=HOSTILE),
        objectives=(Objective(id="x", title=HOSTILE, audience=HOSTILE),),
        personas=(Persona(id="p", name=HOSTILE, summary=HOSTILE),),
    )
    for part in ("objectives", "personas", "about", "journeys"):
        text = str(table(forms._subject(study, part, "p"), study))
        assert "<img" not in text
        assert "<script" not in text


def test_no_html_widget_of_a_form_holds_markup_from_the_study(objectives: Person) -> None:
    objectives.fill("title", HOSTILE)
    objectives.fill("metric", "")
    objectives.fill("target", HOSTILE)
    objectives.press("cjm-add")
    objectives.fill("id", HOSTILE)
    objectives.press("cjm-save")
    texts = [widget.value for widget in below(objectives.form.box) if isinstance(widget, ipywidgets.HTML)]
    assert len(texts) > 10
    assert not [text for text in texts if re.search(r"<(img|script)", text)]


def test_a_hostile_conflict_is_escaped(objectives: Person, folder: Path) -> None:
    file = folder / "objectives.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("More trials ", f"'{HOSTILE}' "), encoding="utf-8")
    objectives.fill("title", "Mine")
    objectives.press("cjm-save")
    assert "&lt;img" in objectives.form.conflict.text
    assert "<img" not in objectives.form.conflict.text


@pytest.mark.parametrize(
    ("set_to", "there"),
    [
        ({}, False),
        ({"JPY_SESSION_NAME": "x.ipynb"}, True),
        ({"SERVER_SOFTWARE": "voila/0.5.13"}, True),
        ({"JPY_SESSION_NAME": "x.ipynb", "CJM_FORMS": "off"}, False),
        ({"CJM_FORMS": "on"}, True),
        ({"JPY_SESSION_NAME": "x.ipynb", "PYTEST_CURRENT_TEST": "x"}, False),
    ],
)
def test_a_front_end_is_found_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, set_to: dict[str, str], there: bool
) -> None:
    monkeypatch.setattr("os.environ", set_to)
    assert forms.front_end() is there


def test_with_a_front_end_the_form_shows_what_is_on_disk_now(
    folder: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CJM_FORMS", "on")
    study = open_study(folder)
    file = folder / "objectives.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("More trials", "Many trials"), encoding="utf-8")
    box = shown(forms.objectives, study)
    assert [one.options[0][0].replace("\u200b", "") for one in below(box) if isinstance(one, ipywidgets.Select)] == [
        "Many trials"
    ]


def test_records_of_many_fields_fold_under_their_name() -> None:
    shown = table(subjects.LISTS["personas"], open_study(Path(__file__).parents[2] / "data" / "demo"))
    assert shown.count("<details><summary>") == 4
    assert "<summary>Mira, the daily commuter</summary>" in shown
