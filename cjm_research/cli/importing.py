"""``cjm import KIND FILE --study STUDY``: a file from outside, brought into a study."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


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
    only_finished: Annotated[bool, typer.Option("--only-finished", help="Leave out unfinished answers.")] = False,
    pseudonyms: Annotated[bool, typer.Option("--pseudonyms", help="Give every participant a pseudonym.")] = False,
    keep_original: Annotated[bool, typer.Option("--keep-original", help="Keep it with its personal data.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Take the place of the source of this id.")] = False,
    publisher: Annotated[str, typer.Option(help="Secondary: who says it.")] = "",
    date: Annotated[str, typer.Option(help="Secondary: when it was published, YYYY-MM-DD.")] = "",
    claim: Annotated[str, typer.Option(help="Secondary: what it says.")] = "",
    address: Annotated[str, typer.Option(help="Secondary: where it can be read.")] = "",
    preview: Annotated[bool, typer.Option("--preview", help="Only say what would happen.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
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
