"""An empty study whose files explain themselves."""

from __future__ import annotations

import json
from pathlib import Path
from string import Template

from cjm_research.errors import CjmError
from cjm_research.starters.place import free_place
from cjm_research.store import atomic_write, make_inbox

EMPTY = Path(__file__).parent / "empty_study"


def write_empty(folder: Path, *, title: str) -> Path:
    """Write a study without content into a folder that is absent or empty, and return the folder.

    Five phases and the usual lanes are there. Every file says what it is for, which values it takes, and holds one
    example to copy.

    Raises
    ------
    CjmError
        The folder holds something, or the title is blank.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from cjm_research.store import open_study
    >>> with TemporaryDirectory() as place:
    ...     study = open_study(write_empty(Path(place) / "library", title="A: the library"))
    ...     study.about.title, [phase.id for phase in study.phases]
    ('A: the library', ['awareness', 'consideration', 'decision', 'retention', 'advocacy'])
    """
    place = free_place(folder)
    if not title.strip():
        raise CjmError("A study needs a title. Say what it is about, such as 'Joining the city library'.")
    for path in sorted(EMPTY.rglob("*.yaml")):
        text = path.read_text("utf-8")
        if path.name == "study.yaml":
            text = Template(text).substitute(title=json.dumps(title.strip(), ensure_ascii=False))
        atomic_write(place / path.relative_to(EMPTY), text.encode())
    for name in ("journeys", "reviews", "evidence"):
        (place / name).mkdir(exist_ok=True)
    make_inbox(place)
    return place
