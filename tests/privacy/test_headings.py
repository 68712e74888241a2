import pytest

from cjm_research.privacy.headings import personal_heading


@pytest.mark.parametrize(
    ("heading", "sort"),
    [
        ("E-Mail", "e-mail address"),
        ("client_ip", "IP address"),
        ("user_ipaddress", "IP address"),
        ("X-Forwarded-For", "IP address"),
        ("Recipient First Name", "name"),
        ("user.email", "e-mail address"),
        ("case:email", "e-mail address"),
        ("$name", "name"),
        ("customer.name", "name"),
        ("product.name", ""),
        ("page:name", ""),
        ("What is your phone number?", "phone number"),
        ("Please rate: Phone", ""),
        ("Age", ""),
        ("tip", ""),
    ],
)
def test_a_heading_tells_the_same_in_a_survey_and_in_a_log(heading: str, sort: str) -> None:
    assert personal_heading(heading) == sort
