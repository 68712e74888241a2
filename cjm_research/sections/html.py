"""A section as an HTML fragment, the same in the notebook and in the report."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment
from markupsafe import Markup, escape

from cjm_research import journey_map
from cjm_research.journey_map.escaping import templates
from cjm_research.sections.section import Section


@cache
def _environment() -> Environment:
    found = templates("cjm_research.sections")
    found.globals |= {"mark": journey_map.mark, "draw_map": journey_map.html}
    found.filters |= {"picture": _picture, "share": _share, "dates_whole": _dates_whole}
    return found


def html(section: Section, *, styled: bool = False) -> Markup:
    """Return one section as an HTML fragment without any script.

    Figures become pictures, so that nothing inside a drawing can run or load anything.

    Parameters
    ----------
    section
        What to show.
    styled
        True brings the style sheet along and wraps the fragment in its own surface, for a notebook in any theme.
        A report sets `css` once for the whole page.

    Examples
    --------
    >>> drawn = html(Section(id="research.age", title="Age of <evidence>", lead="All sources are from this year."))
    >>> "Age of &lt;evidence&gt;" in drawn, "<style>" in drawn
    (True, False)
    """
    rendered = _environment().get_template("section.html").render(section=section)
    fragment = Markup(rendered)  # noqa: S704 (the template escapes all it is given)
    if not styled:
        return fragment
    style = Markup(css())  # noqa: S704 (our own style sheet)
    return Markup('<div class="cjm cjm-notebook"><style>{}</style>{}</div>').format(style, fragment)


@cache
def css() -> str:
    """Return the style sheet of sections and of the map in them. Every rule is held inside ``.cjm``."""
    own = (files("cjm_research.sections") / "templates" / "section.css").read_text(encoding="utf-8")
    return journey_map.css() + own


def _picture(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _dates_whole(text: str) -> Markup:
    """Return escaped text in which no date is broken over two lines."""
    whole = re.sub(r"\d{4}-\d{2}-\d{2}", r'<span class="cjm-date">\g<0></span>', str(escape(text)))
    return Markup(whole)  # noqa: S704 (escaped)


def _share(value: float) -> str:
    return f"{100 * max(0.0, min(1.0, value)):.0f}%"
