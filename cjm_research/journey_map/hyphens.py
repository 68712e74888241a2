"""Places where a very long word may break with a hyphen, in any language: browsers often bring no dictionary."""

from __future__ import annotations

import re
from itertools import pairwise

VOWELS = "aeiouyäöüáàâéèêëíîïóôúûåæø"
LONG_WORD = re.compile(r"[^\W\d_]{13,}")
ONSET = re.compile(
    rf"(?:sch[rlmnw]?|[sp]?[pt]h|s?[ptk][rl]|[bdfg][rl]|s[pt]|ch|ck|sh|qu|[^\W\d_{VOWELS}])(?=[{VOWELS}])",
    re.IGNORECASE,
)
SOFT_HYPHEN = "\u00ad"
SHORTEST = 4


def hyphenated(text: str) -> str:
    """Return the text with soft hyphens before syllables of words of 13 letters or more; all else is untouched.

    A syllable is taken to begin with the consonants before a vowel. That is a rule of thumb, not a dictionary.

    Examples
    --------
    >>> hyphenated("Informationsbeschaffung am Telefon").replace("\\u00ad", "-")
    'Infor-ma-tions-be-schaf-fung am Telefon'
    """
    return LONG_WORD.sub(lambda word: _parted(word[0]), text)


def _parted(word: str) -> str:
    cuts = [cut.start() for cut in ONSET.finditer(word) if SHORTEST <= cut.start() <= len(word) - SHORTEST]
    edges = [0, *cuts, len(word)]
    return SOFT_HYPHEN.join(word[start:end] for start, end in pairwise(edges))
