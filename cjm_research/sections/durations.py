"""How long something took, in the unit a reader would use."""

from __future__ import annotations

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def lasting(seconds: float) -> str:
    """Return a duration with two digits, in seconds, minutes, hours or days.

    Examples
    --------
    >>> lasting(42), lasting(150), lasting(8_280), lasting(86_400), lasting(86_400 * 36.4)
    ('42 s', '2.5 min', '2.3 h', '1 day', '36 days')
    """
    for unit, name in ((DAY, "days"), (HOUR, "h"), (MINUTE, "min"), (1, "s")):
        if seconds >= unit * 0.995 or unit == 1:
            number = seconds / unit
            shown = f"{number:.0f}" if number >= 9.95 else f"{number:.1f}".removesuffix(".0")
            return "1 day" if shown == "1" and unit == DAY else f"{shown} {name}"
    raise AssertionError
