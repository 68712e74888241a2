"""Whatever is pressed in a form stays there: the notebook around it takes no key for a command."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from cjm_research import open_study, store
from cjm_research.study import Question

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Lab

pytestmark = pytest.mark.browser

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
PRESSED = ("a", "b", "d", "d", "x", "m", "y", "v", "ArrowDown", "ArrowUp")
"""What JupyterLab takes for commands: new cells, delete, cut, to Markdown and back, paste, other cell."""

RUN = ("Shift+Enter", "Control+Enter", "Alt+Enter")
"""What runs a cell, which would show the form anew and drop what is typed; a button is pressed by it."""

SHOW_FORMS = """async () => {
  const app = window.jupyterapp, panel = app.shell.currentWidget;
  await app.restored;
  await panel.context.ready;
  await panel.sessionContext.ready;
  await panel.sessionContext.session.kernel.info;
  for (const [place, cell] of panel.content.widgets.entries()) {
    const source = cell.model.sharedModel.getSource();
    if (cell.model.type === 'code' && /^study: str|open_study\\(|^forms\\./m.test(source)) {
      panel.content.activeCellIndex = place;
      await app.commands.execute('notebook:run-cell');
    }
  }
}"""
SHUT_DOWN = "async () => { await window.jupyterapp.shell.currentWidget.sessionContext.shutdown(); }"
CELLS = """() => window.jupyterapp.shell.currentWidget.content.widgets.map(
  cell => [cell.model.type, cell.model.sharedModel.getSource(), cell.model.executionCount ?? 0])"""
CONTROLS = """kind => {
  const found = new Map();
  for (const [place, form] of document.querySelectorAll('.cjm-keys').entries())
    for (const one of form.querySelectorAll('button, select, input, textarea, summary, a[href]')) {
      const named = one.closest('[class*=cjm-]').className.match(/cjm-[\\w-]+/)[0];
      const its = [place, one.tagName, one.type, named].join(' ');
      if (!one.disabled && one.checkVisibility() && !found.has(its)) found.set(its, one);
    }
  if (kind) found.get(kind)?.focus();
  return kind ? found.has(kind) : [...found.keys()];
}"""


def forms_in(notebook: Path) -> int:
    """Return how many cells of a notebook show a form."""
    cells = nbformat.read(notebook, as_version=4).cells
    return sum(cell.cell_type == "code" and re.match(r"forms\.", cell.source) is not None for cell in cells)


@pytest.fixture(scope="module")
def study(lab: Lab) -> Path:
    """The demo study, in which two surveys say what they asked, so that no form is missing."""
    opened = open_study(lab.studies / "demo")
    survey = opened.source("survey").model_copy(
        update={"questions": (Question(id="q", column="recommend", wording="?"),)}
    )
    again = survey.model_copy(update={"id": "again", "title": "The same survey again"})
    return store.save(opened.replaced(sources=(survey, *opened.sources[1:], again))).folder


@pytest.fixture
def show(page: Page, lab: Lab, study: Path) -> Iterator[Callable[[Path], None]]:
    """Open a notebook, and run the cells that open the study and show a form, no others."""
    assert study.is_dir()

    def shown(notebook: Path) -> None:
        page.goto(lab.url(notebook.name))
        page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=90_000)
        page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").wait_for(timeout=90_000)
        page.evaluate(SHOW_FORMS)
        page.locator(".cjm-keys").nth(forms_in(notebook) - 1).wait_for(timeout=90_000)

    yield shown
    page.evaluate(SHUT_DOWN)


@pytest.mark.parametrize("notebook", [one for one in NOTEBOOKS if forms_in(one)], ids=lambda one: one.stem)
def test_no_key_pressed_at_any_control_of_any_form_reaches_the_notebook(
    page: Page, show: Callable[[Path], None], notebook: Path
) -> None:
    show(notebook)
    before, controls = page.evaluate(CELLS), page.evaluate(CONTROLS)
    tried, changed = set(), []
    for kind in controls:
        if page.evaluate(CONTROLS, kind):  # a key pressed at another control may have taken it off the page
            tried.add(kind.split()[0])
            changed += [kind] if after_keys(page, kind) != before else []
    assert changed == []
    assert tried == {str(place) for place in range(forms_in(notebook))}


def after_keys(page: Page, kind: str) -> Any:
    """Press everything at the control that has the focus and return the cells of the notebook."""
    for key in PRESSED if "BUTTON" in kind else (*PRESSED, *RUN):
        page.keyboard.press(key)
    return page.evaluate(CELLS)


def test_arrows_choose_records_letters_choose_entries_and_ctrl_s_saves(
    page: Page, lab: Lab, show: Callable[[Path], None]
) -> None:
    show(NOTEBOOKS[0])
    form = page.locator(".cjm-form-objectives").first
    title, metric = form.locator(".cjm-field-title input"), form.locator(".cjm-field-metric select")
    file = lab.studies / "demo" / "objectives.yaml"

    form.locator(".cjm-list select").focus()
    page.keyboard.press("Home")
    first = title.input_value()
    page.keyboard.press("ArrowDown")
    assert until(lambda: title.input_value() != first)

    metric.focus()
    page.keyboard.type("Non")
    assert metric.evaluate("one => one.selectedOptions[0].label") == "None"
    page.keyboard.press("Control+s")
    assert until(lambda: "Saved objectives.yaml" in form.locator(".cjm-status").inner_text())

    title.fill("Saved while typing")
    page.keyboard.press("Control+s")
    assert until(lambda: "Saved while typing" in file.read_text(encoding="utf-8"))
    assert title.evaluate("one => one === document.activeElement")

    form.locator(".cjm-title h3").click()
    before = page.evaluate(CELLS)
    page.keyboard.type("abdd")
    assert page.evaluate(CELLS) == before, "a press beside the controls stays in the form too"


def until(is_so: Callable[[], bool], seconds: float = 30) -> bool:
    """Look again and again, and say whether it came to be so in time."""
    deadline = time.monotonic() + seconds
    while not (seen := is_so()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return seen
