"""One grammar: the study comes first, and a command in the form it had before says the new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cjm_research.cli import app

OTHERWISE = {"import": "kind", "new": "folder", "demo": "folder"}
"""Commands whose first word is no study: what comes in is named by its kind, and two make a study where none is."""


def commands(group: Any = None, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every command there is with the words that call it."""
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, f"{path}{name} ")
        else:
            yield path + name, command


COMMANDS = dict(commands())


def arguments(command: Any) -> list[str]:
    return [one.name for one in command.params if one.param_type_name == "argument"]


@pytest.mark.parametrize("called", COMMANDS)
def test_the_study_is_the_first_word_of_every_command_but_those_that_say_why_not(called: str) -> None:
    assert arguments(COMMANDS[called])[0] == OTHERWISE.get(called, "study")


def test_no_command_but_import_has_the_study_as_an_option() -> None:
    options = {
        called: {option for one in command.params for option in one.opts} for called, command in COMMANDS.items()
    }
    assert {called for called, names in options.items() if "--study" in names} == {"import"}


def test_there_are_commands_to_look_at() -> None:
    assert {"report", "check", "import", "export codebook", "export tracker"} <= COMMANDS.keys()


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (["forget", "P2", "--study", "mine"], "cjm forget mine P2"),
        (["forget", "--study=mine", "P2"], "cjm forget mine P2"),
        (["trace", "interviews#q29", "--study", "my study"], "cjm trace 'my study' 'interviews#q29'"),
        (["export", "codebook", "codes.qdc", "--study", "mine"], "cjm export codebook mine codes.qdc"),
        (
            ["export", "tracker", "mine", "--file", "t.csv", "--persona", "a"],
            "cjm export tracker mine --persona a t.csv",
        ),
        (["forget", "P2", "--study"], "cjm forget STUDY P2"),
        (["check", "--notes", "--study", "mine"], "cjm check mine --notes"),
    ],
)
def test_the_form_of_before_is_answered_with_the_new_one(
    before: list[str], now: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = CliRunner().invoke(app, before)
    assert (said.exit_code, said.stdout) == (2, "")
    assert said.stderr.startswith("cjm ")
    assert said.stderr.endswith(f" Type: {now}\n")
    assert list(tmp_path.iterdir()) == []


def test_words_in_the_order_of_before_are_no_study_and_change_nothing(tmp_path: Path) -> None:
    said = CliRunner().invoke(app, ["forget", "P2", str(tmp_path)])
    assert said.exit_code == 2
    assert said.stderr.startswith("There is no study 'P2'.")
