"""``cjm``: the workbench at the keyboard. Exit code 0 all good, 1 something to look at, 2 wrong use."""

from __future__ import annotations

from datetime import datetime
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
    privacy: Annotated[bool, typer.Option("--privacy", help="Look only for personal data that is left.")] = False,  # noqa: FBT002 an option, by name
) -> None:
    """Say what is missing, broken, stale or unsupported in a study. Exit code 1 if there is an error among it."""
    from cjm_research import checks, store

    opened = store.open_study(study)
    findings = list(checks.privacy(opened)) if privacy else checks.run(opened, min_evidence=min_evidence)
    typer.echo(checks.as_json(findings) if format == "json" else checks.as_text(findings, notes=notes))
    raise typer.Exit(int(any(finding.severity == "error" for finding in findings)))


@app.command()
def diff(
    study: Annotated[str, typer.Argument(help="A study's name or folder.")],
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


@app.command("import")
def import_file(
    kind: Annotated[str, typer.Argument(help="survey, events, interviews, poll, reviews or secondary.")],
    study: Annotated[str, typer.Option(help="A study's name or folder.")],
    file: Annotated[Path | None, typer.Argument(help="The file, or a folder of notes; secondary needs none.")] = None,
    id: Annotated[str, typer.Option(help="Id of the source; made from the file's name otherwise.")] = "",
    title: Annotated[str, typer.Option(help="Title in the register.")] = "",
    consent: Annotated[str, typer.Option(help="The basis on which people gave this.")] = "",
    vendor: Annotated[str, typer.Option(help="The tool that wrote the file, where it does not say.")] = "",
    encoding: Annotated[str, typer.Option(help="Such as cp1252; UTF-8 otherwise.")] = "",
    delimiter: Annotated[str, typer.Option(help="comma, semicolon, tab, or a character.")] = "",
    date_format: Annotated[str, typer.Option(help="Such as %d.%m.%Y; ISO otherwise.")] = "",
    zone: Annotated[str, typer.Option(help="Time zone of the moments, such as Europe/Berlin.")] = "",
    column: Annotated[
        list[str] | None, typer.Option("--column", "-c", metavar="ROLE=NAME", help="Which column plays a role.")
    ] = None,
    keep: Annotated[list[str] | None, typer.Option(help="A personal column to keep as it is.")] = None,
    only_finished: Annotated[bool, typer.Option("--only-finished", help="Leave out unfinished answers.")] = False,  # noqa: FBT002 an option, by name
    pseudonyms: Annotated[bool, typer.Option("--pseudonyms", help="Give every participant a pseudonym.")] = False,  # noqa: FBT002 an option, by name
    keep_original: Annotated[bool, typer.Option("--keep-original", help="Keep it with its personal data.")] = False,  # noqa: FBT002 an option, by name
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of the source of this id.")] = False,  # noqa: FBT002 an option, by name
    publisher: Annotated[str, typer.Option(help="Secondary: who says it.")] = "",
    date: Annotated[str, typer.Option(help="Secondary: when it was published, YYYY-MM-DD.")] = "",
    claim: Annotated[str, typer.Option(help="Secondary: what it says.")] = "",
    address: Annotated[str, typer.Option(help="Secondary: where it can be read.")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would happen.")] = False,  # noqa: FBT002 an option, by name
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,  # noqa: FBT002 an option, by name
) -> None:
    """Put a file into a study: its rows as a tidy table, its source into the register. Prints what was done to it."""
    from cjm_research.imports import command

    request = command.Request(
        kind=kind,
        study=study,
        file=file,
        id=id,
        title=title,
        consent=consent,
        publisher=publisher,
        date=date,
        claim=claim,
        address=address,
        only_preview=preview,
        yes=yes,
        replace=replace,
        pseudonyms=pseudonyms,
        keep_original=keep_original,
        options=command.options(
            column or (),
            vendor=vendor,
            encoding=encoding,
            delimiter=delimiter,
            date_format=date_format,
            zone=zone,
            keep_personal=tuple(keep or ()),
            only_finished=only_finished,
        ),
    )
    raise typer.Exit(command.run(request, say=typer.echo, agree=typer.confirm))


@app.command()
def forget(
    participant: Annotated[str, typer.Argument(help="The person's id, in the tables or before it became a pseudonym.")],
    study: Annotated[str, typer.Option(help="A study's name or folder.")],
) -> None:
    """Take a person out of a study, and say which reports must be rebuilt."""
    from cjm_research import store
    from cjm_research.imports import forgetting

    _, left = forgetting.forget(store.open_study(study), participant)
    typer.echo(forgetting.as_text(left, study))


@app.command()
def trace(
    id: Annotated[
        str, typer.Argument(help="Id of an insight, obstacle, opportunity, solution or metric, or interviews#q07.")
    ],
    study: Annotated[str, typer.Option(help="A study's name or folder.")],
) -> None:
    """Print what something rests on and what follows from it: quote, insight, opportunity, solution, metric."""
    from cjm_research import store
    from cjm_research.sections import trace as chains

    typer.echo(chains.as_text(store.open_study(study), id))


exports = typer.Typer(no_args_is_help=True)
app.add_typer(exports, name="export", help="Write a part of a study for another tool.")


@exports.command("codebook")
def export_codebook(
    file: Annotated[Path, typer.Argument(help="File to write, such as codes.qdc.")],
    study: Annotated[str, typer.Option(help="A study's name or folder.")],
) -> None:
    """Write the codebook as REFI-QDA (.qdc), for NVivo, MAXQDA, ATLAS.ti, QualCoder and others."""
    from cjm_research import store
    from cjm_research.imports import qualitative

    opened = store.open_study(study)
    store.atomic_write(file, qualitative.write_codebook(opened))
    typer.echo(f"Wrote {len(opened.codes)} codes to {file.name}. {qualitative.LOSS}")


@exports.command("tracker")
def export_tracker(
    study: Annotated[str, typer.Argument(help="A study's name or folder.")],
    file: Annotated[Path, typer.Option(help="File to write.")] = Path("tracker.csv"),
    persona: Annotated[str, typer.Option(help="Only what concerns this persona.")] = "",
) -> None:
    """Write opportunities and solutions as a CSV file that issue trackers import."""
    from cjm_research import store
    from cjm_research.reports import tracker

    text = tracker.tracker(store.open_study(study), persona)
    store.atomic_write(file, text.encode("utf-8-sig"))
    typer.echo(
        f"Wrote {file.name}. Priority is the chance to be among the first three: High from 2 in 3 on, Low up to 1 in 3."
    )
