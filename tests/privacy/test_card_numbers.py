"""A card number is told from any other long number by its check digit (Luhn, ISO/IEC 7812-1)."""

import pytest
from cjm_research.privacy.personal import hits
from hypothesis import given
from hypothesis import strategies as st

DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # twice a digit, its own digits added up


def is_card(digits: str) -> bool:
    return any(hit.sort == "card number" for hit in hits(f"Paid with {digits} today"))


def check_digit(digits: str) -> str:
    """Return the digit that makes a card number of the digits before it, from a table instead of arithmetic."""
    backwards = [int(digit) for digit in reversed(digits)]
    return str(-(sum(DOUBLED[digit] for digit in backwards[::2]) + sum(backwards[1::2])) % 10)


# Numbers that payment services publish for trying a form, and their length: even, odd, and the longest.
@pytest.mark.parametrize("card", ["4111111111111111", "5555555555554444", "378282246310005", "6304000000000000000"])
def test_only_the_right_check_digit_makes_a_card_number(card: str) -> None:
    assert [digit for digit in "0123456789" if is_card(card[:-1] + digit)] == [card[-1]]


@given(start=st.sampled_from("3456"), rest=st.text("0123456789", min_size=11, max_size=17))
def test_any_other_last_digit_is_no_card(start: str, rest: str) -> None:
    right = check_digit(start + rest)
    wrong = (int(right) + 1) % 10
    assert is_card(f"{start}{rest}{right}") or len({*start, *rest, right}) == 1
    assert not is_card(f"{start}{rest}{wrong}")
