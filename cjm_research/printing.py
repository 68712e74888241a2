"""How numbers are printed, the same on every page, form and line of the terminal: shares, signs, durations."""

from __future__ import annotations

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def percent(share: float) -> str:
    """Return a share of 0 to 1 as it is printed everywhere.

    Under one in a hundred it has a decimal, so that few are not printed as none; nearly all are not printed as all.

    Examples
    --------
    >>> [percent(share) for share in (0, 0.004, 0.42, 0.997, 1)]
    ['0 %', '0.4 %', '42 %', '> 99 %', '100 %']
    """
    return f"{'> 99' if 0.995 <= share < 1 else hundredths(share)} %"


def hundredths(share: float) -> str:
    """Return a share in percent without its sign, as an interval has it: ``[0.4, 42]``.

    Examples
    --------
    >>> [hundredths(share) for share in (0, 0.004, 0.42, -0.23)]
    ['0', '0.4', '42', '−23']
    """
    small = share and abs(share) < 0.01
    return true_minus(f"{round(100 * share, 1) + 0.0:.1f}" if small else f"{round(100 * share):d}")


def chance(p: float | None) -> str:
    """Return a p or q value as it is printed everywhere; a dash where nothing was tested.

    Examples
    --------
    >>> chance(0.0001), chance(0.0321), chance(None)
    ('< 0.001', '0.032', '–')
    """
    return "–" if p is None else "< 0.001" if p < 0.001 else f"{p:.3f}"


def true_minus(text: str) -> str:
    """Return a printed number with the minus sign of the charts.

    Examples
    --------
    >>> true_minus("[-0.25, -0.04]")
    '[−0.25, −0.04]'
    """
    return text.replace("-", "−")


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
