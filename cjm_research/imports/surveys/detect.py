"""Which survey tool wrote a file: named with the reason, and refused where two readings are as good."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Protocol

from cjm_research.errors import EvidenceError
from cjm_research.imports.surveys import generic, google_forms, qualtrics, surveymonkey, typeform
from cjm_research.imports.surveys.layout import Field, Fit, Rows


class Tool(Protocol):
    """What the file of a survey tool offers: its marks, whether a file bears them, and what its columns are."""

    EXPECTS: str

    def fits(self, rows: Rows) -> Fit | None:
        """Say whether these rows look like an export of the tool, and why."""
        ...

    def fields(self, rows: Rows, fit: Fit) -> tuple[list[Field], list[str]]:
        """Return the columns of the file and warnings about reading them."""
        ...

    def zone(self, rows: Rows, fit: Fit) -> str:
        """Return the time zone the file names, '' where it names none."""
        ...


TOOLS: dict[str, Tool] = {
    "qualtrics": qualtrics,
    "surveymonkey": surveymonkey,
    "typeform": typeform,
    "google-forms": google_forms,
    "generic": generic,
}


def recognise(rows: Rows, name: str, vendor: str = "") -> Fit:
    """Return the tool that wrote a file, as named by the person or as its marks say.

    Raises
    ------
    EvidenceError
        The file bears the marks of several tools, or not those of the tool that was named.

    Examples
    --------
    >>> fit = recognise([["#", "Why?", "Network ID"], ["1", "So", "n1"]], "answers.csv")
    >>> fit.vendor, fit.layout
    ('typeform', 'one header row')
    """
    found = [fit for tool in TOOLS.values() if tool is not generic and (fit := tool.fits(rows))]
    sure = [fit for fit in found if fit.sure]
    if vendor:
        return _named(rows, name, vendor, found)
    if len(sure) == 1:
        return sure[0]
    if not found:
        return generic.fits(rows)
    candidates = sure or [*found, generic.fits(rows)]
    listed = "; ".join(f"{fit.vendor} ({fit.reason})" for fit in candidates)
    choices = " or ".join(f"--vendor {fit.vendor}" for fit in candidates)
    raise EvidenceError(name, f"could be read in more than one way: {listed}. Say which it is: {choices}.")


def _named(rows: Rows, name: str, vendor: str, found: list[Fit]) -> Fit:
    if vendor not in TOOLS:
        close = get_close_matches(vendor.casefold(), TOOLS, n=1, cutoff=0.5)
        hint = f" Did you mean '{close[0]}'?" if close else ""
        raise EvidenceError(name, f"cannot be read as '{vendor}'. There is: {', '.join(TOOLS)}.{hint}")
    chosen = next((fit for fit in found if fit.vendor == vendor), None)
    others = [fit for fit in found if fit.sure and fit.vendor != vendor]
    if vendor == "generic":
        several = next((fit for fit in others if fit.header_rows > 1), None)
        if several is None:
            return generic.fits(rows)
        raise EvidenceError(
            name,
            f"is no table with one row of headings, as --vendor generic says: it has {several.header_rows} header "
            f"rows of {several.vendor} ({several.reason}). Leave --vendor out, or say --vendor {several.vendor}.",
        )
    if chosen is not None and (chosen.sure or not others):
        return chosen
    marks = f" It looks like {others[0].vendor}: {others[0].reason}." if others else ""
    raise EvidenceError(
        name,
        f"is no export of {vendor}, as --vendor says. {TOOLS[vendor].EXPECTS}{marks} Leave --vendor out, or name "
        "another.",
    )
