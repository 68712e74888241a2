"""What the check finds of people in a study, and that it asks as the import does."""

import csv
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cjm_research import checks, starters, store
from cjm_research.imports import importing
from cjm_research.imports.reading import Options
from cjm_research.study import Columns, Study


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return store.open_study(starters.write_empty(tmp_path / "home" / "mine", title="Mine"))


def found(study: Study) -> list[tuple[str, str]]:
    return [(finding.rule, finding.field) for finding in checks.privacy(study)]


def test_check_privacy_finds_what_is_left_and_never_prints_it(study: Study) -> None:
    home = study.folder / "evidence"
    (home / "a.csv").write_text("id,Email,said\n1,ida@example.org,call +49 30 1234567\n")
    (home / "note.md").write_text("Met Jo Li today.\n")
    (home / "names.txt").write_text("Jo Li\n")
    found = list(checks.privacy(study))
    assert [(finding.rule, finding.field) for finding in found] == [
        ("PRV-001", "a.csv:Email"),
        ("PRV-002", "a.csv:said"),
        ("PRV-002", "note.md"),
    ]
    assert not any(word in finding.message for finding in found for word in ("ida@", "1234567", "Jo Li"))


def test_a_hit_that_is_nobodys_can_be_reviewed_away(study: Study) -> None:
    (study.folder / "evidence" / "note.md").write_text("Write to info@example.org.\n")
    finding = next(iter(checks.privacy(study)))
    code = finding.message.partition("(code ")[2].partition(")")[0]
    (study.folder / "evidence" / "reviewed.txt").write_text(f"{code}  # the shop itself\n")
    assert list(checks.privacy(study)) == []


def test_what_cannot_be_looked_through_is_said(study: Study) -> None:
    (study.folder / "evidence" / "a.docx").write_bytes(b"PK\x03\x04")
    assert [(f.rule, f.severity) for f in checks.privacy(study)] == [("PRV-003", "warning")]


def test_the_demo_study_holds_no_personal_data(tmp_path: Path) -> None:
    demo = store.open_study(starters.write_demo(tmp_path / "demo", customers=200))
    assert list(checks.privacy(demo)) == []


def test_a_list_nobody_can_read_is_said(study: Study) -> None:
    (study.folder / "evidence" / "names.txt").write_bytes("Zoë".encode("latin-1"))
    assert found(study) == [("PRV-003", "names.txt")]


def imported(study: Study, kind: str, path: Path, options: Options | None = None) -> Study:
    return importing.write(study, importing.preview(study, kind, path, options), title="S")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_ids_that_stay_at_an_import_are_not_found_in_table_and_original(
    study: Study, tmp_path: Path, separator: str
) -> None:
    ids = [str(4539148803436000 + place) for place in range(60)]
    rows = [separator.join((id, "fine", str(place % 5))) for place, id in enumerate(ids)]
    path = tmp_path / "reviews.csv"
    path.write_text("\n".join([separator.join(("tweet_id", "text", "score")), *rows]) + "\n")
    after = imported(study, "survey", path)
    assert (study.folder / "evidence" / "originals" / "reviews.csv").is_file()
    assert (study.folder / "evidence" / "reviews.csv").read_text().count("45391488034360") == 60
    assert found(after) == []


def test_ids_in_a_log_of_json_lines_are_not_found_in_its_original(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    events = [
        {
            "event": "buy",
            "properties": {
                "time": 1_777_000_000 + place,
                "distinct_id": f"u{place % 7}",
                "$insert_id": f"i{place}",
                "order": str(4539148803436000 + place),
            },
        }
        for place in range(60)
    ]
    path.write_text("\n".join(map(json.dumps, events)) + "\n")
    after = imported(study, "events", path)
    assert (study.folder / "evidence" / "originals" / "export.json").is_file()
    assert found(after) == []


def test_a_card_in_an_original_kept_on_purpose_is_found_under_its_heading(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("who;paid;score\nP1;4111111111111111;5\nP2;5555555555554444;4\n")
    shown = importing.preview(study, "survey", path)
    assert found(importing.write(study, shown, title="S", keep_original=True)) == [("PRV-002", "originals/s.csv:paid")]


CELLS = st.sampled_from(
    [
        "",
        "fine",
        "4111111111111111",
        "4111 1111 1111 1111",
        "5555555555554444",
        "4539148803436001",
        "9203344556677889",
        "570306133677760513",
        "1777000000123",
        "0049301234567",
        "001234567890123",
        "+49 30 1234567",
        "192.0.2.7",
        "10.0.12.5",
        "::ffff:10.0.0.1",
        "2001:db8::1",
        "4.2.0.1",
        "ida@example.org",
        "Ask Ida or ida@example.org, DE89370400440532013000",
        "https://ida:pw@example.org/x",
        "[card number]",
        "2026-05-01",
        "3",
    ]
)
HEADINGS = ("Q1", "user.name", "app_version", "Phone", "detail")
TABLES = st.lists(st.tuples(*[CELLS] * len(HEADINGS)), min_size=1, max_size=25)


@settings(
    max_examples=30, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate)
)  # a study for each is slow
@given(rows=TABLES, kind=st.sampled_from(["survey", "events"]), pseudonyms=st.booleans())
def test_the_check_finds_nothing_that_an_import_has_just_left_in(
    rows: list[tuple[str, ...]], kind: str, pseudonyms: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        study = store.open_study(starters.write_empty(Path(folder) / "home" / "mine", title="Mine"))
        (study.folder / "evidence" / "names.txt").write_text("Ida  # asked for it\n")
        path = Path(folder) / "in.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["user_id", "event", "timestamp", *HEADINGS, "score"])
            for place, row in enumerate(rows):
                writer.writerow([f"u{place}", "see", f"2026-05-01T10:{place:02d}:00Z", *row, place % 5 + 1])
        shown = importing.preview(
            study, kind, path, Options(columns=Columns(participant="user_id")), pseudonyms=pseudonyms
        )
        assert found(importing.write(study, shown, title="In")) == []
