"""``cjm``: the workbench at the keyboard. Exit code 0 all good, 1 something to look at, 2 wrong use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cjm_research.errors import CjmError


class _Sentences(TyperGroup):
    """Commands whose refusals are one sentence, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except CjmError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from None


app = typer.Typer(
    cls=_Sentences,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def _main() -> None:
    """Make customer journey maps: studies in, consistent reports out."""


@app.command()
def report(
    study: Annotated[str, typer.Argument(help="A study's name or folder.")],
    persona: Annotated[list[str] | None, typer.Option(help="Only this persona; repeat for more.")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Notebooks run at the same time.")] = 4,
    out: Annotated[Path | None, typer.Option(help="Folder the reports go to.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Run also what is unchanged.")] = False,  # noqa: FBT002 an option, by name
    parameter: Annotated[
        list[str] | None, typer.Option("--parameter", "-p", metavar="NAME=VALUE", help="A notebook's own parameter.")
    ] = None,
    notebooks: Annotated[Path | None, typer.Option(help="Folder of notebooks.")] = None,
) -> None:
    """Write one page per persona and an index that compares them."""
    from cjm_research import batch

    parameters = batch.split_parameters(parameter or ())
    outcome = batch.report(
        study, personas=persona or (), jobs=jobs, out=out, fresh=fresh, parameters=parameters, notebooks=notebooks
    )
    batch.print_outcome(outcome)
    raise typer.Exit(outcome.exit_code)
