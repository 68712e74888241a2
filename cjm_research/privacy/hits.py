"""Addresses and numbers that give a person away inside a text, and the text without them.

The patterns help a careful reader; they do not find every name or address.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import lru_cache, partial
from ipaddress import ip_address
from typing import NamedTuple

from cjm_research.privacy.numbers import cards_in, is_iban

Spans = Iterable[tuple[int, int]]

DIRECT = ("e-mail address", "phone number", "IP address", "IBAN", "card number")
"""What points at one person, and is recognised by its form."""

_DATE = re.compile(r"(?<!\d)(?<!\d\.)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d|\.\d)")
_WORTH_A_LOOK = re.compile(r"@|%40|\d(?:[ ./()-]{0,2}\d){6}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:|\d\.\d{1,3}\.\d")
_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/?#@]{1,200}@[^\s]{1,500}", re.IGNORECASE)
_E_MAIL = re.compile(r"[\w.+-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])")
_IP_IN_IP = re.compile(r"(?<![\w:])[0-9A-Fa-f:]{2,30}:(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
_IP = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|(?<![\w:])[0-9A-Fa-f:]{6,39}(?![\w:])")
_PHONE = re.compile(
    r"(?<![\w.+-])(?:(?:\+|00)[1-9][\d ()/.-]{6,20}\d|\(?0\d{1,5}\)?[ /-]\d[\d /-]{4,14}\d"
    r"|\(?[2-9]\d{2}\)?[ .-]\d{3}[.-]\d{4})(?![\w-])"
)


class Hit(NamedTuple):
    """One place in a text that may give a person away."""

    sort: str
    start: int
    end: int
    text: str

    @property
    def code(self) -> str:
        """What to write into ``evidence/reviewed.txt`` where the hit is nobody's; the text cannot be read from it."""
        return hashlib.sha256(self.text.casefold().encode()).hexdigest()[:12]


def hits(text: str, names: tuple[str, ...] = (), without: Collection[str] = ()) -> list[Hit]:
    """Return what may give a person away in a text, from left to right and without overlaps.

    Parameters
    ----------
    text
        What somebody wrote or said. What `masked` put into it is passed over.
    names
        The study's own list of names, each found as a whole word in any case.
    without
        Sorts that are not looked for.

    Examples
    --------
    >>> [(hit.sort, hit.text) for hit in hits("Ask Ida, ida@example.org or +49 30 1234567.", ("Ida",))]
    [('name', 'Ida'), ('e-mail address', 'ida@example.org'), ('phone number', '+49 30 1234567')]
    >>> hits("Paid 1,200.50 on 2026-05-01 at 12:30:00 with version 3.11.7")
    []
    """
    looked_at = _MASK.sub(lambda mask: "\n" * len(mask[0]), text) if "[" in text else text
    seen: list[Hit] = []
    if _WORTH_A_LOOK.search(looked_at):
        without_dates = _DATE.sub(lambda date: "\0" * len(date[0]), looked_at)
        for sort, spans in _SPANS:
            if sort not in without:
                seen += [Hit(sort, start, end, text[start:end]) for start, end in spans(without_dates)]
    if listed := _listed(names):
        seen += [Hit("name", match.start(), match.end(), match[0]) for match in listed.finditer(looked_at)]
    return _apart(seen)


def _of_form(pattern: re.Pattern[str], fits: Callable[[str], bool], text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in pattern.finditer(text) if fits(match[0]))


def _is_ip(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return not address.is_unspecified and not address.is_loopback


def _is_phone(text: str) -> bool:
    """Say whether there are as many digits as a phone number has; with the 00 of a call abroad they are at least 11."""
    digits = re.sub(r"\D", "", text)
    return (11 if digits.startswith("00") else 8) <= len(digits) <= 15


_SPANS: tuple[tuple[str, Callable[[str], Spans]], ...] = (
    ("URL with a user", partial(_of_form, _URL, bool)),
    ("e-mail address", partial(_of_form, _E_MAIL, bool)),
    ("IBAN", partial(_of_form, _IBAN, is_iban)),
    ("card number", cards_in),
    ("IP address", partial(_of_form, _IP_IN_IP, _is_ip)),
    ("IP address", partial(_of_form, _IP, _is_ip)),
    ("phone number", partial(_of_form, _PHONE, _is_phone)),
)
_SORTS = ("URL with a user", *DIRECT, "name")
_MASK = re.compile(
    r"\[(?:" + "|".join(sort[:size] for sort in _SORTS for size in range(len(sort), 0, -1)) + r")·*\]"
)  # cut or filled where the length is kept


@lru_cache(maxsize=8)
def _listed(names: tuple[str, ...]) -> re.Pattern[str] | None:
    words = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE) if words else None


def _apart(seen: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in seen:
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def masked(text: str, found: Iterable[Hit], *, in_place: bool = False) -> str:
    """Return the text with every hit replaced by its sort in brackets; ``in_place`` keeps the length of each.

    Examples
    --------
    >>> masked("Mail ida@example.org today", hits("Mail ida@example.org today"))
    'Mail [e-mail address] today'
    >>> masked("Mail ida@example.org today", hits("Mail ida@example.org today"), in_place=True)
    'Mail [e-mail addres] today'
    """
    for hit in sorted(found, key=lambda hit: -hit.start):
        width = hit.end - hit.start
        shown = f"[{hit.sort[: width - 2]:·<{width - 2}}]" if in_place and width > 1 else f"[{hit.sort}]"
        text = f"{text[: hit.start]}{shown}{text[hit.end :]}"
    return text


def cleaned(
    text: str, names: tuple[str, ...] = (), without: Collection[str] = (), *, in_place: bool = False
) -> tuple[str, list[str]]:
    """Return a text in which nothing is found any more, and the sorts of what gave way to its sort in brackets.

    Where one hit leaves, what stood beside it may show as another; so the text is looked at until nothing is left.

    Examples
    --------
    >>> cleaned("ida@example.org, 192.0.2.7")
    ('[e-mail address], [IP address]', ['e-mail address', 'IP address'])
    """
    sorts: list[str] = []
    while found := hits(text, names, without):
        text = masked(text, found, in_place=in_place)
        sorts += [hit.sort for hit in found]
    return text, sorts
