"""YAML in which text stays text: read with line numbers, refused where it could mean two things."""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent
from ruamel.yaml.resolver import BaseResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    LiteralScalarString,
    PlainScalarString,
    ScalarString,
    SingleQuotedScalarString,
)

from cjm_research.errors import StudyFileError

MAX_BYTES = 1_000_000
MAX_DEPTH = 32

_OTHERS_READ_AS_VALUE = re.compile(
    r"^(?:~|null|y|n|yes|no|on|off|true|false|[-+.]?(?:\d|inf|nan)[\d_.,:eExXa-fA-FtTzZ+ -]*|\.(?:inf|nan)|<<|=)$",
    re.IGNORECASE,
)


def read(text: str, name: str) -> CommentedMap:
    """Return the mapping a YAML file holds, every scalar as the text that was typed, comments kept.

    Raises
    ------
    StudyFileError
        With file and line, for anything but a plain mapping: duplicate keys, anchors and aliases, tags, more than one
        document, nesting over 32 levels, files over 1 MB.

    Examples
    --------
    >>> dict(read("version: 1.10\\nagreed: NO\\nat: 12:30\\n", "x.yaml"))
    {'version': '1.10', 'agreed': 'NO', 'at': '12:30'}
    """
    if len(text.encode()) > MAX_BYTES:
        raise StudyFileError(name, f"is larger than {MAX_BYTES // 1_000_000} MB. A study file is written by people.")
    try:
        _refuse_tricks(text, name)
        data = _yaml().load(text)
    except DuplicateKeyError as error:
        key = re.search(r'duplicate key "?([^"\n]*?)"? with', str(error.problem))
        which = f"the field '{key[1]}'" if key else "a field"
        raise StudyFileError(name, f"{which} stands here twice. Keep one of them.", line=_line(error)) from None
    except MarkedYAMLError as error:
        problem = " ".join(str(error.problem or error.context or "cannot be read").split())
        raise StudyFileError(name, f"is not valid YAML: {problem}.", line=_line(error)) from None
    except YAMLError as error:
        raise StudyFileError(name, f"is not valid YAML: {' '.join(str(error).split())[:200]}.") from None
    if data is None:
        return CommentedMap()
    if not isinstance(data, CommentedMap):
        raise StudyFileError(name, "must hold named fields, such as 'title: My study'.", line=1)
    return data


def write(data: CommentedMap) -> str:
    """Return the file's text for a mapping made by `read` or `plain`."""
    out = io.StringIO()
    _yaml().dump(data, out)
    return out.getvalue()


def plain(value: Any) -> Any:
    """Return a JSON-like value as YAML nodes that read back as the same text, here and in other YAML readers.

    Examples
    --------
    >>> write(plain({"a": "NO", "b": 1.5, "c": None, "d": "plain words", "e": ["x"]}))
    "a: 'NO'\\nb: 1.5\\nc: ''\\nd: plain words\\ne: [x]\\n"
    """
    if isinstance(value, dict):
        return CommentedMap({key: plain(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        items = CommentedSeq([plain(item) for item in value])
        if not any(isinstance(item, dict | list | tuple) for item in value) and sum(map(len, map(str, value))) < 90:
            items.fa.set_flow_style()
        return items
    if isinstance(value, bool):
        return PlainScalarString("true" if value else "false")
    if isinstance(value, int | float):
        return PlainScalarString(f"{value:.15g}" if isinstance(value, float) else str(value))
    return _text("" if value is None else str(value))


def _text(text: str) -> ScalarString:
    if "\n" in text:
        literal = not re.search(r"[ \t]+\n|^\s|\n{2,}\Z|[\u0085\u2028\u2029\ufeff\t]", text)
        return LiteralScalarString(text) if literal else DoubleQuotedScalarString(text)
    if not text.isprintable():
        return DoubleQuotedScalarString(text)
    if not text or text != text.strip() or _OTHERS_READ_AS_VALUE.match(text):
        return SingleQuotedScalarString(text)
    return PlainScalarString(text)


class _TextResolver(BaseResolver):
    """Resolves no plain scalar to anything but text."""

    def __init__(self, version: Any = None, loader: Any = None, loadumper: Any = None) -> None:  # noqa: ARG002 ruamel calls it so
        super().__init__(loader if loader is not None else loadumper)

    @property
    def processing_version(self) -> tuple[int, int]:
        return (1, 2)


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _TextResolver
    yaml.preserve_quotes = True
    yaml.width = 100
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_duplicate_keys = False
    return yaml


def _refuse_tricks(text: str, name: str) -> None:
    depth = 0
    for event in _yaml().parse(text):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
            raise StudyFileError(name, "uses an anchor or alias (& or *). Write the value out.", line=line)
        if getattr(event, "tag", None) not in (None, "!"):
            raise StudyFileError(name, f"uses the tag {event.tag}. Write plain text.", line=line)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise StudyFileError(name, f"is nested more than {MAX_DEPTH} levels deep.", line=line)


def _line(error: MarkedYAMLError) -> int | None:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else None
