"""``cjm``: the workbench at the keyboard. Exit code 0 all good, 1 something to look at, 2 wrong use."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

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
        except BrokenPipeError:
            raise
        except OSError as error:
            name = f"{Path(error.filename).name}: " if isinstance(error.filename, str) else ""
            typer.echo(f"{name}{error.strerror or error}.", err=True)
        raise typer.Exit(2)


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


@app.command()
def check(
    study: Annotated[str, typer.Argument(help="A study's name or folder.")],
    format: Annotated[Literal["text", "json"], typer.Option(help="How to print the findings.")] = "text",
    min_evidence: Annotated[
        float, typer.Option(min=0, max=100, help="Least share of evidenced cells per map, in %.")
    ] = 0,
    notes: Annotated[bool, typer.Option("--notes", help="Print notes too, such as every assumed cell.")] = False,  # noqa: FBT002 an option, by name
) -> None:
    """Say what is missing, broken, stale or unsupported in a study. Exit code 1 if there is an error among it."""
    from cjm_research import checks, store

    findings = checks.run(store.open_study(study), min_evidence=min_evidence)
    typer.echo(checks.as_json(findings) if format == "json" else checks.as_text(findings, notes=notes))
    raise typer.Exit(int(any(finding.severity == "error" for finding in findings)))


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to make, such as data/my-study.")],
    title: Annotated[str, typer.Option(help="Title of the study.")] = "My study",
) -> None:
    """Make an empty study with guidance in its files."""
    from cjm_research import starters

    typer.echo(f"Made {starters.write_empty(folder, title=title)}. Begin with study.yaml, or with notebook 01.")


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
    seed: Annotated[int, typer.Option(min=0, help="Another seed draws other people.")] = 7,
    customers: Annotated[int, typer.Option(min=200, max=1_000_000, help="Customers in the event log.")] = 3000,
) -> None:
    """Write a complete invented study whose true numbers are known (truth.yaml)."""
    from cjm_research import starters

    typer.echo(f"Made {starters.write_demo(folder, seed=seed, customers=customers)}. Try: cjm report {folder}")
