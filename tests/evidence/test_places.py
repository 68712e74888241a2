"""A link leads to file and row, or says why it leads nowhere."""

import pytest

from cjm_research.evidence import place_of
from cjm_research.store import open_study


@pytest.fixture
def study(tmp_path):
    folder = tmp_path / "evidence"
    folder.mkdir()
    (tmp_path / "study.yaml").write_text("format: 1\ntitle: T\n")
    (folder / "talks.csv").write_text("id,text\nq1,It is slow.\nq2,Too dear. I left.\n")
    (folder / "sources.yaml").write_text("""sources:
  - {id: talks, title: Talks, kind: interview, file: talks.csv, columns: {quote: id, text: text}}
  - {id: gone, title: Gone, kind: survey, file: gone.csv}
  - {id: book, title: Book, kind: secondary, publisher: Institute, claim: Four in ten}
""")
    return open_study(tmp_path)


@pytest.mark.parametrize(
    ("ref", "where", "text"),
    [
        ("talks#q2", "evidence/talks.csv:3", "Too dear. I left."),
        ("talks#row-3.2", "evidence/talks.csv:3", "I left."),
        ("talks#row-2", "evidence/talks.csv:2", "It is slow."),
        ("talks", "evidence/talks.csv", "Talks"),
        ("talks#q9", "evidence/talks.csv has no 'q9'", ""),
        ("talks#row-1", "evidence/talks.csv has no 'row-1'", ""),
        ("talks#row-4", "evidence/talks.csv has no 'row-4'", ""),
        ("gone#q1", "evidence/gone.csv is missing", ""),
        ("book", "Institute", "Four in ten"),
        ("nowhere", "no source 'nowhere' in this study", ""),
    ],
)
def test_a_link_leads_to_its_place(study, ref, where, text):
    assert place_of(study, ref) == (where, text)
