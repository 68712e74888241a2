"""What kind of question a column asks, as far as its heading and its answers tell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cjm_research.imports.surveys.layout import Field, distinct

Kind = Literal["single", "multiple", "grid", "ranking", "scale", "nps", "number", "text", "other"]

MAX_OPTIONS = 40
_MAX_OPTION = 300
_RANK = re.compile(r"\brank|order of preference|reihenfolge|classe[rz]|ordena", re.IGNORECASE)
_NPS = re.compile(r"(?<![a-z])nps(?![a-z])|recom+end|empfehl|recommand", re.IGNORECASE)
_SCALE = re.compile(
    r"(?:scale (?:of|from)|skala von|échelle de|escala de) (?P<low>\d+) (?:to|bis|à|a) (?P<high>\d+)"
    r"|[(\[](?P<from>\d+) ?(?:[-–]|to|bis) ?(?P<to>\d+)[)\]]",
    re.IGNORECASE,
)
_TICKS = {"1", "x", "yes", "true", "selected", "checked"}


@dataclass(frozen=True)
class Asked:
    """What a column asks: its kind, the ends of its scale where the file says them, and its options."""

    kind: Kind
    low: float | None = None
    high: float | None = None
    options: tuple[str, ...] = ()


def alone(field: Field, answers: Sequence[str]) -> Asked:
    """Return what a column asks that shares its question with no other.

    Examples
    --------
    >>> alone(Field(0, "nps"), ["9", "10", "0"])
    Asked(kind='nps', low=0, high=10, options=())
    >>> alone(Field(0, "Age"), ["31", "47", "19"]).kind
    'number'
    """
    given = distinct(answers)
    if field.hint in ("text", "other"):
        return Asked("other" if field.hint == "other" else "text")
    if not given:
        return Asked("text")
    numbers = whole(given)
    if numbers and min(numbers) >= 0 and max(numbers) <= 10:
        return _scale(field, numbers)
    if all(_is_number(value) for value in given):
        return Asked("number")
    filled = sum(map(bool, answers))
    if len(given) * 2 <= filled and len(given) <= MAX_OPTIONS and max(map(len, given)) <= _MAX_OPTION:
        return Asked("single", options=tuple(in_order(given)))
    return Asked("text")


def together(fields: Sequence[Field], answers: Sequence[Sequence[str]]) -> list[Asked]:
    """Return what each column of a shared question asks: choices to tick, ranks to give, or rows of a grid."""
    told = [
        (field, values)
        for field, values in zip(fields, answers, strict=True)
        if field.hint != "other" and distinct(values)
    ]
    if any(distinct(values) == [field.choice] for field, values in told) or _all_ticks(told):
        return [_choice(field, values) for field, values in zip(fields, answers, strict=True)]
    own = [field for field in fields if field.hint != "other"]
    if told and _is_ranking(own[0].wording, len(own), [values for _, values in told]):
        ranks = Asked("ranking", 1, len(own), tuple(str(rank) for rank in range(1, len(own) + 1)))
        return [Asked("other") if field.hint == "other" else ranks for field in fields]
    seen = distinct([value for _, values in told for value in values])
    if not told or len(seen) > MAX_OPTIONS or max(map(len, seen)) > _MAX_OPTION:
        return [alone(field, values) for field, values in zip(fields, answers, strict=True)]
    low, high = _ends(own[0].wording, whole(seen))
    row = Asked("grid", low, high, tuple(in_order(seen)))
    return [Asked("other") if field.hint == "other" else row for field in fields]


def joined(answers: Sequence[str]) -> list[str]:
    """Return the choices of a column that joins them by ';', nothing where the sign only stands in a sentence.

    At least one choice of a joined cell has to stand in another cell as well.

    Examples
    --------
    >>> joined(["Shop;App", "App", ""]), joined(["Slow; I left", "Fine"])
    (['App', 'Shop'], [])
    """
    cells = [pieces(answer) for answer in answers if answer]
    several = [cell for cell in cells if len(cell) > 1]
    seen = distinct([piece for cell in cells for piece in cell])
    counts = dict.fromkeys(seen, 0)
    for cell in cells:
        for piece in set(cell):
            counts[piece] += 1
    again = any(counts[piece] > 1 for cell in several for piece in cell)
    if not again or len(seen) > MAX_OPTIONS or max(map(len, seen)) > _MAX_OPTION:
        return []
    return in_order(seen)


def pieces(answer: str) -> list[str]:
    """Return the parts of an answer between ';'."""
    return [piece.strip() for piece in answer.split(";") if piece.strip()]


def whole(values: Sequence[str]) -> list[int]:
    """Return values as whole numbers, nothing where one of them is none."""
    return [int(value) for value in values] if all(value.isascii() and value.isdecimal() for value in values) else []


def in_order(values: Sequence[str]) -> list[str]:
    """Return values by size where all are whole numbers, else by letter."""
    return sorted(values, key=int) if whole(values) else sorted(values)


def _is_number(value: str) -> bool:
    return re.fullmatch(r"[-+]?\d+([.,]\d+)?", value, re.ASCII) is not None


def _scale(field: Field, numbers: Sequence[int]) -> Asked:
    is_nps = field.hint == "nps" or (_NPS.search(f"{field.key} {field.wording}") and max(numbers) >= 8)
    if is_nps:
        return Asked("nps", 0, 10)
    low, high = _ends(field.wording, numbers)
    return Asked("scale", low, high, tuple(str(number) for number in sorted(set(numbers))))


def _ends(wording: str, numbers: Sequence[int]) -> tuple[float | None, float | None]:
    found = _SCALE.search(wording)
    if not found or not numbers:
        return None, None
    low, high = int(found["low"] or found["from"]), int(found["high"] or found["to"])
    return (low, high) if low < high and low <= min(numbers) and max(numbers) <= high else (None, None)


def _all_ticks(told: Sequence[tuple[Field, Sequence[str]]]) -> bool:
    """Say whether every column holds one mark only, such as 1 or x, or the number of its own choice."""
    marks = [distinct(values) for _, values in told]
    if len(told) < 2 or any(len(mark) > 1 for mark in marks):
        return False
    same = {mark[0].casefold() for mark in marks}
    codes = all(field.key.endswith(f"_{mark[0]}") for (field, _), mark in zip(told, marks, strict=True))
    return codes or (len(same) == 1 and same <= _TICKS)


def _choice(field: Field, values: Sequence[str]) -> Asked:
    if field.hint == "other" or len(distinct(values)) > 1:
        return Asked("other")
    return Asked("multiple", options=(field.choice,))


def _is_ranking(wording: str, size: int, columns: Sequence[Sequence[str]]) -> bool:
    ranks = whole(distinct([value for values in columns for value in values]))
    if size < 2 or not ranks or min(ranks) < 1 or max(ranks) > size:
        return False
    rows = [[value for value in row if value] for row in zip(*columns, strict=True)]
    several = [row for row in rows if len(row) > 1]
    if _RANK.search(wording):
        return True
    return len(several) >= 5 and all(len(set(row)) == len(row) for row in several)


def alike(options: Sequence[str]) -> list[tuple[str, str]]:
    """Return pairs of options that differ in case, blanks or closing signs only.

    Examples
    --------
    >>> alike(["Very good", "very  good", "Good"])
    [('Very good', 'very  good')]
    """
    first: dict[str, str] = {}
    found = []
    for option in options:
        key = " ".join(unicodedata.normalize("NFKC", option).casefold().split()).rstrip(".! ")
        if key in first:
            found.append((first[key], option))
        first.setdefault(key, option)
    return found
