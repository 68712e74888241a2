"""Every file of the golden folder comes out cell for cell as expected.json says, or is refused in its sentence."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from cjm_research.errors import CjmError, EvidenceError
from cjm_research.imports import importing
from cjm_research.imports.json_documents import json_lines
from cjm_research.imports.reading import Options
from cjm_research.imports.tables import text_table
from cjm_research.imports.xml_documents import xml_root
from cjm_research.study import Study
from tests.imports.traps import BUILT

FOLDER = Path(__file__).parent / "nasty"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
REFUSED = {name: case for name, case in EXPECTED.items() if "error" in case}
READ = {name: case for name, case in EXPECTED.items() if "cells" in case}


def read(path: Path, case: dict[str, Any]) -> Any:
    if case["kind"] == "json":
        return [list(pair) for pair in json_lines(path)]
    if case["kind"] == "xml":
        return xml_root(path.read_bytes(), path.name).tag
    return text_table(path, encoding=case.get("encoding", ""), delimiter=case.get("delimiter", "")).rows


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
    }


def test_the_golden_folder_is_large_enough_and_each_file_is_expected() -> None:
    there = {path.name for path in FOLDER.iterdir()} - {"expected.json", ".gitattributes"}
    assert there == set(EXPECTED)
    assert len(EXPECTED) + len(BUILT) >= 60


@pytest.mark.parametrize("name", READ)
def test_every_cell_comes_out_as_it_stands_in_the_file(name: str) -> None:
    assert read(FOLDER / name, READ[name]) == READ[name]["cells"]


@pytest.mark.parametrize("name", [name for name, case in READ.items() if "said" in case])
def test_what_was_found_out_about_a_file_is_said(name: str) -> None:
    case = READ[name]
    table = text_table(FOLDER / name, encoding=case.get("encoding", ""), delimiter=case.get("delimiter", ""))
    assert list(table.warnings) == case["said"]


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_file_is_refused_in_exactly_this_sentence(name: str) -> None:
    with pytest.raises(EvidenceError) as refused:
        read(FOLDER / name, REFUSED[name])
    assert str(refused.value) == REFUSED[name]["error"]
    assert refused.value.path == name
    assert re.fullmatch(r"[^\n]+[.)a-z0-9]", str(refused.value))


@pytest.mark.parametrize("kind", ["survey", "interviews", "poll", "events", "reviews"])
@pytest.mark.parametrize("name", REFUSED)
def test_no_byte_of_the_study_changes_when_a_file_is_refused(name: str, kind: str, study: Study) -> None:
    before = everything(study.folder.parent)
    case = REFUSED[name]
    options = Options(encoding=case.get("encoding", ""), delimiter=case.get("delimiter", ""))
    with pytest.raises(CjmError):
        importing.preview(study, kind, FOLDER / name, options)
    assert everything(study.folder.parent) == before
