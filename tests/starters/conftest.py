from pathlib import Path

import pandas as pd
import pytest

from cjm_research.starters.truth import Truth, truth_of
from cjm_research.study import Study


@pytest.fixture(scope="session")
def demo(written_demo: Path) -> Path:
    return written_demo


@pytest.fixture(scope="session")
def study(opened_demo: Study) -> Study:
    return opened_demo


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
