"""The mark of invented data: what rests on it is marked where it is shown, and no later step takes the mark away."""

from __future__ import annotations

import re

from cjm_research.sections.section import Section
from cjm_research.study import Study

INVENTED = "Invented data"

_ROOT = re.compile(r'<svg\b[^>]*?\bwidth="(?P<width>[\d.]+)"[^>]*?\bheight="(?P<height>[\d.]+)"[^>]*>')
_BOX = re.compile(r'\bviewBox="[^"]*"')
_STRIP = 18


def marked(study: Study, section: Section) -> Section:
    """Return the section with the mark where it rests on invented data; a mark it already has stays.

    A section rests on the sources it names. One that names none of this study rests on the whole study, so that one
    invented source marks it.
    """
    cited = [source for source in study.sources if source.id in section.cited] or study.sources
    drawn = section.map is not None and section.map.synthetic
    if not (section.synthetic or drawn or any(source.synthetic for source in cited)):
        return section
    return section.model_copy(update={"synthetic": True, "figure": _with_strip(section.figure)})


def is_invented(study: Study, sections: tuple[Section, ...]) -> bool:
    """Say whether a page needs the banner: from the register as it is now, and from the marks the sections carry."""
    return any(source.synthetic for source in study.sources) or any(section.synthetic for section in sections)


def _with_strip(figure: str) -> str:
    """Return a drawing with the words in a strip under it, so that a copied picture says them too."""
    root = _ROOT.search(figure)
    if root is None or 'class="cjm-invented"' in figure:
        return figure
    from cjm_research.charts.letters import FAMILY
    from cjm_research.charts.outlines import outlined

    width, height = float(root["width"]), float(root["height"])
    taller = f"{height + _STRIP:g}"
    head = _BOX.sub(f'viewBox="0 0 {width:g} {taller}"', root[0]).replace(
        f'height="{root["height"]}"', f'height="{taller}"'
    )
    strip = (
        f'<g class="cjm-invented"><rect y="{height:g}" width="{width:g}" height="{_STRIP}" fill="#ffffff"/>'
        f'<text x="{width - 6:g}" y="{height + 13:g}" text-anchor="end" font-size="11" fill="#b4500c" '
        f'font-family="{FAMILY}">{INVENTED}</text></g>'
    )
    start, end = root.end(), figure.rindex("</svg>")
    return outlined(figure[: root.start()] + head + figure[start:end] + strip + figure[end:])
