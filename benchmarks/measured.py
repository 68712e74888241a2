"""What the runs of one peer gave: processor seconds, wall clock and memory, as medians."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from compare import Found
from roster import Peer


@dataclass
class Measured:
    """What the runs of one peer gave; ``failed`` is why there are none, ``wrong`` where its numbers differ."""

    peer: Peer
    runs: list[Found] = field(default_factory=list)
    failed: str = ""
    wrong: list[str] = field(default_factory=list)

    def cpu(self, without: tuple[str, ...] = ()) -> float:
        """Return the median of the processor seconds of the work, without some of its stages."""
        return self._middle("cpu", without)

    def wall(self) -> float:
        """Return the median of the seconds the work took."""
        return self._middle("wall", ())

    def _middle(self, kind: str, without: tuple[str, ...]) -> float:
        return median(
            sum(cost[kind] for name, cost in run["stages"].items() if name not in without and not name.startswith("  "))
            for run in self.runs
        )

    def peak(self) -> float:
        """Return the largest peak of memory in MB."""
        return max(run["peak_mb"] for run in self.runs)
