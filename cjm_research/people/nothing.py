"""When there is nothing to tell of somebody: the reason travels up to whoever asked."""

from __future__ import annotations


class Nothing(Exception):  # noqa: N818  it is no error: a study may well have no event log
    """There is nothing to tell, and this sentence says why.

    Whoever asks `people` for a log or a score that a study does not have is answered with it; a section then prints
    the sentence in the place of its numbers.

    Parameters
    ----------
    reason
        Why there is nothing, and what to do about it.
    warnings
        What the reader should know besides.

    Examples
    --------
    >>> str(Nothing("There is no event log in this study."))
    'There is no event log in this study.'
    """

    def __init__(self, reason: str, *, warnings: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.warnings = warnings
