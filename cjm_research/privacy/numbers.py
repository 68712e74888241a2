"""Numbers that vouch for themselves: card numbers by issuer, length and check digit, accounts by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_ISSUERS = (
    ("Visa", "4", (16, 19)),
    ("Mastercard", "5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720", (16,)),
    ("American Express", "3[47]", (15,)),
    ("Diners Club", "30[0-5]|3095|36|3[89]", (14, 16, 17, 18, 19)),
    ("JCB", "352[89]|35[3-8]", (16, 17, 18, 19)),
    ("Discover", "6011|64[4-9]|65", (16, 17, 18, 19)),
    ("UnionPay", "62|81[0-6]|817[01]", (16, 17, 18, 19)),
    ("Maestro", "5018|5020|5038|5893|6304|6759|676[1-3]", (14, 15, 16, 17, 18, 19)),
)
"""Who issues cards: how their numbers begin and how long they are (ISO/IEC 7812, as the networks publish it).

Thirteen digits, which Visa gave up, are left to product codes and to milliseconds; twelve and thirteen of Maestro too.
"""

CARD_DIGITS = range(14, 20)
_BEGINNINGS = {
    length: "|".join(beginning for _, beginning, lengths in _ISSUERS if length in lengths) for length in CARD_DIGITS
}
_LEAST = 3  # digits in a group; of single digits, a row of ratings would be a card now and then
_GROUPS = max(CARD_DIGITS) // _LEAST
_PRINTED = {(4, 4, 4, 4), (4, 6, 5), (4, 6, 4)}
_RUN = re.compile(r"(?<![\w.+-])(?<!\b0,)\d+(?:[ -]\d+)*(?![\w-]|[.,]\d)")


def cards_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where card numbers stand in a text, from left to right: the places of the first and after the last sign.

    Without blanks, only a number of a known issuer counts. In groups, as people type them from a card, the check digit
    is enough; other numbers may stand before and after.

    Examples
    --------
    >>> list(cards_in("My card 4111 1111 1111 1111 12/27")), list(cards_in("Ticket 9111111111111111"))
    ([(8, 27)], [])
    """
    for run in _RUN.finditer(text):
        groups = [(run.start() + group.start(), run.start() + group.end()) for group in re.finditer(r"\d+", run[0])]
        first = 0
        while first < len(groups):
            ends = range(min(len(groups), first + _GROUPS), first, -1)
            last = next((last for last in ends if _is_card(text, groups, first, last)), first)
            if last > first:
                yield groups[first][0], groups[last - 1][1]
            first = max(last, first + 1)


def _is_card(text: str, groups: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    """Say whether the groups of digits from ``first`` to before ``last`` are one card number."""
    start, end = groups[first][0], groups[last - 1][1]
    sizes = tuple(end - start for start, end in groups[first:last])
    if sum(sizes) not in CARD_DIGITS or (first and text[start - 1] == "-"):
        return False
    digits = "".join(str(int(sign)) for sign in text[start:end] if sign.isdigit())
    known = re.match(_BEGINNINGS[len(digits)], digits) is not None and min(sizes) >= _LEAST
    printed = sizes in _PRINTED and digits[0] in "23456" and len(set(digits)) > 1
    return (known or printed) and bool(have_check_digit([digits])[0])


def are_cards(numbers: pa.Array) -> np.ndarray:
    """Say for each of many texts, all of them digits only, whether it is a card number of a known issuer.

    Examples
    --------
    >>> are_cards(pa.array(["4111111111111111", "4111111111111112", "7111111111111111"])).tolist()
    [True, False, False]
    """
    lengths = pc.binary_length(numbers).to_numpy()
    cards = np.zeros(len(numbers), dtype=bool)
    for length, beginning in _BEGINNINGS.items():
        places = np.flatnonzero(lengths == length)
        if len(places):
            these = numbers.take(pa.array(places))
            issued = pc.match_substring_regex(these, f"^(?:{beginning})").to_numpy(zero_copy_only=False)
            cards[places[issued]] = have_check_digit(these.filter(pa.array(issued)).to_pylist())
    return cards


def have_check_digit(numbers: Sequence[str]) -> np.ndarray:
    """Say for numbers of one length whether the last digit is the check digit of the others (Luhn, ISO/IEC 7812-1).

    Examples
    --------
    >>> have_check_digit(["79927398713", "79927398714"]).tolist()
    [True, False]
    """
    if not numbers:
        return np.zeros(0, dtype=bool)
    digits = np.frombuffer("".join(numbers).encode(), dtype=np.uint8).reshape(len(numbers), -1) - ord("0")
    doubled = 2 * digits[:, -2::-2]
    total = digits[:, ::-2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)
    fits: np.ndarray = total % 10 == 0
    return fits


def is_iban(text: str) -> bool:
    """Say whether the check digits of an IBAN are right (ISO 7064, mod 97-10).

    Examples
    --------
    >>> is_iban("GB82 WEST 1234 5698 7654 32"), is_iban("GB82 WEST 1234 5698 7654 23")
    (True, False)
    """
    text = text.replace(" ", "")
    return 15 <= len(text) <= 34 and int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1
