"""Notes of talks: which there are, their sentences, and where a quote stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from cjm_research.errors import EvidenceError
from cjm_research.study import Source, Study

_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?![^\S\n]*\n)[^\n]+)*")
_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[\"'”’»)\]]*(?=\s)|\Z)", re.DOTALL)


class Piece(NamedTuple):
    """A sentence of a note: where it stands (end exclusive), and in which paragraph."""

    start: int
    end: int
    paragraph: int


def codable(study: Study) -> tuple[Source, ...]:
    """Return the sources that are folders of notes."""
    home = study.folder / "evidence"
    return tuple(s for s in study.sources if s.file and s.id in study.present and (home / s.file).is_dir())


def notes_of(study: Study, source: Source) -> tuple[str, ...]:
    """Return the names of a source's notes, in order."""
    folder = study.folder / "evidence" / str(source.file)
    return tuple(sorted(path.name for path in folder.iterdir() if path.suffix in (".md", ".txt") and path.is_file()))


def text_of(study: Study, source: Source, note: str) -> str:
    """Return a note as it stands in its file, Windows line breaks included."""
    name = f"evidence/{source.file}/{note}"
    try:
        return (study.folder / name).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EvidenceError(name, "is not UTF-8 text. Save it as UTF-8.") from None
    except OSError:
        raise EvidenceError(name, "cannot be read. Put the file back.") from None


def pieces(text: str) -> list[Piece]:
    r"""Return the sentences of a note, in order.

    Examples
    --------
    >>> text = 'Too dear. "Why pay?" she asks.\n\nThen she left'
    >>> [(text[piece.start : piece.end], piece.paragraph) for piece in pieces(text)]
    [('Too dear.', 0), ('"Why pay?"', 0), ('she asks.', 0), ('Then she left', 1)]
    """
    return [
        Piece(paragraph.start() + found.start(), paragraph.start() + found.end(), place)
        for place, paragraph in enumerate(_PARAGRAPH.finditer(text))
        for found in _SENTENCE.finditer(paragraph[0].rstrip())
    ]


def place_of(text: str, wanted: str, within: tuple[int, int] | None = None) -> tuple[int, int]:
    """Return where words stand in a note, whatever blanks and line breaks are between them.

    Raises
    ------
    ValueError
        A sentence: they are not there, or there more than once and not in the part that was chosen.

    Examples
    --------
    >>> place_of("It is dear. It is far.", "is far.")
    (15, 22)
    >>> place_of("It is dear. It is far.", "It is", within=(12, 22))
    (12, 17)
    """
    words = wanted.split()
    if not words:
        raise ValueError("Choose a sentence, or paste the words of the quote.")
    found = [match.span() for match in re.finditer(r"\s+".join(map(re.escape, words)), text)]
    chosen = [one for one in found if within and within[0] <= one[0] and one[1] <= within[1]]
    if len(chosen or found) == 1 or chosen:
        return (chosen or found)[0]
    if found:
        raise ValueError(f"These words stand in the note {len(found)} times. Choose the sentence first.")
    raise ValueError("These words do not stand in this note. A quote is what the note says, word for word.")
