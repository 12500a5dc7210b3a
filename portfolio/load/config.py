"""portfolio.yaml: finding it, reading it, and inferring the base URL."""

from __future__ import annotations

import re
import stat
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from portfolio.errors import Code, ContentError, Diagnostics, UsageError
from portfolio.load.files import read_source
from portfolio.load.git_remote import find_github_remote, parse_repository
from portfolio.load.schema import Read, read_yaml
from portfolio.model.config import CONTENT_VERSION, BaseUrl, Config
from portfolio.model.names import ascii_host
from portfolio.site_files import CONFIG_FILE, PROFILE_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portfolio.site_files import SiteFiles

CNAME_FILE = "static/CNAME"
LOCAL_URL = "http://localhost:8000/"
URL_HELP = "write it as https://name.github.io/repository/, without `..`, a query or a fragment"

_URL = re.compile(r"(?i:https?)://[^\s?#@\\\"'<>`{}|^/]+(/[^\s?#\\\"'<>`{}|^]*)?")
_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}")


def find_site(given: Path | None, start: Path) -> Path:
    """Return the site's folder: the one given, or the nearest from `start` upwards with a portfolio.yaml.

    The one that is given may have a profile alone: every setting is optional.

    Raises:
        UsageError: there is none, or the one given cannot be read.
    """
    start = start.absolute()
    for folder in (start, *start.parents) if given is None else (given.absolute(),):
        try:
            if stat.S_ISREG((folder / CONFIG_FILE).stat().st_mode):
                return folder
        except FileNotFoundError:
            if given is not None and (folder / PROFILE_FILE).is_file():
                return folder
        except PermissionError as error:
            if given is not None:
                help_ = "make the folder readable, and those above it"
                raise UsageError(f"`{given}` cannot be read: permission denied", help=help_) from error
        except OSError:
            continue
    where = f"in `{start}` or above it" if given is None else f"in `{given}`"
    help_ = "change to a site's folder, name one with --site, or create one with `portfolio init`"
    raise UsageError(f"no `{CONFIG_FILE}` {where}", help=help_)


def load_config(files: SiteFiles, diagnostics: Diagnostics) -> Config | None:
    """Read portfolio.yaml; an empty one means every default, as none does."""
    if CONFIG_FILE not in files.files and CONFIG_FILE not in files.folders:
        return Config()
    source = read_source(files, CONFIG_FILE, diagnostics)
    read = read_yaml(source, Config, diagnostics) if source else Read(None)
    config = read.value if read else Config()
    if read and config and config.base_url is not None and not is_base_url(config.base_url):
        message = f"`base_url` cannot be `{config.base_url}`"
        diagnostics.error(Code.INVALID_VALUE, message, read.spans["base_url",], URL_HELP)
        return None
    if read and config and config.content_version > CONTENT_VERSION:
        message = (
            f"the content is of version {config.content_version}, and this portfolio knows {CONTENT_VERSION}"
        )
        diagnostics.error(
            Code.INVALID_VALUE, message, read.spans["content_version",], "install a newer portfolio"
        )
        return None
    return config


def is_base_url(text: str) -> bool:
    """Whether a text can be a base URL: no query, no fragment, no account, no `..`.

    >>> is_base_url("https://ada.github.io/site"), is_base_url("ada.github.io"), is_base_url("https://[")
    (True, False, False)
    """
    if not text.isprintable() or not _URL.fullmatch(text):
        return False
    try:
        BaseUrl.parse(text)
        parts = urlsplit(text)
        return _is_plain_path(parts.path) and parts.port != 0
    except ValueError:  # an invalid host name, IPv6 address or port
        return False


def _is_plain_path(path: str) -> bool:
    """Whether a browser requests a path as it is written: it resolves `..`, also as `%2e%2e`, and takes `//` for a host.

    A `%` that is not followed by two hexadecimal digits is no part of a path.
    """
    if re.search("%(?![0-9A-Fa-f]{2})", path):
        return False
    decoded = unquote(path).replace("\\", "/")
    parts = decoded.strip("/").split("/") if decoded.strip("/") else []
    return decoded.isprintable() and not decoded.startswith("//") and not {"", ".", ".."} & {*parts}


class FoundBaseUrl(NamedTuple):
    """A base URL, and its source."""

    base_url: BaseUrl
    origin: str
    """Its source as a sentence fragment: `from the git remote origin`."""
    is_known: bool = True
    """False for the default that is used if no source is found."""


def find_base_url(
    config: Config, files: SiteFiles, env: Mapping[str, str], option: str | None = None
) -> FoundBaseUrl:
    """Infer where the site will be published.

    The first of these counts: the command line, portfolio.yaml, static/CNAME, the environment of
    GitHub Actions, the git remote `origin` if it is on GitHub.

    Raises:
        UsageError: the one of the command line is invalid.
        ContentError: static/CNAME is not a domain.

    Source: GitHub's docs, "Types of GitHub Pages sites": `<owner>.github.io` is published at the root,
    any other repository below its name; a custom domain moves both to the domain's root.
    """
    diagnostics = Diagnostics()
    domain = find_domain(files, diagnostics)  # it is published, wherever the base URL comes from
    if diagnostics.has_errors:
        raise ContentError(diagnostics.items)
    if option is not None:
        return FoundBaseUrl(parse_base_url(option), "from --base-url")
    if config.base_url is not None:
        return FoundBaseUrl(BaseUrl.parse(config.base_url), f"from {CONFIG_FILE}")
    if domain:
        return FoundBaseUrl(BaseUrl.parse(f"https://{domain}"), f"from {CNAME_FILE}")
    on_actions = parse_repository(env.get("GITHUB_REPOSITORY", ""))
    if env.get("GITHUB_ACTIONS") == "true" and on_actions:
        return FoundBaseUrl(_pages_url(*on_actions), "from the environment of GitHub Actions")
    remote = find_github_remote(Path(files.root))
    if remote:
        return FoundBaseUrl(_pages_url(*remote), "from the git remote origin")
    return FoundBaseUrl(BaseUrl.parse(LOCAL_URL), "default", is_known=False)


def parse_base_url(option: str) -> BaseUrl:
    """Return the base URL of the command line.

    Raises:
        UsageError: it is invalid.
    """
    if not is_base_url(option):
        raise UsageError(f"`{option}` cannot be the base URL", code=Code.BASE_URL, help=URL_HELP)
    return BaseUrl.parse(option)


def _pages_url(owner: str, repository: str) -> BaseUrl:
    """Return the address of a repository on GitHub Pages."""
    host = f"{owner.lower()}.github.io"
    path = "" if repository.lower() == host else f"{repository}/"
    return BaseUrl.parse(f"https://{host}/{path}")


def find_domain(files: SiteFiles, diagnostics: Diagnostics) -> str | None:
    """Return the custom domain in static/CNAME in ASCII; an empty file names none, and an invalid one is reported."""
    if CNAME_FILE not in files.files:
        return None
    source = read_source(files, CNAME_FILE, diagnostics)
    text = source.text.strip() if source else ""
    with suppress(ValueError):
        if _DOMAIN.fullmatch(domain := ascii_host(text)):
            return domain
    if source and text:
        number = next(number for number, line in enumerate(source.lines, 1) if line.strip())
        span = source.span(number, 1, len(source.lines[number - 1]))
        help_ = "write one domain, such as www.example.org"
        diagnostics.error(Code.BASE_URL, "this is not a domain", span, help_)
    return None
