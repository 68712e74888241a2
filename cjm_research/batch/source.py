"""A notebook as it waits to be run: its cells, the parameters it takes, the fingerprint of what it says."""

from __future__ import annotations

import ast
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from cjm_research.errors import CjmError, ParameterError

Value = str | int | float | bool | list[Any]
_NO_NOTEBOOK = (OSError, ValueError, TypeError, AttributeError, KeyError, RecursionError, nbformat.ValidationError)
"""What reading a file that is no notebook ends in."""


@dataclass(frozen=True)
class Notebook:
    """One step of the method; ``takes`` maps each parameter to the name of its type."""

    path: Path
    node: nbformat.NotebookNode
    takes: Mapping[str, str]
    sha256: str

    @property
    def name(self) -> str:
        """The file name."""
        return self.path.name

    @property
    def is_study_wide(self) -> bool:
        """Whether it runs once per study instead of once per persona: its name ends in ``compare``."""
        return self.path.stem.endswith("compare")

    def value(self, parameter: str, text: str) -> Value:
        """Return what a person typed for a parameter as the type the notebook declares.

        Raises
        ------
        ParameterError
            The notebook does not take this parameter.
        CjmError
            The text is not of the declared type.
        """
        if parameter not in self.takes:
            raise ParameterError(self.name, parameter, self.takes)
        kind = self.takes[parameter]
        try:
            return _read_as(kind, text)
        except ValueError:
            raise CjmError(
                f"{self.name}: the parameter '{parameter}' is of type {kind}, and '{text}' is not. "
                f"Write it as in -p {parameter}={_EXAMPLES.get(kind, 'text')}."
            ) from None


def read_notebook(path: Path) -> Notebook:
    """Return a notebook ready to plan with.

    Raises
    ------
    CjmError
        The file is not a notebook, or its parameters cell is not Python.
    """
    try:
        node = nbformat.read(path, as_version=4)
        nbformat.validate(node)
    except FileNotFoundError:
        raise CjmError(f"{path.name}: there is no such notebook in {path.parent.name}/.") from None
    except _NO_NOTEBOOK as error:
        raise CjmError(f"{path.name}: is not a notebook that can be read ({_first_line(error)}).") from None
    return Notebook(path, node, _parameters(node, path.name), _fingerprint(node))


def tags(cell: nbformat.NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return list(cell.metadata.get("tags", []))


def _parameters(node: nbformat.NotebookNode, name: str) -> dict[str, str]:
    cell = next((cell for cell in node.cells if cell.cell_type == "code" and "parameters" in tags(cell)), None)
    if cell is None:
        return {}
    try:
        lines = ast.parse(cell.source).body
    except SyntaxError as error:
        raise CjmError(f"{name}: line {error.lineno} of the parameters cell is not Python. Mend it first.") from None
    return dict(found for line in lines for found in _declared(line))


def _declared(line: ast.stmt) -> list[tuple[str, str]]:
    if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
        return [(line.target.id, ast.unparse(line.annotation).partition("[")[0])]
    if isinstance(line, ast.Assign):
        kind = type(line.value.value).__name__ if isinstance(line.value, ast.Constant) else type(line.value).__name__
        return [(target.id, kind.lower()) for target in line.targets if isinstance(target, ast.Name)]
    return []


def _fingerprint(node: nbformat.NotebookNode) -> str:
    said = [(cell.cell_type, cell.source, tags(cell)) for cell in node.cells]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


_EXAMPLES = {"int": "10", "float": "0.5", "bool": "true", "list": '["a","b"]'}


def _read_as(kind: str, text: str) -> Value:
    if kind == "str":
        return text
    if kind == "bool":
        return {"true": True, "false": False}[text.lower()] if text.lower() in ("true", "false") else _refused()
    if kind == "int":
        return int(text)
    if kind == "float":
        return float(text) if math.isfinite(float(text)) else _refused()
    if kind == "list":
        read = json.loads(text)
        return read if isinstance(read, list) else _refused()
    return _refused()


def _refused() -> Value:
    raise ValueError


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
