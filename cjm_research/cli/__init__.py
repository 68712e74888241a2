"""``cjm``: the workbench at the keyboard. Exit code 0 all good, 1 something to look at, 2 wrong use.

One grammar: ``cjm VERB STUDY …``. A file that comes in or goes out is named by its kind first: ``cjm import KIND FILE
--study STUDY``, ``cjm export KIND STUDY [FILE]``. Only what makes a study takes a folder that is none yet.
"""

from __future__ import annotations

import typer

from cjm_research.cli import exporting, importing, starting, studies
from cjm_research.cli.grammar import Commands

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)


@app.callback()
def _main() -> None:
    """Make customer journey maps: studies in, consistent reports out."""


_exports = typer.Typer(cls=Commands, no_args_is_help=True)

for _command in (studies.report, studies.check, studies.diff, starting.new, starting.demo):
    app.command()(_command)
app.command("import")(importing.import_file)
app.command()(studies.forget)
app.command()(studies.trace)
app.command()(studies.upgrade)
app.add_typer(_exports, name="export", help="Write a part of a study for another tool.")
_exports.command()(exporting.codebook)
_exports.command()(exporting.tracker)
