"""Study folder <-> Study. Nothing else reads or writes the YAML of a study."""

from cjm_research.store.explain import sentence
from cjm_research.store.files import atomic_write, locked, sha256
from cjm_research.store.folder import find, has_unsaved, is_there, open_study, save
from cjm_research.store.items import items

__all__ = [
    "atomic_write",
    "find",
    "has_unsaved",
    "is_there",
    "items",
    "locked",
    "open_study",
    "save",
    "sentence",
    "sha256",
]
