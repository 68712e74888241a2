"""Puts the real studies together from their descriptions and the data that lie outside, and builds their reports."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from cjm_research import batch, store
from cjm_research.errors import CjmError
from cjm_research.imports import importing
from cjm_research.imports.reading import Options

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SHARED = Path(os.environ.get("CJM_SHARED_DATA") or ROOT.parent / "shared" / "data")
DATA = SHARED / "airline"
TICKETS = SHARED / "helpdesk"
FILES = ("satisfaction.csv", "seat_reviews.csv", "lounge_reviews.csv")


def assemble(target: Path) -> Path:
    """Write a study folder ``airline`` into ``target`` and return it: described here, its files imported."""
    _refuse_missing("airline", DATA, FILES)
    folder = _description(target, "airline")
    for name in FILES:
        kind = "reviews" if "reviews" in name else "survey"
        id, study = name.removesuffix(".csv"), store.open_study(folder)
        said = Options(columns=study.source(id).columns)
        importing.write(study, importing.preview(study, kind, DATA / name, said, id=id, replace_source=True))
    return folder


def assemble_helpdesk(target: Path) -> Path:
    """Write a study folder ``helpdesk`` into ``target`` and return it: described here, its log imported."""
    _refuse_missing("helpdesk", TICKETS, ("helpdesk.xes.gz",))
    folder = _description(target, "helpdesk")
    study = store.open_study(folder)
    found = importing.preview(study, "events", TICKETS / "helpdesk.xes.gz", id="helpdesk", replace_source=True)
    importing.write(study, found)
    return folder


STUDIES: tuple[Callable[[Path], Path], ...] = (assemble, assemble_helpdesk)


def _refuse_missing(study: str, folder: Path, names: tuple[str, ...]) -> None:
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        raise CjmError(
            f"../shared/data/{study} lacks {', '.join(missing)}. The {study} study cannot be built without its data; "
            "they are not part of this project."
        )


def _description(target: Path, name: str) -> Path:
    study = target / name
    shutil.rmtree(study, ignore_errors=True)
    shutil.copytree(HERE / name, study)
    return study


def main() -> int:
    """Build the reports of every study into ``reports`` and say where to look."""
    codes = []
    for put_together in STUDIES:
        try:
            outcome = batch.report(put_together(ROOT / "build" / "real"), jobs=2, out=ROOT / "reports")
        except CjmError as error:
            print(error, file=sys.stderr)
            codes.append(2)
        else:
            batch.print_outcome(outcome)
            codes.append(outcome.exit_code)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
