"""portfolio.yaml: finding it, reading it, and working out the address the site is published under."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portfolio.errors import Code, Diagnostics, UsageError
from portfolio.load.files import read_source
from portfolio.load.nodes import parse_yaml
from portfolio.load.schema import read_value
from portfolio.model.config import BaseUrl, Config

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CONFIG_FILE = "portfolio.yaml"
LOCAL_URL = "http://localhost:8000/"


def find_site(given: Path | None, start: Path) -> Path:
    """Return the site's folder: the one given, or the nearest from `start` upwards with a portfolio.yaml.

    Raises:
        UsageError: there is none.
    """
    help_ = "go into a site's folder, name one with --site, or make one with `portfolio init`"
    if given is not None:
        if not (given / CONFIG_FILE).is_file():
            raise UsageError(f"no `{CONFIG_FILE}` in `{given}`", help=help_)
        return given.absolute()
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / CONFIG_FILE).is_file():
            return folder
    raise UsageError(f"no `{CONFIG_FILE}` in `{start}` or above it", help=help_)


def load_config(root: Path, diagnostics: Diagnostics) -> Config | None:
    """Read portfolio.yaml; an empty one means every default."""
    source = read_source(root, CONFIG_FILE, diagnostics)
    if source is None:
        return None
    before = len(diagnostics.items)
    node = parse_yaml(source, diagnostics)
    if node is None:
        return None if len(diagnostics.items) > before else Config()
    return read_value(node, Config, diagnostics).value


class FoundBaseUrl(NamedTuple):
    """A base address, and where it was found."""

    base_url: BaseUrl
    origin: str
    """A sentence fragment for the terminal: `from the git remote origin`."""
    is_known: bool = True
    """False for the stand-in that is used when nothing tells the address."""


def find_base_url(
    config: Config, root: Path, env: Mapping[str, str], option: str | None = None
) -> FoundBaseUrl:
    """Work out where the site will be published.

    The first that tells counts: the command line, portfolio.yaml, static/CNAME, the environment of
    GitHub Actions, the git remote `origin` if it is on GitHub.

    Source: GitHub's docs, "Types of GitHub Pages sites": `<owner>.github.io` is published at the root,
    any other repository below its name; a custom domain moves both to the domain's root.
    """
    if option is not None:
        if not re.fullmatch(r"https?://[^/\s?#]+[^\s?#]*", option):
            raise UsageError(
                f"`{option}` cannot be the base address",
                code=Code.BASE_URL,
                help="write it as https://name.github.io/repository/",
            )
        return FoundBaseUrl(BaseUrl.parse(option), "from --base-url")
    if config.base_url is not None:
        return FoundBaseUrl(BaseUrl.parse(config.base_url), f"from {CONFIG_FILE}")
    domain = _read_cname(root)
    if domain:
        return FoundBaseUrl(BaseUrl.parse(f"https://{domain}"), "from static/CNAME")
    if env.get("GITHUB_ACTIONS") == "true" and "/" in env.get("GITHUB_REPOSITORY", ""):
        owner, name = env["GITHUB_REPOSITORY"].split("/", 1)
        return FoundBaseUrl(_pages_url(owner, name), "from the environment of GitHub Actions")
    remote = _read_github_remote(root)
    if remote:
        return FoundBaseUrl(_pages_url(*remote), "from the git remote origin")
    return FoundBaseUrl(BaseUrl.parse(LOCAL_URL), "nothing tells the published address", is_known=False)


def _pages_url(owner: str, repository: str) -> BaseUrl:
    """Return the address that GitHub Pages gives a repository."""
    host = f"{owner.lower()}.github.io"
    path = "" if repository.lower() == host else f"{repository}/"
    return BaseUrl.parse(f"https://{host}/{path}")


def _read_cname(root: Path) -> str | None:
    """Return the custom domain in static/CNAME, as Pages reads it."""
    file = root / "static" / "CNAME"
    if not file.is_file():
        return None
    words = file.read_text(encoding="utf-8", errors="replace").split()
    return words[0].lower() if words and re.fullmatch(r"[A-Za-z0-9.-]+", words[0]) else None


def _read_github_remote(root: Path) -> tuple[str, str] | None:
    """Return owner and name of the repository on GitHub that the site's checkout came from."""
    config = next((found for folder in (root, *root.parents) if (found := _git_config(folder))), None)
    if config is None:
        return None
    section = re.search(r'^\[remote "origin"\]\n((?:[^\[].*\n?)*)', config, re.MULTILINE)
    url = section and re.search(r"^\s*url\s*=\s*(\S+)", section[1], re.MULTILINE)
    github = url and re.fullmatch(
        r"(?:https://(?:[^@/]+@)?github\.com/|(?:ssh://)?git@github\.com[:/])([^/\s]+)/([^/\s]+?)(?:\.git)?/?",
        url[1],
    )
    return (github[1], github[2]) if github else None


def _git_config(folder: Path) -> str | None:
    """Return the text of a checkout's git configuration; a worktree's `.git` file leads to it."""
    git = folder / ".git"
    try:
        if git.is_file():
            git = (folder / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()).resolve()
            common = git / "commondir"
            git = (git / common.read_text(encoding="utf-8").strip()).resolve() if common.is_file() else git
        return (git / "config").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
