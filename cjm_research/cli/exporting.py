"""``cjm export KIND STUDY [FILE]``: a part of a study, written for another tool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cjm_research.cli.grammar import StudyName


def codebook(
    study: StudyName, file: Annotated[Path, typer.Argument(help="File to write.")] = Path("codebook.qdc")
) -> None:
    """Write the codebook as REFI-QDA (.qdc), for NVivo, MAXQDA, ATLAS.ti, QualCoder and others."""
    from cjm_research import store
    from cjm_research.imports import qualitative

    opened = store.open_study(study)
    store.atomic_write(file, qualitative.write_codebook(opened))
    typer.echo(f"Wrote {len(opened.codes)} codes to {file.name}. {qualitative.LOSS}")


def tracker(
    study: StudyName,
    file: Annotated[Path, typer.Argument(help="File to write.")] = Path("tracker.csv"),
    persona: Annotated[str, typer.Option(help="Only what concerns this persona.")] = "",
) -> None:
    """Write opportunities and solutions as a CSV file that issue trackers import."""
    from cjm_research import store
    from cjm_research.reports import tracker as tickets

    store.atomic_write(file, tickets.tracker(store.open_study(study), persona).encode("utf-8-sig"))
    typer.echo(
        f"Wrote {file.name}. Priority is the chance to be among the first three: High from 2 in 3 on, Low up to 1 in 3."
    )
