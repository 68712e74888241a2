"""Themes and moods over real reviews. Skipped without the data."""

import pytest

from cjm_research import evidence, store
from cjm_research.analysis.feedback import mood
from cjm_research.sections import feedback, suggestions
from cjm_research.study import Study
from tests.real import build

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not build.DATA.is_dir(), reason="../shared/data/airline is not there"),
]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return store.open_study(build.assemble(tmp_path_factory.mktemp("data")))


def test_every_theme_of_the_register_is_counted_and_little_is_left_uncovered(study: Study) -> None:
    section = feedback.themes(study)
    assert section.table is not None
    assert len(section.table.rows) == 20
    assert "of what was said touches none of them" in section.lead
    assert feedback.themes(study, "new-personal").table is None


def test_moods_learned_from_ratings_rank_unseen_reviews_and_the_score_is_printed(study: Study) -> None:
    texts = evidence.texts(study)
    seats = texts[(texts["source"] == "seat_reviews") & (texts["polarity"] != "")]
    found = mood(seats["text"], seats["polarity"], study.about.thresholds)
    assert found.is_of_use
    assert found.auc > 0.9
    assert found.macro_f1 > 0.8
    assert "Only as a rank" in suggestions.calibration(study).lead
