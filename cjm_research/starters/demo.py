"""The demo study of an invented company, whose evidence is drawn from known values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Template

import numpy as np
import pandas as pd

from cjm_research.errors import CjmError
from cjm_research.starters.events import events, parquet
from cjm_research.starters.place import free_place
from cjm_research.starters.remarks import Remarks
from cjm_research.starters.second_coder import coded_twice
from cjm_research.starters.survey import survey
from cjm_research.starters.truth import Truth, truth_of
from cjm_research.starters.wishes import wishes
from cjm_research.store import atomic_write, make_inbox, sha256
from cjm_research.store.document import read

DEMO = Path(__file__).parent / "demo_study"
WORDS = Path(__file__).parent / "demo_words"
REGISTER = Path("evidence", "sources.yaml")
TRUTH = Path("truth.yaml")


def write_demo(folder: Path, *, seed: int = 7, customers: int = 3000) -> Path:
    """Write the demo study into a folder that is absent or empty, and return the folder.

    Parameters
    ----------
    folder
        Where the study goes.
    seed
        Where chance begins; the same seed writes the same bytes.
    customers
        Number of customers in the event log.

    Raises
    ------
    CjmError
        The folder holds something, or there would be no customer.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     study = write_demo(Path(place) / "rollwerk", customers=20)
    ...     sorted(path.name for path in (study / "evidence").iterdir())
    ['events.parquet', 'interviews', 'poll.csv', 'sources.yaml', 'survey.csv']
    """
    place = free_place(folder)
    if customers < 1:
        raise CjmError(f"A log of {customers} customers cannot be drawn. Ask for 1 or more.")
    for path, text in _written_by_hand(seed, customers):
        atomic_write(place / path, text.encode())
    counts = {}
    for source, name, data, n in _drawn(truth_of(place)):
        atomic_write(place / "evidence" / name, data)
        counts[source] = n
    _register(place, counts)
    make_inbox(place)
    return place


def _written_by_hand(seed: int, customers: int) -> Iterator[tuple[Path, str]]:
    """Yield every file of the study that is copied, the register left out; the truth with its two numbers filled in."""
    for path in sorted(DEMO.rglob("*")):
        name = path.relative_to(DEMO)
        if path.suffix in (".yaml", ".md") and name != REGISTER:
            text = path.read_text("utf-8")
            yield name, Template(text).substitute(seed=seed, customers=customers) if name == TRUTH else text


def _drawn(truth: Truth) -> Iterator[tuple[str, str, bytes, int]]:
    """Yield each file of evidence: its source, name, content and how many units it speaks of."""
    for_survey, for_events, for_poll, for_wishes, for_coder = np.random.default_rng(truth.seed).spawn(5)
    answers = survey(truth, _remarks(), for_survey)
    answers = answers.join(wishes(truth, answers["rider_type"], for_wishes))
    yield "survey", "survey.csv", _csv(answers), len(answers)
    yield "events", "events.parquet", parquet(events(truth, for_events)), truth.customers
    votes = for_poll.multinomial(truth.poll.votes, list(truth.poll.shares.values()))
    poll = pd.DataFrame({"option": list(truth.poll.shares), "count": votes})
    yield "poll", "poll.csv", _csv(poll), truth.poll.votes
    quotes = pd.DataFrame(read((WORDS / "quotes.yaml").read_text("utf-8"), "quotes.yaml")["quotes"])
    coded = coded_twice(quotes, truth.interviews.coders, for_coder)
    yield "interviews", "interviews/quotes.csv", _csv(coded), quotes["participant"].nunique()


def _remarks() -> dict[str, Remarks]:
    spoken = read((WORDS / "open_answers.yaml").read_text("utf-8"), "open_answers.yaml")
    return {persona: Remarks.model_validate(content) for persona, content in spoken.items()}


def _csv(table: pd.DataFrame) -> bytes:
    return str(table.to_csv(index=False, lineterminator="\n")).encode()


def _register(place: Path, counts: dict[str, int]) -> None:
    """Write the register of sources with the size and fingerprint of what lies beside it."""
    files = {"survey": "survey.csv", "events": "events.parquet", "poll": "poll.csv", "interviews": "interviews"}
    filled = {f"{source}_n": str(n) for source, n in counts.items()}
    filled |= {f"{source}_sha256": sha256(place / "evidence" / name) for source, name in files.items()}
    text = Template((DEMO / REGISTER).read_text("utf-8")).substitute(filled)
    atomic_write(place / REGISTER, text.encode())
