"""What each tool's layout becomes: questions, kinds, options, metadata."""

import json
from collections.abc import Callable

import pytest

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


class TestSurveyMonkey:
    TEXT = (
        "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,Custom Data 1,"
        '"Which have you used,\nin the last year?",,,Please rank them.,,How was it?,,Anything else?\n'
        ",,,,,,,,,Shop,App,Other (please specify),Shop,App,Booking,Paying,Open-Ended Response\n"
        '118000000001,7,2026-05-01,2026-05-01,192.0.2.1,a@b.org,Ann,Bee,vip,Shop,,,1,2,Good,Bad,"No,\nthanks"\n'
        "118000000002,7,2026-05-02,2026-05-02,192.0.2.2,c@d.org,Cat,Dee,,Shop,App,By fax,2,1,Bad,Bad,\n"
    )

    def test_questions_are_carried_to_the_right(self, survey: Survey) -> None:
        reading = survey(self.TEXT)
        assert [question.kind for question in reading.questions] == [
            "multiple",
            "multiple",
            "other",
            "ranking",
            "ranking",
            "grid",
            "grid",
            "text",
        ]
        assert reading.questions[0].wording == "Which have you used,\nin the last year? [Shop]"
        assert reading.questions[6].wording == "How was it? [Paying]"
        assert list(reading.table["anything-else"]) == ["No,\nthanks", ""]
        assert list(reading.table[reading.questions[1].column]) == ["", "App"]

    def test_who_somebody_is_is_left_out(self, survey: Survey) -> None:
        reading = survey(self.TEXT)
        assert len(reading.report.personal) == 5
        assert reading.columns.model_dump(exclude_defaults=True) == {"participant": "Respondent ID", "at": "End Date"}
        assert not {"Ann", "192.0.2.1", "vip"} & set(reading.table.to_numpy().ravel())

    def test_a_question_for_contact_details_is_left_out(self, survey: Survey) -> None:
        text = (
            "RespondentID,How may we reach you?,,Email address,Why?\n,Name,Phone "
            "Number,Response,Response\n118000000001,Ann,030 1234,very bad,So\n"
        )
        reading = survey(text)
        assert len(reading.report.personal) == 3
        assert list(reading.table) == ["RespondentID", "why"]

    def test_condensed_numbers_keep_their_questions(self, survey: Survey) -> None:
        reading = survey("RespondentID,How was it?,Why?\n,,\n118000000001,4,So\n118000000002,,Thus\n")
        assert kinds(reading) == {"how-was-it": "scale", "why": "text"}
        assert reading.report.rows_in == 2

    def test_one_header_row_with_blanks_in_it_is_bound_by_its_answers(self, survey: Survey) -> None:
        text = (
            "RespondentID,Custom Data 1,Which?,,Do you help each other?\n"
            "118000000001,v,Shop,,Yes\n118000000002,v,Shop,App,No\n118000000003,v,,App,No\n118000000004,v,,,No\n"
        )
        reading = survey(text)
        assert kinds(reading) == {"which-shop": "multiple", "which-app": "multiple", "do-you-help-each-other": "single"}
        assert len(reading.report.personal) == 1


class TestTypeform:
    TEXT = (
        "#,How <strong>easy</strong> was it? (1-5),Shop,App,Fax,Other,Why?,Other,Response Type,Start Date "
        "(UTC),Submit Date (UTC),Network ID\n"
        "aa,4,Shop,,,By post,So,no,completed,2026-05-01 08:00:00,2026-05-01 08:05:00,n1\n"
        "bb,5,Shop,App,,,,,partial,2026-05-01 09:00:00,,n2\n"
        "cc,2,,App,,,,,completed,2026-05-01 10:00:00,2026-05-01 10:05:00,n3\n"
    )

    def test_choices_stand_in_columns_of_their_own(self, survey: Survey) -> None:
        reading = survey(self.TEXT)
        assert [(question.id, question.kind) for question in reading.questions] == [
            ("how-easy-was-it-1-5", "scale"),
            ("shop", "multiple"),
            ("app", "multiple"),
            ("fax", "multiple"),
            ("other", "other"),
            ("why", "text"),
            ("other-2", "text"),
        ]
        assert (reading.questions[0].wording, reading.questions[0].low, reading.questions[0].high) == (
            "How easy was it? (1-5)",
            1,
            5,
        )
        assert any(
            w.startswith("Typeform does not write the question over its choices") for w in reading.report.warnings
        )

    def test_other_beside_choices_is_the_words_of_those_who_chose_it(self, survey: Survey) -> None:
        text = "#,Shop,App,Other,Why?,Network ID\naa,Shop,,By post,So,n\nbb,Shop,App,,,n\n"
        assert kinds(survey(text)) == {"shop": "multiple", "app": "multiple", "other": "other", "why": "text"}

    def test_a_question_between_two_of_several_choices_stays_a_question(self, survey: Survey) -> None:
        text = "#,Shop,App,Why?,Red,Network ID\naa,Shop,App,So,Red,n\n"
        assert kinds(survey(text)) == {"shop": "multiple", "app": "multiple", "why": "text", "red": "multiple"}

    def test_moments_are_utc_and_partial_responses_are_told_apart(self, survey: Survey) -> None:
        reading = survey(self.TEXT, only_finished=True)
        assert reading.report.zone == "UTC"
        assert reading.columns.at == "Submit Date (UTC)"
        assert [(note.what, note.count) for note in reading.report.dropped] == [("unfinished response", 1)]
        assert [note.where for note in reading.report.personal] == ["column 'Network ID'"]


class TestGoogleForms:
    TEXT = (
        "Timestamp,Email Address,Which channels?,How was it? [Booking],How was it? [Paying],Comment,Comment\n"
        "2026/05/01 8:00:00 AM GMT+2,a@b.org,Shop;App,Good,Bad,So; thus,x\n"
        "2026/05/02 8:00:00 AM GMT+2,c@d.org,App,Good,,,\n"
        "2026/05/03 8:00:00 AM GMT+2,e@f.org,,Bad,Bad,,\n"
    )

    def test_joined_choices_get_a_column_each(self, survey: Survey) -> None:
        reading = survey(self.TEXT)
        assert kinds(reading) == {
            "which-channels-app": "multiple",
            "which-channels-shop": "multiple",
            "how-was-it-booking": "grid",
            "how-was-it-paying": "grid",
            "comment": "text",
            "comment-2": "text",
        }
        assert list(reading.table["which-channels-shop"]) == ["Shop", "", ""]
        assert list(reading.table["which-channels-app"]) == ["App", "App", ""]
        assert [note.what for note in reading.report.coerced] == [
            "answers joined by ';' put into 2 columns, one per choice"
        ]
        assert reading.report.columns_kept == 6

    def test_a_sentence_with_a_semicolon_is_not_taken_apart(self, survey: Survey) -> None:
        assert list(survey(self.TEXT).table["comment"]) == ["So; thus", "", ""]

    def test_choices_joined_by_commas_are_kept_with_a_warning(self, survey: Survey) -> None:
        reading = survey('Timestamp,Which?\n01/05/2026 08:00:00,"Shop, App"\n02/05/2026 08:00:00,App\n')
        assert list(reading.table["which"]) == ["Shop, App", "App"]
        assert any("may hold several choices joined by ', '" in warning for warning in reading.report.warnings)

    def test_moments_are_kept_as_text_until_the_order_of_day_and_month_is_said(self, survey: Survey) -> None:
        text = "Timestamp,Why?\n01/05/2026 08:00:00,So\n"
        asis, read = survey(text), survey(text, date_format="%d/%m/%Y %H:%M:%S")
        assert list(asis.table["Timestamp"]) == ["01/05/2026 08:00:00"]
        assert any(
            "'01/05/2026 08:00:00' in row 2, which is no ISO date" in w and "--date-format" in w
            for w in asis.report.warnings
        )
        assert list(read.table["Timestamp"]) == ["2026-05-01T08:00:00"]
        assert [note.what for note in read.report.coerced] == ["moments read by '%d/%m/%Y %H:%M:%S' and written as ISO"]


class TestGeneric:
    def test_headings_without_a_name_are_choices_of_the_one_before(self, survey: Survey) -> None:
        rows = ["a,Shop,,,5", "b,Shop,App,,4", "c,,App,By fax,5", "d,,,By post,4"]
        reading = survey("Participant,Used,Column2,Column3,Rating\n" + "\n".join(rows))
        assert kinds(reading) == {"Used": "multiple", "Column2": "multiple", "Column3": "other", "Rating": "scale"}
        assert [question.wording for question in reading.questions][:3] == ["Used [Shop]", "Used [App]", "Used [other]"]
        assert reading.columns.participant == "Participant"

    def test_nameless_columns_that_hold_no_choices_stay_questions(self, survey: Survey) -> None:
        reading = survey("who,Used,Column2\na,1,2\nb,2,3\n")
        assert kinds(reading)["Column2"] == "scale"
        assert any("have no name of their own" in warning for warning in reading.report.warnings)

    def test_repeated_headings_stay_apart(self, survey: Survey) -> None:
        reading = survey("score,Score,score.1\n1,2,3\n")
        assert list(reading.table) == ["score", "score-2", "score.1"]
        assert [list(reading.table[heading]) for heading in reading.table] == [["1"], ["2"], ["3"]]

    def test_a_channel_called_e_mail_is_a_rating_and_an_address_is_not_kept(self, survey: Survey) -> None:
        assert list(survey("Email,Phone\n4,5\n3,1\n").table) == ["Email", "Phone"]
        reading = survey("Email,Phone\na@b.org,5\nc@d.org,1\n")
        assert list(reading.table) == ["Phone"]
        assert list(survey("Email,Phone\na@b.org,5\n", keep_personal=("email",)).table) == ["Email", "Phone"]

    def test_semicolons_separate_cells_and_ids_keep_their_zeros(self, survey: Survey) -> None:
        reading = survey("who;zip;NA\n007;01234;NA\n")
        assert reading.table.to_numpy().tolist() == [["007", "01234", "NA"]]

    def test_roles_named_by_the_person_are_taken(self, survey: Survey) -> None:
        reading = survey(
            "code,seen on,segment,text\nk1,01.05.2026,new,So\n",
            date_format="%d.%m.%Y",
            columns={"participant": "code", "at": "seen on", "persona": "segment", "text": "text"},
        )
        assert reading.columns.model_dump(exclude_defaults=True) == {
            "participant": "code",
            "at": "seen on",
            "persona": "segment",
            "text": "text",
        }
        assert list(reading.table["seen on"]) == ["2026-05-01"]
        assert [question.column for question in reading.questions] == ["segment", "text"]


@pytest.mark.parametrize("rows", [["1", "2"], ["9", "10", "0"], ["3.5", "4"], ["18", "47"]])
def test_a_scale_is_never_given_ends_the_file_does_not_say(survey: Survey, rows: list[str]) -> None:
    question = survey("rating\n" + "\n".join(rows)).questions[0]
    assert (question.low, question.high) == (None, None)
    assert question.kind in ("scale", "number")
