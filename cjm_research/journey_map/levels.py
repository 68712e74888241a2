"""How an evidence level looks and what it means: a shape, a word and a sentence, so that colour is never alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from markupsafe import Markup

from cjm_research.journey_map.model import Card
from cjm_research.study.ledger import Level

MEANING: dict[Level, str] = {
    "observed": "seen in logs or support records",
    "reported": "people told us",
    "inferred": "concluded in a workshop",
    "secondary": "published by others",
    "assumed": "no evidence yet",
}

_SHAPES = {
    "observed": Markup('<circle cx="5" cy="5" r="4.5"/>'),
    "reported": Markup('<path d="M5 0 10 9.5H0z"/>'),
    "inferred": Markup('<path d="M5 0 10 5 5 10 0 5z"/>'),
    "secondary": Markup('<rect x="1" y="1" width="8" height="8" class="cjm-hollow"/>'),
    "assumed": Markup('<path d="M1 4 4 1M1 9 9 1M6 9 9 6" class="cjm-hollow"/>'),
}


def mark(level: str) -> Markup:
    """Return the small drawn sign of an evidence level; the word stands beside it, so readers aloud skip it.

    Examples
    --------
    >>> mark("observed").count("circle"), mark("unheard of")
    (1, Markup(''))
    """
    if level not in get_args(Level):
        return Markup()
    shape = Markup('<svg class="cjm-mark cjm-{}" viewBox="0 0 10 10" aria-hidden="true" focusable="false">{}</svg>')
    return shape.format(level, _SHAPES[level])


@dataclass(frozen=True)
class Code:
    """A source under a card, as printed: its id, the items of it that are meant, and whether it is there."""

    source: str
    items: str
    missing: bool


def codes(card: Card, known: dict[str, str]) -> tuple[Code, ...]:
    """Return the sources under a card, each once with its items; more than three items are counted.

    Examples
    --------
    >>> card = Card(text="x", level="reported", evidence=("talks#q1", "talks#q2", "poll"))
    >>> [(code.source, code.items, code.missing) for code in codes(card, {"talks": "Interviews"})]
    [('talks', 'q1, q2', False), ('poll', '', True)]
    """
    items: dict[str, list[str]] = {}
    for ref in card.evidence or card.sources:
        source, _, item = ref.partition("#")
        items.setdefault(source, []).extend([item] if item else [])
    return tuple(Code(source, _shortened(named), source not in known) for source, named in items.items())


def _shortened(items: list[str]) -> str:
    shown = ", ".join(items[:3])
    return f"{shown} +{len(items) - 3}" if len(items) > 3 else shown
