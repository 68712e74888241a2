"""What people wrote in their own words: answers and reviews, and which of the study's themes they touch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import pandas as pd

from cjm_research.evidence.quotes import finder, only_persona, polarity_of, sentences
from cjm_research.evidence.table import Stored, read, require, stored
from cjm_research.study import Code, Source, Study

COLUMNS = ("source", "row", "participant", "persona", "polarity", "rating", "text")
MENTION_COLUMNS = ("source", "row", "quote", "participant", "persona", "phase", "code", "polarity", "text")


def texts(study: Study) -> pd.DataFrame:
    """Return every answer and review that somebody wrote, coded or not; what interviewers noted is not among them.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``row`` (place in its table, from 0), ``participant``, ``persona`` ('' where the source does not
        know), ``polarity`` (pain, delight or '', by the rating), ``rating`` (as it stands there) and ``text``.
    """
    frames = [_texts(source, stored(study, source.id)) for source in written(study)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(COLUMNS))


def mentions(study: Study) -> pd.DataFrame:
    """Return every sentence of an answer or review that touches a theme, by words of the codebook and its source.

    Returns
    -------
    pandas.DataFrame
        ``source, row, quote, participant, persona, phase, code, polarity, text``; ``quote`` is row and sentence,
        ``text`` the sentence. The phase is that of the question, of the rule, or of the code; '' where none of them
        says.
    """
    codes = tuple(code for code in study.codes if code.words)
    frames = [_mentions(source, stored(study, source.id), codes) for source in written(study)]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(MENTION_COLUMNS))


def written(study: Study) -> tuple[Source, ...]:
    """Return the sources that hold what people wrote and that no person coded."""
    return tuple(s for s in study.sources if s.file and s.id in study.present and s.columns.text and not s.columns.code)


@lru_cache(maxsize=16)
def _texts(source: Source, file: Stored) -> pd.DataFrame:
    rows, roles = read(file), source.columns
    for role in ("text", "rating"):
        if getattr(roles, role):
            require(rows, getattr(roles, role), role, file.name)
    found = pd.DataFrame({"text": rows[roles.text].astype("str").fillna("")})
    found["row"] = range(len(found))
    found["source"], found["persona"] = source.id, only_persona(source)
    named = rows[roles.participant].astype("str") if roles.participant in rows else None
    found["participant"] = [f"row-{number}" for number in found["row"] + 2] if named is None else named
    found["rating"] = rows[roles.rating].astype("str").fillna("") if roles.rating else ""
    found["polarity"] = [polarity_of(source, rating) for rating in found["rating"]]
    return found.loc[found["text"].str.strip() != "", list(COLUMNS)]


@lru_cache(maxsize=16)
def _mentions(source: Source, file: Stored, codes: tuple[Code, ...]) -> pd.DataFrame:
    lines = list(_touched(source, _texts(source, file), codes))
    return pd.DataFrame(lines, columns=list(MENTION_COLUMNS))


def _touched(source: Source, said: pd.DataFrame, codes: tuple[Code, ...]) -> Iterator[tuple[object, ...]]:
    asked = next((q.phase for q in source.questions if q.column == source.columns.text), None)
    rules = [(code.id, asked or code.phase or "", touches(code)) for code in codes]
    rules += [(rule.code, rule.phase, finder(rule)) for rule in source.coding]
    for row in said.to_dict("records"):
        for place, sentence in enumerate(sentences(str(row["text"])), start=1):
            folded = sentence.casefold()
            for code, phase, is_in in rules:
                if is_in(folded):
                    quote = f"row-{int(row['row']) + 2}.{place}"
                    who = (row["participant"], row["persona"])
                    yield (source.id, row["row"], quote, *who, phase, code, row["polarity"], sentence)


def touches(code: Code) -> Callable[[str], bool]:
    """Return what says whether a case-folded sentence touches a code. Words are words: no sign in them is a pattern.

    Examples
    --------
    >>> late = touches(Code(id="late", name="Late", words=("late!", "delay"), without=("late summer",)))
    >>> [late(text) for text in ("it came late", "delayed again", "in late summer", "lateral")]
    [True, True, False, False]
    """
    begins, spoils = _any_of(code.words), _any_of(code.without) if code.without else None
    return lambda folded: begins.search(folded) is not None and (spoils is None or spoils.search(folded) is None)


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_pattern(word.casefold()) for word in words))


def _pattern(word: str) -> str:
    stem = r"\s+".join(map(re.escape, word.removesuffix("!").split()))
    return rf"(?<!\w){stem}" + (r"(?!\w)" if word.endswith("!") else "")
