"""Put new values into a YAML file a person wrote: every character stays where nothing changed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from cjm_research.store import document


class _Patch(NamedTuple):
    start: int
    end: int
    text: str


class _Entry(NamedTuple):
    """A value with the place its entry begins: behind the colon of ``key:``, whose column it is."""

    node: Any
    at: int
    column: int
    in_braces: bool


def merged(text: str, was: dict[str, Any], full: dict[str, Any], brief: dict[str, Any]) -> str:
    """Return ``text`` changed so that it says what ``full`` says.

    Parameters
    ----------
    text
        The file as it was read.
    was
        Every field with the value it has in the file.
    full
        Every field with the value it shall have.
    brief
        The same without what is at its default: a field the file does not have is added only if it is here.

    Examples
    --------
    >>> was = {"title": "Old", "owner": "", "state": "current"}
    >>> full = was | {"title": "New", "owner": "Ines"}
    >>> merged("title:  Old  # for now\\n", was, full, {"title": "New", "owner": "Ines"})
    'title:  New  # for now\\nowner: Ines\\n'
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    old = text.removeprefix(mark).replace("\r\n", "\n")
    closed = old if old.endswith("\n") or not old else old + "\n"
    root = document.nodes(closed)
    if isinstance(root, MappingNode):
        page = _Page(closed)
        new = page.patched(page.fields(root, was, full, brief))
    else:
        new = closed + document.write(document.plain(brief))
    if old and closed != old:
        new = new.removesuffix("\n")
    return mark + new.replace("\n", newline)


class _Page:
    """The text of a file, and what to change in it, as patches that do not overlap."""

    def __init__(self, text: str) -> None:
        self.text = text

    def patched(self, patches: Iterator[_Patch], start: int = 0, end: int | None = None) -> str:
        """Return the text between two places with the patches put in."""
        parts, place = [], start
        for patch in sorted(patches, key=lambda patch: patch.start):
            parts += [self.text[place : patch.start], patch.text]
            place = patch.end
        return "".join([*parts, self.text[place:end]])

    def fields(
        self, node: MappingNode, was: dict[str, Any], full: dict[str, Any], brief: dict[str, Any]
    ) -> Iterator[_Patch]:
        """Change the fields of a mapping that changed, drop those that are gone, add the new ones at its end."""
        known = {key.value: (key, value) for key, value in node.value}
        for key, value in full.items():
            if key in known and was.get(key) != value:
                name, entry = known[key]
                place = _Entry(entry, self._colon(name), name.start_mark.column, bool(node.flow_style))
                yield from self._value(place, was.get(key), value, brief.get(key, value))
        for key, (name, value) in known.items():
            if key not in full:
                end = self._end_of_field(name, value)
                yield _Patch(self._line_start(name.start_mark.index), self._line_end(end) + 1, "")
        new = {
            key: brief[key]
            for key, value in full.items()
            if key in brief and key not in known and was.get(key) != value
        }
        if new:
            yield self._added(node, new, [pair for key, pair in known.items() if key in full])

    def _added(self, node: MappingNode, new: dict[str, Any], staying: list[Any]) -> _Patch:
        if node.flow_style:
            brace = node.end_mark.index - 1
            before = self.text[:brace].rstrip()
            comma = "" if before.endswith(("{", ",")) else ", "
            space = " " if before.endswith(",") else ""
            return _Patch(len(before), len(before), comma + space + document.inline(new)[1:-1])
        first = node.value[0][0].start_mark
        place = self._line_end(self._end_of_field(*staying[-1])) if staying else self._line_start(first.index) - 1
        return _Patch(place, place, "\n" + _block(new, first.column))

    def _value(self, entry: _Entry, was: Any, full: Any, brief: Any) -> Iterator[_Patch]:
        node = entry.node
        if isinstance(node, MappingNode) and isinstance(was, dict) and isinstance(full, dict):
            if not node.flow_style or all(key.value in full for key, _ in node.value):
                yield from self.fields(node, was, full, brief)
                return
        elif isinstance(node, SequenceNode) and isinstance(was, list) and isinstance(full, list):
            origins = _origins(was, full)
            if origins == list(range(len(was))):
                for item, *values in zip(node.value, was, full, brief, strict=True):
                    yield from self._item(item, *values)
                return
            if not node.flow_style:
                yield from self._reordered(entry, origins, was, full, brief)
                return
        yield from self._replaced(entry, brief)

    def _item(self, node: Any, was: Any, full: Any, brief: Any) -> Iterator[_Patch]:
        if was == full:
            return
        if isinstance(node, MappingNode) and isinstance(was, dict) and isinstance(full, dict):
            yield from self.fields(node, was, full, brief)
        else:
            yield _Patch(node.start_mark.index, self._end(node), document.inline(_in_style_of(node, brief)))

    def _replaced(self, entry: _Entry, value: Any) -> Iterator[_Patch]:
        """Write another value behind the colon."""
        node, is_empty = entry.node, _is_blank(entry.node)
        end = entry.at if is_empty else self._end(node)
        start = entry.at if is_empty else node.start_mark.index
        space = " " if is_empty else ""
        if entry.in_braces:
            yield _Patch(start, end, space + document.inline(_in_style_of(node, value)))
            return
        first, *rest = _block({"k": _in_style_of(node, value)}, entry.column).split("\n")
        first = first.strip().removeprefix("k:").strip()
        is_collection = isinstance(node, MappingNode | SequenceNode) and not node.flow_style
        if rest and first and self.text[end : self._line_end(end)].strip():
            first, rest = document.inline(value), []
        if first:
            yield _Patch(
                entry.at if is_collection else start, end, "\n".join([f"{space or is_collection * ' '}{first}", *rest])
            )
        elif is_collection:
            yield _Patch(entry.at, end, "\n" + "\n".join(rest))
        else:
            yield _Patch(entry.at, end, "")
            yield _Patch(self._line_end(end), self._line_end(end), "\n" + "\n".join(rest))

    def _reordered(
        self, entry: _Entry, origins: list[int | None], was: list[Any], full: list[Any], brief: list[Any]
    ) -> Iterator[_Patch]:
        """Put a list into another order: what stands above an item moves with it; what stood above a removed one stays."""
        node = entry.node
        bodies = [
            (self._line_start(self._dash(node, n)), self._line_end(self._end(item)) + 1)
            for n, item in enumerate(node.value)
        ]
        begins = [self._line_end(entry.at) + 1, *(end for _, end in bodies)]
        gaps = [self.text[begin:start] for begin, (start, _) in zip(begins, bodies, strict=False)]
        blank = "\n" if len(gaps) > 1 and all(gap.startswith("\n") for gap in gaps[1:]) else ""
        left = ["", *([""] * len(gaps))]  # what removed items leave behind, by the item it now stands above
        for place in range(len(gaps)):
            if place not in origins:
                left[place + 1] = left[place] + _without_blank(gaps[place])
        parts, previous = [], -1
        for number, origin in enumerate(origins):
            above = blank if number else ""
            if origin is None:
                body = _listed(brief[number], node.start_mark.column)
            else:
                stayed = origin == previous + 1
                above = gaps[origin] if stayed else above + left[origin] + _without_blank(gaps[origin])
                patches = self._item(node.value[origin], was[origin], full[number], brief[number])
                body = self.patched(patches, *bodies[origin])
            previous = -2 if origin is None else origin
            parts += [above, body]
        if not origins:
            yield _Patch(entry.at, entry.at, " []")
        yield _Patch(begins[0], bodies[-1][1], "".join([*parts, left[-1]]))

    def _dash(self, node: SequenceNode, place: int) -> int:
        if place == 0:
            return int(node.start_mark.index)
        start = self._end(node.value[place - 1])
        dash = re.compile(rf"^ {{{node.start_mark.column}}}-(?=\s)", re.MULTILINE)
        found = list(dash.finditer(self.text, start, node.value[place].start_mark.index + 1))
        return found[-1].start()

    def _end(self, node: Any) -> int:
        """Return where a value ends, without the comments and blank lines that follow it."""
        if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self._end_of_field(*last) if isinstance(node, MappingNode) else self._end(last)
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            return self._end_of_block(node.start_mark.index)
        return int(node.end_mark.index)

    def _end_of_field(self, key: Any, value: Any) -> int:
        """Return where the value of a key ends; a blank one ends at the colon, wherever its mark may be."""
        return self._colon(key) if _is_blank(value) else self._end(value)

    def _end_of_block(self, start: int) -> int:
        end = self._line_end(start)
        keeps = "+" in self.text[start:end].partition("#")[0]
        inside = None
        place = end + 1
        while place < len(self.text):
            line = self.text[place : self._line_end(place)]
            indent = len(line) - len(line.lstrip(" "))
            if line.strip():
                inside = indent if inside is None else inside
                if indent < inside or line.startswith("#"):
                    break
                end = place + len(line)
            elif keeps:
                end = place + len(line)
            place += len(line) + 1
        return end

    def _colon(self, key: Any) -> int:
        return self.text.index(":", key.end_mark.index) + 1

    def _line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def _line_end(self, place: int) -> int:
        return self.text.index("\n", place)


def _origins(was: list[Any], full: list[Any]) -> list[int | None]:
    """Return for each new item the place it had: the same id, or else the same place between unchanged neighbours."""
    before, after = list(_identities(was)), list(_identities(full))
    places = {name: place for place, name in enumerate(before)}
    origins = [places.get(name) for name in after]
    if len(before) == len(after):
        origins = [
            place if origin is None and before[place] not in after else origin for place, origin in enumerate(origins)
        ]
    return origins


def _identities(items: list[Any]) -> Iterator[tuple[str, int]]:
    seen: Counter[str] = Counter()
    for item in items:
        name = str(item)
        if isinstance(item, dict):
            name = next((str(item[key]) for key in ("id", "text", "touchpoint", "code", "column") if item.get(key)), "")
        seen[name] += 1
        yield name, seen[name]


def _is_blank(node: Any) -> bool:
    return isinstance(node, ScalarNode) and node.value == "" and node.style is None


def _in_style_of(node: Any, value: Any) -> Any:
    if isinstance(value, str) and value.isprintable() and isinstance(node, ScalarNode):
        if node.style == '"':
            return DoubleQuotedScalarString(value)
        if node.style == "'":
            return SingleQuotedScalarString(value)
    return value


def _block(fields: dict[str, Any], column: int) -> str:
    data = document.plain(fields)
    return _indented(document.write(data), column)


def _listed(item: Any, column: int) -> str:
    fields = document.write(document.plain(item if isinstance(item, dict) and item else {"k": item}))
    first, *rest = fields.removesuffix("\n").split("\n")
    first = first if isinstance(item, dict) and item else first.removeprefix("k:").strip()
    return _indented("\n".join([f"- {first}", *(f"  {line}" if line else line for line in rest)]), column) + "\n"


def _indented(text: str, column: int) -> str:
    return "\n".join(" " * column + line if line else line for line in text.removesuffix("\n").split("\n"))


def _without_blank(gap: str) -> str:
    return re.sub(r"\A(?:[ \t]*\n)+", "", gap)
