"""What is wrong with a value, said to a researcher."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cjm_research.forms import words

if TYPE_CHECKING:
    from pydantic import ValidationError

NEEDED = "Fill this in; it is needed."
A_NUMBER = "Enter a number, such as 12.5"
A_WHOLE_NUMBER = "Enter a whole number, such as 12"
A_DATE = "Enter a date as YYYY-MM-DD, such as 2027-03-31"
AN_ID = "Use small letters, digits, - and _, beginning with a letter or digit, such as live-chat"

_FIXED = {
    "missing": NEEDED,
    "float_type": A_NUMBER,
    "float_parsing": A_NUMBER,
    "finite_number": A_NUMBER,
    "int_type": A_WHOLE_NUMBER,
    "int_parsing": A_WHOLE_NUMBER,
    "int_from_float": A_WHOLE_NUMBER,
    "date_type": A_DATE,
    "date_parsing": A_DATE,
    "date_from_datetime_parsing": A_DATE,
    "string_pattern_mismatch": AN_ID,
}

_FILLED = {
    "greater_than_equal": "Must be {ge:g} or more",
    "less_than_equal": "Must be {le:g} or less",
    "greater_than": "Must be more than {gt:g}",
    "less_than": "Must be less than {lt:g}",
    "literal_error": "Must be one of: {expected}",
    "string_too_long": "Use at most {max_length} letters",
    "too_short": "Give at least {min_length}",
}


def sentence(kind: str, context: Mapping[str, Any], message: str) -> str:
    """Return one problem that pydantic found as a sentence.

    Examples
    --------
    >>> sentence("less_than_equal", {"le": 5}, "Input should be less than or equal to 5")
    'Must be 5 or less.'
    """
    if kind == "value_error":
        text = str(context.get("error", message))
    else:
        text = _FIXED.get(kind) or _FILLED.get(kind, message).format(**context)
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "?", "!")) else text + "."


def problems_of(error: ValidationError) -> dict[str, str]:
    """Return field -> sentence; a problem deeper inside a field names where."""
    found: dict[str, str] = {}
    for one in error.errors(include_url=False):
        name, *inside = one["loc"] or ("",)
        text = sentence(one["type"], one.get("ctx", {}), one["msg"])
        found.setdefault(str(name), _where(inside) + text)
    return found


def _where(inside: list[int | str]) -> str:
    steps = [f"line {step + 1}" if isinstance(step, int) else words.label(step).lower() for step in inside]
    text = ", ".join(steps)
    return f"{text[:1].upper()}{text[1:]}: " if text else ""
