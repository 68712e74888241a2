"""A gap in a study, as data."""

from __future__ import annotations

from typing import Literal

from cjm_research.study import Part


class Finding(Part):
    """One gap: which rule, how bad, where, and what to do about it.

    ``error`` makes `cjm check` fail; ``warning`` should be looked at; ``note`` is good to know.
    """

    rule: str
    severity: Literal["error", "warning", "note"]
    part: str
    id: str = ""
    field: str = ""
    message: str

    @property
    def where(self) -> str:
        """The place, such as ``objectives/grow-trials.metric``."""
        return self.part + (f"/{self.id}" if self.id else "") + (f".{self.field}" if self.field else "")
