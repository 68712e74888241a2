"""How a section is declared: id, title, scale, weight once; its body returns what it found, or why there is nothing.

All that a section is written with can be imported from here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Concatenate, ParamSpec

from cjm_research.people.nothing import Nothing
from cjm_research.sections.examined import examined
from cjm_research.sections.section import Column, Content, Input, Section, Table, Weight, table
from cjm_research.study import Study

__all__ = ["DECLARED", "Column", "Content", "Declaration", "Nothing", "Table", "section", "table"]

Asked = ParamSpec("Asked")
Body = Callable[Concatenate[Study, Asked], Content]
Said = Callable[Concatenate[Study, Asked], Section]


@dataclass(frozen=True)
class Declaration:
    """What is fixed about a section, whomever it speaks of and whatever it finds."""

    id: str
    title: str
    scale: str | Callable[[Study], str] = ""
    weight: Weight = "detail"
    method: str = ""

    def section(self, study: Study, persona: str, content: Content, reason: str = "") -> Section:
        """Return the section of some content, with what is declared and what it was made from."""
        fields = dict(content) | {"method": content.method or ("" if reason else self.method)}
        scale = self.scale if isinstance(self.scale, str) else self.scale(study)
        made = Section(
            id=self.id, title=self.title, persona=persona, weight=self.weight, scale=scale, reason=reason, **fields
        )
        return examined(study, made.model_copy(update={"inputs": _inputs(study, made)}))


DECLARED: dict[str, Declaration] = {}
"""Every section there is, by its id, once its module is imported."""


def section(
    id: str, title: str, *, scale: str | Callable[[Study], str] = "", weight: Weight = "detail", method: str = ""
) -> Callable[[Body[Asked]], Said[Asked]]:
    """Declare a section. What it decorates takes a study, and mostly a persona, and returns what it found.

    Parameters
    ----------
    id
        The step of the method and the name of the section, such as ``obstacles.funnel``.
    scale
        The axis, which must be equal for all personas; a function where it depends on the study.
    weight
        ``head``: what a page is read for. ``detail``: what stands behind it. ``diagnostic``: how far to trust it.
    method
        How it is measured, where that is the same for every study.

    Examples
    --------
    >>> from cjm_research.study import About, Study
    >>> @section("phases.number", "How many phases are there?", scale="phases")
    ... def number(study: Study, persona: str = "") -> Content:
    ...     if not study.phases:
    ...         raise Nothing("There is no phase yet.")
    ...     return Content(lead=f"{len(study.phases)} phases.")
    >>> number(Study(about=About(title="Moving"))).reason
    'There is no phase yet.'
    >>> del DECLARED["phases.number"]
    """
    declaration = DECLARED[id] = Declaration(id, title, scale, weight, method)

    def declared(body: Body[Asked]) -> Said[Asked]:
        takes = signature(body)

        @wraps(body)
        def say(study: Study, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Section:
            persona = str(takes.bind(study, *args, **kwargs).arguments.get("persona", ""))
            try:
                content, reason = body(study, *args, **kwargs), ""
            except Nothing as nothing:
                content, reason = Content(warnings=nothing.warnings), str(nothing)
            return declaration.section(study, persona, content, reason)

        return say

    return declared


def _inputs(study: Study, made: Section) -> tuple[Input, ...]:
    """Return the sources a section cites, as the register knows them."""
    cited = made.cited
    return tuple(Input(source=s.id, sha256=s.sha256 or "", n=s.n) for s in study.sources if s.id in cited)
