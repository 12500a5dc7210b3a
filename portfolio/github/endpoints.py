"""The addresses of GitHub and the token: from portfolio.yaml and the environment; pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from portfolio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.model.config import StatsSettings

API_URL = "https://api.github.com"

TOKENS = ("PORTFOLIO_GITHUB_TOKEN", "GITHUB_TOKEN")
"""The variables of the token, the first before the second."""

_TOKEN = re.compile(r"[A-Za-z0-9_.~+/=-]{1,1000}")
_LOOPBACK = re.compile(r"localhost|127(\.[0-9]{1,3}){3}|::1")


class Endpoints(NamedTuple):
    """The addresses of GitHub's two interfaces."""

    api_url: str
    graphql_url: str


def find_endpoints(settings: StatsSettings, env: Mapping[str, str]) -> Endpoints:
    """Return the addresses of the settings, else of the environment, else of github.com.

    A file of the site comes first because GitHub Actions sets the variables in any case.

    Raises:
        UsageError: an address is not safe: a token is sent only over TLS, or to this machine.
    """
    api_url = settings.api_url or env.get("GITHUB_API_URL") or API_URL
    given = None if settings.api_url else env.get("GITHUB_GRAPHQL_URL")  # both of one GitHub
    beside = api_url.rstrip("/").removesuffix("/v3") + "/graphql"
    graphql_url = settings.graphql_url or given or beside
    for url in (api_url, graphql_url):
        if not is_safe(url):
            raise UsageError(
                f"`{url}` is not an address that a token may be sent to",
                help="use one that begins with https://",
            )
    return Endpoints(api_url, graphql_url)


def is_safe(url: str) -> bool:
    """Whether requests to an address are encrypted, or stay on this machine.

    >>> is_safe("https://github.example/api"), is_safe("http://github.example"), is_safe("http://127.0.0.1:8000")
    (True, False, True)
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_whole = bool(host) and parts.port != 0 and "@" not in parts.netloc
    except ValueError:  # an invalid IPv6 address or port
        return False
    is_plain = parts.scheme == "http" and _LOOPBACK.fullmatch(host) is not None
    return is_whole and url.isascii() and url.isprintable() and (parts.scheme == "https" or is_plain)


def find_token(env: Mapping[str, str]) -> str | None:
    """Return the token, or None if there is none.

    Raises:
        UsageError: what is given cannot be one; it is not repeated.
    """
    for name in TOKENS:
        if token := env.get(name, "").strip():
            if not _TOKEN.fullmatch(token):
                raise UsageError(f"`{name}` holds characters that no token has", help="copy it once more")
            return token
    return None
