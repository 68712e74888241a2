"""A poll: options and counts, refused where a count is none."""

from pathlib import Path

import pytest

from cjm_research.errors import EvidenceError
from cjm_research.imports.polls import read_poll
from cjm_research.imports.reading import Options, Reading


def poll(folder: Path, text: str, **options: object) -> Reading:
    path = folder / "poll.csv"
    path.write_text(text, encoding="utf-8")
    reading = read_poll(path, Options.model_validate(options))
    report = reading.report
    assert report.rows_in == report.rows_kept + sum(note.count for note in report.dropped)
    assert report.columns_in == report.columns_kept + len(report.coerced)
    return reading


def test_options_and_counts_are_read(tmp_path: Path) -> None:
    reading = poll(tmp_path, "Option,Count\nShop,12\nApp,007\n")
    assert reading.table.to_numpy().tolist() == [["Shop", "12"], ["App", "7"]]
    assert (reading.n, reading.unit) == (19, "votes")
    assert (reading.columns.option, reading.columns.count) == ("option", "count")


def test_blank_rows_a_total_and_further_columns_are_named(tmp_path: Path) -> None:
    reading = poll(tmp_path, "option,count,share\nShop,12,60%\n,,\nApp,8,40%\nTotal,20,100%\n")
    assert [note.what for note in reading.report.dropped] == [
        "blank row",
        "row 'Total', which repeats the sum of the others",
    ]
    assert [note.where for note in reading.report.coerced] == ["column 'share'"]
    assert reading.n == 20


def test_other_headings_are_taken_when_named(tmp_path: Path) -> None:
    reading = poll(tmp_path, "Antwort,Stimmen\nJa,3\n", columns={"option": "Antwort", "count": "Stimmen"})
    assert reading.n == 3


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a,b\nShop,1\n", r"row 1: has no column 'option'\. There is: a, b\. Say which one holds the option\.$"),
        ("option,count,count\nShop,1,2\n", r"has 2 columns 'count'"),
        ("option,count\nShop,60%\n", r"row 2: holds '60%' as the count of 'Shop', which is no whole number"),
        ("option,count\nShop,-1\n", r"no whole number"),
        ("option,count\n,5\n", r"row 2: has a count without an option"),
        ("option,count\nShop,1\nshop,2\n", r"row 3: holds the option 'shop' twice"),
        ("option,count\n", r"has headings but no options"),
    ],
)
def test_what_is_no_poll_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(EvidenceError, match=problem):
        poll(tmp_path, text)
