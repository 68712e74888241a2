import re
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from cjm_research.errors import CjmError
from cjm_research.starters import write_demo
from cjm_research.starters.demo import DEMO, WORDS
from cjm_research.starters.empty import EMPTY
from cjm_research.store import sha256
from cjm_research.store.document import read
from cjm_research.study.ledger import meter

COMMITTED = Path(__file__).parents[2] / "data" / "demo"


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def writer(folder: Path) -> str:
    return pq.ParquetFile(folder / "evidence" / "events.parquet").metadata.created_by


def references(study) -> set[str]:
    """Every evidence id the study names, wherever it stands."""

    def walk(value):
        if isinstance(value, dict):
            yield from value.get("evidence", ())
            value = value.values()
        if isinstance(value, str | int | float) or value is None:
            return
        for item in value:
            yield from walk(item)

    return set(walk(study.model_dump(mode="json")))


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    first, second = (write_demo(tmp_path / name, seed=11, customers=60) for name in ("first", "second"))
    assert contents(first) == contents(second)


def test_another_seed_changes_the_evidence_and_nothing_a_person_wrote(tmp_path):
    first, second = (contents(write_demo(tmp_path / str(seed), seed=seed, customers=60)) for seed in (1, 2))
    changed = {name for name in first if first[name] != second[name]}
    drawn = {"evidence/survey.csv", "evidence/events.parquet", "evidence/poll.csv", "evidence/sources.yaml"}
    drawn |= {"evidence/interviews/quotes.csv"}  # what the second coder made of them; the words stay
    assert changed == drawn | {"truth.yaml"}


def test_the_committed_demo_is_what_is_written_today(demo):
    ours, theirs = contents(demo), contents(COMMITTED)
    differing = {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)}
    if writer(demo) != writer(COMMITTED):  # another version of the Parquet library writes other bytes for the same log
        name = "evidence/events.parquet"
        pd.testing.assert_frame_equal(pd.read_parquet(demo / name), pd.read_parquet(COMMITTED / name))
        differing -= {name, "evidence/sources.yaml"}
    assert not differing


def test_the_demo_is_smaller_than_two_megabytes():
    assert sum(map(len, contents(COMMITTED).values())) < 2_000_000


@pytest.mark.parametrize("occupied", ["file", "folder"])
def test_nothing_is_written_over(tmp_path, occupied):
    place = tmp_path / "mine"
    if occupied == "file":
        place.write_text("notes")
    else:
        place.mkdir()
        (place / "notes.txt").write_text("notes")
    with pytest.raises(CjmError, match="mine: is not empty"):
        write_demo(place)
    assert [path.name for path in tmp_path.rglob("*")] == (["mine"] if occupied == "file" else ["mine", "notes.txt"])


def test_a_log_without_customers_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(CjmError, match="0 customers"):
        write_demo(tmp_path / "none", customers=0)
    assert not (tmp_path / "none").exists()


def test_the_log_holds_as_many_customers_as_asked_for(tmp_path):
    log = pd.read_parquet(write_demo(tmp_path / "few", customers=123) / "evidence" / "events.parquet")
    assert log["customer"].nunique() == 123


def test_the_register_knows_size_and_fingerprint_of_each_file(study, demo, answers, log, quotes):
    sizes = {"survey": len(answers), "events": log["customer"].nunique(), "interviews": quotes["participant"].nunique()}
    for source in study.sources:
        assert source.synthetic
        if source.file:
            assert source.sha256 == sha256(demo / "evidence" / source.file)
            assert source.n == sizes.get(source.id, source.n)


def test_every_file_of_evidence_is_registered(study, demo):
    registered = {source.file for source in study.sources if source.file}
    assert {path.name for path in (demo / "evidence").iterdir()} == registered | {"sources.yaml"}


def test_every_reference_leads_to_a_source_or_a_quote_and_every_source_is_used(study, quotes):
    used = references(study)
    quoted = {ref.partition("#")[2] for ref in used if "#" in ref}
    assert quoted <= set(quotes["quote"])
    assert {ref.partition("#")[0] for ref in used} == {source.id for source in study.sources}


def test_claims_of_a_persona_rest_on_the_words_of_that_persona(study, quotes):
    speaker = quotes.set_index("quote")["persona"]
    for part in (*study.personas, *study.journeys):
        own = getattr(part, "persona", None) or part.id
        words = re.findall(r"interviews#(q\d+)", part.model_dump_json())
        assert {speaker[quote] for quote in words} == {own}


def test_every_id_in_the_study_leads_somewhere(study):
    parts = (study.metrics, study.touchpoints, study.phases, study.personas, study.obstacles)
    metrics, touchpoints, phases, personas, obstacles = ({part.id for part in some} for some in parts)
    ratings = {metric.id for metric in study.metrics if metric.kind == "rating"}
    steps = [step for journey in study.journeys for step in journey.steps]
    channels = {touchpoint.id: set(touchpoint.channels) for touchpoint in study.touchpoints}
    assert {touchpoint.rating for touchpoint in study.touchpoints} == ratings
    assert {aim.metric for aim in (*study.objectives, *study.expectations, *study.opportunities)} <= metrics
    assert {id for aim in study.objectives for id in aim.touchpoints} <= touchpoints
    assert {contact.touchpoint for step in steps for contact in step.contacts} == touchpoints
    assert all(contact.channel in channels[contact.touchpoint] for step in steps for contact in step.contacts)
    assert {step.phase for step in steps} == phases
    assert {id for obstacle in study.obstacles for id in obstacle.personas} <= personas
    assert {id for opportunity in study.opportunities for id in opportunity.obstacles} <= obstacles
    assert {solution.opportunity for solution in study.solutions} <= {o.id for o in study.opportunities}
    assert {insight.objective for insight in study.insights} <= {o.id for o in study.objectives}


def test_a_contact_happens_in_a_phase_its_touchpoint_serves(study):
    serves = {touchpoint.id: touchpoint.phases for touchpoint in study.touchpoints}
    for journey in study.journeys:
        for step in journey.steps:
            for contact in step.contacts:
                assert step.phase in serves[contact.touchpoint], (journey.persona, step.id, contact.touchpoint)


def test_every_journey_walks_through_all_phases_in_order(study):
    order = [phase.id for phase in study.phases]
    assert {journey.persona for journey in study.journeys} == {persona.id for persona in study.personas}
    for journey in study.journeys:
        walked = [step.phase for step in journey.steps]
        assert list(dict.fromkeys(walked)) == order
        assert walked == sorted(walked, key=order.index)


def test_most_cells_rest_on_evidence_and_some_are_assumed(study):
    for persona in study.personas:
        assert 0.65 < meter(study, [persona.id]).share < 0.9, persona.id


def test_events_and_channels_of_the_log_are_spelled_as_in_the_study(study, log):
    in_phases = [event for phase in study.phases for event in phase.events]
    at_touchpoints = {event: touchpoint for touchpoint in study.touchpoints for event in touchpoint.events}
    unplaced = {"cookie_banner", "app_update", "newsletter_bounce"}
    assert len(in_phases) == len(set(in_phases))
    assert set(log["event"]) == set(in_phases) | unplaced
    placed = log[log["event"].isin(at_touchpoints)].drop_duplicates(["event", "channel"])
    assert set(in_phases) == set(at_touchpoints)
    for row in placed.itertuples():
        assert row.channel in at_touchpoints[row.event].channels, (row.event, row.channel)


def test_columns_the_study_names_are_there(study, demo, answers, log, quotes):
    tables = {
        "survey": answers,
        "events": log,
        "interviews": quotes,
        "poll": pd.read_csv(demo / "evidence" / "poll.csv"),
    }
    for part in (*study.metrics, *study.attributes, *(rule for persona in study.personas for rule in persona.segment)):
        assert not part.column or part.column in tables[part.source], part
    for source in study.sources:
        named = {column for column in source.columns.model_dump().values() if column}
        assert not named or named <= set(tables[source.id])


def test_the_segments_of_the_personas_leave_nobody_out_and_nobody_twice(study, answers, log, quotes):
    tables = {"survey": answers, "events": log, "interviews": quotes}
    rules = [rule for persona in study.personas for rule in persona.segment]
    for source, table in tables.items():
        column = {rule.column for rule in rules if rule.source == source}.pop()
        named = [value for rule in rules if rule.source == source for value in rule.any_of]
        assert sorted(named) == sorted(table[column].unique())


def test_the_log_ends_before_the_day_the_study_is_told_from(study, log):
    source = study.source("events")
    days = log["at"].dt.date
    assert source.collected_from <= days.min()
    assert days.max() <= source.collected_to <= study.about.today


@pytest.mark.parametrize("home", [DEMO, EMPTY, WORDS], ids=lambda home: home.name)
def test_no_half_of_a_sentence_became_a_field_without_value(home):
    for path in home.rglob("*.yaml"):
        assert not list(blanks(read(path.read_text("utf-8"), path.name))), path.name


def blanks(value):
    """Yield each field that holds nothing: what is left of a sentence with a comma that nobody quoted."""
    if isinstance(value, dict):
        yield from (name for name, inner in value.items() if inner is None)
        value = value.values()
    if not isinstance(value, str) and value is not None:
        for inner in value:
            yield from blanks(inner)
