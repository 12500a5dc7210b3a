"""What an owner may write for an account and an address, and the one form that it comes to."""

from __future__ import annotations

import pytest

from portfolio.model.link import Link, parse_link
from portfolio.model.profile import parse_email, parse_login


@pytest.mark.parametrize(
    "text",
    [
        "octocat",
        "@octocat",
        "github.com/octocat",
        "www.github.com/octocat",
        "github.com/octocat/",
        "http://github.com/octocat",
        "https://github.com/octocat",
        "https://github.com/octocat/",
        "HTTPS://WWW.GitHub.com/octocat",
        "https://github.com/octocat?tab=repositories",
        "https://github.com/octocat#readme",
    ],
)
def test_an_account_is_named_by_its_login_or_its_address(text: str) -> None:
    assert parse_login(text) == "octocat"


@pytest.mark.parametrize("login", ["a", "7", "Octo-Cat", "octo_acme", "octo--cat", "octocat-", "a" * 39])
def test_a_login_stays_as_it_is_written(login: str) -> None:
    assert parse_login(login) == login


@pytest.mark.parametrize(
    "text",
    [
        "octo cat",
        "octo.cat",
        "-octocat",
        "_octocat",
        "@@octocat",
        "@",
        "ö",
        "octo\u212aat",
        "a" * 40,
        "octocat/portfolio",
        "github.com",
        "https://github.com/",
        "https://github.com/octocat/portfolio",
        "https://github.com/orgs/acme",
        "https://github.com/orgs/acme/people",
        "https://gitlab.com/octocat",
        "https://github.com.example.org/octocat",
        "https://evilgithub.com/octocat",
        "https://octocat.github.io",
        "https://api.github.com/users/octocat",
        "https://user@github.com/octocat",
        "ftp://github.com/octocat",
        "git@github.com:octocat",
        "https://github.com/@octocat",
        "https://github.com/octo cat",
        "github.com/octocat\nx",
    ],
)
def test_what_names_no_account_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^expected a GitHub login such as octocat, or the address of its"):
        parse_login(text)


@pytest.mark.parametrize("text", ["ada@example.org", "ada+work@mail.example.co.uk", "ä@müller.example"])
def test_an_email_address_stays_as_it_is_written(text: str) -> None:
    assert parse_email(text) == text


@pytest.mark.parametrize(
    "text", ["mailto:ada@example.org", "MAILTO:ada@example.org", "mailto:", "mailto:ada"]
)
def test_an_email_address_is_no_link(text: str) -> None:
    with pytest.raises(ValueError, match=r"^write the address without `mailto:`$"):
        parse_email(text)


@pytest.mark.parametrize(
    "text",
    ["ada", "ada@", "@example.org", "ada@example", "a b@example.org", "<ada@example.org>", "a@b@c.org"],
)
def test_what_is_no_email_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^expected an address such as name@example\.org$"):
        parse_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/ada",
        "http://example.org",
        "HTTPS://Example.org/?a=b#c",
        "https://müller.example/über",
        "mailto:ada@example.org",
        "mailto:ada@example.org?subject=Your%20work",
        "tel:+1-555-0100",
        "tel:(555)0100;ext=7",
        "TEL:110",
        "/cv.pdf",
        "/stats/",
        "/#contact",
        "../static/cv.pdf",
        "./talks.md#2024",
    ],
)
def test_a_link_leads_elsewhere_or_to_a_path_of_the_site(text: str) -> None:
    assert parse_link(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "github.com/ada",
        "cv.pdf",
        "static/cv.pdf",
        "#contact",
        "?a",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "https:example.org",
        "https:/example.org",
        "https:///example.org",
        "https://",
        "http\u017f://example.org",
        "https:\\example.org",
        "javascript:alert(1)",
        "JavaScript://example.org",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org",
        "mailto:",
        "mailto:ada",
        "mailto:?subject=x",
        "tel:",
        "tel:+",
        "tel:home",
        "tel:555-HOME",
        "sms:+1-555-0100",
        "+1-555-0100",
        "ada@example.org",
    ],
)
def test_any_other_link_is_refused(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"^expected an address that begins with https://, http://, mailto: or"
    ):
        parse_link(text)


@pytest.mark.parametrize(
    "text", ["tel:+1 555 0100", "https://example.org/a b", "/my cv.pdf", "java\tscript:x"]
)
def test_a_link_with_a_blank_is_refused_for_the_blank(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"^write the address without blanks; write `%20` for a blank in a file name$"
    ):
        parse_link(text)


@pytest.mark.parametrize(
    ("url", "kind", "text"),
    [
        ("https://github.com/ada", "web", "github.com/ada"),
        ("http://example.org/", "web", "http://example.org/"),
        ("mailto:ada%2Bsite@example.org?subject=Hello", "mail", "ada+site@example.org"),
        ("tel:+1-555-0100;ext=7", "phone", "+1-555-0100"),
        ("/cv.pdf", "site", "CV (PDF)"),
        ("../static/cv.pdf", "site", "CV (PDF)"),
    ],
)
def test_a_link_is_shown_by_what_readers_know_it_by(url: str, kind: str, text: str) -> None:
    link = Link(label="CV (PDF)", url=url)
    assert (link.kind, link.text) == (kind, text)
