"""The journeys of a log on every level, whole or of a group: two relations of which every question is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from cjm_research.analysis.journeys.engine import Engine
from cjm_research.analysis.journeys.gathering import count_paths, gather
from cjm_research.analysis.journeys.log import Level, Log
from cjm_research.errors import UnknownIdError


@dataclass(frozen=True)
class Group:
    """Whose journeys are asked about: everybody's, or those of a persona, an entry channel, a wave; or all three.

    The entry channel is that of a customer's first event in the log.
    """

    persona: str = ""
    channel: str | None = None
    wave: str = ""


EVERYBODY = Group()


@dataclass(frozen=True)
class Base:
    """What a number from a log rests on; of ``cut`` customers ``lost`` events beyond the cap were left out."""

    customers: int
    events: int
    first: datetime | None
    last: datetime | None
    cut: int = 0
    lost: int = 0


class Journeys:
    """The journeys of one log, opened once and asked many times."""

    def __init__(self, log: Log, engine: Engine) -> None:
        self.log, self.engine = log, engine
        try:
            self.items = gather(engine, log)
        except BaseException:
            engine.close()
            raise
        self._made: set[str] = set()
        engine.view(
            "entered",
            f"select members, wave, {self._channel(engine.code(engine.at('items', '1')))} as channel, events, items"
            f" from {engine.relation('journey')}",
        )

    @cached_property
    def channels(self) -> tuple[str, ...]:
        """The channels of the log in alphabetical order."""
        return tuple(sorted({item.channel for item in self.items}))

    def places(self, level: Level) -> tuple[str, ...]:
        """Return what the places of a path on this level stand for; a path holds indices into this."""
        if level == "event":
            return tuple(sorted({item.event for item in self.items}))
        if level == "channel":
            return self.channels
        return tuple(id for id, _ in self._meaning(level))

    def _meaning(self, level: Level) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return self.log.touchpoints if level == "touchpoint" else self.log.phases

    def place_of(self, level: Level) -> tuple[int | None, ...]:
        """Return for each code the place it has on this level, or None where it has none."""
        if level == "channel":
            return tuple(self.channels.index(item.channel) for item in self.items)
        if level == "event":
            where = {event: place for place, event in enumerate(self.places("event"))}
        else:
            where = {}
            for place, (_, events) in enumerate(self._meaning(level)):
                for event in events:
                    where.setdefault(event, place)
        return tuple(where.get(item.event) for item in self.items)

    def variants(self, level: Level) -> str:
        """Return the relation ``members, wave, channel, path, n`` on a level; a path without a place there is empty.

        A path has a row for each way in which those who go it differ; one row in a log without personas, waves,
        channels.
        """
        name = f"variant_{level}"
        if name not in self._made:
            self._make_variants(name, level)
        return self.engine.relation(name)

    def coded(self) -> str:
        """Select ``members, wave, channel, path, n`` with paths of codes, for a question about two levels at once."""
        if "variant" not in self._made:
            count_paths(self.engine, self.log)
            self._made.add("variant")
        channel = self._channel(self.engine.at("path", "1"))
        return f"select members, wave, {channel} as channel, path, n from {self.engine.relation('variant')}"

    def steps(self, level: Level) -> str:
        """Return the relation ``members, wave, channel, items`` on a level, per customer; codes of items are places."""
        name = f"steps_{level}"
        if name not in self._made:
            self._make_steps(name, level)
        return self.engine.relation(name)

    def where(self, group: Group) -> str:
        """Return the condition on ``members``, ``wave`` and ``channel`` that a group fulfils."""
        said = ["true"]
        if group.persona:
            told = [id for id, _ in self.log.personas]
            if group.persona not in told:
                raise UnknownIdError("persona in the log", group.persona, told)
            said.append(f"(members & {1 << told.index(group.persona)}) <> 0")
        if group.wave:
            known = [id for id, _, _ in self.log.waves]
            if group.wave not in known:
                raise UnknownIdError("wave", group.wave, known)
            said.append(f"wave = {known.index(group.wave)}")
        if group.channel is not None:
            if group.channel not in self.channels:
                raise UnknownIdError("channel", group.channel, self.channels)
            said.append(f"channel = {self.channels.index(group.channel)}")
        return " and ".join(said)

    def base(self, group: Group = EVERYBODY) -> Base:
        """Return how many customers and events there are, when, and what the cap cut."""
        e, cap = self.engine, self.log.cap
        first, last = e.at("items", "1"), e.at("items", e.length("items"))
        beyond = f"case when events > {cap} then"
        (customers, events, start, end, cut, lost), *_ = e.rows(
            f"select count(*), sum(events), min({e.moment(first)}), max({e.moment(last)}),"
            f" sum({beyond} 1 else 0 end), sum({beyond} events - {cap} else 0 end)"
            f" from {e.relation('entered')} where {self.where(group)}"
        )
        return Base(customers, int(events or 0), _day(start), _day(end), int(cut or 0), int(lost or 0))

    def close(self) -> None:
        """Give memory and files back."""
        self.engine.close()

    def _channel(self, code: str) -> str:
        if len(self.channels) < 2:
            return "0"
        numbers = [str(self.channels.index(item.channel)) for item in self.items]
        return self.engine.at(self.engine.list_of(numbers), f"{code} + 1")

    def placed(self, level: Level, code: str) -> str:
        """Return the SQL of the place that a code has on a level, null where it has none."""
        places = ["null" if place is None else str(place) for place in self.place_of(level)]
        return self.engine.at(self.engine.list_of(places), f"{code} + 1")

    def _stands_for_itself(self, level: Level) -> bool:
        return self.place_of(level) == tuple(range(len(self.items)))

    def _make_variants(self, name: str, level: Level) -> None:
        e = self.engine
        source = self.coded()
        if self._stands_for_itself(level) and level != "phase":
            e.view(name, source)
        else:
            placed = e.only(e.each("path", self.placed(level, "v")), "v is not null")
            path = e.unrepeated("path") if level == "phase" else "path"
            e.keep(
                name,
                f"select members, wave, channel, {path} as path, sum(n) as n from"
                f" (select members, wave, channel, {placed} as path, n from ({source}) as raw) as placed"
                " group by 1, 2, 3, 4",
            )
        self._made.add(name)

    def _make_steps(self, name: str, level: Level) -> None:
        e, entered = self.engine, self.engine.relation("entered")
        if self._stands_for_itself(level) and level != "phase":
            e.view(name, f"select members, wave, channel, items from {entered}")
        else:
            placed = e.each("items", e.recoded("v", self.placed(level, e.code("v"))))
            items = e.changes("items") if level == "phase" else "items"
            e.view(
                name,
                f"select members, wave, channel, {items} as items from"
                f" (select members, wave, channel, {e.only(placed, 'v is not null')} as items"
                f" from {entered}) as placed",
            )
        self._made.add(name)


def _day(micros: int | None) -> datetime | None:
    return None if micros is None else datetime.fromtimestamp(micros / 1_000_000, UTC)
