"""What a heading tells of its column: which personal data it holds, and where four numbers with dots are a version."""

from __future__ import annotations

import re

_HEADINGS = {
    "IP address": "ip ipaddress ipaddr clientip remoteaddr clientipaddress userip useripaddress remoteip sourceip "
    "browserip xforwardedfor",
    "e-mail address": "email emailaddress mail mailaddress emailid recipientemail useremail contactemail",
    "phone number": "phone phonenumber telephone telephonenumber tel mobile mobilenumber mobilephone cell cellphone "
    "fax "
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
    "identity of a device": "advertisingid idfa idfv adid gaid vendorid androidid",
    "date of birth": "dateofbirth birthdate dob birthday geburtsdatum",
    "official number": "ssn socialsecuritynumber passport passportnumber taxid nationalid iban creditcard cardnumber",
    "data about the recipient": "recipient customdata customdata1 customdata2 customdata3 customdata4 customdata5",
}
_BY_HEADING = {word: sort for sort, words in _HEADINGS.items() for word in words.split()}
_ASKED = re.compile(
    r"\b(?:your|ihre?n?)\s+(?:first |last |full )?(name|e-?mail(?:[- ]address)?|phone(?: number)?|telephone(?: "
    r"number)?|"
    r"mobile(?: number)?|telefonnummer|postal address|home address)\b",
    re.IGNORECASE,
)
_STARTS = (("name", "name"), ("e-mail address", "e"), ("postal address", "postal"), ("postal address", "home"))
_OF_ANYTHING = ("name", "username")
_PEOPLE = ("user", "case", "customer", "client", "person", "contact", "visitor", "member")
_INSIDE = re.compile(r"[.:](?!\s)")
_VERSION = re.compile(r"(?<!con)(?<!in)(?<!di)version|firmware", re.IGNORECASE)

STAND_FOR_A_PERSON = ("name", "e-mail address", "phone number", "reference to a person elsewhere")
"""Personal data that can play the participant: whoever they stand for gets a pseudonym."""


def personal_heading(heading: str) -> str:
    """Return which personal data a column of this heading holds, '' for none that its name tells.

    In a heading such as ``user.email`` or ``case:email`` the last part tells. A ``name`` inside something counts where
    that is a person, not a product or a page.

    Examples
    --------
    >>> personal_heading("IPAddress"), personal_heading("What is your e-mail address?"), personal_heading("Age")
    ('IP address', 'e-mail address', '')
    >>> personal_heading("user_properties.E-Mail"), personal_heading("user.name"), personal_heading("product.name")
    ('e-mail address', 'name', '')
    """
    if (word := _word(heading)) in _BY_HEADING:
        return _BY_HEADING[word]
    *around, last = _INSIDE.split(heading)
    inside = _word(last)
    if around and inside in _BY_HEADING:
        of_a_person = any(part.casefold().startswith(_PEOPLE) for part in around)
        return _BY_HEADING[inside] if of_a_person or inside not in _OF_ANYTHING else ""
    if word.startswith("recipient") and len(word) < 40:
        return "data about the recipient"
    if len(heading) <= 120 and (asked := _ASKED.search(heading)):
        named = asked[1].casefold()
        return next((sort for sort, start in _STARTS if named.startswith(start)), "phone number")
    return ""


def _word(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading).casefold()


def is_of_versions(heading: str) -> bool:
    """Say whether a column holds versions, which may be four small numbers with dots between, as an IP address is.

    Examples
    --------
    >>> is_of_versions("app_version"), is_of_versions("osVersion"), is_of_versions("conversion")
    (True, True, False)
    """
    return _VERSION.search(heading) is not None
