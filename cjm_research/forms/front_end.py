"""Whether someone is there to fill in a form."""

from __future__ import annotations

import os


def front_end() -> bool:
    """Say whether widgets can be used here: in JupyterLab or Voila, not under papermill, nbval or pytest.

    ``CJM_FORMS=on`` or ``CJM_FORMS=off`` in the environment overrules what is found. Jupyter Server names the session
    of each kernel it starts for a person in ``JPY_SESSION_NAME``; Voila names itself in ``SERVER_SOFTWARE``. Other
    editors set neither reliably: there, set ``CJM_FORMS=on``.
    """
    choice = os.environ.get("CJM_FORMS", "").strip().lower()
    if choice in ("on", "off"):
        return choice == "on"
    if "PYTEST_CURRENT_TEST" in os.environ:
        return False
    return "JPY_SESSION_NAME" in os.environ or os.environ.get("SERVER_SOFTWARE", "").startswith("voila")
