"""Commands that work on a study: ``cjm report``, ``check``, ``diff``, ``trace``, ``forget``, ``upgrade``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from cjm_research.cli.grammar import StudyName


def report(
    study: StudyName,
    persona: Annotated[list[str] | None, typer.Option(help="Only this persona; repeat for more.")] = None,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Notebooks run at the same time.")] = 4,
    out: Annotated[Path | None, typer.Option(help="Folder the reports go to.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Run also what is unchanged.")] = False,
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


def check(
    study: StudyName,
    format: Annotated[Literal["text", "json"], typer.Option(help="How to print the findings.")] = "text",
    min_evidence: Annotated[
        float, typer.Option(min=0, max=100, help="Least share of evidenced cells per map, in %.")
    ] = 0,
    notes: Annotated[bool, typer.Option("--notes", help="Print notes too, such as every assumed cell.")] = False,
    privacy: Annotated[bool, typer.Option("--privacy", help="Look only for personal data that is left.")] = False,
) -> None:
    """Say what is missing, broken, stale or unsupported in a study. Exit code 1 if there is an error among it."""
    from cjm_research import checks, store

    opened = store.open_study(study)
    findings = list(checks.privacy(opened)) if privacy else checks.run(opened, min_evidence=min_evidence)
    typer.echo(checks.as_json(findings) if format == "json" else checks.as_text(findings, notes=notes))
    raise typer.Exit(int(any(finding.severity == "error" for finding in findings)))


def diff(
    study: StudyName,
    against: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day the maps were frozen; the first one otherwise.")
    ] = None,
    persona: Annotated[str, typer.Option(help="Only the map of this persona.")] = "",
) -> None:
    """Say what became of the frozen hypothesis map: confirmed, refuted, untested, and what is new."""
    from cjm_research import store
    from cjm_research.sections import hypotheses

    day = against.date() if against else None
    typer.echo(hypotheses.as_text(store.open_study(study), persona=persona, against=day))


def trace(
    study: StudyName,
    id: Annotated[
        str, typer.Argument(help="Id of an insight, obstacle, opportunity, solution or metric, or interviews#q07.")
    ],
) -> None:
    """Print what something rests on and what follows from it: quote, insight, opportunity, solution, metric."""
    from cjm_research import store
    from cjm_research.sections import trace as chains

    typer.echo(chains.as_text(store.open_study(study), id))


def forget(
    study: StudyName,
    participant: Annotated[str, typer.Argument(help="The person's id, in the tables or before it became a pseudonym.")],
) -> None:
    """Take a person out of a study, and say which reports must be rebuilt."""
    from cjm_research import store
    from cjm_research.imports import forgetting

    _, left = forgetting.forget(store.open_study(study), participant)
    typer.echo(forgetting.as_text(left, study))


def upgrade(
    study: StudyName,
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would happen.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Bring a study of an older version to the format of this one: show what changes, ask, and make it."""
    from cjm_research import store

    upgrading = store.upgrade_of(study)
    typer.echo(upgrading.as_text())
    if not upgrading.steps:
        return
    if preview:
        typer.echo("Nothing is written. Without --preview it would be.")
    elif yes or typer.confirm("Make this change?"):
        upgrading.make()
        typer.echo("Changed.")
    else:
        typer.echo("Nothing was changed.")
        raise typer.Exit(1)
