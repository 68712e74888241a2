"""How tests look at a page in a real browser."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(
    '.cjm-card, .cjm-curve text, .cjm-axis text, .cjm-lane, .cjm-phase, .cjm-goals td, .cjm-under .cjm-foot, ' +
    '.cjm-whisker')]
    .filter(each => !each.closest('.cjm-legend') && each.getClientRects().length)
    .map(each => ({name: (each.getAttribute('class') || each.tagName) + ' ' + each.textContent.trim().slice(0, 20),
                   box: each.getBoundingClientRect()}));
  const found = [];
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach(b => {
    const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    if (across > 1 && down > 1) found.push(a.name + ' / ' + b.name);
  }));
  return found;
}"""

CUT = """() => [...document.querySelectorAll(
    '.cjm-card, .cjm-phase, .cjm-lane, .cjm-foot, .cjm-goals td, h1, h2, h3, .cjm-bars li')]
  .filter(each => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
  .map(each => each.textContent.trim())"""

LEAVING = """() => [...document.querySelectorAll('svg')].flatMap((svg, place) => {
  const sheet = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text, g[aria-label]')].map(each => [each, each.getBoundingClientRect()])
    .filter(([_, box]) =>
    box.width && (box.left < sheet.left - 1 || box.right > sheet.right + 1
      || box.top < sheet.top - 1 || box.bottom > sheet.bottom + 1)
  ).map(([each]) => place + ': ' + (each.getAttribute('aria-label') || each.textContent));
})"""


def pictures(path: Path) -> list[str]:
    """Return the drawings that stand as images in a page."""
    found = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', path.read_text(encoding="utf-8"))
    return [base64.b64decode(each).decode() for each in found]


def leaving(page: Page, drawings: Iterable[str]) -> list[str]:
    """Return the words that stand partly outside of their drawing."""
    page.set_content("<!doctype html>" + "".join(f"<p>{drawing}</p>" for drawing in drawings))
    return list(page.evaluate(LEAVING))


def opened(page: Page, path: Path) -> list[str]:
    """Open a file and return everything that should not have happened."""
    seen: list[str] = []
    page.on("console", lambda message: seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: seen.append(f"error: {error}"))
    page.on("dialog", lambda dialog: seen.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: seen.append(request.url))
    page.goto(path.as_uri())
    page.mouse.move(300, 300)
    page.keyboard.press("Tab")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.wait_for_timeout(50)
    return [url for url in seen if url != path.as_uri() and not url.startswith("data:")]


def barriers(page: Page) -> list[tuple[str, object, object]]:
    """Return what keeps people out of the opened page: serious and critical violations, one entry per place."""
    return [
        (rule["id"], node["target"], node.get("failureSummary"))
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]
