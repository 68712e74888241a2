"""Where a piece of evidence stands: file and row, and what it says."""

from __future__ import annotations

import re
from typing import NamedTuple

from cjm_research.evidence.quotes import sentences
from cjm_research.evidence.table import read, stored
from cjm_research.study import Study


class Place(NamedTuple):
    """The place of a link, such as ``evidence/survey.csv:7``, and its words; '' where it has none."""

    where: str
    text: str = ""


def place_of(study: Study, ref: str) -> Place:
    """Return where a link leads, or why it leads nowhere.

    Examples
    --------
    >>> from cjm_research.study import About, Study
    >>> place_of(Study(about=About(title="x")), "talks#q1").where
    "no source 'talks' in this study"
    """
    id, _, item = ref.partition("#")
    source = next((one for one in study.sources if one.id == id), None)
    if source is None:
        return Place(f"no source '{id}' in this study")
    if source.file is None:
        return Place(source.publisher or source.title, source.claim)
    if id not in study.present:
        return Place(f"evidence/{source.file} is missing")
    if not item:
        return Place(f"evidence/{source.file}", source.title)
    file = stored(study, id)
    rows, columns = read(file), source.columns
    texts = rows[columns.text].astype("str") if columns.text in rows else None
    if numbered := re.fullmatch(r"row-(\d+)(?:\.(\d+))?", item):
        row, sentence = int(numbered[1]), int(numbered[2] or 0)
        found = row - 2 if 2 <= row < len(rows) + 2 else None
    else:
        hits = rows.index[rows[columns.quote].astype("str") == item] if columns.quote in rows else []
        found, sentence = (int(hits[0]), 0) if len(hits) else (None, 0)
    if found is None:
        return Place(f"{file.name} has no '{item}'")
    words = "" if texts is None else str(texts.iloc[found])
    parts = sentences(words)
    return Place(f"{file.name}:{found + 2}", parts[sentence - 1] if 0 < sentence <= len(parts) else words)
