"""No command and no kernel waits at its start for the grammar of web addresses, and whoever needs it still has it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOUND = ROOT / "tests" / "studies" / "sound"
IMPORT = ("import", "survey", SOUND / "evidence" / "survey.csv", "--study", SOUND, "--id", "again", "--preview")
COMPILED = "{'lark', 'rfc3987', 'rfc3987_syntax.syntax_helpers'} & set(sys.modules)"
COMMAND = """
import sys
from cjm_research.cli import app
try:
    app(sys.argv[1:])
except SystemExit:
    pass
"""
TOUCHED = {
    "the package, then jsonschema": "import cjm_research, jsonschema",
    "charts": "import cjm_research.charts",
    "a chart of one's own": (
        "import cjm_research.charts as charts, altair as alt\n"
        "charts.svg(alt.Chart(alt.Data(values=[{'a': 1, 'b': 'https://a.example'}])).mark_bar().encode(x='a:Q', "
        "href='b:N'))"
    ),
    "batch": "import cjm_research.batch",
    "reports": "import cjm_research.reports",
    "forms": "import cjm_research.forms",
    "sections": "import cjm_research.sections",
    "evidence": "import cjm_research.evidence",
}


def after(code: str, *arguments: object) -> tuple[str, str]:
    """Say what of the grammar is there when a fresh interpreter has run the code, and what it printed."""
    tell = f"import sys\n{code}\nprint(sorted({COMPILED}), file=sys.stderr)"
    command = [sys.executable, "-W", "ignore", "-c", tell, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stderr.splitlines()[-1], done.stdout


@pytest.mark.parametrize("code", TOUCHED.values(), ids=TOUCHED.keys())
def test_importing_does_not_compile_the_grammar(code: str) -> None:
    assert after(code)[0] == "[]"


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("check", SOUND), IMPORT],
    ids=lambda arguments: arguments[0],
)
def test_a_command_does_not_compile_the_grammar(arguments: tuple[object, ...]) -> None:
    assert after(COMMAND, *arguments)[0] == "[]"


def test_neither_a_report_nor_its_kernel_compiles_the_grammar(tmp_path: Path) -> None:
    notebook = json.loads((ROOT / "tests" / "notebooks" / "says_hello.ipynb").read_text(encoding="utf-8"))
    notebook["cells"][-1]["source"] = (
        f"import sys\nimport cjm_research.sections, cjm_research.forms\nprint(sorted({COMPILED}))"
    )
    (tmp_path / "once_looks.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert after(COMMAND, "report", SOUND, "--notebooks", tmp_path, "--out", tmp_path / "out")[0] == "[]"
    ran = sorted((tmp_path / "out").rglob("once_looks.ipynb"))
    assert ran
    for path in ran:
        printed = json.loads(path.read_text(encoding="utf-8"))["cells"][-1]["outputs"]
        assert "".join(printed[0]["text"]) == "[]\n"


def test_whoever_checks_an_international_address_still_gets_an_answer() -> None:
    ask = (
        "import cjm_research, jsonschema\n"
        "checks = jsonschema.Draft202012Validator.FORMAT_CHECKER\n"
        "print(checks.conforms('https://b\u00fccher.example', 'iri'), checks.conforms('no address', 'iri'))\n"
        "from rfc3987_syntax import parse\n"
    )
    there, printed = after(ask)
    assert printed == "True False\n"
    assert "rfc3987_syntax.syntax_helpers" in there
