"""Numbers that payment networks and the IBAN registry publish for tests, and what one wrong digit makes of them."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjm_research.privacy.hits import hits
from cjm_research.privacy.numbers import are_cards, cards_in, have_check_digit, is_iban

CARDS = [
    "4111111111111111",
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "36227206271667",
    "30569309025904",
    "6011111111111117",
    "3530111333300000",
    "6205500000000000004",
    "6759649826438453",
]
IBANS = ["DE89370400440532013000", "GB82WEST12345698765432", "FR1420041010050500013M02606", "NO9386011117947"]


def changed(number: str) -> list[str]:
    """Return a number with each of its digits but the first six wrong in turn, by every amount."""
    return [
        f"{number[:place]}{(int(sign) + more) % 10}{number[place + 1 :]}"
        for place, sign in enumerate(number)
        if place > 5 and sign.isdigit()
        for more in range(1, 10)
    ]


@pytest.mark.parametrize("number", CARDS)
def test_a_card_number_is_one_and_with_any_wrong_digit_it_is_none(number: str) -> None:
    assert are_cards(pa.array([number, *changed(number)])).tolist() == [True] + [False] * len(changed(number))
    assert [hit.sort for hit in hits(f"Paid with {number}.")] == ["card number"]
    assert not any(hits(wrong) for wrong in changed(number))


@pytest.mark.parametrize("number", IBANS)
def test_an_iban_is_one_and_with_any_wrong_digit_it_is_none(number: str) -> None:
    assert is_iban(number)
    assert [hit.sort for hit in hits(f"Send it to {number}.")] == ["IBAN"]
    assert not any(is_iban(wrong) for wrong in changed(number))
    assert not any(hit.sort == "IBAN" for wrong in changed(number) for hit in hits(wrong))


@given(st.text("0123456789", min_size=13, max_size=18))
def test_of_ten_numbers_that_differ_in_the_last_digit_one_has_the_check_digit(start: str) -> None:
    assert have_check_digit([f"{start}{last}" for last in range(10)]).sum() == 1


def test_two_digits_side_by_side_that_changed_places_are_noticed() -> None:
    swapped = ["4111111111111111", "4539148803436467", "4539148803434667", "4539148803463467"]
    assert have_check_digit(swapped).tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("4222222222222", "Visa no longer has 13 digits"),
        ("411111111111116", "Visa never had 15"),
        ("5111111111111111119", "Mastercard never had 19"),
        ("9999999999999995", "nobody issues with a 9"),
        ("570306133677760524", "a status id of 18 digits"),
        ("1700000000000000004", "nanoseconds"),
    ],
)
def test_a_right_check_digit_alone_makes_no_card(number: str, issuer: str) -> None:
    assert have_check_digit([number]).tolist() == [True], issuer
    assert not are_cards(pa.array([number])).any()
    assert not hits(number)


@given(st.lists(st.sampled_from(["4111", "1111", "4539", "378282", "10005", "7", "12", "36227206271667"]), max_size=9))
def test_cards_in_groups_are_where_they_are_said_to_be(groups: list[str]) -> None:
    text = " ".join(groups)
    for start, end in cards_in(text):
        assert have_check_digit([text[start:end].replace(" ", "")]).all()
        assert text[start - 1 : start] in ("", " ")
        assert text[end : end + 1] in ("", " ")


def test_a_long_row_of_numbers_is_looked_through_in_one_go() -> None:
    assert len(list(cards_in("123 " * 100_000))) < 100_000
