"""The one way templates are loaded: whatever they are given is escaped, and a name they are not given is an error."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined


def templates(package: str) -> Environment:
    """Return the templates of a package of ours.

    Examples
    --------
    >>> templates("cjm_research.journey_map").from_string("{{ said }}").render(said="<b>")
    '&lt;b&gt;'
    """
    return Environment(
        loader=PackageLoader(package), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
