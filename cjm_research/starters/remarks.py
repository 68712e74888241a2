"""What people typed into the open field of the demo's survey."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cjm_research.starters.truth import SurveyTruth
from cjm_research.study import Part

MOSTLY = 0.85
"""Share of the remarks of contented people that praise, and of discontented people that complain."""


class Remarks(Part):
    """What people of one persona write, apart by mood."""

    pain: tuple[str, ...]
    delight: tuple[str, ...]


def open_answers(
    planted: SurveyTruth, remarks: Remarks, recommend: np.ndarray, rng: np.random.Generator
) -> list[str | None]:
    """Return what each person wrote, nothing for those who left the field blank.

    People who would recommend mostly praise, people who would not mostly complain, the others do either. Remarks are
    dealt like cards: none comes a second time before all of its kind have come once.

    Parameters
    ----------
    planted
        How many write, and how many of them make two remarks.
    remarks
        The remarks of this persona.
    recommend
        The answer 0–10 of each person.
    rng
        Where chance comes from.
    """
    packs = {"pain": _dealt(remarks.pain, rng), "delight": _dealt(remarks.delight, rng)}
    written: list[str | None] = []
    for likely in recommend:
        writes, twice = rng.random() < planted.open_answer, rng.random() < planted.two_remarks
        kinds = _kinds(int(likely), 1 + twice, rng)
        written.append(_joined(list(dict.fromkeys(next(packs[kind]) for kind in kinds))) if writes else None)
    return written


def _kinds(likely: int, number: int, rng: np.random.Generator) -> list[str]:
    praise = MOSTLY if likely >= 9 else 1 - MOSTLY if likely <= 6 else 0.5
    return ["delight" if rng.random() < praise else "pain" for _ in range(number)]


def _dealt(cards: tuple[str, ...], rng: np.random.Generator) -> Iterator[str]:
    while True:
        yield from (cards[place] for place in rng.permutation(len(cards)))


def _joined(parts: list[str]) -> str:
    """Return the remarks as one answer: after a finished sentence with a space, else with a full stop between.

    Examples
    --------
    >>> _joined(["Good bike.", "Bad mails"]), _joined(["good bike", "bad mails"])
    ('Good bike. Bad mails', 'good bike. bad mails')
    """
    finished = [part if part[-1] in ".?!" else f"{part}." for part in parts[:-1]]
    return " ".join([*finished, parts[-1]])
