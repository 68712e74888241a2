"""Puts the airline study together from its description and the data that lie outside, and builds its reports."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from cjm_research import batch
from cjm_research.errors import CjmError

ROOT = Path(__file__).resolve().parents[2]
DESCRIPTION = Path(__file__).resolve().parent / "airline"
DATA = ROOT.parent / "shared" / "data" / "airline"
FILES = ("satisfaction.csv", "seat_reviews.csv", "lounge_reviews.csv")


def assemble(target: Path) -> Path:
    """Write a study folder ``airline`` into ``target`` and return it: the description from here, the data beside it."""
    missing = [name for name in FILES if not (DATA / name).is_file()]
    if missing:
        raise CjmError(
            f"../shared/data/airline lacks {', '.join(missing)}. The airline study cannot be built without its data; "
            "they are not part of this project."
        )
    study = target / "airline"
    shutil.rmtree(study, ignore_errors=True)
    shutil.copytree(DESCRIPTION, study)
    for name in FILES:
        shutil.copyfile(DATA / name, study / "evidence" / name)
    return study


def main() -> int:
    """Build the reports into ``reports/airline`` and say where to look."""
    try:
        outcome = batch.report(assemble(ROOT / "build" / "real"), jobs=2, out=ROOT / "reports")
    except CjmError as error:
        print(error, file=sys.stderr)
        return 2
    batch.print_outcome(outcome)
    return outcome.exit_code


if __name__ == "__main__":
    sys.exit(main())
