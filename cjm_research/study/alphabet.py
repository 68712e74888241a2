"""The characters a text may hold: all that is seen or joins what is seen, in every script; none that breaks a reader.

Refused are control characters other than tab and line feed, halves of surrogate pairs, and noncharacters, which no text
is meant to hold and on which some libraries stop. Emoji, joiners and marks of direction are letters like any other.
"""

from __future__ import annotations

import re
from typing import Final

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))

UNREADABLE: Final = rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f{_NONCHARACTERS}]"
"""Matches a refused character in text that is valid Unicode; line feed and carriage return end lines and are none."""

_UNREADABLE = re.compile(rf"[\ud800-\udfff]|{UNREADABLE}")
_REFUSED = re.compile(rf"\r|{_UNREADABLE.pattern}")

SIGN: Final = "\ufffd"
"""Stands where an unreadable character was."""


def refused(text: str) -> str:
    """Return the first character that a study does not take, as its code point; '' where there is none.

    Examples
    --------
    >>> refused("Zoë 👩‍👧"), refused("a\\x00b"), refused("\\uffff")
    ('', 'U+0000', 'U+FFFF')
    """
    found = _REFUSED.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def legible(text: str) -> str:
    """Return a text from outside with a sign in place of each unreadable character; no other character moves.

    Examples
    --------
    >>> legible("Open\\x07ed\\r\\n")
    'Open\ufffded\\r\\n'
    """
    return _UNREADABLE.sub(SIGN, text)


def settled(text: str) -> str:
    """Return a text from outside as a study takes it: legible, with line feeds for all ends of lines.

    Examples
    --------
    >>> settled("One\\r\\ntwo\\x8c")
    'One\\ntwo\ufffd'
    """
    return legible(text.replace("\r\n", "\n").replace("\r", "\n"))
