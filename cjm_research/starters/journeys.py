"""What one customer of the demo does, hour by hour, from the first contact on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from cjm_research.starters.sampling import pick
from cjm_research.starters.truth import EventsTruth

PHASES = ("awareness", "consideration", "decision", "retention", "advocacy")
SUBSCRIBED_DAYS = 120
A_MINUTE = 1 / 60


@dataclass
class Life:
    """The events of one customer so far; hours are counted from midnight of the first day.

    Examples
    --------
    >>> life = Life("mira", hour=7.0)
    >>> life.note("ad_click")
    >>> life.events
    [(7.0, 'ad_click')]
    """

    persona: str
    hour: float
    events: list[tuple[float, str]] = field(default_factory=list)

    def note(self, event: str) -> None:
        """Write down an event at the present hour."""
        self.events.append((self.hour, event))


def life(planted: EventsTruth, persona: str, rng: np.random.Generator) -> list[tuple[float, str]]:
    """Return the events of one customer as pairs of hour and name, in order of time.

    The customer enters in awareness, or later without a contact that was seen, and after each phase goes on with the
    planted share. Nobody reaches a phase before the one that leads to it.
    """
    found = Life(persona, _awake(planted, persona, rng))
    start = int(rng.random() < planted.enters_later[persona])
    for place in range(start, len(PHASES)):
        _live_through(planted, found, place, may_step_back=place > start, rng=rng)
        if place == len(PHASES) - 1 or rng.random() >= planted.goes_on[PHASES[place]][persona]:
            break
        _arrive(planted, found, PHASES[place], rng)
    return sorted([*found.events, *_noise(planted, found, rng)])


def _live_through(
    planted: EventsTruth, found: Life, place: int, *, may_step_back: bool, rng: np.random.Generator
) -> None:
    phase = PHASES[place]
    if phase == "retention":
        found.events.extend(_subscription(planted, found, rng))
        return
    _visit(planted, found, phase, 1 + int(rng.poisson(planted.more[phase][found.persona])), rng)
    if may_step_back and phase != "advocacy" and rng.random() < planted.steps_back[found.persona]:
        _visit(planted, found, PHASES[place - 1], 1, rng)
        _visit(planted, found, phase, 1, rng)


def _visit(planted: EventsTruth, found: Life, phase: str, times: int, rng: np.random.Generator) -> None:
    weights = {event: shares[found.persona] for event, shares in planted.does[phase].items()}
    for event in pick(rng, weights, times):
        if found.events:
            found.hour = _later(planted, found, planted.hours_between[phase], rng)
        found.note(str(event))


def _arrive(planted: EventsTruth, found: Life, phase: str, rng: np.random.Generator) -> None:
    """Note what happens between two phases: the finished sign-up, or months in the saddle before speaking up."""
    if phase == "decision":
        found.hour += rng.uniform(5, 25) * A_MINUTE
        found.note("checkout_complete")
        found.hour = _later(planted, found, 48, rng)
        found.note("bike_handover")
    if phase == "retention":
        found.hour += rng.uniform(10, SUBSCRIBED_DAYS - 10) * 24


def _later(planted: EventsTruth, found: Life, middle: float, rng: np.random.Generator) -> float:
    gap = min(rng.lognormal(np.log(middle), 0.8), 5 * middle)
    if gap < 8:
        return found.hour + max(gap, A_MINUTE)
    day = (found.hour + gap) // 24
    return max(float(day * 24 + _awake(planted, found.persona, rng)), found.hour + 5 * A_MINUTE)


def _awake(planted: EventsTruth, persona: str, rng: np.random.Generator) -> float:
    return float(rng.normal(planted.hour_of_day[persona], 2.5) % 24)


def _subscription(planted: EventsTruth, found: Life, rng: np.random.Generator) -> Iterator[tuple[float, str]]:
    """Yield the first ride, what follows in 120 days, and how the first renewal ends."""
    found.hour = begin = _later(planted, found, 16, rng)
    yield begin, "app_ride"
    for event, mean in planted.subscriber.items():
        for day in rng.integers(1, SUBSCRIBED_DAYS, rng.poisson(mean[found.persona])):
            hour = (begin // 24 + float(day)) * 24 + _awake(planted, found.persona, rng)
            yield hour, event
            if event == "repair_request":
                yield hour + rng.lognormal(np.log(planted.repair_hours[found.persona]), 0.4), "repair_done"
    if rng.random() < planted.opens_letter[found.persona]:
        opened = begin + (SUBSCRIBED_DAYS + rng.uniform(5, 15)) * 24
        yield opened, "renewal_notice_open"
        renews = rng.random() < planted.renews[found.persona]
        yield opened + rng.uniform(0.1, 48), "renewed" if renews else "cancelled"


def _noise(planted: EventsTruth, found: Life, rng: np.random.Generator) -> Iterator[tuple[float, str]]:
    first = found.events[0][0]
    for event, share in planted.noise.items():
        if rng.random() < share:
            yield first + (A_MINUTE if event == "cookie_banner" else rng.uniform(24, 1000)), event
