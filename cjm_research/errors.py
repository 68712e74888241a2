"""The errors a reader of cjm_research can meet, each a sentence: where, what is wrong, what there is, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any


class CjmError(Exception):
    """Anything this package refuses; its text is a sentence for the person at the keyboard."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Let the error come whole out of another process, though its class takes other arguments than its text."""
        return _as_it_was, (type(self), self.args), vars(self)


def _as_it_was(kind: type[CjmError], args: tuple[Any, ...]) -> CjmError:
    return kind.__new__(kind, *args)


class StudyFileError(CjmError, ValueError):
    """A file of the study cannot be read, or its content is not what it should be.

    Examples
    --------
    >>> str(StudyFileError("phases.yaml", "has no id. Give it one, such as \\"consider\\".", field="phases[2]"))
    'phases.yaml: phases[2] has no id. Give it one, such as "consider".'
    """

    def __init__(self, path: str, problem: str, *, field: str = "", line: int | None = None) -> None:
        where = f"{path}, line {line}" if line else path
        super().__init__(f"{where}: {field} {problem}" if field else f"{where}: {problem}")
        self.path, self.field, self.line, self.problem = path, field, line, problem


class UnknownIdError(CjmError, LookupError):
    """A name points nowhere.

    Examples
    --------
    >>> str(UnknownIdError("phase", "bye", ["aware", "buy"]))
    "There is no phase 'bye'. This study has: aware, buy. Did you mean 'buy'?"
    """

    def __init__(self, kind: str, id: str, known: Iterable[str]) -> None:
        names = sorted(known)
        where = "There is" if kind == "study" else "This study has"
        have = f"{where}: {', '.join(names)}." if names else f"{where} none yet."
        close = get_close_matches(id, names, n=1, cutoff=0.5)
        hint = f" Did you mean '{close[0]}'?" if close else ""
        super().__init__(f"There is no {kind} '{id}'. {have}{hint}")
        self.kind, self.id, self.known = kind, id, names


class EvidenceError(CjmError, ValueError):
    """A file from outside is refused.

    Examples
    --------
    >>> str(EvidenceError("survey.csv", "has 3 values under 2 headings.", row=7))
    'survey.csv, row 7: has 3 values under 2 headings.'
    """

    def __init__(self, path: str, problem: str, *, row: int | None = None, column: str = "") -> None:
        where = path + (f", row {row}" if row else "") + (f", column '{column}'" if column else "")
        super().__init__(f"{where}: {problem}")
        self.path, self.row, self.column, self.problem = path, row, column, problem


class ParameterError(CjmError, ValueError):
    """A notebook does not take this parameter.

    Examples
    --------
    >>> str(ParameterError("03_personas.ipynb", "persnoa", ["study", "persona"]))
    "03_personas.ipynb does not take the parameter 'persnoa'. It takes: persona, study. Did you mean 'persona'?"
    """

    def __init__(self, notebook: str, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        close = get_close_matches(name, names, n=1, cutoff=0.5)
        hint = f" Did you mean '{close[0]}'?" if close else ""
        takes = f"It takes: {', '.join(names)}." if names else "It has no cell tagged 'parameters'."
        super().__init__(f"{notebook} does not take the parameter '{name}'. {takes}{hint}")
        self.notebook, self.name, self.known = notebook, name, names


class NotebookFailedError(CjmError):
    """A cell of a notebook stopped, or the notebook did not run to its end."""

    def __init__(self, notebook: str, problem: str, *, cell: int | None = None, kind: str = "cell") -> None:
        where = f"{notebook}, cell {cell}" if cell is not None else notebook
        super().__init__(f"{where}: {problem}")
        self.notebook, self.cell, self.kind, self.problem = notebook, cell, kind, problem


class ConflictError(CjmError):
    """The study changed on disk since it was opened, so a save would overwrite somebody's work."""

    def __init__(self, path: str, differences: Iterable[str]) -> None:
        self.path, self.differences = path, tuple(differences)
        what = "; ".join(self.differences[:5]) or "only its layout or comments"
        super().__init__(
            f"{path}: changed on disk since you opened it. What differs: {what}. "
            "Nothing was saved. Reload the study, then make your change again."
        )
