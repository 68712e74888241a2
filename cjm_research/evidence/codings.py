"""Who gave which passage which code: what agreement and saturation are computed from."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from cjm_research.evidence.notes import Piece, codable, notes_of, pieces, place_of, text_of
from cjm_research.evidence.table import read, stored
from cjm_research.study import Source, Study

COLUMNS = ("source", "note", "start", "end", "participant", "persona", "phase", "polarity", "code", "coder", "text")


def codings(study: Study) -> pd.DataFrame:
    """Return every quote that a person coded, of all coders, in the order of sources and notes.

    Returns
    -------
    pandas.DataFrame
        Text columns ``source, note, start, end, participant, persona, phase, polarity, code, coder, text``, '' where
        the file does not say. Quotes without a code are left out.
    """
    frames = [_rows(study, s) for s in study.sources if s.file and s.id in study.present and _by_hand(s)]
    if not frames:
        return pd.DataFrame(columns=list(COLUMNS), dtype="str")
    return pd.concat(frames, ignore_index=True)


def _by_hand(source: Source) -> bool:
    return bool(source.columns.text and source.columns.code and not source.coding)


def _rows(study: Study, source: Source) -> pd.DataFrame:
    rows = read(stored(study, source.id))
    names = {role: getattr(source.columns, role, "") or role for role in COLUMNS[1:]}
    found = pd.DataFrame({role: rows[name].astype("str") for role, name in names.items() if name in rows})
    found = found.reindex(columns=list(COLUMNS), fill_value="").fillna("").assign(source=source.id)
    if "persona" not in rows and len(source.personas) == 1:
        found["persona"] = source.personas[0]
    return found[(found["code"] != "") & (found["text"].str.strip() != "")].sort_values("note", kind="stable")


def passages(study: Study) -> pd.DataFrame:
    """Return the codes that each coder gave to each passage of what this coder read.

    A passage is a sentence of a note, or a text of a table where there are no notes. A coder counts as having read a
    note, or the texts of a participant, with one code in it.

    Returns
    -------
    pandas.DataFrame
        ``source, persona, passage, coder`` and ``codes``, a sorted tuple that is empty where the coder gave none.
    """
    said = codings(study)
    said = said[said["coder"] != ""]
    notes = {source.id: _notes(study, source) for source in codable(study)}
    lines = [
        line
        for (source, note, participant), group in said.groupby(["source", "note", "participant"], sort=False)
        for line in _of_note(
            str(source), str(note) or str(participant), group, notes.get(str(source), {}).get(str(note))
        )
    ]
    return pd.DataFrame(lines, columns=["source", "persona", "passage", "coder", "codes"])


def _notes(study: Study, source: Source) -> dict[str, str]:
    """Return the texts of a source's notes by their names, with and without ending."""
    texts = {name: text_of(study, source, name) for name in notes_of(study, source)}
    return {name.rpartition(".")[0]: text for name, text in texts.items()} | texts


def _of_note(
    source: str, note: str, group: pd.DataFrame, text: str | None
) -> Iterator[tuple[str, str, str, str, tuple[str, ...]]]:
    coders, persona = sorted(set(group["coder"])), str(group["persona"].iloc[0])
    given: dict[tuple[str, str], set[str]] = {}
    found = [] if text is None else pieces(text)
    names = [f"{note}:{piece.start}" for piece in found]
    for row in group.to_dict("records"):
        touched = _touched(row, text, found) or [f"{note}:{' '.join(str(row['text']).split())}"]
        for passage in touched:
            given.setdefault((passage, str(row["coder"])), set()).add(str(row["code"]))
    for passage in dict.fromkeys([f"{name}" for name in names] + [passage for passage, _ in given]):
        for coder in coders:
            yield source, persona, passage, coder, tuple(sorted(given.get((passage, coder), ())))


def _touched(row: dict[str, object], text: str | None, found: list[Piece]) -> list[str]:
    """Return the sentences that a quote touches, none where it does not stand in the note."""
    if text is None:
        return []
    start, end = str(row["start"]), str(row["end"])
    try:
        span = (int(start), int(end)) if start.isdecimal() and end.isdecimal() else place_of(text, str(row["text"]))
    except ValueError:
        return []
    note = str(row["note"])
    return [f"{note}:{piece.start}" for piece in found if piece.start < span[1] and span[0] < piece.end]
