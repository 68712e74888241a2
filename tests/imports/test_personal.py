import stat
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research import checks, starters, store
from cjm_research.errors import CjmError
from cjm_research.imports import personal
from cjm_research.imports.reading import ImportReport, Reading
from cjm_research.privacy.personal import hits, masked
from cjm_research.study import Columns, Study

KEY = personal.Key(Path("x.key"), b"secret", is_new=False)


def reading(table: dict[str, list[str]], *, extra: dict[str, bytes] | None = None, **roles: str) -> Reading:
    frame = pd.DataFrame(table, dtype="str")
    report = ImportReport(file="x.csv", reader="test 1", columns_in=frame.shape[1], columns_kept=frame.shape[1])
    return Reading(frame, Columns(**roles), report, len(frame), "respondents", extra=extra or {})


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return store.open_study(starters.write_empty(tmp_path / "home" / "mine", title="Mine"))


PERSONAL = [
    ("ida.berg+x@example.org", "e-mail address"),
    ("/thanks?to=ida%40example.org", "e-mail address"),
    ("+49 30 1234567", "phone number"),
    ("0049 30 1234567", "phone number"),
    ("0151 23456789", "phone number"),
    ("(212) 555-0134", "phone number"),
    ("DE89 3704 0044 0532 0130 00", "IBAN"),
    ("GB82WEST12345698765432", "IBAN"),
    ("4111 1111 1111 1111", "card number"),
    ("192.168.1.77", "IP address"),
    ("2001:db8::8a2e:370:7334", "IP address"),
    ("https://ida:pw@example.org/x", "URL with a user"),
]
NOT_PERSONAL = [
    "2026-05-01T12:30:00+02:00",
    "01.05.2026 12:30",
    "12:30:00",
    "1,200.50",
    "$50,000 - $99,999",
    "0.123456789",
    "1696470452486466",
    "123456789.1696470452",
    "3.11.7",
    "550e8400-e29b-41d4-a716-446655440000",
    "Case 10",
    "007",
    "GB82WEST12345698765433",
    "4111 1111 1111 1112",
    "https://example.org/@home",
    "5'8\"",
    "9 out of 10",
    "::",
]


@pytest.mark.parametrize(("text", "sort"), PERSONAL)
def test_an_address_or_number_is_found_inside_a_sentence(text: str, sort: str) -> None:
    assert [hit.sort for hit in hits(f"Please use {text} for it")] == [sort]


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_a_time_a_sum_an_id_or_a_wrong_check_digit_is_no_hit(text: str) -> None:
    assert hits(f"It was {text} then") == []


@given(text=st.text(max_size=200))
def test_a_masked_text_has_the_length_of_the_text(text: str) -> None:
    assert len(masked(text, hits(text), in_place=True)) == len(text)


def test_a_name_of_the_own_list_is_found_as_a_whole_word_in_any_case() -> None:
    assert [hit.text for hit in hits("IDA and Idabel met ida.", ("Ida",))] == ["IDA", "ida"]


def test_personal_columns_leave_and_the_log_counts_what_was_in_them() -> None:
    found = personal.reduced(
        reading({"id": ["1", "2"], "IPAddress": ["10.0.0.9", ""], "Q7": ["a@b.org", "c@d.org"], "score": ["5", "4"]}),
        KEY,
    )
    assert list(found.table) == ["id", "score"]
    assert [(note.what, note.count) for note in found.report.personal] == [
        ("column 'IPAddress' dropped: IP address", 1),
        ("column 'Q7' dropped: e-mail address, as most of its cells show", 2),
    ]
    assert found.report.columns_kept == 2


def test_a_column_somebody_asked_to_keep_stays() -> None:
    found = personal.reduced(reading({"id": ["1"], "Email": ["a@b.org"]}), KEY, keep=("Email",))
    assert found.table["Email"].tolist() == ["a@b.org"]
    assert not found.report.personal


def test_a_question_about_a_channel_is_no_personal_column() -> None:
    found = personal.reduced(reading({"Phone": ["1", "2", "3", "4", "5"] * 8}), KEY)
    assert list(found.table) == ["Phone"]


def test_people_named_by_address_get_the_same_pseudonym_everywhere() -> None:
    one = personal.reduced(reading({"who": ["Ida@example.org", "jo@example.org"]}, participant="who"), KEY)
    two = personal.reduced(reading({"who": ["ida@example.org"]}, participant="who"), KEY)
    assert one.table["who"].str.startswith("p-").all()
    assert one.table["who"][0] == two.table["who"][0] != one.table["who"][1]


def test_ids_that_tell_nothing_stay_unless_asked() -> None:
    plain = reading({"who": ["R_1", "R_2"]}, participant="who")
    assert personal.reduced(plain, KEY).table["who"].tolist() == ["R_1", "R_2"]
    assert personal.reduced(plain, KEY, pseudonyms=True).table["who"].str.startswith("p-").all()


def test_an_address_in_an_open_answer_gives_way_to_its_sort() -> None:
    found = personal.reduced(reading({"said": ["fine", "mail ida@example.org or +49 30 1234567"]}, text="said"), KEY)
    assert found.table["said"].tolist() == ["fine", "mail [e-mail address] or [phone number]"]
    assert [note.where for note in found.report.personal] == ["first in kept row 2"] * 2


def test_positions_in_notes_still_fit_after_masking() -> None:
    note = b"Ask ida@example.org. It was slow."
    found = personal.reduced(reading({"text": ["It was slow."]}, text="text", extra={"I1.md": note}), KEY)
    assert found.extra["I1.md"].index(b"It was slow") == note.index(b"It was slow")
    assert b"example" not in found.extra["I1.md"]


def test_the_key_lies_outside_the_study_and_only_its_owner_reads_it(study: Study) -> None:
    key = personal.key_of(study.folder)
    assert key.is_new
    assert not key.path.exists()
    personal.keep_key(key)
    assert not key.path.is_relative_to(study.folder)
    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
    assert personal.key_of(study.folder).secret == key.secret


def test_a_broken_key_is_not_replaced_in_silence(study: Study) -> None:
    personal.keep_key(personal.key_of(study.folder))
    personal.key_of(study.folder).path.write_text("not hex")
    with pytest.raises(CjmError, match="is no key"):
        personal.key_of(study.folder)


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
