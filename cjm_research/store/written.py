"""Values as they are written into a YAML file that stands already: at a column, as an item, in the quotes it had."""

from __future__ import annotations

from typing import Any

from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from cjm_research.store import document


def in_style_of(node: Any, value: Any) -> Any:
    """Return a text in the quotes that stand around it so far; anything else as it is."""
    if isinstance(value, str) and value.isprintable() and isinstance(node, ScalarNode):
        if node.style == '"':
            return DoubleQuotedScalarString(value)
        if node.style == "'":
            return SingleQuotedScalarString(value)
    return value


def block(fields: dict[str, Any], column: int) -> str:
    """Return fields as lines that begin at a column."""
    return _indented(document.write(document.plain(fields)), column)


def listed(item: Any, column: int) -> str:
    """Return an item of a list as lines, its dash at a column."""
    fields = document.write(document.plain(item if isinstance(item, dict) and item else {"k": item}))
    first, *rest = fields.removesuffix("\n").split("\n")
    first = first if isinstance(item, dict) and item else first.removeprefix("k:").strip()
    return _indented("\n".join([f"- {first}", *(f"  {line}" if line else line for line in rest)]), column) + "\n"


def _indented(text: str, column: int) -> str:
    return "\n".join(" " * column + line if line else line for line in text.removesuffix("\n").split("\n"))
