"""The one door from text to HTML, and the style sheet of the forms."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from ipywidgets import HTML
from markupsafe import Markup


def safe_html(template: str, *texts: object) -> Markup:
    """Return the template with each ``{}`` filled by a text, escaped; only results of this are not escaped again.

    Examples
    --------
    >>> str(safe_html("<b>{}</b>", "<script>"))
    '<b>&lt;script&gt;</b>'
    >>> str(safe_html("<p>{}</p>", safe_html("<i>{}</i>", "a & b")))
    '<p><i>a &amp; b</i></p>'
    """
    return Markup(template).format(*texts)  # noqa: S704  the template is ours, the texts are escaped


def joined(pieces: Iterable[Markup]) -> Markup:
    """Return pieces of safe HTML one after the other."""
    return Markup("").join(pieces)


def html(content: Markup, *classes: str) -> HTML:
    """Return a widget that shows safe HTML; these and `style_sheet` are the only HTML widgets of the forms."""
    widget = HTML(value=content)
    for name in classes:
        widget.add_class(name)
    return widget


def style_sheet() -> HTML:
    """Return a widget that carries the style of the forms, all of it for ``.cjm-form`` and what holds it."""
    css = files("cjm_research.forms").joinpath("forms.css").read_text(encoding="utf-8")
    return html(Markup("<style>") + Markup(css) + Markup("</style>"), "cjm-style")  # noqa: S704  our own file
