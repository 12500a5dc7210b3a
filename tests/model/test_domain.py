"""Names of hosts: every spelling of one comes to the same ASCII."""

from __future__ import annotations

import unicodedata

import pytest

from portfolio.model.names import ascii_host


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("example.org", "example.org"),
        ("WWW.Example.ORG", "www.example.org"),
        ("example.org.", "example.org"),
        ("localhost", "localhost"),
        ("my_app", "my_app"),
        ("127.0.0.1", "127.0.0.1"),
        ("müller.example", "xn--mller-kva.example"),
        ("MÜLLER.example.", "xn--mller-kva.example"),
        (unicodedata.normalize("NFD", "müller.example"), "xn--mller-kva.example"),
        ("xn--mller-kva.example", "xn--mller-kva.example"),
        ("XN--Mller-KVA.example", "xn--mller-kva.example"),
        ("faß.de", "xn--fa-hia.de"),
        ("βόλος.com", "xn--nxasmm1c.com"),
        ("ΒΌΛΟΣ.com", "xn--nxasmq6b.com"),
        ("россия.рф", "xn--h1alffa9f.xn--p1ai"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
        ("日本語。\uff2a\uff30", "xn--wgv71a119e.jp"),
        ("l·l.cat", "xn--ll-0ea.cat"),
        ("i❤.ws", "xn--i-7iq.ws"),
    ],
)
def test_every_spelling_of_a_name_is_one(name: str, host: str) -> None:
    assert ascii_host(name) == host
    assert ascii_host(host) == host


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "a..b", ".a", "a b", "a/b", "a:1", "a@b", "a\\b", "a%62", "a\nb", "a\u200bb", "a\u00a0b",
     "\u0308a.org", "a?b", "a#b", "[::1]", "℀.org", "a\u2044\u2215b c", "ü" * 60, "a" * 64, "a." * 127 + "org",
     "a\ud800b"],
)  # fmt: skip
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        ascii_host(name)
