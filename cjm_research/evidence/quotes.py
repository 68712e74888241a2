"""What people said, one row per quote, from interviews and from texts coded by keyword."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import pandas as pd

from cjm_research.evidence.table import Stored, read, stored
from cjm_research.study import Coding, Source, Study

COLUMNS = ("source", "quote", "participant", "persona", "phase", "touchpoint", "code", "polarity", "text")


def quotes(study: Study) -> pd.DataFrame:
    """Return every coded quote of the study whose source is there; texts that nobody coded are no quotes.

    Returns
    -------
    pandas.DataFrame
        Text columns ``source, quote, participant, persona, phase, touchpoint, code, polarity, text``; ``persona`` is ''
        where the source does not know who speaks, ``polarity`` is pain, delight or ''.
    """
    coded = [
        s for s in study.sources if s.file and s.columns.text and (s.columns.code or s.coding) and s.id in study.present
    ]
    files = [(source, stored(study, source.id)) for source in coded]
    frames = [
        _keyword_coded(source, file) if source.coding else _hand_coded(source, read(file)) for source, file in files
    ]
    if not frames:
        return pd.DataFrame(columns=list(COLUMNS), dtype="str")
    return pd.concat(frames, ignore_index=True)


def _hand_coded(source: Source, rows: pd.DataFrame) -> pd.DataFrame:
    roles = source.columns
    named = {role: rows[column] for role in COLUMNS[1:] if (column := getattr(roles, role)) and column in rows}
    frame = pd.DataFrame(named).reindex(columns=list(COLUMNS), fill_value="")
    if not source.columns.quote:
        frame["quote"] = [f"row-{number}" for number in range(2, len(frame) + 2)]
    return frame.assign(source=source.id).loc[lambda f: f["text"].str.strip() != ""]


@lru_cache(maxsize=16)
def _keyword_coded(source: Source, file: Stored) -> pd.DataFrame:
    return pd.DataFrame(list(_coded_sentences(source, read(file))), columns=list(COLUMNS), dtype="str")


def _coded_sentences(source: Source, rows: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    roles, rules = source.columns, [(rule, _finder(rule)) for rule in source.coding]
    ratings = rows[roles.rating] if roles.rating else [""] * len(rows)
    for number, (text, rating) in enumerate(zip(rows[roles.text], ratings, strict=True), start=2):
        for place, sentence in enumerate(sentences(text), start=1):
            folded = sentence.casefold()
            for rule, is_in in rules:
                if is_in(folded):
                    quote = f"row-{number}.{place}"
                    touchpoint = rule.touchpoint or ""
                    who = (f"row-{number}", "", rule.phase, touchpoint, rule.code)
                    yield (source.id, quote, *who, _polarity(source, rating), sentence)


def _finder(rule: Coding) -> Callable[[str], bool]:
    """Return what says whether a case-folded sentence holds a word that begins like one of the rule's."""
    words = [word.casefold() for word in rule.words]
    begins = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})")
    return lambda folded: any(word in folded for word in words) and begins.search(folded) is not None


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, in order.

    Examples
    --------
    >>> sentences("Too narrow. My knees hurt!  Never again")
    ['Too narrow.', 'My knees hurt!', 'Never again']
    """
    flat = " ".join(text.split())
    return [part for part in re.split(r"(?<=[.!?])\s+", flat) if part]


def _polarity(source: Source, rating: str) -> str:
    try:
        score = float(rating)
    except ValueError:
        return ""
    if source.pain_at_most is not None and score <= source.pain_at_most:
        return "pain"
    return "delight" if source.delight_from is not None and score >= source.delight_from else ""
