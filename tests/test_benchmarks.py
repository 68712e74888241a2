"""The benchmark's own check finds every number that is altered, and the package knows nothing of the benchmark."""

import copy
import importlib
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOUND = {
    "edges": [["a", "b", 4, 1.5], ["b", "a", 2, 0.25]],
    "variants": [["a>b", 4], ["b>a", 2]],
    "funnel": [6, 4],
}


@pytest.fixture
def bench(monkeypatch):
    """Return the modules that say who takes part and what equal means."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    yield importlib.import_module("roster"), importlib.import_module("compare")
    for name in ("roster", "compare"):
        sys.modules.pop(name)


def altered(question, place, value):
    found = copy.deepcopy(FOUND)
    (found[question][place[0]] if len(place) > 1 else found[question])[place[-1]] = value
    return found


def test_equal_numbers_are_equal_in_any_order(bench):
    roster, compare = bench
    turned = FOUND | {"edges": FOUND["edges"][::-1]}
    assert compare.differences(roster.OURS, turned, FOUND) == []
    assert compare.differences(roster.OURS, altered("edges", (0, 3), 1.5009), FOUND) == []  # within a millisecond


@pytest.mark.parametrize(
    ("question", "place", "value", "said"),
    [
        ("edges", (0, 2), 5, "edge a > b: 5 times, not 4"),
        ("edges", (0, 3), 1.502, "edge a > b: median 1.502 s, not 1.5 s"),
        ("edges", (0, 3), float("nan"), "edge a > b: median nan s, not 1.5 s"),
        ("edges", (0, 1), "c", "edge a > b: only one of the two has it"),
        ("variants", (1, 1), 3, "variants: ['b>a', 3], not ['b>a', 2]"),
        ("variants", (1, 0), "b>b", "variants: ['b>b', 2], not ['b>a', 2]"),
        ("funnel", (1,), 5, "funnel: 5, not 4"),
    ],
)
def test_an_altered_number_is_found(bench, question, place, value, said):
    roster, compare = bench
    assert said in compare.differences(roster.OURS, altered(question, place, value), FOUND)


def test_an_answer_too_few_or_none_at_all_is_found(bench):
    roster, compare = bench
    assert compare.differences(roster.OURS, FOUND | {"variants": FOUND["variants"][:1]}, FOUND) == [
        "variants: 1 answers, not 2"
    ]
    assert compare.answered(roster.OURS, FOUND | {"funnel": None}) == ["funnel: no answer"]
    assert compare.answered(roster.OURS, FOUND | {"edges": None}) == ["edges: no answer"]


def test_every_peer_has_its_file_and_pins_what_it_needs(bench):
    roster, _ = bench
    for peer in roster.PEERS:
        assert peer.script.is_file()
        pins = peer.requirements.read_text().split() if peer.requirements else []
        assert all("==" in pin for pin in pins), peer.file


def test_the_package_imports_nothing_of_the_benchmark():
    names = {path.stem for path in (*ROOT.glob("benchmarks/*.py"), *ROOT.glob("benchmarks/peers/*.py"))} | {
        "benchmarks"
    }
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "cjm_research").rglob("*.py")]
    lines = {
        line.split()[1].partition(".")[0]
        for text in sources
        for line in text.splitlines()
        if line.startswith(("import ", "from "))
    }
    assert not names & lines
