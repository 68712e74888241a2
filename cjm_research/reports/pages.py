"""Writing the pages: one per persona, and the index with the comparison. Equal input gives equal bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from cjm_research import journey_map
from cjm_research.journey_map.escaping import templates
from cjm_research.reports.footprint import COVERS, Footprint, differences, footprint
from cjm_research.reports.notebooks import sections_of, sections_of_all
from cjm_research.reports.steps import Contents, arrange
from cjm_research.sections.examined import examined
from cjm_research.sections.html import css as section_css
from cjm_research.sections.html import html as section_html
from cjm_research.sections.section import Section
from cjm_research.sections.synthetic import is_invented
from cjm_research.store import atomic_write
from cjm_research.study import Persona, Source, Study
from cjm_research.study.ledger import LEVEL_OF_KIND, LEVELS, Meter, meter


@dataclass(frozen=True)
class Page:
    """What is printed about one persona."""

    persona: Persona
    contents: Contents
    meter: Meter
    footprint: Footprint


@cache
def _environment() -> Environment:
    found = templates("cjm_research.reports")
    own = (files("cjm_research.reports") / "templates" / "report.css").read_text(encoding="utf-8")
    found.globals |= {
        "css": Markup(section_css() + own),  # noqa: S704 (our own style sheets)
        "covers": COVERS,
        "draw": section_html,
        "level_of_kind": LEVEL_OF_KIND,
        "mark": journey_map.mark,
        "meaning": journey_map.MEANING,
        "meter_of": journey_map.meter,
        "sparkline": journey_map.sparkline,
    }
    return found


def write_persona(study: Study, persona: str, notebooks: Sequence[Path], target: Path) -> None:
    """Write the page of one persona from its executed notebooks.

    Parameters
    ----------
    notebooks
        The executed notebooks in the order of the steps.
    target
        The file to write; it is replaced as a whole or not at all.
    """
    page = _page(study, persona, notebooks)
    sources = _cited(study, page.contents)
    template = _environment().get_template("persona.html")
    text = template.render(
        study=study,
        page=page,
        contents=page.contents,
        counted=[source for source in sources if source.n is not None],
        synthetic=is_invented(study, page.contents.sections),
    )
    atomic_write(target, text.encode())


def write_index(
    study: Study,
    notebooks: Mapping[str, Sequence[Path]],
    target: Path,
    *,
    compare: Path | None = None,
    failed: Mapping[str, str] | None = None,
) -> None:
    """Write the index: every persona, whether their pages agree, and the comparison.

    Parameters
    ----------
    notebooks
        For each persona with a page, its executed notebooks in the order of the steps. The page of persona ``x`` is
        linked as ``x/index.html`` beside the index.
    target
        The file to write; it is replaced as a whole or not at all.
    compare
        The executed notebook that compares the personas.
    failed
        For each persona without a fresh page, a sentence on why.
    """
    pages = [_page(study, persona.id, notebooks[persona.id]) for persona in study.personas if persona.id in notebooks]
    compared = _examined(study, sections_of(compare)) if compare else ()
    everything = (*compared, *(section for page in pages for section in page.contents.sections))
    template = _environment().get_template("index.html")
    text = template.render(
        study=study,
        pages=pages,
        compared=compared,
        synthetic=is_invented(study, everything),
        failed={study.persona(id).name: sentence for id, sentence in sorted((failed or {}).items())},
        differences=differences({page.persona.name: page.footprint for page in pages}),
    )
    atomic_write(target, text.encode())


def _page(study: Study, persona: str, notebooks: Sequence[Path]) -> Page:
    contents = arrange(_examined(study, sections_of_all(notebooks)))
    drawn = contents.map
    counted = (
        Meter(drawn.total, {level: drawn.by_level.get(level, 0) for level in LEVELS})
        if drawn
        else meter(study, (persona,))
    )
    return Page(study.persona(persona), contents, counted, footprint(study, persona, contents.sections))


def _examined(study: Study, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(examined(study, section) for section in sections)


def _cited(study: Study, contents: Contents) -> tuple[Source, ...]:
    return tuple(source for source in study.sources if source.id in contents.cited and source.id in study.present)
