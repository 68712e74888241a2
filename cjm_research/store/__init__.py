"""Study folder <-> Study. Nothing else reads or writes the YAML of a study."""

from cjm_research.store.explain import sentence
from cjm_research.store.files import atomic_write, locked, sha256
from cjm_research.store.folder import find, is_there, open_study, save
from cjm_research.store.items import items
from cjm_research.store.upgrades import upgrade_of

__all__ = [
    "atomic_write",
    "find",
    "is_there",
    "items",
    "locked",
    "open_study",
    "save",
    "sentence",
    "sha256",
    "upgrade_of",
]
