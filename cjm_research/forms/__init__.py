"""Forms for notebooks: each shows one part of a study and saves it; with nobody there, a read-only table."""

from __future__ import annotations

from IPython.display import HTML, display

from cjm_research import store
from cjm_research.forms import signoff as _signoff
from cjm_research.forms import subjects
from cjm_research.forms.form import Form
from cjm_research.forms.front_end import front_end
from cjm_research.forms.subjects import Subject
from cjm_research.forms.table import table
from cjm_research.study import Study

__all__ = [
    "Form",
    "about",
    "attributes",
    "expectations",
    "form",
    "front_end",
    "insights",
    "journey",
    "metrics",
    "objectives",
    "obstacles",
    "opportunities",
    "personas",
    "phases",
    "signoff",
    "solutions",
    "sources",
    "touchpoints",
]


def form(study: Study, part: str, chosen: str = "") -> Form:
    """Return the form over a part, not shown yet.

    ``part`` is a list of the study such as ``objectives``, or ``about``, ``journeys`` or ``reviews``; ``chosen`` the id of
    the record to begin with, for ``journeys`` the persona.
    """
    return Form(study, _subject(study, part, chosen), chosen)


def objectives(study: Study) -> None:
    """Show the form for what the study is for."""
    _show(study, "objectives")


def attributes(study: Study) -> None:
    """Show the form for what all personas are described by."""
    _show(study, "attributes")


def expectations(study: Study) -> None:
    """Show the form for the numbers the journey should keep."""
    _show(study, "expectations")


def metrics(study: Study) -> None:
    """Show the form for how numbers are taken from evidence."""
    _show(study, "metrics")


def sources(study: Study) -> None:
    """Show the form for the register of evidence."""
    _show(study, "sources")


def personas(study: Study, persona: str = "") -> None:
    """Show the form for the personas, beginning with this one."""
    _show(study, "personas", persona)


def phases(study: Study) -> None:
    """Show the form for the phases of the journey."""
    _show(study, "phases")


def touchpoints(study: Study) -> None:
    """Show the form for where customers meet the organisation."""
    _show(study, "touchpoints")


def journey(study: Study, persona: str) -> None:
    """Show the form for the journey of one persona; without a persona, of the first."""
    _show(study, "journeys", persona or next((one.id for one in study.personas), ""))


def obstacles(study: Study) -> None:
    """Show the form for what stands in the way."""
    _show(study, "obstacles")


def opportunities(study: Study) -> None:
    """Show the form for problems worth solving."""
    _show(study, "opportunities")


def solutions(study: Study) -> None:
    """Show the form for the answers to opportunities."""
    _show(study, "solutions")


def insights(study: Study) -> None:
    """Show the form for what was learned."""
    _show(study, "insights")


def signoff(study: Study) -> None:
    """Show the form that signs the study off today."""
    _show(study, "reviews")


def about(study: Study) -> None:
    """Show the form for title, scope and rules of the study."""
    _show(study, "about")


def _subject(study: Study, part: str, chosen: str) -> Subject:
    if part == "about":
        return subjects.ABOUT
    if part == "reviews":
        return _signoff.signoff(study)
    if part == "journeys":
        return subjects.journey(chosen, study.persona(chosen).name)
    return subjects.LISTS[part]


def _show(study: Study, part: str, chosen: str = "") -> None:
    if front_end():
        display(form(store.open_study(study.folder), part, chosen).box)  # type: ignore[no-untyped-call]
    else:
        display(HTML(table(_subject(study, part, chosen), study)))  # type: ignore[no-untyped-call]
