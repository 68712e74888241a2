"""The codes a coder can choose, and the new one a coder describes."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import TypeAdapter, ValidationError

from cjm_research.forms.coding_panels import NEW, QuotePanel
from cjm_research.forms.reading import slug_of
from cjm_research.forms.sentences import problems_of
from cjm_research.imports.qualitative.quotes import Quote
from cjm_research.study import Code
from cjm_research.study.part import Slug

_SLUG: TypeAdapter[str] = TypeAdapter(Slug)


def is_slug(text: str) -> bool:
    """Say whether a text can be an id.

    Examples
    --------
    >>> is_slug("too-dear"), is_slug("Too dear!"), is_slug("con")
    (True, False, False)
    """
    try:
        _SLUG.validate_python(text)
    except ValidationError:
        return False
    return True


def codes_at_hand(codes: Iterable[Code], said: Iterable[Quote]) -> tuple[Code, ...]:
    """Return the codes there are, and those that quotes use without a line in the codebook."""
    known = tuple(codes)
    used = sorted({quote.code for quote in said} - {code.id for code in known})
    return (*known, *(Code(id=id, name=id) for id in used if is_slug(id)))


def chosen_code(panel: QuotePanel, codes: tuple[Code, ...]) -> Code:
    """Return the chosen code, or the new one that was described.

    Raises
    ------
    ValueError
        A sentence: nothing is chosen, or the description is not complete.
    """
    chosen = str(panel.code.value or "")
    if chosen != NEW:
        found = next((code for code in codes if code.id == chosen), None)
        if found is None:
            raise ValueError("Choose a code, or make a new one.")
        return found
    name, definition = panel.name.value.strip(), panel.definition.value.strip()
    if not name or not definition:
        raise ValueError("Give the new code a name, and say when it applies.")
    try:
        return Code(id=slug_of(name, {code.id for code in codes}, "code"), name=name, definition=definition)
    except ValidationError as error:
        raise ValueError(" ".join(problems_of(error).values())) from None
