"""What gives a person away: headings of personal columns, and addresses and numbers inside a text.

The patterns help a careful reader; they do not find every name or address.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple

_HEADINGS = {
    "IP address": "ip ipaddress ipaddr clientip remoteaddr",
    "e-mail address": "email emailaddress mail mailaddress emailid recipientemail useremail contactemail",
    "phone number": "phone phonenumber telephone telephonenumber tel mobile mobilenumber mobilephone cell cellphone fax "
    "telefon telefonnummer handynummer",
    "name": "name firstname lastname fullname surname forename givenname familyname middlename maidenname nickname "
    "username loginname author authorname contactname customername respondentname recipientfirstname recipientlastname "
    "vorname nachname",
    "exact location": "latitude longitude lat lon lng locationlatitude locationlongitude gps coordinates geolocation",
    "postal address": "address street streetaddress homeaddress postaladdress addressline1 addressline2 postcode "
    "postalcode zip zipcode anschrift strasse plz",
    "reference to a person elsewhere": "externalreference externaldatareference externalid contactid crmid",
    "network id": "networkid",
    "device text": "useragent",
    "date of birth": "dateofbirth birthdate dob birthday geburtsdatum",
    "official number": "ssn socialsecuritynumber passport passportnumber taxid nationalid iban creditcard cardnumber",
    "data about the recipient": "recipient customdata customdata1 customdata2 customdata3 customdata4 customdata5",
}
_BY_HEADING = {word: sort for sort, words in _HEADINGS.items() for word in words.split()}
_ASKED = re.compile(
    r"\b(?:your|ihre?n?)\s+(?:first |last |full )?(name|e-?mail(?:[- ]address)?|phone(?: number)?|telephone(?: number)?|"
    r"mobile(?: number)?|telefonnummer|postal address|home address)\b",
    re.IGNORECASE,
)

_DATE = re.compile(r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")
_WORTH_A_LOOK = re.compile(r"@|%40|\d(?:[ ./()-]{0,2}\d){6}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f]{0,4}:|\d\.\d{1,3}\.\d")
_PATTERNS = (
    ("URL with a user", re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/?#@]{1,200}@[^\s]{1,500}", re.IGNORECASE)),
    ("e-mail address", re.compile(r"[\w.+-]{1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")),
    ("IBAN", re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])")),
    ("card number", re.compile(r"(?<![\w.+-])[3-6](?:[ -]?\d){12,18}(?![\w-])")),
    ("IP address", re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)|(?<![\w:])[0-9A-Fa-f:]{6,39}(?![\w:])")),
    (
        "phone number",
        re.compile(
            r"(?<![\w.+-])(?:(?:\+|00)[1-9][\d ()/.-]{6,20}\d|\(?0\d{1,5}\)?[ /-]\d[\d /-]{4,14}\d"
            r"|\(?[2-9]\d{2}\)?[ .-]\d{3}[.-]\d{4})(?![\w-])"
        ),
    ),
)


DIRECT = ("e-mail address", "phone number", "IP address", "IBAN", "card number")
"""What points at one person, and is recognised by its form."""


class Hit(NamedTuple):
    """One place in a text that may give a person away."""

    sort: str
    start: int
    end: int
    text: str

    @property
    def code(self) -> str:
        """What to write into ``evidence/reviewed.txt`` where the hit is nobody's; the text cannot be read from it."""
        return hashlib.sha256(self.text.casefold().encode()).hexdigest()[:12]


def personal_heading(heading: str) -> str:
    """Return which personal data a column of this heading holds, '' for none that its name tells.

    Examples
    --------
    >>> personal_heading("IPAddress"), personal_heading("What is your e-mail address?"), personal_heading("Age")
    ('IP address', 'e-mail address', '')
    """
    word = re.sub(r"[\W_]+", "", heading).casefold()
    if word in _BY_HEADING:
        return _BY_HEADING[word]
    if word.startswith("recipient") and len(word) < 40:
        return "data about the recipient"
    if len(heading) <= 120 and (asked := _ASKED.search(heading)):
        named = asked[1].casefold()
        return next((sort for sort, start in _STARTS if named.startswith(start)), "phone number")
    return ""


_STARTS = (("name", "name"), ("e-mail address", "e"), ("postal address", "postal"), ("postal address", "home"))


def personal_column(headings: Iterable[str], values: Iterable[str]) -> str:
    """Return which personal data a column holds, by its heading, its question, or most of its cells; '' for none found.

    A heading such as "Phone" may also ask to rate a channel: where many cells share few values, it is no sign.

    Examples
    --------
    >>> personal_column(["Phone"], ["+49 30 1234567"]), personal_column(["Phone"], ["4", "5"] * 20)
    ('phone number', '')
    >>> personal_column(["Q7"], ["ida@example.org", "jo@example.org", "none"])
    'e-mail address, as most of its cells show'
    """
    counts = values if isinstance(values, Counter) else Counter(values)
    filled = [text for text in counts if text.strip()]
    shares_few_values = len(filled) <= 12 and 3 * len(filled) < sum(counts[text] for text in filled)
    named = next(filter(None, map(personal_heading, headings)), "")
    if named and not shares_few_values:
        return named
    several = filled[:2000]
    for sort in DIRECT:
        if several and 2 * sum(is_only(text, sort) for text in several) > len(several):
            return f"{sort}, as most of its cells show"
    return ""


@lru_cache(maxsize=8)
def _listed(names: tuple[str, ...]) -> re.Pattern[str] | None:
    words = sorted({name.strip() for name in names if len(name.strip()) > 1}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE) if words else None


def hits(text: str, names: tuple[str, ...] = ()) -> list[Hit]:
    """Return what may give a person away in a text, from left to right and without overlaps.

    Parameters
    ----------
    text
        What somebody wrote or said.
    names
        The study's own list of names, each found as a whole word in any case.

    Examples
    --------
    >>> [(hit.sort, hit.text) for hit in hits("Ask Ida, ida@example.org or +49 30 1234567.", ("Ida",))]
    [('name', 'Ida'), ('e-mail address', 'ida@example.org'), ('phone number', '+49 30 1234567')]
    >>> hits("Paid 1,200.50 on 2026-05-01 at 12:30:00 with version 3.11.7")
    []
    """
    found: list[Hit] = []
    if _WORTH_A_LOOK.search(text):
        without_dates = _DATE.sub(lambda date: "\0" * len(date[0]), text)
        for sort, pattern in _PATTERNS:
            matches = (match for match in pattern.finditer(without_dates) if _is(sort, match[0]))
            found += [Hit(sort, match.start(), match.end(), match[0]) for match in matches]
    if listed := _listed(names):
        found += [Hit("name", match.start(), match.end(), match[0]) for match in listed.finditer(text)]
    return _apart(found)


def _apart(found: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in found:
        if all(hit.end <= other.start or hit.start >= other.end for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.start)


def _is(sort: str, text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    if sort == "IBAN":
        return _is_iban(text.replace(" ", ""))
    if sort == "card number":
        return 13 <= len(digits) <= 19 and _is_luhn(digits)
    if sort == "IP address":
        return _is_ip(text)
    return sort != "phone number" or 8 <= len(digits) <= 15


def _is_iban(text: str) -> bool:
    """Say whether the check digits of an IBAN are right (ISO 7064, mod 97-10)."""
    return 15 <= len(text) <= 34 and int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def _is_luhn(digits: str) -> bool:
    """Say whether the last digit is the check digit of the others by Luhn's rule."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return len(set(digits)) > 1 and sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _is_ip(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return not address.is_unspecified and not address.is_loopback


def masked(text: str, found: Iterable[Hit], *, in_place: bool = False) -> str:
    """Return the text with every hit replaced by its sort in brackets; ``in_place`` keeps the length of each.

    Examples
    --------
    >>> masked("Mail ida@example.org today", hits("Mail ida@example.org today"))
    'Mail [e-mail address] today'
    >>> masked("Mail ida@example.org today", hits("Mail ida@example.org today"), in_place=True)
    'Mail [e-mail addres] today'
    """
    for hit in sorted(found, key=lambda hit: -hit.start):
        width = hit.end - hit.start
        shown = f"[{hit.sort[: width - 2]:·<{width - 2}}]" if in_place and width > 1 else f"[{hit.sort}]"
        text = f"{text[: hit.start]}{shown}{text[hit.end :]}"
    return text


def is_only(text: str, sort: str) -> bool:
    """Say whether a text is nothing but one hit of a sort."""
    return any(hit.sort == sort and hit.text == text.strip() for hit in hits(text))
