"""The study a notebook has opened stays alive: what a form saves takes its place."""

from __future__ import annotations

from IPython import get_ipython

from cjm_research import store
from cjm_research.study import Study

VARIABLE = "study"
"""What every notebook calls the study it has opened."""

AGAIN = "Run the cells below again to see it."
AGAIN_FROM_THE_OPENING = "Run the cells below again, from the one that opens the study, to see it."


def renew(saved: Study) -> str:
    """Put a study just saved in the place of the one the notebook has opened, and say what to do to see it.

    A study is never changed, so the name ``study`` of the notebook gets the saved one, as if the cell that opens the
    study had been run again. Where that name holds another study, or changes that nobody saved, it is left alone.
    """
    shell = get_ipython()
    held = shell.user_ns.get(VARIABLE) if shell else None
    if shell is None or not isinstance(held, Study) or held.folder != saved.folder or store.has_unsaved(held):
        return AGAIN_FROM_THE_OPENING
    shell.push({VARIABLE: saved})
    return AGAIN
