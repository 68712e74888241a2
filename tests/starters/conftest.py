from pathlib import Path

import pandas as pd
import pytest

from cjm_research.starters import write_demo
from cjm_research.starters.truth import Truth, truth_of


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_demo(tmp_path_factory.mktemp("demo") / "demo")


@pytest.fixture(scope="session")
def truth(demo: Path) -> Truth:
    return truth_of(demo)


@pytest.fixture(scope="session")
def answers(demo: Path) -> pd.DataFrame:
    return pd.read_csv(demo / "evidence" / "survey.csv")


@pytest.fixture(scope="session")
def log(demo: Path) -> pd.DataFrame:
    return pd.read_parquet(demo / "evidence" / "events.parquet")


@pytest.fixture(scope="session")
def coded(demo: Path) -> pd.DataFrame:
    """What both coders marked."""
    return pd.read_csv(demo / "evidence" / "interviews" / "quotes.csv")


@pytest.fixture(scope="session")
def quotes(coded: pd.DataFrame, truth: Truth) -> pd.DataFrame:
    """The quotes the findings rest on: those of the first coder."""
    return coded[coded["coder"] == truth.interviews.coders.first]
