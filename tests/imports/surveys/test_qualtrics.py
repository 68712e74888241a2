"""What a Qualtrics export becomes: questions, kinds, options, metadata."""

import json
from collections.abc import Callable

from cjm_research.imports.reading import Reading

Survey = Callable[..., Reading]


def kinds(reading: Reading) -> dict[str, str]:
    return {question.column: question.kind for question in reading.questions}


def qualtrics(*columns: tuple[str, str, str], rows: list[list[str]], sep: str = ",") -> str:
    heads = [[c[0] for c in columns], [c[1] for c in columns], [json.dumps({"ImportId": c[2]}) for c in columns]]
    lines = [sep.join('"' + value.replace('"', '""') + '"' for value in row) for row in [*heads, *rows]]
    return "\n".join(lines)


METADATA = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
)


def metadata(id: str, *, status: str = "IP Address", progress: str = "100", finished: str = "True") -> list[str]:
    day = "2026-05-01 08:00:00"
    return [day, day, status, "192.0.2.7", progress, finished, day, id, f"{id}@example.org"]


class TestQualtrics:
    def test_metadata_take_their_roles_and_personal_columns_are_left_out(self, survey: Survey) -> None:
        reading = survey(qualtrics(*METADATA, ("Q1", "Why?", "QID1"), rows=[[*metadata("R_1"), "So"]]))
        assert reading.columns.model_dump(exclude_defaults=True) == {"participant": "ResponseId", "at": "RecordedDate"}
        assert [(note.where, note.count) for note in reading.report.personal] == [
            ("column 'IPAddress'", 1),
            ("column 'RecipientEmail'", 1),
        ]
        assert "192.0.2.7" not in reading.table.to_csv()
        assert [question.wording for question in reading.questions] == ["Why?"]
        assert reading.unit == "respondents"

    def test_the_time_zone_of_the_third_row_is_kept(self, survey: Survey) -> None:
        ids = '"{""ImportId"":""startDate"",""timeZone"":""America/Denver""}","{""ImportId"":""QID1""}"'
        text = f"StartDate,Q1\nStart,Why?\n{ids}\n2026-05-01 08:00:00,So"
        assert survey(text).report.zone == "America/Denver"
        assert survey(text, zone="Europe/Berlin").report.zone == "Europe/Berlin"

    def test_tests_and_unfinished_responses_are_counted_and_dropped_only_when_asked(self, survey: Survey) -> None:
        rows = [
            [*metadata("R_1"), "5"],
            [*metadata("R_2", status="Survey Preview"), "5"],
            [*metadata("R_3", status="Spam"), "1"],
            [*metadata("R_4", finished="False", progress="40"), ""],
            [*metadata("R_5"), "4"],
            [*metadata("R_6", status="16"), "4"],
            [*metadata("R_7", status="17"), "4"],
        ]
        text = qualtrics(*METADATA, ("Q1", "How?", "QID1"), rows=rows)
        every, finished = survey(text), survey(text, only_finished=True)
        assert [(note.what, note.count, note.where) for note in finished.report.dropped] == [
            ("test response (preview, test or spam)", 3, "row 5"),
            ("unfinished response", 1, "row 7"),
        ]
        assert list(finished.table["ResponseId"]) == ["R_1", "R_5", "R_6"]
        assert every.n == 7
        assert [(note.what, note.count) for note in every.report.gaps][:2] == [
            ("test response (preview, test or spam), kept", 3),
            ("unfinished response, kept", 1),
        ]

    def test_groups_of_columns_are_choices_ranks_and_rows(self, survey: Survey) -> None:
        columns = (
            ("ResponseId", "Response ID", "_recordId"),
            ("Progress", "Progress", "progress"),
            ("Q2_1", "Which channels? - Selected Choice - Shop", "QID2_1"),
            ("Q2_2", "Which channels? - Selected Choice - App", "QID2_2"),
            ("Q2_3", "Which channels? - Selected Choice - Other:", "QID2_3"),
            ("Q2_3_TEXT", "Which channels? - Other: - Text", "QID2_3_TEXT"),
            ("Q3_1", "Rank these - Price", "QID3_1"),
            ("Q3_2", "Rank these - Speed", "QID3_2"),
            ("Q4_1", "How was - Booking", "QID4_1"),
            ("Q4_2", "How was - Paying", "QID4_2"),
        )
        rows = [
            ["R_1", "100", "Shop", "", "Other:", "Fax", "1", "2", "Good", "Bad"],
            ["R_2", "100", "Shop", "App", "", "", "2", "1", "Good", "Good"],
        ]
        reading = survey(qualtrics(*columns, rows=rows))
        assert kinds(reading) == {
            "Q2_1": "multiple",
            "Q2_2": "multiple",
            "Q2_3": "multiple",
            "Q2_3_TEXT": "other",
            "Q3_1": "ranking",
            "Q3_2": "ranking",
            "Q4_1": "grid",
            "Q4_2": "grid",
        }
        told = {question.id: question for question in reading.questions}
        assert told["q2_1"].wording == "Which channels? [Shop]"
        assert told["q2_1"].options == ("Shop",)
        assert told["q2_3_text"].wording == "Which channels? [Other: - Text]"
        assert (told["q3_1"].low, told["q3_1"].high) == (1, 2)
        assert told["q4_2"].options == ("Bad", "Good")

    def test_numeric_choices_are_choices(self, survey: Survey) -> None:
        columns = (
            ("ResponseId", "Response ID", "_recordId"),
            ("Q2_1", "Which? - Shop", "QID2_1"),
            ("Q2_2", "Which? - App", "QID2_2"),
        )
        reading = survey(qualtrics(*columns, rows=[["R_1", "1", ""], ["R_2", "1", "1"]]))
        assert kinds(reading) == {"Q2_1": "multiple", "Q2_2": "multiple"}

    def test_nps_groups_are_computed_again_and_compared_but_not_used(self, survey: Survey) -> None:
        columns = (
            ("ResponseId", "Response ID", "_recordId"),
            ("Q9", "How likely?", "QID9"),
            ("Q9_NPS_GROUP", "How likely? - Group", "QID9_NPS_GROUP"),
        )
        reading = survey(
            qualtrics(*columns, rows=[["R_1", "10", "3"], ["R_2", "8", "2"], ["R_3", "6", "2"], ["R_4", "", ""]])
        )
        assert kinds(reading) == {"Q9": "nps"}
        assert "Q9_NPS_GROUP" not in reading.table
        assert [note.what for note in reading.report.coerced] == [
            "column left out: NPS group, computed again from 'Q9': 1 promoters, 1 passives, 1 detractors; 1 differ "
            "from the file"
        ]

    def test_shown_order_and_topics_are_left_out_with_a_note(self, survey: Survey) -> None:
        columns = (
            ("ResponseId", "Response ID", "_recordId"),
            ("Q1", "Why?", "QID1_TEXT"),
            ("Q1 - Topics", "Topics", "QID1_TEXT_eae5a8d0e7fd4bd183e983e5Topics"),
            ("Q2_DO_1", "Order", "QID2_DO_1"),
            ("Q2_DO", "Order", "QID2_DO"),
        )
        reading = survey(qualtrics(*columns, rows=[["R_1", "So", "x", "1", "1|2"]]))
        assert list(reading.table) == ["ResponseId", "Q1"]
        assert reading.report.columns_kept == 2
        assert len(reading.report.coerced) == 3

    def test_tab_separated_utf_16_is_read_when_said(self, survey: Survey) -> None:
        text = qualtrics(
            ("StartDate", "Début", "startDate"), ("Q1", "Pourquoi ?", "QID1"), rows=[["2026-05-01", "Été"]], sep="\t"
        )
        reading = survey(text.encode("utf-16"), file="export.tsv", encoding="utf-16")
        assert list(reading.table["Q1"]) == ["Été"]

    def test_the_old_layout_has_its_names_in_the_second_row(self, survey: Survey) -> None:
        text = (
            "\ufeffV1,V3,V5,V6,V8,V9,Q1\nResponseID,Name,Email,IPAddress,StartDate,EndDate,Why?\n"
            "R_1,Ann,a@b.org,192.0.2.1,2015-05-01 08:00:00,2015-05-01 08:05:00,So\n"
        )
        reading = survey(text)
        assert list(reading.table) == ["ResponseID", "StartDate", "EndDate", "Q1"]
        assert len(reading.report.personal) == 3
        assert reading.columns.at == "EndDate"
