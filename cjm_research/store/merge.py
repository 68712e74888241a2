"""Put new values into a YAML file a person wrote: every character stays where nothing changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ruamel.yaml.nodes import MappingNode, SequenceNode

from cjm_research.store import document
from cjm_research.store.origins import origins
from cjm_research.store.places import Places, is_blank
from cjm_research.store.written import block, in_style_of, listed


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

    def changed(page: str) -> str:
        root = document.nodes(page)
        if isinstance(root, MappingNode):
            return _Page(page).patched(_Page(page).fields(root, was, full, brief))
        return page + document.write(document.plain(brief))

    return _as_typed(text, changed)


def set_first(text: str, field: str, value: int) -> str:
    """Return ``text`` with a number above all others; where it stands somewhere already, its value is changed there.

    Examples
    --------
    >>> set_first("# About us\\ntitle: Old\\n", "format", 1)
    '# About us\\nformat: 1\\ntitle: Old\\n'
    """

    def changed(page: str) -> str:
        root = document.nodes(page)
        if not isinstance(root, MappingNode) or not root.value:
            return page + f"{field}: {value}\n"
        was = {key.value: "" for key, _ in root.value}
        if field in was:
            return _Page(page).patched(_Page(page).fields(root, was, {**was, field: value}, {}))
        start = root.value[0][0].start_mark
        if root.flow_style:
            return f"{page[: start.index]}{field}: {value}, {page[start.index :]}"
        line = _Page(page).line_start(start.index)
        return f"{page[:line]}{' ' * start.column}{field}: {value}\n{page[line:]}"

    return _as_typed(text, changed)


def _as_typed(text: str, changed: Callable[[str], str]) -> str:
    """Change a text whose lines end in LF, the last one too, and give it back the ends and the mark it came with."""
    newline = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    old = text.removeprefix(mark).replace("\r\n", "\n")
    closed = old if old.endswith("\n") or not old else old + "\n"
    new = changed(closed)
    if old and closed != old:
        new = new.removesuffix("\n")
    return mark + new.replace("\n", newline)


class _Page(Places):
    """The text of a file, and what to change in it, as patches that do not overlap."""

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
                place = _Entry(entry, self.colon(name), name.start_mark.column, bool(node.flow_style))
                yield from self._value(place, was.get(key), value, brief.get(key, value))
        for key, (name, value) in known.items():
            if key not in full:
                end = self.end_of_field(name, value)
                yield _Patch(self.line_start(name.start_mark.index), self.line_end(end) + 1, "")
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
        place = self.line_end(self.end_of_field(*staying[-1])) if staying else self.line_start(first.index) - 1
        return _Patch(place, place, "\n" + block(new, first.column))

    def _value(self, entry: _Entry, was: Any, full: Any, brief: Any) -> Iterator[_Patch]:
        node = entry.node
        if isinstance(node, MappingNode) and isinstance(was, dict) and isinstance(full, dict):
            if not node.flow_style or all(key.value in full for key, _ in node.value):
                yield from self.fields(node, was, full, brief)
                return
        elif isinstance(node, SequenceNode) and isinstance(was, list) and isinstance(full, list):
            before = origins(was, full)
            if before == list(range(len(was))):
                for item, *values in zip(node.value, was, full, brief, strict=True):
                    yield from self._item(item, *values)
                return
            if not node.flow_style:
                yield from self._reordered(entry, before, was, full, brief)
                return
        yield from self._replaced(entry, brief)

    def _item(self, node: Any, was: Any, full: Any, brief: Any) -> Iterator[_Patch]:
        if was == full:
            return
        if isinstance(node, MappingNode) and isinstance(was, dict) and isinstance(full, dict):
            yield from self.fields(node, was, full, brief)
        else:
            yield _Patch(node.start_mark.index, self.end(node), document.inline(in_style_of(node, brief)))

    def _replaced(self, entry: _Entry, value: Any) -> Iterator[_Patch]:
        """Write another value behind the colon."""
        node, is_empty = entry.node, is_blank(entry.node)
        end = entry.at if is_empty else self.end(node)
        start = entry.at if is_empty else node.start_mark.index
        space = " " if is_empty else ""
        if entry.in_braces:
            yield _Patch(start, end, space + document.inline(in_style_of(node, value)))
            return
        first, *rest = block({"k": in_style_of(node, value)}, entry.column).split("\n")
        first = first.strip().removeprefix("k:").strip()
        is_collection = isinstance(node, MappingNode | SequenceNode) and not node.flow_style
        if rest and first and self.text[end : self.line_end(end)].strip():
            first, rest = document.inline(value), []
        if first:
            yield _Patch(
                entry.at if is_collection else start, end, "\n".join([f"{space or is_collection * ' '}{first}", *rest])
            )
        elif is_collection:
            yield _Patch(entry.at, end, "\n" + "\n".join(rest))
        else:
            yield _Patch(entry.at, end, "")
            yield _Patch(self.line_end(end), self.line_end(end), "\n" + "\n".join(rest))

    def _reordered(
        self, entry: _Entry, before: list[int | None], was: list[Any], full: list[Any], brief: list[Any]
    ) -> Iterator[_Patch]:
        """Put a list into another order: what stands above an item moves with it, above a removed one it stays."""
        node = entry.node
        bodies = [
            (self.line_start(self.dash(node, n)), self.line_end(self.end(item)) + 1)
            for n, item in enumerate(node.value)
        ]
        begins = [self.line_end(entry.at) + 1, *(end for _, end in bodies)]
        gaps = [self.text[begin:start] for begin, (start, _) in zip(begins, bodies, strict=False)]
        blank = "\n" if len(gaps) > 1 and all(gap.startswith("\n") for gap in gaps[1:]) else ""
        left = ["", *([""] * len(gaps))]  # what removed items leave behind, by the item it now stands above
        for place in range(len(gaps)):
            if place not in before:
                left[place + 1] = left[place] + _without_blank(gaps[place])
        parts, previous = [], -1
        for number, origin in enumerate(before):
            above = blank if number else ""
            if origin is None:
                body = listed(brief[number], node.start_mark.column)
            else:
                stayed = origin == previous + 1
                above = gaps[origin] if stayed else above + left[origin] + _without_blank(gaps[origin])
                patches = self._item(node.value[origin], was[origin], full[number], brief[number])
                body = self.patched(patches, *bodies[origin])
            previous = -2 if origin is None else origin
            parts += [above, body]
        if not before:
            yield _Patch(entry.at, entry.at, " []")
        yield _Patch(begins[0], bodies[-1][1], "".join([*parts, left[-1]]))


def _without_blank(gap: str) -> str:
    return re.sub(r"\A(?:[ \t]*\n)+", "", gap)
