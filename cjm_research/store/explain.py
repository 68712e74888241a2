"""What is wrong with a study file, as a sentence with file, field and line."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cjm_research.errors import StudyFileError
from cjm_research.store.layout import FILES, FOLDERS
from cjm_research.study import Study


def explained(error: ValidationError, documents: dict[str, Any]) -> StudyFileError:
    """Return the most telling problem as a `StudyFileError`, with the number of the others.

    A field that does not belong comes first: it is often the misspelt one that is said to be missing.
    """
    first, *others = sorted(error.errors(), key=lambda detail: detail["type"] != "extra_forbidden")
    name, content, loc = _place(first, documents)
    more = f" {len(others)} more like this." if others else ""
    return StudyFileError(name, sentence(first) + more, field=_path(loc), line=_line(content, loc))


_FIXED = {
    "missing": "is missing. Fill it in.",
    "invalid_key": "must have a name that is one text.",
    "string_type": "must be one text, not a list or group.",
    "string_unicode": "holds half a character. Type it again.",
    "tuple_type": "must be a list of entries.",
    "dict_type": "must be a group of named fields.",
    "model_type": "must be a group of named fields.",
}


def sentence(detail: ErrorDetails) -> str:
    """Return what one pydantic error means for a person editing a study.

    Examples
    --------
    >>> from cjm_research.study import Phase
    >>> try:
    ...     Phase(title="x")
    ... except ValidationError as error:
    ...     sentence(error.errors()[0])
    'is missing. Fill it in.'
    """
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == "extra_forbidden":
        return "is not a field here." + _did_you_mean(detail)
    if wanted := _wanted(kind, context):
        return f"is '{_short(detail['input'])}'. {wanted}"
    message = detail["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{message[0].lower()}{message[1:]}."


def _wanted(kind: str, context: dict[str, Any]) -> str:
    if kind == "literal_error":
        return f"It can be: {str(context['expected']).replace(' or ', ', ')}."
    if kind == "string_pattern_mismatch":
        return "Use small letters, digits, - and _, such as live-chat."
    starts = {
        "float": "Enter a number, such as 12.5.",
        "int": "Enter a number, such as 12.",
        "date": "Enter a date as YYYY-MM-DD.",
        "bool": "Enter yes or no.",
    }
    return next((text for start, text in starts.items() if kind.startswith(start)), "")


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else text[:57] + "…"


def _did_you_mean(detail: ErrorDetails) -> str:
    model: Any = Study
    for key in detail["loc"][:-1]:
        model = _inner(model, key)
    known = list(model.model_fields) if model else []
    close = get_close_matches(str(detail["loc"][-1]), known, n=1)
    return (f" Did you mean '{close[0]}'?" if close else "") + (f" There is: {', '.join(known)}." if known else "")


def _inner(model: Any, key: Any) -> Any:
    if model is None or isinstance(key, int) or key not in getattr(model, "model_fields", {}):
        return model
    annotation = model.model_fields[key].annotation
    stack = [annotation]
    while stack:
        candidate = stack.pop()
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
        stack.extend(getattr(candidate, "__args__", ()))
    return None


def _place(detail: ErrorDetails, documents: dict[str, Any]) -> tuple[str, Any, tuple[Any, ...]]:
    loc = detail["loc"]
    if not loc:
        return "study", None, ()
    part = str(loc[0])
    if part in FOLDERS:
        name = sorted(name for name in documents if name.startswith(part + "/"))[int(loc[1])] if len(loc) > 1 else part
        return name, documents.get(name), loc[2:]
    if part == "about":
        return "study.yaml", documents["study.yaml"], loc[1:]
    name = next(name for name, fields in FILES.items() if part in fields)
    return name, documents.get(name), loc


def _path(loc: tuple[Any, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in loc if key != "[key]").lstrip(".")


def _line(content: Any, loc: tuple[Any, ...]) -> int | None:
    line = None
    for key in loc:
        try:
            line = (content.lc.item(key) if isinstance(key, int) else content.lc.key(key))[0] + 1
            content = content[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line
