"""One long step in a thread, so that the page stays alive and Cancel is heard."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from typing import Generic, TypeVar

from cjm_research.errors import CjmError

_T = TypeVar("_T")
Progress = Callable[[int], None]


class CancelledError(CjmError):
    """Somebody pressed Cancel."""


class Work(Generic[_T]):
    """Something that takes long and says how far it is.

    Parameters
    ----------
    act
        What to do. It gets a function to call now and then with how far it is; that call stops it after `leave`.
    moved
        Called with how far it is.
    done
        Called with the result.
    failed
        Called with the error. Neither is called after `leave`.
    """

    def __init__(
        self,
        act: Callable[[Progress], _T],
        moved: Progress,
        done: Callable[[_T], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._act, self._moved, self._done, self._failed = act, moved, done, failed
        self._left = Event()
        self._thread = Thread(target=self._run, name="cjm-import", daemon=True)
        self._thread.start()

    def leave(self) -> None:
        """Stop it and take no notice of how it ends: for work that writes nothing."""
        self._left.set()

    def wait(self, seconds: float = 60) -> None:
        """Wait until it has ended."""
        self._thread.join(seconds)

    def _step(self, count: int) -> None:
        if self._left.is_set():
            raise CancelledError("Cancelled.")
        self._moved(count)

    def _run(self) -> None:
        try:
            result = self._act(self._step)
        except Exception as error:  # noqa: BLE001  a thread has nobody else to tell
            if not self._left.is_set():
                self._failed(error)
        else:
            if not self._left.is_set():
                self._done(result)
