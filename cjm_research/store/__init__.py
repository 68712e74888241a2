"""Study folder <-> Study. Nothing else reads or writes the YAML of a study."""

from cjm_research.store.explain import sentence
from cjm_research.store.files import atomic_write, locked, sha256
from cjm_research.store.folder import find, has_unsaved, is_there, open_study, save
from cjm_research.store.inbox import INBOX, make_inbox, waiting
from cjm_research.store.items import items, named, table_of
from cjm_research.store.layout import file_of
from cjm_research.store.upgrades import upgrade_of

__all__ = [
    "INBOX",
    "atomic_write",
    "file_of",
    "find",
    "has_unsaved",
    "is_there",
    "items",
    "locked",
    "make_inbox",
    "named",
    "open_study",
    "save",
    "sentence",
    "sha256",
    "table_of",
    "upgrade_of",
    "waiting",
]
