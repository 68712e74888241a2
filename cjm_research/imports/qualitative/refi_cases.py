"""Who speaks in a REFI-QDA project: its cases as participants, their variables as attributes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from cjm_research.imports.qualitative.naming import hidden, ids_of
from cjm_research.imports.qualitative.quotes import csv_of
from cjm_research.imports.qualitative.refi_codebook import children, key
from cjm_research.imports.reading import Note
from cjm_research.privacy.headings import personal_heading
from cjm_research.study.alphabet import settled


@dataclass
class Speakers:
    """The participants of a project, by the source or the selection that is theirs."""

    of_source: dict[str, list[str]] = field(default_factory=dict)
    of_selection: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    personal: tuple[Note, ...] = ()

    def of(self, selection: str, source: str, note: str) -> str:
        """Return who says a selection: whose it is, else the only one of its source; '' where several share it."""
        named = self.of_selection.get(selection) or self.of_source.get(source)
        if named is None:
            return note
        return named[0] if len(set(named)) == 1 else ""

    def table(self) -> bytes:
        """Return the participants and their attributes as CSV, none where no case is given."""
        if not self.values:
            return b""
        heading = list(dict.fromkeys(name for given in self.values.values() for name in given))
        rows = ([who, *(given.get(name, "") for name in heading)] for who, given in self.values.items())
        return csv_of(["participant", *heading], rows)

    def persona(self, participant: str) -> str:
        """Return what a variable called persona says of a participant."""
        given = self.values.get(participant, {})
        return next((value for name, value in given.items() if name.casefold() == "persona"), "")


def speakers_of(project: Element, *, keep: Iterable[str]) -> Speakers:
    """Return the cases of a project; variables that say who a person is are left out unless they are kept by name."""
    kept = {name.casefold() for name in keep}
    cases = [case for parent in children(project, "Cases") for case in children(parent, "Case")]
    names = [case.get("name") or f"case {place}" for place, case in enumerate(cases, start=1)]
    ids = ids_of(names, "participant", keep="participant" in kept)
    variables = {
        key(one.get("guid", "")): settled(one.get("name", ""))
        for parent in children(project, "Variables")
        for one in children(parent, "Variable")
    }
    speakers, removed = Speakers(), dict.fromkeys(variables.values(), 0)
    for name, case in zip(names, cases, strict=True):
        who = ids[name]
        given = speakers.values.setdefault(who, {})
        for variable, value in _values(case, variables):
            if personal_heading(variable) and variable.casefold() not in kept:
                removed[variable] += 1
            else:
                given[_free(variable)] = value
        for ref in children(case, "SourceRef"):
            speakers.of_source.setdefault(key(ref.get("targetGUID", "")), []).append(who)
        for ref in children(case, "SelectionRef"):
            speakers.of_selection.setdefault(key(ref.get("targetGUID", "")), []).append(who)
    gone = (
        Note(what=f"values of the variable '{name}' removed", count=count) for name, count in removed.items() if count
    )
    speakers.personal = (*hidden(ids, "participant", "participant"), *gone)
    return speakers


def _free(variable: str) -> str:
    return "participant (variable)" if variable.strip().casefold() == "participant" else variable


def _values(case: Element, variables: dict[str, str]) -> Iterator[tuple[str, str]]:
    for given in children(case, "VariableValue"):
        ref = next(children(given, "VariableRef"), None)
        name = variables.get(key(ref.get("targetGUID", "")), "") if ref is not None else ""
        value = next((child.text or "" for child in given if child is not ref), "")
        if name and value:
            yield name, value
