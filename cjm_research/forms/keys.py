"""Keys pressed in a form stay in the form: no letter and no arrow reaches the notebook around it."""

from __future__ import annotations

from importlib.resources import files

from anywidget import AnyWidget
from ipywidgets import Box, VBox

from cjm_research.forms.panels import show_if


class Keys(AnyWidget):
    """Has nothing to show; once it is on a page, it holds the keys of all forms there."""

    _esm = files("cjm_research.forms").joinpath("keys.js").read_text(encoding="utf-8")


def with_keys(form: Box) -> VBox:
    """Return a form as it is shown: no key pressed in it leaves it, and Ctrl+S or Cmd+S presses its Save."""
    keys = Keys()
    show_if(keys, shown=False)
    shown = VBox([form, keys])
    shown.add_class("cjm-keys")
    return shown
