"""cjm_research: a Jupyter workbench for customer journey mapping."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import TYPE_CHECKING, Any

from cjm_research.errors import CjmError

if TYPE_CHECKING:
    from cjm_research.store import open_study

__version__ = "0.1.0"
__all__ = ["CjmError", "__version__", "open_study"]


def __getattr__(name: str) -> Any:
    if name == "open_study":
        from cjm_research.store import open_study

        return open_study
    raise AttributeError(f"module 'cjm_research' has no attribute '{name}'")


def _compile_the_grammar_of_web_addresses_when_asked() -> None:
    """Keep a start from waiting for what it does not use.

    jsonschema, which nbformat and Altair bring along, compiles a grammar of international web addresses while it is
    imported: seconds of every command and kernel. Here its package is present but not run until an address is checked.
    """
    package, grammar = "rfc3987_syntax", "rfc3987_syntax.syntax_helpers"
    spec = None if package in sys.modules else find_spec(package)
    if spec is None:
        return

    def is_valid_syntax(term: str, value: str) -> bool:
        return bool(import_module(grammar).is_valid_syntax(term, value))

    def all_else(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(grammar), name)

    waiting = module_from_spec(spec)
    waiting.is_valid_syntax = is_valid_syntax  # type: ignore[attr-defined]
    waiting.__getattr__ = all_else  # type: ignore[method-assign]
    sys.modules[package] = waiting


_compile_the_grammar_of_web_addresses_when_asked()
