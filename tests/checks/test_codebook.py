"""A codebook that hangs together: each rule can fail, and a sound codebook passes."""

from cjm_research.checks.codebook import codebook
from cjm_research.study import About, Code, Phase, Study


def found(*codes, phases=("buy",)):
    study = Study(about=About(title="x"), codes=codes, phases=tuple(Phase(id=id, title=id) for id in phases))
    return [(finding.rule, finding.field, finding.message) for finding in codebook(study)]


def test_a_sound_codebook_has_no_finding():
    assert not found(
        Code(id="price", name="Price", phase="buy"),
        Code(id="fee", name="Fee", parent="price", words=("fee", "late!", "don't pay", "e.g.")),
    )


def test_a_lost_parent_and_a_lost_phase_are_named_with_what_there_is():
    (parent, phase) = found(Code(id="fee", name="Fee", parent="prise", phase="bye"))
    assert parent[:2] == ("COD-001", "parent")
    assert "There is: fee." in parent[2]
    assert "'bye' is not in this study. There is: buy." in phase[2]
    assert "This study has none." in found(Code(id="fee", name="Fee", phase="bye"), phases=())[0][2]


def test_a_word_written_as_a_pattern_is_a_warning():
    for word in ("fe+s", "(a|b)", "pay.*late", r"\bfee"):
        ((rule, field, message),) = found(Code(id="fee", name="Fee", words=("ok", word)))
        assert (rule, field) == ("COD-002", "words")
        assert word in message
