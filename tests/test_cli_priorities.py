"""``cjm trace`` and ``cjm export tracker``."""

from pathlib import Path

from typer.testing import CliRunner

from cjm_research.cli import app

DEMO = Path(__file__).parents[1] / "data" / "demo"


def cjm(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_trace_prints_the_chain_from_the_quote_with_its_row_to_the_metric_with_its_number():
    said = cjm("trace", DEMO, "interviews#q29")
    assert said.exit_code == 0
    kinds = [line.split()[1 if line.startswith(" ") else 0] for line in said.stdout.splitlines()]
    assert kinds == ["evidence", "obstacle", "opportunity", "metric", "solution"]
    assert "evidence/interviews/quotes.csv:30" in said.stdout
    assert "Satisfied riders – 61 % [" in said.stdout


def test_trace_goes_back_from_a_solution():
    said = cjm("trace", DEMO, "spare-cargo-pool").stdout
    assert "from opportunity keep-moving" in said
    assert "from insight repair-splits-riders" in said


def test_trace_of_nothing_is_one_sentence():
    said = cjm("trace", DEMO, "nix")
    assert said.exit_code == 2
    assert said.stderr.startswith("There is no link of a chain 'nix'.")


def test_export_tracker_writes_the_file(tmp_path):
    said = cjm("export", "tracker", DEMO, tmp_path / "issues.csv", "--persona", "mira")
    assert said.exit_code == 0
    assert (tmp_path / "issues.csv").read_bytes().startswith(b"\xef\xbb\xbfIssue id,Parent id,Issue Type,Summary")
