"""A log read once: one sorted list per customer, and on demand how often each path occurs.

``journey``  one row per customer: ``members`` (a bit per persona), ``wave``, ``events`` (before the cap), ``items``.
``variant``  one row per distinct path: ``members``, ``wave``, ``path`` (codes), ``n`` (customers).

A code stands for one event through one channel.
"""

from __future__ import annotations

from dataclasses import dataclass

from cjm_research.analysis.journeys.engine import Engine
from cjm_research.analysis.journeys.log import Log
from cjm_research.analysis.journeys.membership import members
from cjm_research.errors import EvidenceError

MOST_CODES = 65_000


@dataclass(frozen=True)
class Item:
    """What a code stands for."""

    event: str
    channel: str


def gather(e: Engine, log: Log) -> tuple[Item, ...]:
    """Make ``journey`` and return what its codes stand for; nothing is read from outside afterwards."""
    columns = e.open(log)
    _require_roles(log, columns)
    event = f"cast({e.name(log.event)} as string)"
    channel = f"coalesce(cast({e.name(log.channel)} as string), '')" if log.channel else ""
    items = _named(e, log, event, channel)
    same = f"cjm_event = {event}" + (f" and cjm_channel = {channel}" if channel else "")
    customer, source = e.name(log.customer), e.relation("source")
    packed = e.packed(e.micros(e.name(log.moment)), "cjm_place", "cjm_code")
    gathered = (
        f"select {customer} as customer, {members(e, log, columns)} as members, {e.gathered(packed)} as items"
        f" from {source} join {e.relation('item')} as item on {same} group by {customer}"
    )
    first, last = e.moment(e.at("items", "1")), e.moment(e.at("items", e.length("items")))
    e.keep(
        "journey",
        f"select members, {_wave(e, log)} as wave, {e.length('items')} as events,"
        f" {e.capped('items', log.cap)} as items,"
        f" customer is null or trim(cast(customer as string)) = '' as nobody,"
        f" {first} is null or {last} is null as timeless from ({gathered}) as gathered",
    )
    _refuse_nobody(e, log)
    _refuse_unordered(e, log)
    e.seal()
    return items


def count_paths(e: Engine, log: Log) -> None:
    """Make ``variant``. Only what tells customers apart is grouped by, which is quicker."""
    path = e.each("items", e.code("v"))
    keys = [*(["members"] if log.personas else []), *(["wave"] if log.waves else []), "path"]
    columns = ["members" if log.personas else "cast(0 as bigint) as members", "wave" if log.waves else "-1 as wave"]
    e.keep(
        "variant",
        f"select {', '.join(columns)}, path, count(*) as n from"
        f" (select members, wave, {path} as path from {e.relation('journey')}) as coded group by {', '.join(keys)}",
    )


def _named(e: Engine, log: Log, event: str, channel: str) -> tuple[Item, ...]:
    """Give a code to each event through each channel, in the order of their names."""
    named = "cjm_event, cjm_channel" if channel else "cjm_event"
    through = f", {channel} as cjm_channel" if channel else ""
    seen = f"select distinct {event} as cjm_event{through} from {e.relation('source')}"
    one = "partition by cjm_event is null"  # a window without a partition makes Spark warn; names are never null
    code = f"cast(row_number() over ({one} order by {named}) - 1 as int)"
    e.keep("item", f"select {named}, {code} as cjm_code from ({seen}) as seen")
    nowhere = "" if channel else ", ''"
    rows = e.rows(f"select {named}{nowhere} from {e.relation('item')} order by cjm_code")
    items = tuple(Item(*row) for row in rows)
    _refuse_nameless(log, items)
    return items


def _require_roles(log: Log, columns: dict[str, str]) -> None:
    roles = {
        "participant": log.customer,
        "at": log.moment,
        "event": log.event,
        "channel": log.channel,
        "order": log.order,
    }
    for role, column in roles.items():
        if column not in columns and (column or role not in ("channel", "order")):
            what = f"has no column '{column}' for {role}" if column else f"has no column for {role}"
            raise EvidenceError(
                log.name, f"{what}. Name it under 'columns:' in sources.yaml. There is: {', '.join(columns)}."
            )
    if not columns[log.moment].startswith(("timestamp", "date")):
        raise EvidenceError(log.name, "holds no dates and times. Import the log with cjm import.", column=log.moment)
    if log.order and columns[log.order] in ("string", "varchar"):
        what = "holds text, in which 10 comes before 9. Save it as numbers or leave 'order' out."
        raise EvidenceError(log.name, what, column=log.order)


def _refuse_nameless(log: Log, items: tuple[Item, ...]) -> None:
    if any(not (item.event or "").strip() for item in items):
        what = "is blank in some rows, so nobody can tell which event this is. Complete the rows or remove them."
        raise EvidenceError(log.name, what, column=log.event)
    if len(items) > MOST_CODES:
        what = (
            f"has {len(items):,} kinds of events, more than {MOST_CODES:,}. Give the events fewer names, such as pages "
            "without ids."
        )
        raise EvidenceError(log.name, what, column=log.event)


def _refuse_nobody(e: Engine, log: Log) -> None:
    source, journey = e.relation("source"), e.relation("journey")
    counted = [f"coalesce(sum(case when {which} then events else 0 end), 0)" for which in ("nobody", "timeless")]
    (nobody, timeless), *_ = e.rows(f"select {', '.join(counted)} from {journey}")
    if nobody:
        what = (
            f"is blank in {nobody:,} rows, so nobody can tell whose events these are. Complete the rows or remove them."
        )
        raise EvidenceError(log.name, what, column=log.customer)
    if timeless:
        (timeless,), *_ = e.rows(f"select count(*) - count({e.name(log.moment)}) from {source}")
        what = f"is blank in {timeless:,} rows. Complete the rows or remove them."
        raise EvidenceError(log.name, what, column=log.moment)


def _refuse_unordered(e: Engine, log: Log) -> None:
    if log.order:
        (unordered,), *_ = e.rows(f"select count(*) - count({e.name(log.order)}) from {e.relation('source')}")
        if unordered:
            what = f"is blank in {unordered:,} rows, so it gives no order. Complete the rows or leave 'order' out."
            raise EvidenceError(log.name, what, column=log.order)


def _wave(e: Engine, log: Log) -> str:
    start = e.moment(e.at("items", "1"))
    cases = [
        f"when {start} between {first} and {last} then {place}" for place, (_, first, last) in enumerate(log.waves)
    ]
    return f"case {' '.join(cases)} else -1 end" if cases else "-1"
