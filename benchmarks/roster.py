"""Who takes part: the file of each peer, what it can answer, and where it is known to differ."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PEERS_FOLDER = Path(__file__).parent / "peers"


@dataclass(frozen=True)
class Peer:
    """One tool. Where ``peers/<file>.txt`` exists, it lives in a venv of its own with just that, else with the project.

    ``once``: it takes minutes, so one run must do. ``within``: by how many seconds its medians may be off, and ``why``
    that is more than a millisecond.
    """

    file: str
    title: str
    has_edges: bool = True
    has_variants: bool = True
    has_funnel: bool = True
    once: bool = False
    within: float = 0.001
    why: str = ""

    @property
    def script(self) -> Path:
        """The file that does the work."""
        return PEERS_FOLDER / f"{self.file}.py"

    @property
    def requirements(self) -> Path | None:
        """The pinned packages of its own venv, or None where the project's are used."""
        pinned = PEERS_FOLDER / f"{self.file}.txt"
        return pinned if pinned.exists() else None


OURS = Peer("ours", "cjm_research on DuckDB")
FLOOR = Peer("floor", "floor: decode and group by customer", has_edges=False, has_variants=False, has_funnel=False)
PEERS = (
    OURS,
    FLOOR,
    Peer("naive_sql", "DuckDB, a query per question"),
    Peer("with_polars", "polars"),
    Peer("with_pandas", "pandas"),
    Peer("with_pandas_tuned", "pandas, tuned"),
    Peer("with_pm4py", "pm4py", has_funnel=False),
    Peer(
        "with_retentioneering",
        "retentioneering 5",
        has_variants=False,
        within=1.0,
        why="it counts the seconds that begin between two events (date_diff), so a median is up to a second off",
    ),
    Peer("ours_on_spark", "cjm_research on Spark, local[2]", once=True),
)
