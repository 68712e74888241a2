"""Forms for notebooks: each shows one part of a study and saves it; with nobody there, a read-only table."""

from __future__ import annotations

from IPython.display import HTML, display
from ipywidgets import Box

from cjm_research import store
from cjm_research.forms import coding as _coding
from cjm_research.forms import coding_table as _coding_table
from cjm_research.forms import event_rules as _event_rules
from cjm_research.forms import questions as _questions
from cjm_research.forms import row_table as _row_table
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
    "codes",
    "coding",
    "event_rules",
    "expectations",
    "form",
    "front_end",
    "groups",
    "importer",
    "insights",
    "journey",
    "metrics",
    "objectives",
    "obstacles",
    "opportunities",
    "persona_models",
    "personas",
    "phases",
    "questions",
    "signoff",
    "solutions",
    "sources",
    "touchpoints",
]


def form(study: Study, part: str, chosen: str = "") -> Form:
    """Return the form over a part, not shown yet.

    ``part`` is a list of the study such as ``objectives``, or ``about``, ``journeys`` or ``reviews``; ``chosen`` the id
    of the record to begin with, for ``journeys`` the persona.
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


def coding(study: Study, persona: str = "") -> None:
    """Show the form for coding interviews: quotes of this persona unless another is chosen."""
    if front_end():
        _show_form(_coding.form(study, persona).box)
    else:
        _show_table(_coding_table.table(study, persona))


def codes(study: Study) -> None:
    """Show the form for the codebook."""
    _show(study, "codes")


def personas(study: Study, persona: str = "") -> None:
    """Show the form for the personas, beginning with this one."""
    _show(study, "personas", persona)


def persona_models(study: Study) -> None:
    """Show the form for the columns groups are looked for in."""
    _show(study, "persona_models")


def groups(study: Study, model: str = "") -> None:
    """Show what looks for groups in the answers and keeps those that hold."""
    from cjm_research.forms import group_search as _group_search

    if front_end():
        _show_form(_group_search.GroupSearch(store.open_study(study), model).box)
    else:
        _show_table(_group_search.read_only(study))


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


def importer(study: Study) -> None:
    """Show the form that imports a file into the study."""
    from cjm_research.forms import importing as _importing

    if front_end():
        _show_form(_importing.ImportForm(store.open_study(study)).box)
    else:
        _show_table(_importing.read_only_imports(study))


def questions(study: Study, source: str = "") -> None:
    """Show what each survey asked, and what its answers are bound to, beginning with this source."""
    now = store.open_study(study) if front_end() else study
    surveys = _questions.surveys(now)
    if front_end() and surveys:
        _show_form(
            _row_table.OneOfSources(surveys, lambda id: _questions.QuestionTable(store.open_study(now), id), source).box
        )
    else:
        _show_table(_questions.read_only_questions(now, source))


def event_rules(study: Study) -> None:
    """Show which phase and touchpoint each event of the logs belongs to, and how much of the log that covers."""
    now = store.open_study(study) if front_end() else study
    logs = _event_rules.logs(now)
    if front_end() and logs:
        _show_form(_row_table.OneOfSources(logs, lambda id: _event_rules.EventTable(store.open_study(now), id)).box)
    else:
        _show_table(_event_rules.read_only_rules(now))


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
        _show_form(form(store.open_study(study), part, chosen).box)
    else:
        _show_table(table(_subject(study, part, chosen), study))


def _show_form(box: Box) -> None:
    from cjm_research.forms.keys import with_keys

    display(with_keys(box))  # type: ignore[no-untyped-call]


def _show_table(markup: str) -> None:
    display(HTML(markup))  # type: ignore[no-untyped-call]
