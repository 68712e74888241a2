import stat
from pathlib import Path

import pandas as pd
import pytest

from cjm_research import starters, store
from cjm_research.errors import CjmError
from cjm_research.imports import personal
from cjm_research.imports.reading import ImportReport, Reading
from cjm_research.study import Columns, Study

KEY = personal.Key(Path("x.key"), b"secret", is_new=False)


def reading(table: dict[str, list[str]], *, extra: dict[str, bytes] | None = None, **roles: str) -> Reading:
    frame = pd.DataFrame(table, dtype="str")
    report = ImportReport(file="x.csv", reader="test 1", columns_in=frame.shape[1], columns_kept=frame.shape[1])
    return Reading(frame, Columns(**roles), report, len(frame), "respondents", extra=extra or {})


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return store.open_study(starters.write_empty(tmp_path / "home" / "mine", title="Mine"))


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
