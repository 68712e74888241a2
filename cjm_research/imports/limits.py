"""How much of a file from outside is read, and how a refusal shows sizes and names."""

from __future__ import annotations

MEGABYTE = 1_000_000
MAX_UNPACKED = 100 * MEGABYTE
MAX_RATIO = 100
MAX_DEPTH = 32


def megabytes(size: int) -> str:
    """Return a size in whole megabytes.

    Examples
    --------
    >>> megabytes(100_000_000)
    '100 MB'
    """
    return f"{size / MEGABYTE:,.0f} MB"


def shown(text: str) -> str:
    r"""Return a name from inside a file, cut, and with invisible characters as their codes.

    Examples
    --------
    >>> shown("a\u202eb.txt")
    'a\\u202eb.txt'
    """
    plain = text.encode("unicode_escape").decode() if not text.isprintable() else text
    return plain if len(plain) <= 60 else plain[:57] + "…"
