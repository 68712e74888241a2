"""What a coder did since the last save, step by step, so that each can be taken back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from cjm_research.imports.qualitative.quotes import Quote
from cjm_research.study import Code


@dataclass(frozen=True)
class Unsaved:
    """What was coded since the last save."""

    added: tuple[Quote, ...] = ()
    removed: frozenset[str] = frozenset()
    codes: tuple[Code, ...] = ()

    def with_quote(self, quote: Quote, codes: tuple[Code, ...]) -> Unsaved:
        """Return this with a quote more, and the codes made for it."""
        return replace(self, added=(*self.added, quote), codes=(*self.codes, *codes))

    def without(self, quote: Quote) -> Unsaved:
        """Return this with a quote less: one added here is gone, one on disk is to be removed."""
        if quote in self.added:
            return replace(self, added=tuple(one for one in self.added if one is not quote))
        return replace(self, removed=self.removed | {quote.quote})

    def keeping(self, quotes: Collection[str]) -> Unsaved:
        """Return this with quotes on disk that are not to be removed after all."""
        return replace(self, removed=self.removed - set(quotes))

    @property
    def used_codes(self) -> tuple[Code, ...]:
        """The new codes that a quote still has."""
        used = {quote.code for quote in self.added}
        return tuple(code for code in self.codes if code.id in used)


class Steps:
    """The unsaved work as it is now, and the ways back and forth."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin anew, after a save."""
        self.now = Unsaved()
        self._past: list[Unsaved] = []
        self._future: list[Unsaved] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to save."""
        return self.now == Unsaved()

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step that was taken back."""
        return bool(self._future)

    def take(self, then: Unsaved) -> None:
        """Go a step on."""
        self._past.append(self.now)
        self._future.clear()
        self.now = then

    def undo(self) -> bool:
        """Take the last step back, and say whether there was one."""
        return self._travel(self._past, self._future)

    def redo(self) -> bool:
        """Go the step again that was taken back, and say whether there was one."""
        return self._travel(self._future, self._past)

    def _travel(self, back: list[Unsaved], forth: list[Unsaved]) -> bool:
        if not back:
            return False
        forth.append(self.now)
        self.now = back.pop()
        return True
