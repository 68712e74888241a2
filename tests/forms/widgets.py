"""What stands below a widget."""

from __future__ import annotations

import ipywidgets


def below(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """Return a widget and all that it holds."""
    return [widget, *(one for child in getattr(widget, "children", ()) for one in below(child))]
