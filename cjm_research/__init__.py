"""cjm_research: a Jupyter workbench for customer journey mapping."""

from __future__ import annotations

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
