"""Which texts of a batch may give a person away, told in one pass, so that only these are looked at one by one."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_DATE = r"\d[-/.]\d{1,2}[-/.]\d{1,4}"
_APART = rf"(?:^|[^\w.+-]|{_DATE})"
_FORMS = (
    r"://[^\s?#@]+@",
    r"(?:@|%40)[^\s@]+\.",
    rf"(?:^|[^A-Za-z0-9]|{_DATE})[A-Z]{{2}}\d{{2}}(?: ?[A-Z0-9]){{11}}",
    rf"{_APART}[3-6](?:[ -]?\d){{12}}",
    rf"(?:^|[^\w.]|{_DATE})(?:\d{{1,3}}\.){{3}}\d",
    r"::|(?:[0-9A-Fa-f]{1,4}:){7}",
    rf"{_APART}(?:\+|00)[1-9][\d ()/.-]{{6}}",
    rf"{_APART}\(?0\d{{1,5}}\)?[ /-]\d[\d /-]{{4}}",
    rf"{_APART}\(?[2-9]\d{{2}}\)?[ .-]\d{{3}}[.-]\d{{4}}",
)
_ANY_FORM = "|".join(_FORMS)
_ONLY_DIGITS = r"^[\d.]+$"
_ONE_CASE = str.maketrans("İıſ\u212a", "iisk")
_NOT_ASCII = r"[^\x00-\x7F]"


def suspects(texts: pa.Array, names: tuple[str, ...] = ()) -> pa.Array:
    """Say which texts may hold an address or number of a person, or one of ``names``; no other text holds any.

    The forms are those of `cjm_research.privacy.personal`, wider where they need what stands around them: what is found here
    is looked at again there. Plain digits, the ids of most logs, do not count.

    Examples
    --------
    >>> suspects(
    ...     pa.array(["/a?to=ada@example.org", "/item/00000000000012345678", "12:30:00", "4111111111111111"])
    ... ).to_pylist()
    [True, False, False, False]
    """
    looks = pc.match_substring_regex(texts, _ANY_FORM)
    looks = pc.and_not(looks, pc.match_substring_regex(texts, _ONLY_DIGITS))
    if not names:
        return looks
    listed = "|".join(re.escape(name.strip().translate(_ONE_CASE)) for name in names)
    named = pc.match_substring_regex(texts, listed, ignore_case=True)
    return pc.or_(pc.or_(looks, named), pc.match_substring_regex(texts, _NOT_ASCII))
