"""What is planted in the demo's evidence, as it stands in ``truth.yaml``."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from pydantic import Field

from cjm_research.store.document import read
from cjm_research.study import Part

PerPersona = dict[str, float]
Weights = dict[str, float]


class Wave(Part):
    """First and last day on which answers came in."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")

    def day(self, part: float) -> date:
        """Return the day on which this part of the wave, 0 to below 1, is over."""
        return self.first + timedelta(days=int(part * ((self.last - self.first).days + 1)))


class Recommend(Part):
    """Shares of the three groups of the recommendation question; they add up to 1."""

    promoters: float
    passives: float
    detractors: float


class Age(Part):
    """A bell of ages in years, cut off at both ends."""

    middle: float
    spread: float
    youngest: int
    oldest: int


class SurveyTruth(Part):
    """Mean answers, shares and gaps of the survey."""

    respondents: int
    waves: dict[str, Wave]
    mood: float
    skipped: dict[str, float]
    rating: dict[str, PerPersona]
    used: dict[str, PerPersona]
    recommend: dict[str, Recommend]
    satisfaction: PerPersona
    staying: PerPersona
    statements: dict[str, PerPersona]
    age: dict[str, Age]
    riding_days: PerPersona
    categories: dict[str, dict[str, Weights]]
    open_answer: float
    two_remarks: float


class OutcomeTruth(Part):
    """Share to whom an outcome is important (4 or 5), and share that is satisfied with it (4 or 5)."""

    important: PerPersona
    satisfied: PerPersona


class WishesTruth(Part):
    """What people want: outcomes, and for each feature the share of each pair of answers, ``with/without``."""

    skipped: float
    outcomes: dict[str, OutcomeTruth]
    features: dict[str, dict[str, Weights]]


class EventsTruth(Part):
    """Who goes on, what they do meanwhile, where and when."""

    first_day: date
    last_first_day: date
    enters_later: PerPersona
    goes_on: dict[str, PerPersona]
    steps_back: PerPersona
    does: dict[str, dict[str, PerPersona]]
    more: dict[str, PerPersona]
    subscriber: dict[str, PerPersona]
    repair_hours: PerPersona
    opens_letter: PerPersona
    renews: PerPersona
    channels: dict[str, Weights]
    leans: dict[str, Weights]
    hours_between: dict[str, float]
    hour_of_day: PerPersona
    noise: dict[str, float]


class SecondCoder(Part):
    """Who coded a part of the talks again, and what share of the first one's quotes got the same or a near code."""

    first: str
    second: str
    notes: tuple[str, ...]
    same: float
    near_by: float
    near: dict[str, str]


class InterviewsTruth(Part):
    """How many people were talked to, in how many talks each theme came up, and how far two coders agree."""

    participants: dict[str, int]
    themes: dict[str, dict[str, int]]
    coders: SecondCoder


class PollTruth(Part):
    """Number of votes and share of each option."""

    votes: int
    shares: Weights


class Truth(Part):
    """Everything that is planted; the generators know no other number about the customers.

    Examples
    --------
    >>> from cjm_research.starters.demo import DEMO
    >>> truth = read_truth((DEMO / "truth.yaml").read_text("utf-8").replace("$seed", "7").replace("$customers", "10"))
    >>> truth.events.goes_on["decision"]["helen"], sum(truth.mix.values())
    (0.48, 1.0)
    """

    seed: int
    customers: int
    mix: Weights
    rider_types: dict[str, str]
    survey: SurveyTruth
    wishes: WishesTruth
    interviews: InterviewsTruth
    poll: PollTruth
    events: EventsTruth


def read_truth(text: str) -> Truth:
    """Return the planted values a ``truth.yaml`` holds."""
    return Truth.model_validate(read(text, "truth.yaml"))


def truth_of(folder: Path) -> Truth:
    """Return the planted values of a demo study on disk."""
    return read_truth((folder / "truth.yaml").read_text("utf-8"))
