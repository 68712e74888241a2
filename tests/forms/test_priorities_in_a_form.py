"""Ranges, outcomes and Kano questions in the forms of opportunities and solutions."""

import shutil
from pathlib import Path

import pytest

from cjm_research import forms
from cjm_research.store import open_study

DEMO = Path(__file__).parents[2] / "data" / "demo"


@pytest.fixture
def study(tmp_path):
    return open_study(Path(shutil.copytree(DEMO, tmp_path / "demo")))


@pytest.mark.parametrize("part", ["opportunities", "solutions"])
def test_what_the_form_reads_back_is_what_the_study_holds(study, part):
    from cjm_research.forms.build import fields_of
    from cjm_research.forms.reading import read
    from cjm_research.forms.subjects import LISTS

    model = LISTS[part].row_model
    for record in getattr(study, part):
        fields = fields_of(model, study)
        reading = read(model, fields, {name: field.encode(getattr(record, name)) for name, field in fields.items()})
        assert (reading.record, dict(reading.problems)) == (record, {})


def test_the_forms_open_and_the_tables_name_what_is_set(study):
    assert forms.form(study, "opportunities").box is not None
    assert forms.form(study, "solutions").box is not None


def test_a_range_that_leaves_out_its_number_is_refused_in_words(study):
    from cjm_research.forms.build import fields_of
    from cjm_research.forms.reading import read
    from cjm_research.study import Opportunity

    record = study.opportunities[0]
    fields = fields_of(Opportunity, study)
    states = {name: field.encode(getattr(record, name)) for name, field in fields.items()}
    reading = read(Opportunity, fields, {**states, "impact": "2"})
    assert reading.record is None
    assert "outside its own range 6 to 9" in " ".join(reading.problems.values())
