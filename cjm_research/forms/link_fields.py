"""Fields that point to other parts of the study: one of them, several, or evidence."""

from __future__ import annotations

from ipywidgets import Box, Checkbox, VBox

from cjm_research.forms import words
from cjm_research.forms.field import Field, State
from cjm_research.forms.markup import html, safe_html
from cjm_research.forms.plain_fields import ChoiceField, TextField
from cjm_research.study import Study

TARGETS = {
    "metric": "metrics",
    "rating": "metrics",
    "overall": "metrics",
    "importance": "metrics",
    "satisfaction": "metrics",
    "source": "sources",
    "persona": "personas",
    "personas": "personas",
    "phase": "phases",
    "phases": "phases",
    "next_phase": "phases",
    "from_phase": "phases",
    "to_phase": "phases",
    "reached": "phases",
    "touchpoint": "touchpoints",
    "touchpoints": "touchpoints",
    "obstacles": "obstacles",
    "objective": "objectives",
    "insights": "insights",
    "opportunity": "opportunities",
    "model": "persona_models",
}
"""Which part of the study a field with this name points to."""


def titles(study: Study, name: str) -> dict[str, str]:
    """Return id -> title of everything a field with this name can point to."""
    records = getattr(study, TARGETS[name]) if name in TARGETS else ()
    return {record.id: words.title_of(record) for record in records}


class LinkField(ChoiceField):
    """One record of another part, or none."""

    def __init__(self, name: str, help: str, targets: dict[str, str], *, needed: bool) -> None:
        first = ("Choose …" if needed else "None", "")
        super().__init__(name, help, (first, *((title, id) for id, title in targets.items())))


class LinksField(Field):
    """Several records of another part, as ticks. The order in which they stand in the study file is kept."""

    blank: State = ()

    def __init__(self, name: str, help: str, targets: dict[str, str]) -> None:
        self._ticks = {id: self._tick(title) for id, title in targets.items()}
        self._grid = Box(list(self._ticks.values()))
        self._grid.add_class("cjm-ticks")
        self._order: tuple[str, ...] = ()
        none = f"This study has no {TARGETS.get(name, name)} yet." if not targets else help
        heading = html(safe_html('<div class="cjm-label">{}</div>', words.label(name)))
        super().__init__(name, none, VBox([heading, self._grid]), wide=True)

    def _tick(self, title: str) -> Checkbox:
        tick = Checkbox(description=title, indent=False)
        tick.observe(self.fire, "value")
        return tick

    def encode(self, value: object) -> State:
        """Return the ids."""
        return value if isinstance(value, tuple) else ()

    def decode(self, state: State) -> object:
        """Return the ids."""
        return state or None

    def state(self) -> State:
        """Return the ticked ids, those shown first in the order they had."""
        ticked = [id for id, tick in self._ticks.items() if tick.value]
        return tuple(dict.fromkeys([*(id for id in self._order if id in ticked), *ticked]))

    def show(self, state: State) -> None:
        """Tick these ids; one the study does not have is named as such."""
        self._order = tuple(str(id) for id in state) if isinstance(state, tuple) else ()
        for id in self._order:
            if id not in self._ticks:
                self._ticks[id] = self._tick(f"{id} (not in this study)")
                self._grid.children = tuple(self._ticks.values())
        for id, tick in self._ticks.items():
            tick.value = id in self._order


def check_sources(refs: tuple[str, ...], known: frozenset[str]) -> None:
    """Raise ``ValueError`` for evidence that names no source of the study."""
    for ref in refs:
        if ref.partition("#")[0] not in known:
            have = f"It has: {', '.join(sorted(known))}." if known else "It has none yet."
            raise ValueError(f"There is no source '{ref.partition('#')[0]}' in this study. {have}")


class EvidenceField(TextField):
    """What a record rests on: sources, or items of them, with commas between."""

    def __init__(self, name: str, known: frozenset[str]) -> None:
        self._known = known
        have = f"From: {', '.join(sorted(known))}. One item: interviews#q07." if known else "No sources yet."
        super().__init__(name, have)

    def encode(self, value: object) -> State:
        """Return the links with commas between."""
        return ", ".join(value) if isinstance(value, tuple) else ""

    def decode(self, state: State) -> object:
        """Return the links; each must name a source of the study."""
        refs = tuple(ref.strip() for ref in str(state).split(",") if ref.strip())
        check_sources(refs, self._known)
        return refs or None
