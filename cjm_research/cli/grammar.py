"""What all commands share: the study comes first, and a refusal is one sentence."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cjm_research.errors import CjmError

StudyName = Annotated[str, typer.Argument(help="A study's name or folder.")]

_MOVED = {"--study": "study", "--file": "file"}
"""Options that became arguments, with the argument they became: the study stands first, a file last."""


class Commands(TyperGroup):
    """Commands whose refusals are one sentence, never a traceback; to a form of before they answer with today's."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; a refusal ends in exit code 2."""
        try:
            return super().invoke(ctx)
        except CjmError as error:
            typer.echo(str(error), err=True)
        except BrokenPipeError:
            raise
        except OSError as error:
            name = f"{Path(error.filename).name}: " if isinstance(error.filename, str) else ""
            typer.echo(f"{name}{error.strerror or error}.", err=True)
        raise typer.Exit(2)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that was named and its words, unless it was asked in a form of before."""
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None and not isinstance(command, TyperGroup):
            known = {option for parameter in command.params for option in parameter.opts}
            arguments = {parameter.name for parameter in command.params if parameter.param_type_name == "argument"}
            moved = {option for option, becomes in _MOVED.items() if becomes in arguments and option not in known}
            if found := [word for word in rest if word.partition("=")[0] in moved]:
                spoken = " ".join(["cjm", *ctx.command_path.split()[1:], str(name)])
                raise CjmError(f"{spoken} takes no {found[0].partition('=')[0]}. {_new_form(spoken, rest, moved)}")
        return name, command, rest


def _new_form(spoken: str, words: list[str], moved: set[str]) -> str:
    """Return the sentence that gives a command in its new form."""
    values: dict[str, list[str]] = {option: [] for option in _MOVED}
    others: list[str] = []
    left = iter(words)
    for word in left:
        option, has_value, value = word.partition("=")
        if option in moved:
            values[option].append(value if has_value else next(left, option.removeprefix("--").upper()))
        else:
            others.append(word)
    return f"Type: {spoken} {shlex.join([*values['--study'], *others, *values['--file']])}"
