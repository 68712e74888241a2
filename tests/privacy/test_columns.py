"""What is personal in a column is told from all of its cells: ids stay, a column of cards or addresses leaves."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.privacy.columns import PlainNumbers, are_plain, could_be, looked_through, looks_like_people
from cjm_research.privacy.hits import cleaned, hits

CARDS = ["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117"]
IDS = {
    "status ids": [str(570306133677760513 + step) for step in range(60)],
    "order numbers of 16 digits": [str(4539148803436000 + step) for step in range(60)],
    "order numbers with zeros before": [f"{90_000_000 + 7919 * step:014d}" for step in range(60)],
    "product codes": [str(4006381333931 + 10 * step) for step in range(60)],
    "milliseconds": [str(1_777_000_000_123 + 997 * step) for step in range(60)],
    "microseconds": [str(1_777_000_000_123_456 + 997 * step) for step in range(60)],
    "nanoseconds": [str(1_777_000_000_123_456_789 + 997 * step) for step in range(60)],
    "moments without signs": [f"2026050112{step:02d}00" for step in range(60)],
    "customers of ten digits": [f"00{10_000_000 + 7919 * step}" for step in range(60)],
    "numbers of twelve digits": [str(step * 16_000_003_111 + 100_000_000)[:12].zfill(12) for step in range(1, 60)],
}


@pytest.mark.parametrize("ids", IDS.values(), ids=IDS)
def test_ids_and_moments_are_no_card_and_no_telephone_numbers(ids: list[str]) -> None:
    assert looked_through(["number"], Counter(ids)) == ("", {})


def test_among_ids_some_do_pass_the_check_of_a_card() -> None:
    orders = IDS["order numbers of 16 digits"]
    assert sum(bool(hits(order)) for order in orders) == 6


@pytest.mark.parametrize(
    ("texts", "sort"),
    [
        (CARDS, "card number"),
        ([*CARDS, "4111111111111112"], "card number"),
        (["4111 1111 1111 1111"], "card number"),
        (["0049301234567", "004915112345678", "0033142685300"], "phone number"),
        (["192.0.2.7", "2001:db8::1", "unknown"], "IP address"),
        (["ida@example.org"], "e-mail address"),
    ],
)
def test_a_column_of_addresses_or_numbers_of_people_leaves_whatever_it_is_called(texts: list[str], sort: str) -> None:
    assert looked_through(["Q7"], Counter(texts)).sort == f"{sort}, as most of its cells show"


def test_a_card_number_alone_among_answers_is_found_though_ids_stand_there_too() -> None:
    answers = Counter(["fine", "slow", "my order 12", "4111111111111111", "9203344556677889", "ok", "ok?"])
    assert list(looked_through(["Anything else?"], answers).hits) == ["4111111111111111"]


def test_versions_are_no_ip_addresses() -> None:
    assert looked_through(["app_version"], Counter(["4.2.0.1", "4.2.0.2"])) == ("", {})
    assert looked_through(["origin"], Counter(["4.2.0.1", "4.2.0.2"])).sort.startswith("IP address")


def test_a_column_with_a_role_stays_and_the_studys_own_words_are_nobodys() -> None:
    texts = Counter(["ida@example.org"])
    assert looked_through(["Email"], texts, role="text").sort == ""
    assert list(looked_through(["Email"], texts, role="text").hits) == ["ida@example.org"]
    assert looked_through(["Email"], texts, role="code") == ("", {})


def test_ids_of_participants_may_be_numbers_but_no_addresses_and_no_listed_names() -> None:
    assert not looks_like_people(["4111111111111111", "0049301234567"])
    assert looks_like_people(["P1", "DE89370400440532013000"])
    assert looks_like_people(["P1", "Ida"], ("Ida",))


numbers = st.sampled_from(
    [*CARDS, "0049301234567", "4111111111111112", "9111111111111111", "12345678901"]
) | st.from_regex(r"[0-9]{9,20}", fullmatch=True)
columns = st.lists(numbers | st.sampled_from(["", "fine", " 4111111111111111", "192.0.2.7"]), min_size=1, max_size=30)


@given(st.lists(numbers, min_size=1, max_size=30))
def test_many_plain_numbers_at_once_are_told_as_each_of_them_by_itself(texts: list[str]) -> None:
    given_numbers = pa.array(texts)
    plain = given_numbers.filter(are_plain(given_numbers))
    told = could_be(plain) if len(plain) else {}
    for sort, fits in told.items():
        assert fits.tolist() == [any(hit.sort == sort for hit in hits(text)) for text in plain.to_pylist()]


@given(columns, st.integers(1, 29))
def test_a_column_is_judged_alike_as_a_whole_and_piece_by_piece(texts: list[str], cut: int) -> None:
    counts = Counter(texts)
    sorts = {text: found[0].sort for text in counts if (found := hits(text)) and are_plain(pa.array([text]))[0].as_py()}
    whole, pieces = PlainNumbers.of(counts, sorts), PlainNumbers()
    for part in (texts[:cut], texts[cut:]):
        pieces.add(pa.array(part, pa.string()))
    assert (whole.ids, whole.personal) == (pieces.ids, pieces.personal)


@given(columns)
def test_nothing_is_found_in_a_column_that_was_cleaned(texts: list[str]) -> None:
    found = looked_through(["Why?"], Counter(texts), role="text").hits
    after = Counter(cleaned(text)[0] if text in found else text for text in texts)
    assert looked_through(["Why?"], after, role="text") == ("", {})
    assert looked_through(["Why?"], after) == ("", {})


def test_no_cell_at_all_is_no_sign() -> None:
    assert looked_through(["Q1"], Counter()) == ("", {})
    nothing = PlainNumbers()
    nothing.add(pa.array([None, ""], pa.string()))
    assert (nothing.filled, nothing.personal) == (0, frozenset())
    assert could_be(pa.array([], pa.string()))["card number"].tolist() == np.zeros(0).tolist()
