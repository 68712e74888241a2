"""Records: typed where they are read, a frame whose columns keep their types where it is drawn."""

from dataclasses import dataclass, fields, is_dataclass

import pytest

from cjm_research.analysis import journeys
from cjm_research.analysis.estimate import Estimate
from cjm_research.analysis.priorities import KanoFeature, Outcome
from cjm_research.analysis.records import Records


@dataclass(frozen=True)
class Visit:
    place: str | None
    customers: int
    times: int | None
    seconds: float | None
    share: Estimate
    path: tuple[str, ...]
    rarer: bool


SHOP = Visit("shop", 12, None, 1.5, Estimate(value=0.6, n=20), ("a", "b"), rarer=True)
REST = Visit(None, 8, 3, None, Estimate(value=0.4, n=20), (), rarer=False)
VISITS = Records(Visit, (SHOP, REST))


def test_records_are_read_in_their_order_and_none_are_false():
    assert list(VISITS) == [SHOP, REST]
    assert (VISITS[0], VISITS[-1], VISITS[:1], len(VISITS)) == (SHOP, REST, (SHOP,), 2)
    assert VISITS
    assert not Records(Visit, ())


def test_answers_with_equal_records_are_equal():
    assert Records(Visit, (SHOP, REST)) == VISITS
    assert Records(Visit, (REST, SHOP)) != VISITS


def test_the_frame_has_a_column_per_field_and_what_is_missing_stays_missing():
    frame = VISITS.frame()
    assert list(frame) == ["place", "customers", "times", "seconds", "share", "path", "rarer"]
    assert frame["place"].tolist() == ["shop", None]
    assert frame["times"].isna().tolist() == [True, False]
    assert frame["seconds"].isna().tolist() == [False, True]
    assert (frame["share"].iloc[1], frame["path"].tolist()) == (REST.share, [("a", "b"), ()])


def test_the_types_of_columns_do_not_depend_on_the_rows():
    assert VISITS.frame().dtypes.equals(Records(Visit, ()).frame().dtypes)
    assert VISITS.frame().dtypes.astype(str).tolist() == [
        "object",
        "int64",
        "Int64",
        "float64",
        "object",
        "object",
        "bool",
    ]


@pytest.mark.parametrize("kind", [*filter(is_dataclass, vars(journeys).values()), KanoFeature, Outcome])
def test_every_record_makes_a_frame_although_nobody_is_in_it(kind):
    assert list(Records(kind, ()).frame()) == [field.name for field in fields(kind)]
