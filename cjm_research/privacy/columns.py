"""What is personal in a column as a whole: whether it leaves, which of its cells hold something, and who plays a part.

The import and ``cjm check --privacy`` both ask here, so that the check finds nothing an import has just left in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cjm_research.privacy.headings import is_of_versions, personal_heading
from cjm_research.privacy.hits import DIRECT, Hit, hits
from cjm_research.privacy.numbers import CARD_DIGITS, are_cards
from cjm_research.study import Columns

OWN_WORDS = ("at", "code", "phase", "touchpoint", "polarity", "rating", "count", "persona", "quote")
"""Roles of columns that hold the study's own words, moments and counts, which are nobody's."""

_PLAIN = re.compile(r"[0-9]{11,19}")
_PLAIN_PHONE = r"^00[1-9]"
_LENGTHS = {"card number": CARD_DIGITS, "phone number": range(11, 16)}
_FEW = 12
_RATING = re.compile(r"\s*[0-9]{1,2}\s*")
_PERSON = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’.-]*){1,3}")


class Personal(NamedTuple):
    """What is personal in a column: why all of it leaves, '' where it stays, and its texts that hold something."""

    sort: str
    hits: dict[str, list[Hit]]


def roles_of(columns: Columns) -> dict[str, str]:
    """Return which role each column plays; of a column with several roles the first one.

    Examples
    --------
    >>> roles_of(Columns(participant="who", text="said"))
    {'said': 'text', 'who': 'participant'}
    """
    return {column: role for role, column in reversed(columns.model_dump().items()) if column}


def looked_through(
    headings: Iterable[str], counts: Mapping[str, int], names: tuple[str, ...] = (), role: str = ""
) -> Personal:
    """Return what is personal in a column.

    A column leaves for its heading, its question, or most of its cells; one that plays a role stays.

    Parameters
    ----------
    headings
        The heading, and the wording of its question.
    counts
        How often each text stands in it.
    names
        The study's list of names.
    role
        Which role of `cjm_research.study.Columns` it plays, '' for none.

    Examples
    --------
    >>> looked_through(["Q7"], {"ida@example.org": 1, "jo@example.org": 1, "none": 1}).sort
    'e-mail address, as most of its cells show'
    >>> looked_through(["Why?"], {"Ask ida@example.org": 1, "So": 1}).hits["Ask ida@example.org"][0].text
    'ida@example.org'
    """
    if role in OWN_WORDS:
        return Personal("", {})
    headings = list(headings)
    if not role and (named := personal_by_heading(headings, counts)):
        return Personal(named, {})
    inside = _in_cells(headings, counts, names, is_participant=role == "participant")
    alone = Counter(found[0].sort for text, found in inside.items() if found[0].text == text.strip())
    filled = sum(bool(text.strip()) for text in counts)
    shown = next((sort for sort in DIRECT if 2 * alone[sort] > filled), "")
    return Personal(f"{shown}, as most of its cells show" if shown and not role else "", inside)


def personal_by_heading(headings: Iterable[str], counts: Mapping[str, int]) -> str:
    """Return which personal data a column holds as its heading or its question tells, '' for none.

    A heading such as "Phone" may also ask to rate a channel: where many cells share few values, or all are ratings, it
    is no sign.

    Examples
    --------
    >>> personal_by_heading(["Phone"], {"+49 30 1234567": 1}), personal_by_heading(["Phone"], {"4": 20, "no": 20})
    ('phone number', '')
    """
    named = next(filter(None, map(personal_heading, headings)), "")
    filled = [text for text in counts if text.strip()] if named else []
    shares_few = len(filled) <= _FEW and 3 * len(filled) < sum(counts[text] for text in filled)
    rates = named in ("e-mail address", "phone number") and filled and all(map(_RATING.fullmatch, filled))
    return "" if shares_few or rates else named


def _in_cells(
    headings: Sequence[str], counts: Mapping[str, int], names: tuple[str, ...], *, is_participant: bool
) -> dict[str, list[Hit]]:
    without = not_looked_for(headings)
    inside = {text: found for text in counts if (found := hits(text, names, without))}
    sorts = {text: found[0].sort for text, found in inside.items() if is_plain(text) and found[0].sort in _LENGTHS}
    if not sorts:
        return inside
    ids = frozenset(_LENGTHS) if is_participant else PlainNumbers.of(counts, sorts).ids
    return {text: found for text, found in inside.items() if sorts.get(text) not in ids}


def not_looked_for(headings: Iterable[str]) -> tuple[str, ...]:
    """Return which sorts the cells of a column cannot hold, whatever they look like."""
    return ("IP address",) if any(map(is_of_versions, headings)) else ()


@dataclass
class PlainNumbers:
    """Tells ids from card and telephone numbers among the cells of one column that hold nothing but digits.

    One in ten numbers has a right check digit by chance; of the cards in a column of cards, all have. So where most
    cells of a column are digits only, as many as a card has, and at most half of these can be cards, they are ids. The
    same holds for numbers that begin like a call abroad. A number alone among other texts is no id. What could be a
    telephone number is not counted beside cards, nor the other way round, so that masking one does not change what is
    said of the other.

    Examples
    --------
    >>> ids, cards = PlainNumbers(), PlainNumbers()
    >>> ids.add(pa.array(["4539148803436467", "4539148803436468", "4539148803436469"]))
    >>> cards.add(pa.array(["4539148803436467", "4111111111111111", ""]))
    >>> sorted(ids.ids), sorted(cards.ids)
    (['card number'], [])
    """

    filled: int = 0
    alike: Counter[str] = field(default_factory=Counter)
    fitting: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, counts: Mapping[str, int], sorts: Mapping[str, str]) -> PlainNumbers:
        """Return the tally of a whole column; ``sorts`` says which of its numbers could be what."""
        numbers = cls(sum(times for text, times in counts.items() if text))
        for text, times in counts.items():
            could = sorts.get(text, "")
            for sort, lengths in _LENGTHS.items():
                if is_plain(text) and len(text) in lengths and could in ("", sort):
                    numbers.alike[sort] += times
            numbers.fitting[could] += times
        return numbers

    def add(self, texts: pa.Array) -> None:
        """Take some more cells of the column."""
        self.filled += int(pc.sum(pc.not_equal(texts, "")).as_py() or 0)
        numbers = texts.filter(are_plain(texts))
        if len(numbers):
            lengths, could = pc.binary_length(numbers).to_numpy(), could_be(numbers)
            for sort, fits in could.items():
                others = sum((could[other] for other in could if other != sort), np.zeros(len(numbers), dtype=bool))
                self.alike[sort] += int((np.isin(lengths, _LENGTHS[sort]) & ~others).sum())
                self.fitting[sort] += int(fits.sum())

    @property
    def ids(self) -> frozenset[str]:
        """Which sorts the plain numbers of this column are not, since they are ids."""
        return frozenset(
            sort
            for sort in _LENGTHS
            if 2 * self.alike[sort] > self.filled and 2 * self.fitting[sort] <= self.alike[sort]
        )

    @property
    def personal(self) -> frozenset[str]:
        """Which sorts the plain numbers of this column are, where any could be one."""
        return frozenset(sort for sort in _LENGTHS if self.fitting[sort]) - self.ids


def is_plain(text: str) -> bool:
    """Say whether a text is nothing but as many digits as a telephone or card number may have."""
    return _PLAIN.fullmatch(text) is not None


def are_plain(texts: pa.Array) -> pa.Array:
    """Say the same of many texts."""
    return pc.fill_null(pc.match_substring_regex(texts, f"^{_PLAIN.pattern}$"), fill_value=False)


def could_be(numbers: pa.Array) -> dict[str, np.ndarray]:
    """Say for each sort which of many plain numbers could be one, by their form and check digit."""
    phone = pc.and_(pc.match_substring_regex(numbers, _PLAIN_PHONE), pc.less(pc.binary_length(numbers), 16))
    return {"card number": are_cards(numbers), "phone number": phone.to_numpy(zero_copy_only=False)}


def looks_like_people(ids: Iterable[str], names: tuple[str, ...] = ()) -> bool:
    """Say whether ids of participants give people away: any holds an address, number or listed name, or most are names.

    Digits only are no sign: most ids are.

    Examples
    --------
    >>> looks_like_people(["R_1a", "ida@example.org"]), looks_like_people(["Ida Berg", "Jo Li"])
    (True, True)
    >>> looks_like_people(["P01"]), looks_like_people(["4111111111111111"])
    (False, False)
    """
    counts = Counter(text for text in ids if text.strip())
    if looked_through((), counts, names, "participant").hits:
        return True
    return 2 * sum(_PERSON.fullmatch(text.strip()) is not None for text in counts) > len(counts) > 0
