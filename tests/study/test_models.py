"""The parts of a study: frozen, strict about names, ids that are safe as file names."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cjm_research.errors import UnknownIdError
from cjm_research.study import (
    About,
    Claim,
    Insight,
    Journey,
    Lane,
    Objective,
    Obstacle,
    Persona,
    Phase,
    Review,
    Scale,
    Source,
    Study,
    Wave,
)

STUDY = Study(
    about=About(title="Tiny"),
    personas=(Persona(id="ana", name="Ana"),),
    phases=(Phase(id="consider", title="Consider"), Phase(id="buy", title="Buy")),
)


def refused(problem: str) -> pytest.RaisesExc[ValidationError]:
    return pytest.raises(ValidationError, match=problem)


@pytest.mark.parametrize("id", ["a", "7", "live-chat", "a_b", "a" * 64])
def test_a_slug_is_an_id(id: str) -> None:
    assert Phase(id=id, title="x").id == id


@pytest.mark.parametrize(
    "id",
    ["", " a", "A", "ä", "-a", "_a", ".", "..", "a.b", "a/b", "a\\b", "a\n", "a b", "a" * 65, "con", "nul", "com1"],
)
def test_what_is_no_safe_file_name_is_no_id(id: str) -> None:
    with pytest.raises(ValidationError):
        Phase(id=id, title="x")


def test_a_part_cannot_be_changed() -> None:
    with refused("frozen"):
        STUDY.phases[0].title = "Other"  # type: ignore[misc]


def test_an_unknown_field_is_refused_even_when_blank() -> None:
    with refused("Extra inputs"):
        Phase(id="a", title="x", gaol="")  # type: ignore[call-arg]


def test_a_blank_field_counts_as_not_given() -> None:
    blank = Objective(id="a", title="x", target="", due=None, touchpoints=None)  # type: ignore[arg-type]
    assert blank == Objective(id="a", title="x")
    with refused("Field required"):
        Phase(id="a", title="")


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400", "soon", "1,5"])
def test_what_is_no_finite_number_is_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        Objective(id="a", title="x", target=number)  # type: ignore[arg-type]


def test_texts_are_composed() -> None:
    assert Claim(text="Cafe\u0301").text == "Caf\u00e9"


@pytest.mark.parametrize("path", ["/etc/passwd", "../x.csv", "a/../../x", "C:x.csv", "a\\b.csv"])
def test_a_source_lies_inside_its_study(path: str) -> None:
    with refused("plain path inside"):
        Source(id="s", title="S", kind="survey", file=path)


@pytest.mark.parametrize("ref", ["survey", "interviews#q07", "reviews#row-3.2"])
def test_a_link_names_a_source_or_an_item_of_it(ref: str) -> None:
    assert Claim(text="x", evidence=(ref,)).evidence == (ref,)


@pytest.mark.parametrize("ref", ["", "#q07", "a#", "a#b#c", "a#b c", "A#b"])
def test_anything_else_is_no_link(ref: str) -> None:
    with pytest.raises(ValidationError):
        Claim(text="x", evidence=(ref,))


@pytest.mark.parametrize(
    "parts",
    [
        {"phases": (Phase(id="a", title="A"), Phase(id="a", title="B"))},
        {"journeys": (Journey(persona="a"), Journey(persona="a"))},
        {"reviews": (Review(date=date(2026, 1, 1), reviewer="x"), Review(date=date(2026, 1, 1), reviewer="y"))},
    ],
)
def test_an_id_stands_once_in_its_list(parts: dict[str, object]) -> None:
    with refused("holds '(a|2026-01-01)' twice"):
        STUDY.replaced(**parts)


def test_an_id_stands_once_among_lanes_and_among_steps() -> None:
    with refused("holds 'a' twice"):
        About(title="x", lanes=(Lane(id="a", title="A"), Lane(id="a", title="B")))
    with refused("holds 's' twice"):
        Journey(persona="a", steps=[{"id": "s", "phase": "p", "title": "S"}] * 2)


def test_one_id_may_stand_in_two_lists() -> None:
    assert STUDY.replaced(personas=[{"id": "buy", "name": "Buy"}]).persona("buy").name == "Buy"


def test_a_part_is_looked_up_by_id_and_a_wrong_id_names_those_there_are() -> None:
    assert STUDY.phase("buy").title == "Buy"
    with pytest.raises(UnknownIdError, match=r"no phase 'bye'. This study has: buy, consider. Did you mean 'buy'\?"):
        STUDY.phase("bye")
    with pytest.raises(UnknownIdError, match=r"no touchpoint 'x'. This study has none yet"):
        STUDY.touchpoint("x")


def test_a_persona_without_a_map_has_an_empty_journey_and_an_unknown_one_none() -> None:
    assert STUDY.journey("ana").steps == ()
    with pytest.raises(UnknownIdError, match="no persona 'anna'"):
        STUDY.journey("anna")


def test_replacing_a_part_checks_the_whole_anew() -> None:
    with refused("string_pattern_mismatch|match pattern"):
        STUDY.replaced(phases=[{"id": "A B", "title": "x"}])


def test_the_fingerprint_follows_what_the_study_says_and_not_its_reviews() -> None:
    reviewed = STUDY.replaced(reviews=(Review(date=date(2026, 1, 1), reviewer="x"),))
    assert reviewed.fingerprint() == STUDY.fingerprint()
    assert STUDY.replaced(phases=STUDY.phases[::-1]).fingerprint() != STUDY.fingerprint()
    assert STUDY.replaced(about=About(title="Other")).fingerprint() != STUDY.fingerprint()


def test_a_scale_goes_up() -> None:
    with refused("must be more than low, which is 5"):
        Scale(low=5, high=5)
    with refused("must be more than low, which is 6"):
        Scale(low=6)


def test_waves_follow_one_another() -> None:
    def wave(id: str, first: date, last: date) -> Wave:
        return Wave(id=id, title=id, first=first, last=last)

    may, june = (date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 6, 1), date(2026, 6, 30))
    assert len(About(title="x", waves=(wave("may", *may), wave("june", *june))).waves) == 2
    with refused("'june' begins on 2026-05-31, when 'may' is not over"):
        About(title="x", waves=(wave("may", *may), wave("june", may[1], june[1])))
    with refused("must not lie before first, which is 2026-06-01"):
        wave("june", june[0], may[1])


@given(low=st.integers(-100, 100), width=st.integers(1, 100), share=st.floats(0, 1))
def test_valence_runs_from_minus_two_to_two_along_any_scale(low: int, width: int, share: float) -> None:
    scale = Scale(low=low, high=low + width)
    assert (scale.valence(low), scale.valence(low + width)) == (-2, 2)
    assert scale.valence(low + share * width) == pytest.approx(4 * share - 2, abs=1e-9)


def test_what_names_no_persona_concerns_everybody():
    def parts(kind, said):
        return (
            kind(id="all", **said),
            kind(id="anas", personas=("ana",), **said),
            kind(id="others", personas=("ben",), **said),
        )

    study = STUDY.replaced(
        obstacles=parts(Obstacle, {"title": "O", "phase": "buy"}), insights=parts(Insight, {"statement": "So"})
    )
    for of in (study.obstacles_of, study.insights_of):
        assert [part.id for part in of("ana")] == ["all", "anas"]
        assert [part.id for part in of("")] == ["all", "anas", "others"]
