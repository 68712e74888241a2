"""The tool that wrote a file is named with the reason, and never guessed."""

from collections.abc import Callable

import pytest

from cjm_research.errors import EvidenceError
from cjm_research.imports.reading import Reading

Survey = Callable[..., Reading]

QUALTRICS = (
    "StartDate,ResponseId,Q1\nStart Date,Response "
    'ID,Why?\n"{""ImportId"":""startDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"\n2026-05-01 '
    "08:00:00,R_1,So\n"
)
SURVEYMONKEY = "Respondent ID,Collector ID,Why?\n,,Open-Ended Response\n118000000001,1,So\n"
TYPEFORM = "#,Why?,Submit Date (UTC),Network ID\nabc,So,2026-05-01 08:00:00,n1\n"
GOOGLE = "Timestamp,Why?\n2026/05/01 8:00:00 AM GMT+2,So\n"


@pytest.mark.parametrize(
    ("text", "vendor", "reason"),
    [
        (QUALTRICS, "qualtrics", "three header rows: the third row holds"),
        (
            "\n".join(QUALTRICS.split("\n")[:2]) + "\n2026-05-01 08:00:00,R_1,So\n",
            "qualtrics",
            "the second row holds texts",
        ),
        ("StartDate,ResponseId,Q1\n2026-05-01 08:00:00,R_1,So\n", "qualtrics", "the second row is already an answer"),
        ("V1,V2,Q1\nResponseID,ResponseSet,Why?\nR_1,Default,So\n", "qualtrics", "'ResponseID' stands below 'V1'"),
        (SURVEYMONKEY, "surveymonkey", "the second row holds 'Open-Ended Response'"),
        ("RespondentID,Why?\n,\n118000000001,So\n", "surveymonkey", "the second row is blank"),
        (
            "RespondentID,Which?,\n,Shop,App\n118000000001,Shop,\n",
            "surveymonkey",
            "names the columns the first leaves blank",
        ),
        ("RespondentID,Why?\n118000000001,So\n", "surveymonkey", "over a long number"),
        (TYPEFORM, "typeform", "the first heading is '#' and there is 'Network ID'"),
        (GOOGLE, "google-forms", "over moments such as '2026/05/01 8:00:00 AM GMT+2'"),
        ("Timestamp,Why?\n01.05.2026 08:00:00,So\n", "google-forms", "over moments"),
        ("RespondentID,Why?\n17,So\n", "generic", "no mark of a survey tool"),
        ("who,Why?\nanna,So\n", "generic", "no mark of a survey tool"),
        ("ResponseId,Q1\nAntwort-ID,Warum?\nR_1,Darum\n", "qualtrics", "the second row holds texts"),
        ("who,StartDate,EndDate\nanna,2026-05-01,2026-05-02\n", "generic", "no mark of a survey tool"),
        (
            "RespondentID,StartDate,EndDate,Why?\n118000000001,2026-05-01,2026-05-02,So\n",
            "surveymonkey",
            "over a long number",
        ),
    ],
)
def test_the_tool_is_named_with_the_reason(survey: Survey, text: str, vendor: str, reason: str) -> None:
    report = survey(text).report
    assert report.vendor == vendor
    told = [warning for warning in report.warnings if warning.startswith(f"Read as {vendor}, ")]
    assert len(told) == 1
    assert reason in told[0]
    assert report.rows_in == 1


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("#,Why?\n1,So\n", ("typeform", "generic")),
        ("Timestamp,Why?\n2026-05-01T08:00:00Z,So\n", ("google-forms", "generic")),
        ("Timestamp,Event,User ID\n2026-05-01 08:00:00,buy,u1\n", ("google-forms", "generic")),
        ("RespondentID,Why?\n,So\n118000000001,Thus\n", ("surveymonkey", "generic")),
        ("Collector,Why?\n,Response\n1,So\n", ("surveymonkey", "generic")),
        ("StartDate,EndDate,Q1\nMay 1,May 2,1\nMay 2,May 3,2\n", ("qualtrics", "generic")),
        ("DistributionChannel,UserLanguage,Q1\nKanal,Sprache,Warum?\nanonymous,DE,Darum\n", ("qualtrics", "generic")),
    ],
)
def test_what_could_be_two_things_is_refused_with_both(survey: Survey, text: str, candidates: tuple[str, ...]) -> None:
    with pytest.raises(EvidenceError) as refused:
        survey(text)
    choices = " or ".join(f"--vendor {name}" for name in candidates)
    assert str(refused.value).startswith("answers.csv: could be read in more than one way: ")
    assert str(refused.value).endswith(f"Say which it is: {choices}.")
    assert all(survey(text, vendor=name).report.vendor == name for name in candidates)


@pytest.mark.parametrize(
    ("text", "vendor", "problem"),
    [
        (TYPEFORM, "qualtrics", r"is no export of qualtrics.* It looks like typeform"),
        (
            QUALTRICS,
            "generic",
            r"no table with one row of headings.* 3 header rows of qualtrics .* say --vendor qualtrics\.$",
        ),
        (SURVEYMONKEY, "generic", r"2 header rows of surveymonkey"),
        (GOOGLE, "typeform", r"Its first heading is '#'"),
        ("who,Why?\nanna,So\n", "surveymonkey", r"Its first heading is 'Respondent ID'"),
        (
            GOOGLE,
            "googleforms",
            r"cannot be read as 'googleforms'\. There is: qualtrics, .* Did you mean 'google-forms'\?$",
        ),
    ],
)
def test_a_tool_that_contradicts_the_file_is_refused(survey: Survey, text: str, vendor: str, problem: str) -> None:
    with pytest.raises(EvidenceError, match=problem):
        survey(text, vendor=vendor)


def test_a_file_of_one_header_row_may_be_read_as_any_table(survey: Survey) -> None:
    reading = survey(TYPEFORM, vendor="generic")
    assert reading.report.vendor == "generic"
    assert [asked.wording for asked in reading.questions] == ["#", "Why?", "Submit Date (UTC)"]  # no Network ID


def test_headings_without_answers_are_refused(survey: Survey) -> None:
    with pytest.raises(EvidenceError, match="has headings but no answers"):
        survey("".join(QUALTRICS.splitlines(keepends=True)[:3]))
    with pytest.raises(EvidenceError, match="has headings but no answers"):
        survey("a,b\n,\n")


def test_a_title_above_the_headings_is_refused(survey: Survey) -> None:
    with pytest.raises(EvidenceError, match="row 1: has only 1 headings over 3 columns"):
        survey("Our survey,,\nwho,q1,q2\nanna,1,2\n")
