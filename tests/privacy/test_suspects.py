"""The quick look at a batch passes over nothing that the close look at a text would find."""

import re

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cjm_research.privacy.hits import hits
from cjm_research.privacy.suspects import are_ips, suspects

PIECES = (
    "ada@example.org",
    "ada%40example.org",
    "http://",
    "ada:x@host/",
    "DE89370400440532013000",
    "DE89 3704 0044 0532 0130 00",
    "4111111111111111",
    "4111 1111 1111 1111",
    "2223003122003222",
    "10.1.2.3",
    "2001:db8::1",
    "1:2:3:4:5:6:7:8",
    "::",
    "+49 30 1234567",
    "0049301234567",
    "(030) 123 45 67",
    "212-555-0123",
    "2026-05-01",
    "1/2/2020",
    "31.12.99",
    "12:30:00",
    "user-",
    "/p/",
    "00000000000012345678",
    "::ffff:10.1.2.3",
    "٤١١١١١١١١١١١١١١١",
    "٠٠٤٩٣٠١٢٣٤٥٦٧",
    "Ida",
    "ıda",
    " ",
    "\n",
    "-",
    ".",
    "_",
    "ü",
    "(",
    "+",
    "x",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text("0123456789aF:.-/ ()+@%é", max_size=6), max_size=6).map("".join)


@given(TEXTS)
@example("http://1/2/2020@x")
@example("2020-01-01+49 30 1234567")
def test_a_text_that_gives_a_person_away_is_always_a_suspect(text: str) -> None:
    is_plain_number = re.fullmatch(r"[0-9]+", text) is not None
    if hits(text) and not is_plain_number:
        assert suspects(pa.array([text])).to_pylist() == [True]


@given(TEXTS, st.sampled_from([("Ida",), ("İda", "Jo (jun.)"), ("Müller", "Ada")]))
def test_a_text_that_holds_a_listed_name_is_always_a_suspect(text: str, names: tuple[str, ...]) -> None:
    if any(hit.sort == "name" for hit in hits(text, names)):
        assert suspects(pa.array([text]), names).to_pylist() == [True]


@pytest.mark.parametrize(
    "text",
    [
        "user-000000000000000000189275",
        "/path/00000000000725850298",
        "2026-05-01T12:30:00+02:00",
        "1700000000.123",
        "550e8400-e29b-41d4-a716-446655440000",
        "/2026/05/01/sale",
    ],
)
def test_ids_paths_and_times_are_no_suspects(text: str) -> None:
    assert suspects(pa.array([text])).to_pylist() == [False]


IPS = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){3}", fullmatch=True) | st.from_regex(
    r"([0-9a-f]{0,4}:){2,8}[0-9a-f]{0,4}", fullmatch=True
)


@given(IPS | st.ip_addresses().map(str))
@example("10.0.12.5")
@example("127.0.0.1")
@example("0:0:0:0:0:0:0:1")
def test_what_is_passed_by_as_an_ip_address_is_one_by_a_close_look(text: str) -> None:
    if are_ips(pa.array([text]))[0].as_py():
        assert [(hit.sort, hit.text) for hit in hits(text)] == [("IP address", text)]


@given(st.ip_addresses(v=4).filter(lambda ip: not ip.is_loopback and not ip.is_unspecified))
def test_an_address_of_four_numbers_is_always_found_at_once(ip: object) -> None:
    assert are_ips(pa.array([str(ip)])).to_pylist() == [True]
