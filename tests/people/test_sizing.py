"""How many people a persona has: counted in one source that can tell all of them apart."""

from textwrap import dedent

from cjm_research.people.sizing import Size, size, sizing_source
from cjm_research.store import open_study


def study_of(folder, *, ben="survey"):
    """Return a study of two personas; a log and a survey tell Ana, and the source named here tells Ben."""
    (folder / "evidence").mkdir()
    texts = {
        "study.yaml": "format: 1\ntitle: S",
        "personas.yaml": f"""
            personas:
              - {{id: ana, name: Ana, segment: [{{source: log, column: kind, any_of: [a]}},
                                              {{source: survey, column: kind, any_of: [a]}}]}}
              - {{id: ben, name: Ben, segment: [{{source: log, column: kind, any_of: [b]}},
                                              {{source: {ben}, column: kind, any_of: [b]}}]}}
              - {{id: cy, name: Cy}}
        """,
        "evidence/sources.yaml": """
            sources:
              - {id: log, title: Log, kind: events, file: log.csv, columns: {participant: who, at: at, event: event}}
              - {id: survey, title: Survey, kind: survey, file: survey.csv}
        """,
        "evidence/log.csv": "who,at,event,kind\n1,2026-05-01,x,a\n1,2026-05-02,x,a\n2,2026-05-01,x,b\n",
        "evidence/survey.csv": "kind\na\na\nb\nc\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(dedent(text).lstrip("\n"))
    return open_study(folder)


def test_a_survey_that_tells_all_who_have_a_rule_comes_first(tmp_path):
    study = study_of(tmp_path)
    assert sizing_source(study) == "survey"
    assert size(study, "ana") == Size(own=2, everybody=4)
    assert size(study, "") == Size(own=4, everybody=4)


def test_else_a_log_does_and_counts_a_customer_once(tmp_path):
    study = study_of(tmp_path, ben="log")
    assert sizing_source(study) == "log"
    assert [size(study, id) for id in ("ana", "ben")] == [Size(1, 2), Size(1, 2)]


def test_a_persona_without_a_rule_has_no_size(tmp_path):
    assert size(study_of(tmp_path), "cy") is None
