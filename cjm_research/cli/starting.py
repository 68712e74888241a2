"""Commands that make a study where none is: ``cjm new``, ``cjm demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def new(
    folder: Annotated[Path, typer.Argument(help="Folder to make, such as data/my-study.")],
    title: Annotated[str, typer.Option(help="Title of the study.")] = "My study",
) -> None:
    """Make an empty study with guidance in its files."""
    from cjm_research import starters

    typer.echo(f"Made {starters.write_empty(folder, title=title)}. Begin with study.yaml, or with notebook 01.")


def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to make.")],
    seed: Annotated[int, typer.Option(min=0, help="Another seed draws other people.")] = 7,
    customers: Annotated[int, typer.Option(min=200, max=1_000_000, help="Customers in the event log.")] = 3000,
) -> None:
    """Write a complete invented study whose true numbers are known (truth.yaml)."""
    from cjm_research import starters

    typer.echo(f"Made {starters.write_demo(folder, seed=seed, customers=customers)}. Try: cjm report {folder}")
