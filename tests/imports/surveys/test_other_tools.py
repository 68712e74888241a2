"""What the layout of each other tool becomes: questions, kinds, options, metadata."""

from collections.abc import Callable

import pytest

from cjm_research.imports.reading import Reading

Survey = Callable[..., Reading]


def kinds(reading: Reading) -> dict[str, str]:
    return {question.column: question.kind for question in reading.questions}


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
        reading = survey("who;lot;NA\n007;01234;NA\n")
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
