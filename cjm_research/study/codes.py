"""The codebook: what people's words are coded with (``codes.yaml``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from cjm_research.study.part import Part, Slug, Text

Word = Annotated[Text, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
"""A word or a short run of words that a text is searched for."""


class Code(Part):
    """One code: what it is called, when it applies, the code it is a part of, and the words that stand for it."""

    id: Slug
    name: Text
    definition: Text = ""
    parent: Slug | None = None
    words: Annotated[tuple[Word, ...], Field(max_length=200)] = Field(
        (),
        description="an answer or review gets this code where one of its words begins like one of these; "
        "a ! at the end asks for the whole word, such as late!",
    )
    without: Annotated[tuple[Word, ...], Field(max_length=200)] = Field(
        (), description="words that speak of something else: where they stand, the words above do not count"
    )
    phase: Slug | None = Field(None, description="where in the journey it belongs, for texts that do not say")
    colour: Annotated[str, StringConstraints(pattern=r"^(#[0-9A-Fa-f]{6})?$")] = ""


def branches(codes: Iterable[Code]) -> Iterator[tuple[int, Code]]:
    """Yield the codes that a path of parents connects to the top, each with its depth, parts right below their whole.

    Examples
    --------
    >>> codes = Code(id="fee", name="Fee", parent="price"), Code(id="fit", name="Fit"), Code(id="price", name="Price")
    >>> [(depth, code.id) for depth, code in branches(codes)]
    [(0, 'fit'), (0, 'price'), (1, 'fee')]
    """
    below: dict[str | None, list[Code]] = {}
    for code in codes:
        below.setdefault(code.parent, []).append(code)
    waiting = [(0, code) for code in reversed(below.get(None, ()))]
    while waiting:
        depth, code = waiting.pop()
        yield depth, code
        waiting += [(depth + 1, part) for part in reversed(below.get(code.id, ()))]
