"""Two real surveys: one holds no stable personas and says so, the other holds a stable partition."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from cjm_research import store
from cjm_research.analysis.personas import NOT_BEYOND_CHANCE, propose, reasons
from cjm_research.evidence.table import Stored, read
from cjm_research.sections import groups
from cjm_research.study import ModelColumn
from tests.real import build

FLYERS = build.SHARED / "surveys" / "flying_etiquette.csv"


@pytest.fixture(scope="module")
def flyers() -> pd.DataFrame:
    """Everybody who answered at least one question on flying; who never flies was asked none."""
    rows = read(Stored(FLYERS, FLYERS.name, 0))
    questions = rows.columns[2:22]
    return rows[(rows[questions] != "").any(axis=1)]


@pytest.mark.real
@pytest.mark.skipif(not FLYERS.is_file(), reason="../shared/data/surveys is not there")
@pytest.mark.parametrize("blanks", ["leave-out", "as-answer"])
def test_the_flying_survey_has_no_stable_personas(flyers: pd.DataFrame, blanks: str) -> None:
    asked = [ModelColumn(column=name) for name in flyers.columns[1:] if "tall" not in name]
    found = propose(flyers, asked, blanks=blanks)
    assert len(flyers) == 858
    assert (found.best, found.runner_up) == (None, None)
    assert [trial.k for trial in found.trials] == list(range(2, 9))
    assert NOT_BEYOND_CHANCE in reasons(found.trials[0], 30)
    assert found.trials[0].agreement > 0.9  # perfectly stable, and so are the shuffled answers


@pytest.mark.real
@pytest.mark.skipif(not build.DATA.is_dir(), reason="../shared/data/airline is not there")
def test_the_airline_survey_has_a_stable_partition_explained_in_words(tmp_path: Path) -> None:
    study = store.open_study(build.assemble(tmp_path))
    said, drawn = groups.proposal(study), groups.proposed_groups(study)
    assert said.lead.startswith("The answers hold 5 stable groups: sorted again with other people drawn")
    assert "4 groups hold as well" in said.lead
    assert said.base.startswith("35,760 of 38,847 responses answered all 20 columns; a sample of 2,000")
    assert said.table is not None
    assert [row[-1] for row in said.table.rows if row[-1].startswith("stable")] == [
        "stable",
        "stable",
        "stable, proposed",
    ]
    assert drawn.table is not None
    assert len(drawn.table.rows) == 5
