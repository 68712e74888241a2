"""What people said, one row per quote, from interviews and from texts coded by keyword."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import pandas as pd

from cjm_research.errors import EvidenceError
from cjm_research.evidence.table import Stored, read, require, stored
from cjm_research.study import Coding, Source, Study

COLUMNS = ("source", "quote", "participant", "persona", "phase", "touchpoint", "code", "polarity", "text")


def quotes(study: Study) -> pd.DataFrame:
    """Return every coded quote of the study whose source is there; texts that nobody coded are no quotes.

    Where a source names the coder its findings rest on, the quotes of other coders are left out.

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
    frames = [_keyword_coded(source, file) if source.coding else _hand_coded(source, file) for source, file in files]
    if not frames:
        return pd.DataFrame(columns=list(COLUMNS), dtype="str")
    return pd.concat(frames, ignore_index=True)


def _hand_coded(source: Source, file: Stored) -> pd.DataFrame:
    rows = _of_coder(read(file), source, file)
    named = {role: column for role in COLUMNS[1:] if (column := getattr(source.columns, role))}
    for role, column in named.items():
        require(rows, column, role, file.name)
    columns = {role: rows[column].astype("str").fillna("") for role, column in named.items()}
    frame = pd.DataFrame(columns).reindex(columns=list(COLUMNS), fill_value="")
    if not source.columns.persona:
        frame["persona"] = only_persona(source)
    if not source.columns.quote:
        frame["quote"] = [f"row-{number}" for number in frame.index + 2]
    return frame.assign(source=source.id).loc[lambda f: f["text"].str.strip() != ""]


def _of_coder(rows: pd.DataFrame, source: Source, file: Stored) -> pd.DataFrame:
    if not source.coder:
        return rows
    require(rows, "coder", "coder", file.name)
    if len(rows) and source.coder not in set(rows["coder"]):
        have = ", ".join(sorted(set(rows["coder"]) - {""}))
        raise EvidenceError(
            file.name, f"holds no quote by '{source.coder}', whom sources.yaml names as coder. There is: {have}."
        )
    return rows[rows["coder"] == source.coder]


@lru_cache(maxsize=16)
def _keyword_coded(source: Source, file: Stored) -> pd.DataFrame:
    rows, roles = read(file), source.columns
    for role in ("text", "rating"):
        if getattr(roles, role):
            require(rows, getattr(roles, role), role, file.name)
    return pd.DataFrame(list(_coded_sentences(source, rows)), columns=list(COLUMNS), dtype="str")


def _coded_sentences(source: Source, rows: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    roles, rules = source.columns, [(rule, finder(rule)) for rule in source.coding]
    texts = rows[roles.text].astype("str").fillna("")
    ratings = rows[roles.rating].astype("str").fillna("") if roles.rating else [""] * len(rows)
    for number, (text, rating) in enumerate(zip(texts, ratings, strict=True), start=2):
        for place, sentence in enumerate(sentences(text), start=1):
            folded = sentence.casefold()
            for rule, is_in in rules:
                if is_in(folded):
                    quote = f"row-{number}.{place}"
                    touchpoint = rule.touchpoint or ""
                    who = (f"{source.id}/row-{number}", only_persona(source), rule.phase, touchpoint, rule.code)
                    yield (source.id, quote, *who, polarity_of(source, rating), sentence)


def only_persona(source: Source) -> str:
    """Return the persona a source speaks of, '' where it speaks of several or does not say."""
    return source.personas[0] if len(source.personas) == 1 else ""


def finder(rule: Coding) -> Callable[[str], bool]:
    """Return what says whether a case-folded sentence holds a word that begins like one of the rule's."""
    words = [word.casefold() for word in rule.words]
    begins = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})")
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


def polarity_of(source: Source, rating: str) -> str:
    """Return pain, delight or '' for an overall score, by the limits of its source."""
    try:
        score = float(rating)
    except ValueError:
        return ""
    if source.pain_at_most is not None and score <= source.pain_at_most:
        return "pain"
    return "delight" if source.delight_from is not None and score >= source.delight_from else ""
