"""How sections speak of customers in a log: of how many, when, and that rare ones are told together."""

from __future__ import annotations

from cjm_research.analysis import journeys as asked
from cjm_research.analysis import withheld
from cjm_research.analysis.journeys import Crowd
from cjm_research.people.crowd import crowd_of, window
from cjm_research.people.nothing import Nothing
from cjm_research.people.rows import named
from cjm_research.printing import percent
from cjm_research.privacy.disclosure import is_few
from cjm_research.study import Phase, Study

OTHER = "Other"


def too_few(study: Study, persona: str, what: str) -> str:
    """Say that too few people have what is asked about."""
    return f"Fewer than {study.about.thresholds.min_group} customers of {named(study, persona)} have {what}."


def nobody(count: int, study: Study, persona: str) -> str:
    """Say why a goal is reached by nobody, or by too few."""
    if not count:
        return f"nobody among {named(study, persona)} gets there"
    return f"{named(study, persona)}, {withheld(count, study.about.thresholds).reason}"


def may_be_told(study: Study, persona: str, crowd: Crowd, start: str, end: Phase) -> None:
    """Raise `Nothing` where enough come to a goal, but their number would tell of a few beside other numbers."""
    if start:
        _, arrived = asked.funnel(crowd, [start, end.id])
        enough, told = arrived.customers, arrived.total.value is not None
    else:
        enough, told = asked.visitors(crowd, "phase", end.id), ("phase", end.id) in asked.disclosed(crowd)
    if not told and enough >= crowd.least:
        raise Nothing(untold(study, persona, crowd, end.title))


def untold(study: Study, persona: str, crowd: Crowd, place: str) -> str:
    """Say that the number of those who come to a place is withheld, although they are enough by themselves."""
    whom = f"that of {named(study, persona)} who come to {place}"
    return f"Withheld: beside other numbers, {whom} would tell of fewer than {crowd.least}."


def on_the_level(study: Study, persona: str, crowd: Crowd, customers: int, level: asked.Level, who: str = "") -> str:
    """Say whose journeys are told, when, and how many events are passed over."""
    over, everybody = asked.passed_over(crowd, level), crowd.base.customers
    told = f"all but a few of {everybody:,}" if is_few(everybody - customers, crowd.least) else f"{customers:,}"
    share = f"{percent(over)} of the events are" if over else "No event is"
    return (
        f"{named(study, persona)}: {told} customers {who or f'with an event of a {level}'}, {window(crowd.base)}. "
        f"{share} in no {level}."
    )


def counted(customers: int, rarer: bool) -> str:  # noqa: FBT001  a mark of the number
    """Return a number of customers, marked where a few of rarer ways are among them."""
    return starred(f"{customers:,}", rarer)


def starred(text: str, rarer: bool) -> str:  # noqa: FBT001  as above
    """Return a text, marked where a few customers of rarer ways are counted in it."""
    return f"{text}*" if rarer else text


def crowd_at_touchpoints(study: Study, persona: str) -> Crowd:
    """Return a persona's customers where there are touchpoints to see them at; `Nothing` without."""
    crowd = crowd_of(study, persona)
    if not study.touchpoints:
        raise Nothing("The study has no touchpoints yet.")
    return crowd


def among_touchpoints(study: Study, persona: str, crowd: Crowd) -> str:
    """Say of how many customers and events paths are told, and which share of the events belongs to no touchpoint."""
    base, placed = crowd.base, asked.placed_events(crowd, "touchpoint")
    outside = (
        f"; {percent(1 - placed / base.events)} of the events belong to no touchpoint" if placed < base.events else ""
    )
    return (
        f"{named(study, persona)}: {base.customers:,} customers with {base.events:,} events, {window(base)}{outside}."
    )


def too_few_alike(study: Study, persona: str, crowd: Crowd, what: str) -> str:
    """Say that no group of customers does the same."""
    customers = crowd.base.customers
    if customers < crowd.least:
        reason = withheld(customers, crowd.thresholds).reason if customers else "nobody is in the log"
        return f"No paths of {named(study, persona)}: {reason}."
    return f"No group of {crowd.least} or more of {named(study, persona)} {what}."
