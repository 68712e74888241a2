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
    """Return the first problem as a `StudyFileError`, with the number of the others."""
    first, *others = error.errors()
    name, content, loc = _place(first, documents)
    more = f" {len(others)} more like this." if others else ""
    return StudyFileError(name, sentence(first) + more, field=_path(loc), line=_line(content, loc))


def sentence(detail: ErrorDetails) -> str:  # noqa: PLR0911 one sentence per kind of problem
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
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "missing":
        return "is missing. Fill it in."
    if kind == "extra_forbidden":
        return "is not a field here." + _did_you_mean(detail)
    if kind == "literal_error":
        return f"is '{value}'. It can be: {str(context['expected']).replace(' or ', ', ')}."
    if kind == "string_pattern_mismatch":
        return f"is '{value}'. Use small letters, digits, - and _, such as live-chat."
    if kind.startswith(("float", "int")):
        return f"is '{value}'. Enter a number, such as 12{'.5' if kind.startswith('float') else ''}."
    if kind.startswith("date"):
        return f"is '{value}'. Enter a date as YYYY-MM-DD."
    if kind in ("tuple_type", "dict_type", "model_type"):
        return "must be a list of entries." if kind == "tuple_type" else "must be a group of named fields."
    message = detail["msg"].removeprefix("Value error, ").replace("Input should be", "must be")
    return f"{message[0].lower()}{message[1:]}."


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
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in loc).lstrip(".")


def _line(content: Any, loc: tuple[Any, ...]) -> int | None:
    line = None
    for key in loc:
        try:
            line = (content.lc.item(key) if isinstance(key, int) else content.lc.key(key))[0] + 1
            content = content[key]
        except (AttributeError, KeyError, IndexError, TypeError):
            break
    return line
