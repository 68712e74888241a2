"""Claims as lines of text: ``Compares three prices [survey, interviews#q07]``."""

from __future__ import annotations

import re
from typing import Literal, get_args, get_origin

from cjm_research.forms import words
from cjm_research.forms.field import State
from cjm_research.forms.link_fields import check_sources
from cjm_research.forms.plain_fields import TextField
from cjm_research.study import Claim

_EVIDENCE = re.compile(r"(?P<text>.*?)\s*\[(?P<refs>[^\[\]]*)\]", re.DOTALL)


def prefixes(model: type[Claim]) -> tuple[str, dict[str, str]]:
    """Return the field of a claim that a line begins with, and value -> word; empty for plain claims.

    Examples
    --------
    >>> from cjm_research.study import Goal
    >>> prefixes(Goal)
    ('horizon', {'short': 'short', 'long': 'long'})
    """
    for name, field in model.model_fields.items():
        if name not in Claim.model_fields and get_origin(field.annotation) is Literal:
            return name, {value: words.choice(name, value) for value in get_args(field.annotation)}
    return "", {}


def line_of(claim: Claim) -> str:
    """Return the line that stands for a claim.

    Examples
    --------
    >>> line_of(Claim(text="Compares prices", evidence=("survey", "talks#q07")))
    'Compares prices [survey, talks#q07]'
    >>> line_of(Claim(text="Reads the label [small print]"))
    'Reads the label [small print] []'
    """
    text = " ".join(claim.text.split("\n")).strip()
    refs = f" [{', '.join(claim.evidence)}]" if claim.evidence or _EVIDENCE.fullmatch(text) else ""
    name, values = prefixes(type(claim))
    if not name:
        return text + refs
    value = getattr(claim, name)
    plain = value == type(claim).model_fields[name].default and not _prefixed(text, values)
    return f"{text}{refs}" if plain and value == "unknown" else f"{values[value]}: {text}{refs}"


def claim_of(line: str, model: type[Claim]) -> Claim:
    """Return the claim a line stands for.

    Examples
    --------
    >>> from cjm_research.study import Goal
    >>> claim_of("long: Own a quiet home [survey]", Goal)
    Goal(text='Own a quiet home', evidence=('survey',), horizon='long')
    """
    found = _EVIDENCE.fullmatch(line.strip())
    text, refs = (found["text"], found["refs"]) if found else (line.strip(), "")
    name, values = prefixes(model)
    values_given = {}
    if name and (value := _prefixed(text, values)):
        values_given[name] = value
        text = text.partition(":")[2].strip()
    if not text:
        raise ValueError("says nothing but where it comes from. Write the claim before the brackets.")
    evidence = [ref.strip() for ref in refs.split(",") if ref.strip()]
    return model.model_validate({"text": text, "evidence": evidence, **values_given})


def _prefixed(text: str, values: dict[str, str]) -> str:
    word = text.partition(":")[0].strip().lower() if ":" in text else ""
    return next((value for value, name in values.items() if name == word), "")


class ClaimsField(TextField):
    """Claims, one per line, each with its evidence in brackets at the end."""

    def __init__(self, name: str, model: type[Claim], known: frozenset[str], help: str) -> None:
        super().__init__(name, help, long=True)
        self._control.rows = 3
        self._model, self._known = model, known

    def encode(self, value: object) -> State:
        """Return one line per claim."""
        return "\n".join(line_of(claim) for claim in value) if isinstance(value, tuple) else ""

    def rename(self, title: str) -> None:
        """Give the field another label, such as the title of a lane."""
        self._control.description = title

    def decode(self, state: State) -> object:
        """Return the claims; a line that cannot be read is named by its number."""
        claims = []
        for number, line in enumerate(str(state).splitlines(), 1):
            if line.strip():
                claims.append(self._read(number, line))
        return tuple(claims) or None

    def _read(self, number: int, line: str) -> Claim:
        found = _EVIDENCE.fullmatch(line.strip())
        refs = tuple(ref.strip() for ref in found["refs"].split(",") if ref.strip()) if found else ()
        try:
            check_sources(refs, self._known)
            return claim_of(line, self._model)
        except ValueError as error:
            reason = "Write evidence as [survey] or [interviews#q07]." if hasattr(error, "errors") else error
            raise ValueError(f"Line {number}: {reason}") from None
