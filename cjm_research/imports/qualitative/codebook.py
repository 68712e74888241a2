"""A codebook from another tool joins that of the study: what is new is added, what is known stays as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from cjm_research.imports.qualitative.naming import slug
from cjm_research.imports.qualitative.quotes import READER, CodedReading
from cjm_research.imports.qualitative.refi_codebook import codebook_of, codes_of, guid_of, key
from cjm_research.imports.reading import ImportReport, Note
from cjm_research.study import Code, Columns, Study

_SAID = ("name", "definition", "parent", "colour")


def read_codes(path: Path, study: Study) -> CodedReading:
    """Return the codes of a ``.qdc`` file that a study does not have yet.

    A code is known by its GUID, if this study exported it, or by the same name under the same parent. A known code
    stays as it is in the study, whatever the file says of it.

    Returns
    -------
    CodedReading
        ``codes`` and, as text, ``table``: what is to be added. The report counts codes as rows.

    Raises
    ------
    EvidenceError
        No REFI-QDA codebook, or a code without name or GUID.
    """
    found, ids = codes_of(codebook_of(path), path.name)
    joined = _joined(found, {id: guid for guid, id in ids.items()}, study)
    known = {code.id: code for code in study.codes}
    fresh = tuple(code for code in joined if code.id not in known)
    other = [code.name for code in joined if code.id in known and _differs(code, known[code.id])]
    same = len(found) - len(fresh)
    report = ImportReport(
        file=path.name,
        reader=READER,
        vendor="REFI-QDA codebook",
        rows_in=len(found),
        rows_kept=len(fresh),
        columns_in=len(_SAID),
        columns_kept=len(_SAID),
        dropped=(Note(what="codes the study has already", count=same),) if same else (),
        gaps=(_disagreement(other),) if other else (),
        warnings=(_told(fresh), *loose((*study.codes, *fresh))),
    )
    table = pd.DataFrame([{name: getattr(code, name) or "" for name in ("id", *_SAID)} for code in fresh], dtype="str")
    return CodedReading(table, Columns(), report, len(fresh), "codes", codes=fresh)


def loose(codes: Iterable[Code]) -> tuple[str, ...]:
    """Return a sentence for each code whose parent is no code, or which is a part of itself.

    Examples
    --------
    >>> loose([Code(id="fee", name="Fee", parent="prices"), Code(id="price", name="Price")])
    ("The code 'fee' has the parent 'prices', which is no code of this study. Did you mean 'price'? Correct it in ...",)
    """
    parents = {code.id: code.parent for code in codes}
    return tuple(_loose_ends(parents))


def _loose_ends(parents: Mapping[str, str | None]) -> Iterator[str]:
    for id, parent in parents.items():
        if parent and parent not in parents:
            near = get_close_matches(parent, parents, n=1)
            hint = f"Did you mean '{near[0]}'? " if near else ""
            yield (
                f"The code '{id}' has the parent '{parent}', which is no code of this study. {hint}Correct it in "
                f"codes.yaml."
            )
        above, seen = parent, {id}
        while above and above in parents and above not in seen:
            seen.add(above)
            above = parents[above]
        if above == id:
            yield f"The code '{id}' is a part of itself, by its parents. Correct it in codes.yaml."


def _joined(found: Iterable[Code], guids: Mapping[str, str], study: Study) -> list[Code]:
    """Return the codes of a file under the ids of the study: those it has, or free ones."""
    by_guid = {key(guid_of(study, code.id)): code.id for code in study.codes}
    ids = {code.id: by_guid[guids[code.id]] for code in found if guids[code.id] in by_guid}
    taken = {code.id for code in study.codes}
    there: dict[tuple[str | None, str], list[str]] = defaultdict(list)
    for code in study.codes:
        if code.id not in ids.values():
            there[code.parent, _folded(code.name)].append(code.id)
    joined = []
    for code in found:
        parent = ids[code.parent] if code.parent else None
        if code.id not in ids:
            same = there[parent, _folded(code.name)]
            ids[code.id] = same.pop(0) if same else slug(code.name, taken, "code")
            taken.add(ids[code.id])
        joined.append(code.model_copy(update={"id": ids[code.id], "parent": parent}))
    return joined


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _differs(code: Code, known: Code) -> bool:
    """Say whether a file says something else of a known code; what it leaves out does not count."""
    return any(getattr(code, name) and getattr(code, name) != getattr(known, name) for name in _SAID)


def _disagreement(names: list[str]) -> Note:
    what = "codes with another name, definition, place or colour in the file; the study's stay"
    return Note(what=what, count=len(names), where=f"such as '{names[0]}'")


def _told(fresh: tuple[Code, ...]) -> str:
    if not fresh:
        return "No code is new to this study."
    more = f" and {len(fresh) - 8:,} more" if len(fresh) > 8 else ""
    return f"New in codes.yaml: {', '.join(code.name for code in fresh[:8])}{more}."
