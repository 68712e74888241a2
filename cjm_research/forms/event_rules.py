"""Which phase and touchpoint each event of a log belongs to, and how much of the log that explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from markupsafe import Markup

from cjm_research.forms.drafts import Page
from cjm_research.forms.event_counts import LogCount, counted
from cjm_research.forms.link_fields import titles
from cjm_research.forms.markup import joined, safe_html
from cjm_research.forms.row_table import RowTable, read_only
from cjm_research.forms.subjects import Subject
from cjm_research.printing import percent
from cjm_research.study import Phase, Source, Study, Touchpoint
from cjm_research.study.alphabet import refused
from cjm_research.study.part import Part, Slug, Text

TITLE = "What the events mean"
ABOUT = (
    "Each name in the log belongs to at most one phase, and may be a touchpoint. Names without a phase come first, "
    "the most "
    "frequent on top. Leave out what says nothing about customers, such as a cookie banner."
)
COLUMNS = {"phase": "Phase", "touchpoint": "Touchpoint"}
NONE = "There is no event log yet. Import one in 02_research; its events then stand here."


_Listed = TypeVar("_Listed", Phase, Touchpoint)


class EventRule(Part):
    """What one event name of the log stands for."""

    id: Text
    phase: Slug | None = None
    touchpoint: Slug | None = None


def logs(study: Study) -> list[Source]:
    """Return the event logs of a study whose file is there."""
    return [s for s in study.sources if s.columns.event and s.columns.participant and s.file and s.id in study.present]


class EventTable(RowTable):
    """The rules of one log, with the share of the log they cover above the table."""

    def __init__(self, study: Study, source: str) -> None:
        self.count = counted(study, source)
        self._order = in_order(study, self.count)
        self._least = study.about.thresholds.min_group
        self._by_name = dict(
            zip(self.count.names, zip(self.count.events, self.count.customers, strict=True), strict=True)
        )
        subject = Subject(
            part="events",
            title=f"{TITLE}: {study.source(source).title}",
            about=ABOUT,
            noun="event",
            row_model=EventRule,
            rows=lambda study: rules(study, self._order),
            put=lambda study, _, rows: put(study, tuple(row for row in rows if isinstance(row, EventRule))),
        )
        super().__init__(study, subject, COLUMNS, self._count_of, "Event in the log")

    def say_above(self, page: Page) -> Markup:
        """Return the coverage as it would be with the rules as they stand in the form."""
        phased = {str(row.states["id"]) for row in page.rows if row.states["phase"]}
        touched = {str(row.states["id"]) for row in page.rows if row.states["touchpoint"]}
        meters = [_meter(name, self.count, names) for name, names in (("a phase", phased), ("a touchpoint", touched))]
        told = unreadable(self.count)
        return joined([*meters, safe_html("<p>{}</p>", told)] if told else meters)

    def _count_of(self, name: str) -> Markup:
        events, customers = self._by_name.get(name, (0, 0))
        return safe_html("<code>{}</code><small>{}</small>", name, how_often(events, customers, self._least))


def rules(study: Study, names: tuple[str, ...]) -> tuple[EventRule, ...]:
    """Return what each of these events stands for in the study."""
    return tuple(
        EventRule(id=name, phase=_first(study.phases, name), touchpoint=_first(study.touchpoints, name))
        for name in names
    )


def put(study: Study, rows: tuple[EventRule, ...]) -> Study:
    """Return the study with the events of phases and touchpoints as these rules say; what no rule changes stays."""
    now = {rule.id: rule for rule in rules(study, tuple(row.id for row in rows))}
    phases = {row.id: row.phase for row in rows if row.phase != now[row.id].phase}
    touchpoints = {row.id: row.touchpoint for row in rows if row.touchpoint != now[row.id].touchpoint}
    return study.replaced(
        phases=tuple(_moved(phase, phases) for phase in study.phases),
        touchpoints=tuple(_moved(touchpoint, touchpoints) for touchpoint in study.touchpoints),
    )


def in_order(study: Study, count: LogCount) -> tuple[str, ...]:
    """Return all event names: without a phase first, then by frequency; last those of the study that the log lacks.

    A name with characters that no study takes can stand in no rule and is left out; an import makes it legible.
    """
    placed = {name for phase in study.phases for name in phase.events}
    listed = [name for part in (study.phases, study.touchpoints) for one in part for name in one.events]
    by_need = sorted((name for name in count.names if not refused(name)), key=lambda name: name in placed)
    return tuple(dict.fromkeys([*by_need, *listed]))


def unreadable(count: LogCount) -> str:
    """Return a sentence about the names of a log that can stand in no rule; '' where there is none."""
    broken = sum(bool(refused(name)) for name in count.names)
    if not broken:
        return ""
    names = "1 name holds" if broken == 1 else f"{broken:,} names hold"
    return (
        f"{names} characters that cannot be read and can stand in no rule. Import the log again; they are then shown."
    )


def how_often(events: int, customers: int, least: int) -> str:
    """Return a count in words, nothing about groups that are too small.

    Examples
    --------
    >>> how_often(1200, 300, 5), how_often(4, 3, 5), how_often(0, 0, 5)
    ('1,200 events of 300 customers', 'fewer than 5 customers', 'not in this log')
    """
    if not events:
        return "not in this log"
    return f"{events:,} events of {customers:,} customers" if customers >= least else f"fewer than {least} customers"


def read_only_rules(study: Study) -> Markup:
    """Return the rules as tables, one for each log."""
    tables = [_read_only(study, source) for source in logs(study)]
    return joined(tables) if tables else read_only(TITLE, NONE, (), ())


def _read_only(study: Study, source: Source) -> Markup:
    count, least = counted(study, source.id), study.about.thresholds.min_group
    names, phase, touchpoint = in_order(study, count), titles(study, "phase"), titles(study, "touchpoint")
    by_name = dict(zip(count.names, zip(count.events, count.customers, strict=True), strict=True))
    rows = [
        (
            rule.id,
            how_often(*by_name.get(rule.id, (0, 0)), least),
            phase.get(rule.phase or "", ""),
            touchpoint.get(rule.touchpoint or "", ""),
        )
        for rule in rules(study, names)
    ]
    phased = {rule.id for rule in rules(study, names) if rule.phase}
    return read_only(
        f"{TITLE}: {source.title}",
        f"In a phase: {_share(count, phased)}. {unreadable(count)}".rstrip(),
        ("event", "how often", *COLUMNS.values()),
        rows,
    )


def _share(count: LogCount, names: set[str]) -> str:
    events, customers = count.covered(names)
    total = int(count.events.sum())
    having = f"{_part(customers, count.everyone)} of {count.everyone:,} customers have at least one"
    return f"{_part(events, total)} of {total:,} events; {having}"


def _meter(name: str, count: LogCount, names: set[str]) -> Markup:
    events, _ = count.covered(names)
    width = round(100 * events / max(int(count.events.sum()), 1))
    return safe_html(
        '<div class="cjm-meter"><span>In {}: {}</span><span class="cjm-track"><span style="width: '
        '{}%"></span></span></div>',
        name,
        _share(count, names),
        width,
    )


def _part(part: int, whole: int) -> str:
    return percent(part / whole) if whole else "none"


def _first(parts: Sequence[Phase | Touchpoint], name: str) -> str | None:
    return next((part.id for part in parts if name in part.events), None)


def _moved(part: _Listed, targets: Mapping[str, str | None]) -> _Listed:
    events = [name for name in part.events if name not in targets]
    events += [name for name, target in targets.items() if target == part.id]
    return part.model_copy(update={"events": tuple(events)})
