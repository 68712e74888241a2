"""YAML in which text stays text: read with line numbers, refused where it could mean two things."""

from __future__ import annotations

import io
import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, DocumentStartEvent, NodeEvent
from ruamel.yaml.resolver import BaseResolver
from ruamel.yaml.scalarstring import (
    DoubleQuotedScalarString,
    LiteralScalarString,
    PlainScalarString,
    ScalarString,
    SingleQuotedScalarString,
)

from cjm_research.errors import StudyFileError
from cjm_research.study.alphabet import UNREADABLE

MAX_BYTES = 1_000_000
MAX_DEPTH = 32

_UNSEEN = re.compile(rf"{UNREADABLE}|[\ud800-\udfff\u2028\u2029]|(?<!\A)\ufeff|\r(?!\n)")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
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
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        raise StudyFileError(name, f"is larger than {MAX_BYTES // 1_000_000} MB. A study file is written by people.")
    _refuse_unseen(text, name)
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


def nodes(text: str) -> Any:
    """Return the tree of nodes of a file, each with the place where it begins and ends; none for a file without any."""
    return _yaml().compose(text)


def write(data: Any) -> str:
    """Return the text of a mapping made by `read` or `plain`."""
    out = io.StringIO()
    _yaml().dump(data, out)
    return out.getvalue()


def inline(value: Any) -> str:
    """Return a value in the short form that fits on one line, with brackets and braces.

    Examples
    --------
    >>> inline({"id": "a", "said": ["Why?", "a, b"]})
    "{id: a, said: ['Why?', 'a, b']}"
    """
    items = CommentedSeq([plain(value, short=True)])
    items.fa.set_flow_style()
    return write(items).removesuffix("\n")[1:-1]


def in_quotes(value: Any) -> Any:
    """Return a JSON-like value whose texts of several lines will be written in quotes, on one line.

    Examples
    --------
    >>> write(plain(in_quotes({"a": ["two\\nlines"]})))
    'a: ["two\\\\nlines"]\\n'
    """
    if isinstance(value, dict):
        return {key: in_quotes(item) for key, item in value.items()}
    if isinstance(value, list):
        return [in_quotes(item) for item in value]
    return DoubleQuotedScalarString(value) if isinstance(value, str) and "\n" in value else value


def plain(value: Any, *, short: bool = False) -> Any:
    """Return a JSON-like value as YAML nodes that read back as the same text, here and in other YAML readers.

    Parameters
    ----------
    value
        Mappings, lists, texts, numbers.
    short
        Write mappings and lists with brackets and braces. A list of few words is short in any case.

    Examples
    --------
    >>> write(plain({"a": "NO", "b": 1.5, "c": None, "d": "plain words", "e": ["x"]}))
    "a: 'NO'\\nb: 1.5\\nc: ''\\nd: plain words\\ne: [x]\\n"
    """
    if isinstance(value, dict):
        fields = CommentedMap({_text(key, short=short): plain(item, short=short) for key, item in value.items()})
        if short or not fields:
            fields.fa.set_flow_style()
        return fields
    if isinstance(value, list | tuple):
        short = short or (
            not any(isinstance(item, dict | list | tuple) for item in value) and sum(map(len, map(str, value))) < 90
        )
        items = CommentedSeq([plain(item, short=short) for item in value])
        if short:
            items.fa.set_flow_style()
        return items
    if isinstance(value, ScalarString):
        return value
    if isinstance(value, bool):
        return PlainScalarString("true" if value else "false")
    if isinstance(value, int | float):
        return PlainScalarString(f"{value:.15g}" if isinstance(value, float) else str(value))
    return _text("" if value is None else str(value), short=short)


def _text(text: str, *, short: bool = False) -> ScalarString:
    if "\n" in text and not short and not re.search(r"[ \t]+\n|^\s|\n{2,}\Z|[\t\ufeff]", text):
        return LiteralScalarString(text) if text.replace("\n", "").isprintable() else DoubleQuotedScalarString(text)
    if not text.isprintable():
        return DoubleQuotedScalarString(text)
    if not text or text != text.strip() or text[0] in "?:" or _OTHERS_READ_AS_VALUE.match(text):
        return SingleQuotedScalarString(text)
    if short and "?" in text:  # YAML 1.1 takes it for the sign of a key
        return SingleQuotedScalarString(text)
    return PlainScalarString(text)


class _TextResolver(BaseResolver):
    """Resolves no plain scalar to anything but text."""

    def __init__(  # ruamel calls it with all three
        self,
        version: Any = None,  # noqa: ARG002
        loader: Any = None,
        loadumper: Any = None,
    ) -> None:
        super().__init__(loader if loader is not None else loadumper)

    @property
    def processing_version(self) -> tuple[int, int]:
        return (1, 2)


def _yaml() -> YAML:
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _TextResolver
    yaml.preserve_quotes = True
    yaml.width = 10 * MAX_BYTES  # a line a person wrote is never broken in two
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_duplicate_keys = False
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    return yaml


def _refuse_unseen(text: str, name: str) -> None:
    """Refuse what no editor shows and YAML readers take for different things, and the marks of a git conflict."""
    if found := _UNSEEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise StudyFileError(name, f"holds the invisible character U+{ord(found[0]):04X}. Remove it.", line=line)
    if found := _CONFLICT.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise StudyFileError(name, "holds the marks of a git conflict. Keep one of the two versions.", line=line)


def _refuse_tricks(text: str, name: str) -> None:
    depth, documents = 0, 0
    for event in _yaml().parse(text):
        line = event.start_mark.line + 1
        documents += isinstance(event, DocumentStartEvent)
        if documents > 1:
            raise StudyFileError(name, "holds a second document after '---'. Keep one.", line=line)
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
