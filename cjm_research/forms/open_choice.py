"""A choice among what there is at the moment, such as the files in a folder."""

from __future__ import annotations

from cjm_research.forms.plain_fields import ChoiceField


class OpenChoice(ChoiceField):
    """One of what there is now."""

    def offer(self, options: tuple[tuple[str, str], ...]) -> None:
        """Offer these; a choice that is no longer there is given up."""
        chosen = self.state()
        self._options = options
        self._control.options = options
        self._control.value = chosen if chosen in [value for _, value in options] else options[0][1]
