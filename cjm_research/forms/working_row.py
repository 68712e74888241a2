"""A row that says what is being done, how far it is, and offers to leave it."""

from __future__ import annotations

from ipywidgets import HBox
from markupsafe import Markup

from cjm_research.forms.markup import html, safe_html
from cjm_research.forms.panels import Press, button, show_if


class WorkingRow:
    """Hidden as long as nothing is done.

    Parameters
    ----------
    cancel
        Called when Cancel is pressed.
    """

    def __init__(self, cancel: Press) -> None:
        self.cancel = button("Cancel", "cjm-cancel", cancel, icon="times")
        self.bar = html(safe_html(""), "cjm-working-box")
        self.box = HBox([self.bar, self.cancel])
        self.box.add_class("cjm-actions")
        self._what, self._size = "", 0
        self._share: int | None = None
        self.end()

    def begin(self, what: str, size: int, *, can_cancel: bool) -> None:
        """Show what begins; ``size`` is when it has ended, 0 where nobody knows."""
        self._what, self._size, self._share = what, size, None
        self.bar.value = _bar(what)
        show_if(self.cancel, can_cancel)
        show_if(self.box, True)

    def move(self, done: int) -> None:
        """Show how far it is."""
        share = min(100 * done // self._size, 100) if self._size else None
        if share != self._share:
            self._share = share
            at_end = share == 100
            self.bar.value = (
                _bar(f"{self._what} read to its end, putting it in order") if at_end else _bar(self._what, share)
            )

    def end(self) -> None:
        """Hide the row."""
        show_if(self.box, False)


def _bar(text: str, share: int | None = None) -> Markup:
    if share is None:
        track = safe_html('<span class="cjm-track cjm-open"><span></span></span>')
    else:
        track = safe_html('<span class="cjm-track"><span style="width: {}%"></span></span>', share)
        text = f"{text} {share} %"
    return safe_html('<div class="cjm-working" role="status">{}<span>{}</span></div>', track, text)
