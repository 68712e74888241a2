"""The codebook goes out as REFI-QDA and comes back as it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from cjm_research import open_study, store
from cjm_research.cli import app
from cjm_research.errors import EvidenceError, StudyFileError
from cjm_research.imports.qualitative import read_codebook, write_codebook
from cjm_research.imports.qualitative.refi_codebook import codes_of
from cjm_research.imports.xml_documents import xml_root
from cjm_research.study import About, Code, Study, branches

SPACE = "{urn:QDA-XML:codebook:1.0}"
PRICE = Code(id="price", name="Price & value", definition="Whenever <money> is named.\nNot: time.", colour="#0A5ea8")
FEE = Code(id="fee", name='The "fee"', parent="price")
FIT = Code(id="fit", name="Fit")


def study_of(*codes: Code) -> Study:
    return Study(about=About(title="x"), codes=codes, folder=Path("data/shop"))


def back(data: bytes, study: Study | None) -> tuple[Code, ...]:
    return codes_of(xml_root(data, "x.qdc"), "x.qdc", study)[0]


def test_a_codebook_has_its_namespace_order_and_stable_guids() -> None:
    data = write_codebook(study_of(PRICE, FEE, FIT))
    root = xml_root(data, "x.qdc")
    assert root.tag == f"{SPACE}CodeBook"
    price, fit = root.findall(f"{SPACE}Codes/{SPACE}Code")
    assert [child.tag.removeprefix(SPACE) for child in price] == ["Description", "Code"]
    assert price.attrib == {"guid": price.get("guid"), "name": "Price & value", "isCodable": "true", "color": "#0A5ea8"}
    assert fit.get("guid") == "713afa08-74b3-5d40-94f6-04f12a26e6fb"
    assert data == write_codebook(study_of(PRICE, FEE, FIT))
    other = Study(about=About(title="x"), codes=(FIT,), folder=Path("data/other"))
    assert str(fit.get("guid")).encode() not in write_codebook(other)


def test_a_codebook_comes_back_as_it_was() -> None:
    study = study_of(PRICE, FEE, FIT)
    assert back(write_codebook(study), study) == (PRICE, FEE, FIT)


def test_elsewhere_ids_are_made_from_names() -> None:
    found = back(write_codebook(study_of(PRICE, FEE, FIT)), None)
    assert [(code.id, code.name, code.parent) for code in found] == [
        ("price-value", "Price & value", None),
        ("the-fee", 'The "fee"', "price-value"),
        ("fit", "Fit", None),
    ]


TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30)
SLUGS = st.from_regex(r"c(?!on$|om[1-9]$)[a-z0-9_-]{0,8}", fullmatch=True)  # con and com1 are no ids


@st.composite
def codebooks(draw: Any) -> tuple[Code, ...]:
    ids = draw(st.lists(SLUGS, min_size=1, max_size=12, unique=True))
    codes = [
        Code(
            id=id,
            name=draw(TEXTS),
            definition=draw(TEXTS | st.just("") | st.just(" two\n lines\t")),
            parent=draw(st.sampled_from([None, *ids[:place]])),
            colour=draw(st.sampled_from(["", "#00ff00", "#ABCDEF"])),
        )
        for place, id in enumerate(ids)
    ]
    return tuple(code for _, code in branches(codes))


@given(codebooks())
def test_any_codebook_comes_back_as_it_was(codes: tuple[Code, ...]) -> None:
    study = study_of(*codes)
    assert back(write_codebook(study), study) == codes


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        ((), "holds no codes yet"),
        (
            (Code(id="a", name="A", parent="b"), Code(id="b", name="B", parent="a")),
            r"codes\[a\] has the parent 'b', which leads to no code",
        ),
        ((Code(id="a", name="A", parent="gone"),), r"codes\[a\] has the parent 'gone'"),
        (
            tuple(Code(id=f"c{n}", name="x", parent=f"c{n - 1}" if n else None) for n in range(40)),
            "more than 32 levels deep",
        ),
    ],
)
def test_what_cannot_go_out_is_said(codes: tuple[Code, ...], says: str) -> None:
    with pytest.raises(StudyFileError, match=says):
        write_codebook(study_of(*codes))


def test_a_short_colour_grows_and_a_strange_one_goes(tmp_path: Path) -> None:
    path = tmp_path / "x.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="1" name="a" isCodable="false" color="#fA0"/>'
        '<Code guid="2" name="b" isCodable="true" '
        'color="red"><Description>one&#13;&#10;two&#133;</Description></Code></Codes>'
        '<Sets><Set guid="3" name="s"/></Sets></CodeBook>',
        encoding="utf-8",
    )
    assert [(code.colour, code.definition) for code in read_codebook(path)] == [("#ffAA00", ""), ("", "one\ntwo\ufffd")]


def test_no_codebook(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="is not there"):
        read_codebook(tmp_path / "gone.qdc")
    (tmp_path / "x.qdc").write_text("<html/>", encoding="utf-8")
    with pytest.raises(EvidenceError, match="begins with <html>"):
        read_codebook(tmp_path / "x.qdc")


def written(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "study.yaml").write_text("format: 1\ntitle: Shop\n", encoding="utf-8")
    return folder


def test_codes_live_in_codes_yaml_and_are_found_by_id(tmp_path: Path) -> None:
    folder = written(tmp_path)
    store.save(open_study(folder).replaced(codes=(PRICE, FEE)))
    assert (folder / "codes.yaml").read_text(encoding="utf-8").startswith("codes:\n  - id: price\n")
    study = open_study(folder)
    assert study.codes == (PRICE, FEE)
    assert study.code("fee") == FEE


def test_the_command_writes_the_codebook_and_says_what_is_in_it(tmp_path: Path) -> None:
    folder = written(tmp_path)
    file = tmp_path / "codes.qdc"
    run = CliRunner().invoke(app, ["export", "codebook", str(folder), str(file)])
    assert run.exit_code == 2
    assert "codes.yaml: holds no codes yet." in run.output
    assert not file.exists()
    store.save(open_study(folder).replaced(codes=(PRICE, FEE)))
    run = CliRunner().invoke(app, ["export", "codebook", str(folder), str(file)])
    assert run.exit_code == 0
    assert run.output.startswith("Wrote 2 codes to codes.qdc. ")
    assert read_codebook(file, open_study(folder)) == (PRICE, FEE)


def schema() -> Path:
    homes = [
        Path(os.environ.get("CJM_SHARED_DATA", "")),
        *(parent.parent / "shared/data" for parent in Path(__file__).parents[3:4]),
    ]
    found = next(
        (home / "qda/REFI-QDA-Project.xsd" for home in homes if (home / "qda/REFI-QDA-Project.xsd").is_file()), None
    )
    if found is None:
        pytest.skip("the schema of REFI-QDA (../shared/data/qda) is not here")
    return found


@pytest.mark.real
def test_the_codebook_is_valid_by_the_schema_of_projects() -> None:
    import xmlschema

    valid = xmlschema.XMLSchema(schema())
    study = study_of(PRICE, FEE, FIT)
    book = write_codebook(study).decode().partition("\n")[2].replace(' xmlns="urn:QDA-XML:codebook:1.0"', "")
    inside = book.replace(book[book.index(" origin=") : book.index(">")], "", 1)
    project = f'<Project xmlns="urn:QDA-XML:project:1.0" name="x">{inside}</Project>'
    valid.validate(project)
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        valid.validate(project.replace(' isCodable="true"', "", 1))
