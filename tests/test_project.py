"""The repository itself: one list of libraries, no address of one machine, quick to import."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = [
    line for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]
CONDA_NAMES = {"python-duckdb": "duckdb"}
HEAVY = ("altair", "duckdb", "IPython", "ipywidgets", "nbconvert", "numpy", "pandas", "papermill", "pyarrow", "scipy")


def wanted() -> dict[str, Requirement]:
    texts = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    return {canonicalize_name(asked.name): asked for asked in map(Requirement, texts)}


def conda_wanted() -> dict[str, Requirement]:
    listed = YAML(typ="safe").load(ROOT / "environment.yml")["dependencies"]
    by_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    texts = [text for text in [*listed, *by_pip] if isinstance(text, str) and text not in ("pip", "-e .")]
    asked = {canonicalize_name(one.name): one for one in map(Requirement, texts)}
    return {CONDA_NAMES.get(name, name): one for name, one in asked.items()}


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_conda_environment_lists_the_libraries_of_pyproject() -> None:
    conda = conda_wanted()
    python = conda.pop("python")
    assert {name: asked.specifier for name, asked in conda.items()} == {
        name: asked.specifier for name, asked in wanted().items()
    }
    assert str(python.specifier) == PROJECT["project"]["requires-python"]


def test_conda_environment_installs_this_package_itself() -> None:
    listed = YAML(typ="safe").load(ROOT / "environment.yml")["dependencies"]
    assert "-e ." in next(entry["pip"] for entry in listed if isinstance(entry, dict))


def test_python_floor_is_the_same_everywhere() -> None:
    floor = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert floor == "3.11"
    assert PROJECT["tool"]["mypy"]["python_version"] == floor
    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + floor.replace(".", "")
    assert f"Python {floor}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_lock_file_pins_every_library_and_holds_no_address() -> None:
    pinned = [line for line in LOCK if not re.fullmatch(r"[a-z0-9-]+==[^\s;]+( ; .+)?", line)]
    assert pinned == []


def test_lock_file_holds_what_pyproject_asks_for() -> None:
    pins: dict[str, list[Requirement]] = {}
    for pin in map(Requirement, LOCK):
        pins.setdefault(canonicalize_name(pin.name), []).append(pin)
    missing = wanted().keys() - pins.keys()
    assert not missing, "run `make lock`"
    outside = [
        str(pin)
        for name, asked in wanted().items()
        for pin in pins[name]
        if not asked.specifier.contains(next(iter(pin.specifier)).version)
    ]
    assert outside == [], "run `make lock`"


def test_no_tracked_file_names_a_machine_path_or_a_registry() -> None:
    hosts = (
        "py" + "pi.org",
        "python" + "hosted.org",
        "registry.npm" + "js.org",
        "conda.ana" + "conda.org",
        "index-" + "url",
    )
    paths = r"(?<![\w.~-])/(?:root|work|home/\w+|Users/\w+)/[\w.]"
    here = [str(place) for place in (ROOT, Path.home()) if len(place.parts) > 2]
    pattern = re.compile("|".join([paths, *map(re.escape, [*hosts, *here])]))
    found = [
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in tracked()
        if path.suffix not in {".csv", ".parquet", ".png"} and path != Path(__file__)
        for hit in pattern.finditer(path.read_bytes().decode("utf-8", errors="ignore"))
        if not hit.group().startswith("index-") or path.name != "Makefile"
    ]
    assert found == []


@pytest.mark.parametrize("command", ["make reports", "make test"])
def test_readme_names(command: str) -> None:
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def loaded_after(code: str) -> set[str]:
    tell = f"import sys\n{code}\nprint(*(name for name in {HEAVY} if name in sys.modules), sep=',', file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-W", "ignore", "-c", tell], capture_output=True, check=True, text=True)
    return set(filter(None, ran.stderr.strip().split(",")))


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_after("import cjm_research") == set()


def test_asking_for_help_loads_nothing_heavy() -> None:
    ask = (
        "sys.argv = ['cjm', '--help']\n"
        "from cjm_research.cli import app\n"
        "try: app()\n"
        "except SystemExit as stopped: assert not stopped.code"
    )
    assert loaded_after(ask) == set()
