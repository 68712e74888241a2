"""The one test that drives everything: JupyterLab, a kernel, a form, a file on disk."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Lab

pytestmark = pytest.mark.browser

RUN_ALL = """async () => {
  const app = window.jupyterapp, panel = app.shell.currentWidget;
  await app.restored;
  await panel.context.ready;
  await panel.sessionContext.ready;
  await panel.sessionContext.session.kernel.info;
  await app.commands.execute('notebook:run-all-cells');
  const cells = panel.content.widgets.filter(cell => cell.model.type === 'code');
  return {
    ran: cells.filter(cell => cell.model.executionCount).length,
    errors: cells.flatMap(cell => cell.model.outputs.toJSON().filter(output => output.output_type === 'error')),
  };
}"""
LOADED = "() => performance.getEntriesByType('resource').map(entry => entry.name)"


def run_all(page: Page, lab: Lab, notebook: str) -> dict[str, Any]:
    """Open a notebook, run all its cells, return how many ran and the errors they gave."""
    page.goto(lab.url(notebook))
    page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=60_000)
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook").wait_for(timeout=60_000)
    result: dict[str, Any] = page.evaluate(RUN_ALL)
    return result


def wait_for_text(path: Path, text: str, seconds: float = 20) -> str:
    """Return the file's text as soon as it holds this text, or as it is when time is over."""
    deadline = time.monotonic() + seconds
    while text not in path.read_text(encoding="utf-8") and time.monotonic() < deadline:
        time.sleep(0.1)
    return path.read_text(encoding="utf-8")


def test_a_title_changed_in_jupyterlab_is_saved_to_the_study_and_nothing_leaves_the_machine(
    page: Page, lab: Lab, outside: list[str]
) -> None:
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    file = lab.studies / "demo" / "objectives.yaml"
    other = (lab.studies / "demo" / "phases.yaml").read_bytes()

    result = run_all(page, lab, "01_objectives.ipynb")
    assert result["errors"] == []
    assert result["ran"] > 0

    form = page.locator(".cjm-form-objectives").first
    form.locator(".cjm-field-title input").first.fill("Twice as many trials")
    form.locator(".cjm-save").click()

    assert "Twice as many trials" in wait_for_text(file, "Twice as many trials")
    form.locator(".cjm-status .cjm-good").wait_for(timeout=10_000)
    assert "Saved objectives.yaml" in form.locator(".cjm-status").inner_text()
    assert (lab.studies / "demo" / "phases.yaml").read_bytes() == other

    loaded = page.evaluate(LOADED)
    assert [url for url in [*loaded, *failed] if not url.startswith((lab.address, "data:", "blob:"))] == []
    assert outside == []
