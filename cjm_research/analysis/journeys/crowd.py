"""Whose journeys are asked about: the first argument of every question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from cjm_research.analysis.journeys.engine import Engine
from cjm_research.analysis.journeys.journeys import Base, Group, Journeys
from cjm_research.analysis.journeys.log import Level
from cjm_research.errors import UnknownIdError
from cjm_research.study import Thresholds


@dataclass(frozen=True)
class Crowd:
    """The customers whose journeys are asked about, and how few of them are too few.

    Parameters
    ----------
    journeys
        An open log.
    group
        Whose journeys in it; `EVERYBODY` for all of them.
    thresholds
        Nothing is told of fewer customers than ``min_group``.
    """

    journeys: Journeys
    group: Group
    thresholds: Thresholds

    @property
    def source(self) -> str:
        """The id of the source in the study that the log is."""
        return self.journeys.log.source

    @property
    def least(self) -> int:
        """The fewest customers of whom anything may be told."""
        return self.thresholds.min_group

    @cached_property
    def base(self) -> Base:
        """How many customers and events there are, when, and what the cap cut."""
        return self.journeys.base(self.group)

    def of(self, group: Group) -> Crowd:
        """Return another group of the same log, told by the same thresholds."""
        return replace(self, group=group)

    @property
    def engine(self) -> Engine:
        """What runs the queries."""
        return self.journeys.engine

    @property
    def where(self) -> str:
        """The condition on ``members``, ``wave`` and ``channel`` that these customers fulfil."""
        return self.journeys.where(self.group)

    def places(self, level: Level) -> tuple[str, ...]:
        """Return what the places of a path on this level stand for; a path holds indices into this."""
        return self.journeys.places(level)

    def index(self, level: Level, id: str) -> int:
        """Return the place that an id of a level has in a path.

        Raises
        ------
        UnknownIdError
            There is no such place in the log.
        """
        known = self.places(level)
        if id not in known:
            raise UnknownIdError(level, id, known)
        return known.index(id)

    def placed(self, level: Level, code: str) -> str:
        """Return the SQL of the place that a code has on a level, null where it has none."""
        return self.journeys.placed(level, code)

    def paths(self, level: Level) -> str:
        """Select ``path, n``: how many of these customers go which path on a level."""
        return f"select path, n from {self.journeys.variants(level)} where {self.where}"

    def coded(self) -> str:
        """Select ``path, n`` with paths of codes, for a question about two levels at once."""
        return f"select path, n from ({self.journeys.coded()}) as coded where {self.where}"
