"""Looks for groups of people in the answers, says what it found, and keeps the groups in the study."""

from __future__ import annotations

from html import escape

from ipywidgets import HTML, Button, Dropdown, HBox, VBox

from cjm_research import evidence, store
from cjm_research.analysis import personas
from cjm_research.errors import CjmError
from cjm_research.forms.opened import renew
from cjm_research.study import Fit, PersonaModel, Study


def found_in(study: Study, model: PersonaModel, say: personas.Progress = lambda _: None) -> personas.Proposal:
    """Return what the answers of a model's source hold, as they are now."""
    rows = evidence.table(study, model.source)
    return personas.propose(rows, model.columns, source=model.source, blanks=model.blanks, say=say)


def keep(study: Study, model: PersonaModel, proposal: personas.Proposal, fit: Fit | None) -> Study:
    """Save the search and these groups into the study as it is on disk; without groups the search alone."""
    now = store.open_study(study)
    sha = now.source(model.source).sha256
    new = personas.kept(model, proposal, fit, made=now.about.today, sha256=sha)
    others = tuple(one for one in now.persona_models if one.id != model.id)
    place = next((i for i, one in enumerate(now.persona_models) if one.id == model.id), len(others))
    return store.save(now.replaced(persona_models=(*others[:place], new, *others[place:])))


class GroupSearch:
    """A choice of columns, a button that looks, a sentence, and buttons that keep what was found."""

    def __init__(self, study: Study, chosen: str = "") -> None:
        self.study = study
        self.found: personas.Proposal | None = None
        models = {one.title: one.id for one in personas.models_to_try(study)}
        first = chosen if chosen in models.values() else next(iter(models.values()), None)
        self.which = Dropdown(options=list(models.items()), value=first, description="Columns")
        self.look, self.said = Button(description="Look for groups"), HTML()
        self.best, self.other = Button(disabled=True), Button(disabled=True)
        self.best.description, self.other.description = "Keep the groups", "Keep the runner-up"
        self.look.on_click(lambda _: self._look())
        self.best.on_click(lambda _: self._keep(runner_up=False))
        self.other.on_click(lambda _: self._keep(runner_up=True))
        self.box = VBox([self.which, HBox([self.look, self.best, self.other]), self.said])
        self.look.disabled = not models
        if not models:
            self._say("There are no columns yet. Choose a survey and its columns in the form above.")

    def _model(self) -> PersonaModel:
        return next(one for one in personas.models_to_try(self.study) if one.id == self.which.value)

    def _look(self) -> None:
        try:
            self.study = store.open_study(self.study)
            self.found = found_in(self.study, self._model(), self._say)
        except CjmError as error:
            self.found = None
            self._say(str(error))
            return
        best, other = self.found.best, self.found.runner_up
        self.best.disabled, self.other.disabled = False, other is None
        self.best.description = f"Keep {len(best.centres)} groups" if best else "Keep this verdict"
        self.other.description = f"Keep {len(other.centres)} groups" if other else "Keep the runner-up"
        self._say(f"{len(best.centres)} stable groups." if best else "No stable personas in this data.")

    def _keep(self, *, runner_up: bool) -> None:
        if self.found is None:
            return
        fit = self.found.runner_up if runner_up else self.found.best
        try:
            self.study = keep(self.study, self._model(), self.found, fit)
        except CjmError as error:
            self._say(str(error))
            return
        said = (
            "Saved. A persona is one of the groups when its segment rule names these columns and the number of the "
            "group."
            if fit
            else "Saved: nothing stable was found. Give personas a rule instead."
        )
        self._say(f"{said} {renew(self.study)}")

    def _say(self, text: str) -> None:
        self.said.value = f"<p>{escape(text)}</p>"


def read_only(study: Study) -> str:
    """Return what the study keeps, as HTML for a page nobody types into."""
    lines = [
        f"<li>{escape(one.title)}: {len(one.fit.centres) if one.fit else 'no'} groups kept, {len(one.columns)} "
        f"columns of "
        f"{escape(one.source)}</li>"
        for one in study.persona_models
    ]
    said = f"<ul>{''.join(lines)}</ul>" if lines else "<p>No groups are kept in this study.</p>"
    return f"<h4>Groups</h4>{said}"
