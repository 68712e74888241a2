"""Dovetail: highlights as CSV, in the columns of its older and its newer export."""

from __future__ import annotations

from cjm_research.imports.qualitative.coded_table import Layout

ANNOTATIONS = Layout(
    vendor="Dovetail (annotations)",
    headings={"note": ("note",), "code": ("title",), "text": ("text",), "group": ("note group",), "address": ("url",)},
    needed=("note", "code", "text", "group"),
)
"""``Created, Title, Color, Group, Type, Note group, Note, Text, URL``: one row per highlight and tag."""

HIGHLIGHTS = Layout(
    vendor="Dovetail",
    headings={
        "note": ("note title", "note", "data title", "data", "title"),
        "code": ("tags", "tag"),
        "text": ("highlight", "highlight text"),
        "coder": ("highlighted by", "created by", "author"),
        "participant": ("participant", "participants", "person"),
    },
    several=True,
)
"""One row per highlight; its tags stand in one cell, so a tag must not hold a comma."""
