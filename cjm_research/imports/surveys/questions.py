"""The register of questions and the tidy columns that hold their answers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from cjm_research.imports.reading import Note
from cjm_research.imports.surveys import kinds
from cjm_research.imports.surveys.kinds import Asked
from cjm_research.imports.surveys.layout import Field, brief
from cjm_research.study import Question
from cjm_research.study.alphabet import settled

_MAX_HEADING = 64
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)[1-9]")  # names no file may bear on some systems


@dataclass
class Tidy:
    """The tidy columns of a survey in the order of the file, and what was done to make them."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    place: dict[str, int] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    coerced: list[Note] = field(default_factory=list)
    gaps: list[Note] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class Names:
    """Ids and headings, each given once.

    Examples
    --------
    >>> names = Names()
    >>> names.id("Other (please specify)"), names.id("Other, please specify"), names.id("???")
    ('other-please-specify', 'other-please-specify-2', 'question')
    """

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._headings: set[str] = set()

    def id(self, text: str, part: str = "") -> str:
        """Return a new id made from a text, and from the choice where several columns share the text."""
        wanted = f"{_slug(text, 30)}-{_slug(part, 26)}".strip("-") if part else _slug(text, 48)
        return self._new(wanted or "question", self._ids, "-")

    def heading(self, text: str) -> str:
        """Return a new heading made from a text."""
        return self._new(text, self._headings, " ")

    def takes(self, heading: str) -> bool:
        """Say whether nothing of this name, whatever its case, stands in the table yet."""
        return heading.casefold() not in self._headings

    @staticmethod
    def _new(wanted: str, taken: set[str], sign: str) -> str:
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted}{sign}{number}"
        taken.add(name.casefold())
        return name


def tidied(fields: Sequence[Field], answers: Sequence[Sequence[str]], *, keys: bool) -> Tidy:
    """Return the tidy columns and the register of questions.

    Parameters
    ----------
    fields
        The columns of the file.
    answers
        The cells of each column of the file, by its place.
    keys
        Whether headings are the names of columns, to be kept where they can be, and not whole questions.
    """
    made, names = Tidy(), Names()
    kept = [f for f in fields if f.part in ("question", "about")]
    once = _once(kept)
    own = {
        f.place: f.key for f in kept if (keys or f.part == "about") and _can_head(f.key) and f.key.casefold() in once
    }
    for heading in own.values():
        names.heading(heading)
    asked = _kinds([f for f in kept if f.part == "question"], answers)
    for each in kept:
        if each.part == "about":
            heading = own.get(each.place) or names.heading(names.id(each.label))
            made.columns[heading], made.place[heading] = list(answers[each.place]), each.place
        else:
            _add(made, names, each, asked[each.place], list(answers[each.place]), own.get(each.place, ""))
    _tell(made)
    return made


def shown(text: str) -> str:
    """Return a wording as a study takes it.

    Examples
    --------
    >>> shown("One\\r\\ntwo\\x8c")
    'One\\ntwo\ufffd'
    """
    return settled(text).strip()


def _kinds(fields: Sequence[Field], answers: Sequence[Sequence[str]]) -> dict[int, Asked]:
    groups: dict[str, list[Field]] = {}
    for each in fields:
        groups.setdefault(each.group or f"\0{each.place}", []).append(each)
    found: dict[int, Asked] = {}
    for members in groups.values():
        columns = [answers[each.place] for each in members]
        is_group = bool(members[0].group) and (len(members) > 1 or bool(members[0].choice))
        told = kinds.together(members, columns) if is_group else [kinds.alone(members[0], columns[0])]
        found |= {each.place: asked for each, asked in zip(members, told, strict=True)}
    return found


def _add(made: Tidy, names: Names, each: Field, asked: Asked, values: list[str], own: str) -> None:
    wording = shown(each.wording) or shown(each.label)
    choices = kinds.joined(values) if asked.kind in ("single", "text", "grid") and each.hint != "text" else []
    text = each.wording if each.group else each.key or each.label
    part = each.choice if each.group else ""
    full = (
        f"{wording} [{shown(each.choice)}]" if each.group and each.choice and each.choice != each.wording else wording
    )
    if choices:
        _spread(made, names, each, choices, values, full)
        return
    id = names.id(own) if own else names.id(text, part if part != text else "")
    heading = own or names.heading(id)
    options = tuple(shown(option) for option in asked.options)
    made.columns[heading], made.place[heading] = values, each.place
    made.questions.append(
        Question(id=id, column=heading, wording=full, kind=asked.kind, low=asked.low, high=asked.high, options=options)
    )


def _spread(made: Tidy, names: Names, each: Field, choices: list[str], values: list[str], wording: str) -> None:
    """Give every choice of a column that joins them by ';' a column of its own."""
    several = [kinds.pieces(value) for value in values]
    for choice in choices:
        id = names.id(f"{each.wording} {each.choice}".strip() or each.label, choice)
        heading = names.heading(id)
        made.columns[heading] = [choice if choice in told else "" for told in several]
        made.place[heading] = each.place
        made.questions.append(
            Question(
                id=id, column=heading, wording=f"{wording} [{shown(choice)}]", kind="multiple", options=(shown(choice),)
            )
        )
    repeats = sum(len(told) != len(set(told)) for told in several)
    again = f"; {repeats} cells name a choice twice" if repeats else ""
    made.coerced.append(
        Note(
            what=f"answers joined by ';' put into {len(choices)} columns, one per choice{again}",
            count=sum(map(bool, values)),
            where=f"column '{brief(shown(each.label))}'",
        )
    )


def _tell(made: Tidy) -> None:
    """Say what the register does not know, so that a person completes it."""
    by_heading = {question.column: question for question in made.questions}
    unknown = [q.column for q in made.questions if q.kind == "scale" and q.low is None]
    if unknown:
        what = "scales whose ends the file does not say: complete low and high in the register of questions"
        made.gaps.append(Note(what=what, count=len(unknown), where=f"column '{unknown[0]}'"))
    empty = [heading for heading, values in made.columns.items() if heading in by_heading and not any(values)]
    if empty:
        made.gaps.append(Note(what="questions without any answer", count=len(empty), where=f"column '{empty[0]}'"))
    said: set[tuple[str, str]] = set()
    for question in made.questions:
        for one, two in kinds.alike(question.options):
            if (one, two) not in said:
                made.warnings.append(f"Column '{question.column}' holds '{one}' and '{two}', which may mean the same.")
            said.add((one, two))
    if made.questions:
        made.warnings.append(
            f"The kinds of {len(made.questions)} questions are concluded from headings and answers. Look them "
            f"through in the "
            "register of questions."
        )


def _slug(text: str, longest: int) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")
    if len(slug) > longest:
        cut = slug[: longest + 1].rfind("-")
        slug = slug[: cut if cut > longest // 2 else longest].strip("-_")
    return f"{slug}-question" if _RESERVED.fullmatch(slug) else slug


def _once(fields: Sequence[Field]) -> set[str]:
    counts = Counter(each.key.casefold() for each in fields)
    return {key for key, count in counts.items() if count == 1}


def _can_head(key: str) -> bool:
    return bool(key) and len(key) <= _MAX_HEADING and shown(key) == key and "\n" not in key and "\t" not in key
