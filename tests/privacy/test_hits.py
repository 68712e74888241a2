import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cjm_research.privacy.hits import cleaned, hits, masked

PERSONAL = [
    ("ida.berg+x@example.org", "e-mail address"),
    ("/thanks?to=ida%40example.org", "e-mail address"),
    ("+49 30 1234567", "phone number"),
    ("0049 30 1234567", "phone number"),
    ("0151 23456789", "phone number"),
    ("(212) 555-0134", "phone number"),
    ("DE89 3704 0044 0532 0130 00", "IBAN"),
    ("GB82WEST12345698765432", "IBAN"),
    ("4111 1111 1111 1111", "card number"),
    ("4111-1111-1111-1111", "card number"),
    ("4111111111111111", "card number"),
    ("4111 1111 1111 1111 123", "card number"),
    ("3782 822463 10005", "card number"),
    ("192.168.1.77", "IP address"),
    ("10.0.12.5", "IP address"),
    ("10.0.12.5:443", "IP address"),
    ("::ffff:192.168.1.77", "IP address"),
    ("2001:db8::8a2e:370:7334", "IP address"),
    ("https://ida:pw@example.org/x", "URL with a user"),
]
NOT_PERSONAL = [
    "2026-05-01T12:30:00+02:00",
    "01.05.2026 12:30",
    "12:30:00",
    "1,200.50",
    "$50,000 - $99,999",
    "0.123456789",
    "1696470452486",
    "1696470452486466",
    "1696470452486466123",
    "20260501123000",
    "4006381333931",
    "0012345678",
    "0,4111111111111111",
    "4111111111111111.5",
    "4 5 3 2 1 4 5 3 4 5 1 2 3 4 5 1",
    "123456789.1696470452",
    "3.11.7",
    "550e8400-e29b-41d4-a716-446655440000",
    "Case 10",
    "007",
    "GB82WEST12345698765433",
    "4111 1111 1111 1112",
    "9111111111111111",
    "https://example.org/@home",
    "5'8\"",
    "9 out of 10",
    "::",
]


@pytest.mark.parametrize(("text", "sort"), PERSONAL)
def test_an_address_or_number_is_found_inside_a_sentence(text: str, sort: str) -> None:
    assert [hit.sort for hit in hits(f"Please use {text} for it")] == [sort]


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_a_time_a_sum_an_id_or_a_wrong_check_digit_is_no_hit(text: str) -> None:
    assert hits(f"It was {text} then") == []


@given(text=st.text(max_size=200))
def test_a_masked_text_has_the_length_of_the_text(text: str) -> None:
    assert len(masked(text, hits(text), in_place=True)) == len(text)


def test_a_name_of_the_own_list_is_found_as_a_whole_word_in_any_case() -> None:
    assert [hit.text for hit in hits("IDA and Idabel met ida.", ("Ida",))] == ["IDA", "ida"]


def test_a_mask_is_passed_over_even_where_a_name_of_the_list_is_a_word_of_it() -> None:
    assert cleaned("Name: ida@example.org", ("Name", "mail", "address")) == (
        "[name]: [e-mail address]",
        ["name", "e-mail address"],
    )


PIECES = st.sampled_from(
    [text for text, _ in PERSONAL] + NOT_PERSONAL + ["Ida", "[name]", "/", "+", "-", ".", " ", "1", "x"]
)


@given(pieces=st.lists(PIECES, max_size=6), in_place=st.booleans())
@example(pieces=["ida.berg+x@example.org", "+49 30 1234567"], in_place=False)
def test_nothing_is_found_in_what_was_cleaned(pieces: list[str], in_place: bool) -> None:
    text, _ = cleaned("".join(pieces), ("Ida", "name"), in_place=in_place)
    assert hits(text, ("Ida", "name")) == []
