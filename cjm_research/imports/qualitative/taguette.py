"""Taguette: highlights (``id,document,tag,content``), one row per highlight and tag."""

from __future__ import annotations

from cjm_research.imports.qualitative.coded_table import Layout

HIGHLIGHTS = Layout(
    vendor="Taguette",
    headings={"quote": ("id",), "note": ("document",), "code": ("tag",), "text": ("content",)},
    needed=("quote", "note", "code", "text"),
)
"""The second tag of highlight 12 becomes the quote ``12.2``; a tag keeps its path, ``price.fee``, as its name."""
