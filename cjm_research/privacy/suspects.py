"""Which of many texts may give a person away, told in one pass, so that only these are looked at one by one."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_DIGIT = r"\p{Nd}"
_DATE = rf"{_DIGIT}[-/.]{_DIGIT}{{1,2}}[-/.]{_DIGIT}{{1,4}}"
_APART = rf"(?:^|[^\w.+-]|{_DATE})"
_FORMS = (
    r"://[^\s?#@]+@",
    r"(?:@|%40)[^\s@]+\.",
    rf"(?:^|[^A-Za-z0-9]|{_DATE})[A-Z]{{2}}\d{{2}}(?: ?[A-Z0-9]){{11}}",
    rf"{_APART}(?:[2-68]|[^\x00-\x7F])(?:[ -]?\d){{13}}",
    rf"(?:^|[^\w.]|{_DATE})(?:\d{{1,3}}\.){{3}}\d",
    r"::|(?:[0-9A-Fa-f]{1,4}:){6}",
    rf"{_APART}(?:\+|00)[1-9][\d ()/.-]{{6}}",
    rf"{_APART}\(?0\d{{1,5}}\)?[ /-]\d[\d /-]{{4}}",
    rf"{_APART}\(?[2-9]\d{{2}}\)?[ .-]\d{{3}}[.-]\d{{4}}",
)
_ANY_FORM = re.sub(r"\\d", r"\\p{Nd}", "|".join(_FORMS))
_ONLY_DIGITS = r"^[0-9]+$"
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_HEX = "[0-9A-Fa-f]{1,4}"
_WHOLE_IP = (
    rf"^(?:(?:{_OCTET}\.){{3}}{_OCTET}"
    rf"|[1-9A-Fa-f][0-9A-Fa-f]{{0,3}}(?:(?::{_HEX}){{7}}|(?::{_HEX})*::(?:{_HEX}(?::{_HEX})*)?))$"
)
_NO_ONES_IP = r"^(?:127\.|0\.0\.0\.0$|.{0,5}$)"
_ONE_CASE = str.maketrans("İıſ\u212a", "iisk")
_NOT_ASCII = r"[^\x00-\x7F]"


def suspects(texts: pa.Array, names: tuple[str, ...] = ()) -> pa.Array:
    """Say which texts may hold an address or number of a person, or one of ``names``; no other text holds any.

    The forms are those of `cjm_research.privacy.hits`, wider where they need what stands around them: what is found
    here is looked at again there. Digits only, the ids of most logs, do not count: `cjm_research.privacy.columns` tells
    from all cells of a column what they are.

    Examples
    --------
    >>> suspects(
    ...     pa.array(
    ...         ["/a?to=ada@example.org", "/item/00000000000012345678", "12:30:00", "192.0.2.7", "4111111111111111"]
    ...     )
    ... ).to_pylist()
    [True, False, False, True, False]
    """
    looks = pc.match_substring_regex(texts, _ANY_FORM)
    looks = pc.and_not(looks, pc.match_substring_regex(texts, _ONLY_DIGITS))
    if not names:
        return looks
    listed = "|".join(re.escape(name.strip().translate(_ONE_CASE)) for name in names)
    named = pc.match_substring_regex(texts, listed, ignore_case=True)
    return pc.or_(pc.or_(looks, named), pc.match_substring_regex(texts, _NOT_ASCII))


def are_ips(texts: pa.Array) -> pa.Array:
    """Say which texts are an IP address in one of its usual forms, and nothing else; a close look finds the others.

    Examples
    --------
    >>> are_ips(pa.array(["192.0.2.7", "2001:db8::1", "127.0.0.1", "192.0.2.700", "from 192.0.2.7"])).to_pylist()
    [True, True, False, False, False]
    """
    looks = pc.and_not(pc.match_substring_regex(texts, _WHOLE_IP), pc.match_substring_regex(texts, _NO_ONES_IP))
    return pc.and_(looks, pc.less(pc.count_substring(texts, ":"), 8))
