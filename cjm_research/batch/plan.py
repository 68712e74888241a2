"""Personas × notebooks, worked out and checked before anything runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cjm_research.batch.key import files_of, inputs_of, key_of, surroundings
from cjm_research.batch.source import Notebook, Value, read_notebook
from cjm_research.errors import CjmError, ParameterError
from cjm_research.study import Study
from cjm_research.study.alphabet import refused

PASSED = ("study", "persona")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_PARAMETER = re.compile(r"[a-z_][a-z0-9_]*")
_COPY = re.compile(r"-Copy\d+$")  # how JupyterLab names what it duplicates


@dataclass(frozen=True)
class Run:
    """One notebook for one persona, or once for the whole study where ``persona`` is empty."""

    persona: str
    notebook: Notebook
    parameters: Mapping[str, Value]
    target: Path
    inputs: Mapping[str, str]
    key: str

    @property
    def name(self) -> str:
        """How the manifest and messages call it: ``persona/notebook``."""
        return f"{self.persona}/{self.notebook.name}" if self.persona else self.notebook.name

    @property
    def failed_target(self) -> Path:
        """Where the notebook is kept when it fails."""
        return self.target.with_suffix(".failed.ipynb")


@dataclass(frozen=True)
class Plan:
    """Everything one batch will do; ``folder`` is the only place it writes to, ``key`` covers the whole study.

    ``left_out`` says of each notebook that no report is made from why not.
    """

    study: Study
    folder: Path
    personas: tuple[str, ...]
    runs: tuple[Run, ...]
    key: str
    left_out: tuple[str, ...] = ()

    def of(self, persona: str) -> tuple[Run, ...]:
        """Return the runs of one persona, ``""`` for those of the whole study, in the order of the method."""
        return tuple(run for run in self.runs if run.persona == persona)


def plan(
    study: Study,
    notebooks: Path,
    out: Path,
    *,
    personas: Sequence[str] = (),
    parameters: Mapping[str, str] | None = None,
) -> Plan:
    """Return what is to be run, or refuse.

    Parameters
    ----------
    notebooks
        The folder of notebooks; those whose name ends in ``compare`` run once per study. A file there that cannot be
        told ``study`` and ``persona``, or is no notebook, is somebody's own: it is left out and named in the plan.
    out
        Reports go to a folder in here named like the study.
    personas
        Ids; without any, the personas whose role is primary or secondary.
    parameters
        Further parameters as typed; each goes to the notebooks that take it.

    Raises
    ------
    UnknownIdError, ParameterError, CjmError
        Something would not work; nothing has been run or written.
    """
    chosen = tuple(dict.fromkeys(study.persona(id).id for id in personas)) or _mapped(study)
    folder = _folder(study, out)
    found, left_out = _sorted_out(notebooks)
    typed = _typed(found, parameters or {})
    around = surroundings(str(study.about.today))
    files = files_of(study.folder)
    runs = []
    for persona in (*chosen, ""):
        for notebook in (each for each in found if each.is_study_wide == (not persona)):
            values: dict[str, Value] = {"study": study.folder.name, "persona": persona, **typed[notebook.name]}
            inputs = inputs_of(persona, files)
            key = key_of(notebook.sha256, values, inputs, around)
            target = _inside(folder, folder / persona / "notebooks" / notebook.name)
            runs.append(Run(persona, notebook, values, target, inputs, key))
    return Plan(study, folder, chosen, tuple(runs), key_of("", {}, files, around), left_out)


def split_parameters(typed: Iterable[str]) -> dict[str, str]:
    """Return ``name=value`` arguments of the command line as a mapping.

    Examples
    --------
    >>> split_parameters(["top=5", "title=a=b"])
    {'top': '5', 'title': 'a=b'}
    """
    found: dict[str, str] = {}
    for argument in typed:
        name, equals, value = argument.partition("=")
        if not equals or name in found:
            what = "is given twice" if equals else "has no value"
            raise CjmError(f"The parameter '{name}' {what}. Write each once, as in -p top=5.")
        found[name] = value
    return found


def _mapped(study: Study) -> tuple[str, ...]:
    found = tuple(persona.id for persona in study.personas if persona.role in ("primary", "secondary"))
    if not found:
        raise CjmError(f"{study.folder.name}: has no primary or secondary persona. Add one to personas.yaml first.")
    return found


def _folder(study: Study, out: Path) -> Path:
    name = study.folder.name
    if not _SLUG.fullmatch(name):
        raise CjmError(
            f"The study folder '{name}' has a name that notebooks and links cannot use. "
            "Rename it with small letters, digits, '-' and '_'."
        )
    folder = out.resolve() / name
    if folder.is_relative_to(study.folder.resolve()):
        raise CjmError(f"The reports of '{name}' would lie inside the study itself. Choose another folder with --out.")
    return _inside(out.resolve(), folder)


def _inside(root: Path, path: Path) -> Path:
    steps = path.relative_to(root).parts
    places = [root.joinpath(*steps[: count + 1]) for count in range(len(steps))]
    link = next((place for place in places if place.is_symlink()), None)
    if link or ".." in steps or not path.resolve().is_relative_to(root):
        raise CjmError(
            f"{(link or path).relative_to(root).as_posix()} in {root.name}/ leads elsewhere, so nothing is written "
            "there. "
            "Remove the link, or choose another folder with --out."
        )
    return path


def _paths(folder: Path) -> list[Path]:
    hidden = (".", "_")
    found = sorted(path for path in folder.glob("*.ipynb") if not path.name.startswith(hidden))
    if not found:
        raise CjmError(f"{folder.name}/ holds no notebooks. Name the folder that does with --notebooks.")
    return found


def _sorted_out(folder: Path) -> tuple[list[Notebook], tuple[str, ...]]:
    """Return the notebooks reports are made from, and a sentence about each other one."""
    found, left_out = [], []
    for path in _paths(folder):
        try:
            found.append(_of_the_method(path))
        except CjmError as error:
            left_out.append(f"Left out of the reports: {error}")
    if not found:
        raise CjmError(f"{folder.name}/ holds no notebook that takes study and persona. {' '.join(left_out)}")
    return found, tuple(left_out)


def _of_the_method(path: Path) -> Notebook:
    if _COPY.search(path.stem):
        raise CjmError(f"{path.name} is a copy, and would say everything twice. Rename it to have it in them.")
    notebook = read_notebook(path)
    for name in PASSED:
        if notebook.takes.get(name) != "str":
            raise ParameterError(notebook.name, name, notebook.takes)
    return notebook


def _typed(notebooks: Sequence[Notebook], given: Mapping[str, str]) -> dict[str, dict[str, Value]]:
    """Return per notebook the further parameters it gets, after refusing what no notebook takes."""
    known = {name for notebook in notebooks for name in notebook.takes}
    for name in given:
        if code := refused(given[name]):
            raise CjmError(f"The parameter '{name}' holds the invisible character {code}. Remove it.")
        if name in PASSED:
            raise CjmError(f"The parameter '{name}' is set by the command itself: cjm report STUDY --persona ID.")
        if name not in known or not _PARAMETER.fullmatch(name):
            raise ParameterError("The set of notebooks", name, known)
    return {
        notebook.name: {name: notebook.value(name, text) for name, text in given.items() if name in notebook.takes}
        for notebook in notebooks
    }
