"""Where things stand in the text of a YAML file: lines, dashes, colons, and the ends of values."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode


class Places:
    """The places in one text; a place is a count of characters from its beginning.

    Parameters
    ----------
    text
        A whole file, its last line ended.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def dash(self, node: SequenceNode, place: int) -> int:
        """Return where the dash of an item stands."""
        if place == 0:
            return int(node.start_mark.index)
        start = self.end(node.value[place - 1])
        dash = re.compile(rf"^ {{{node.start_mark.column}}}-(?=\s)", re.MULTILINE)
        found = list(dash.finditer(self.text, start, node.value[place].start_mark.index + 1))
        return found[-1].start()

    def end(self, node: Any) -> int:
        """Return where a value ends, without the comments and blank lines that follow it."""
        if isinstance(node, MappingNode | SequenceNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end_of_field(*last) if isinstance(node, MappingNode) else self.end(last)
        if isinstance(node, ScalarNode) and node.style in ("|", ">"):
            return self._end_of_block(node.start_mark.index)
        return int(node.end_mark.index)

    def end_of_field(self, key: Any, value: Any) -> int:
        """Return where the value of a key ends; a blank one ends at the colon, wherever its mark may be."""
        return self.colon(key) if is_blank(value) else self.end(value)

    def _end_of_block(self, start: int) -> int:
        end = self.line_end(start)
        keeps = "+" in self.text[start:end].partition("#")[0]
        inside = None
        place = end + 1
        while place < len(self.text):
            line = self.text[place : self.line_end(place)]
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

    def colon(self, key: Any) -> int:
        """Return the place behind the colon of a key."""
        return self.text.index(":", key.end_mark.index) + 1

    def line_start(self, place: int) -> int:
        """Return where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Return where the line of a place ends, before its break."""
        return self.text.index("\n", place)


def is_blank(node: Any) -> bool:
    """Say whether nothing is written behind a key."""
    return isinstance(node, ScalarNode) and node.value == "" and node.style is None
