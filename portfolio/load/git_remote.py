"""Which repository on GitHub a checkout came from, read from git's own files; git itself is not run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_GITHUB_URL = re.compile(
    r"""(?:(?:https?|git|ssh|git\+ssh)://(?:[^@/\s]+@)?(?:www\.|ssh\.)?github\.com(?::\d+)?/  # a URL
        |(?:[^@/\s]+@)?(?:ssh\.)?github\.com:/?)                                           # or scp's short form
        (?P<repository>[^/\s]+/[^/\s]+?)(?:\.git)?/*""",
    re.VERBOSE | re.IGNORECASE,
)
"""Source: gitmodules of the wild, and git's docs, "git-clone: GIT URLS"."""


_REPOSITORY = re.compile(r"(?P<owner>[\w-]+)/(?!\.{1,2}$|.*\.git$)(?P<name>[\w.-]+)", re.ASCII)
"""Source: GitHub's docs, "Repositories": letters, digits, `-`, `_` and `.`; `.` and `..` are reserved, and no name ends in `.git`."""


class Repository(NamedTuple):
    """A repository on GitHub."""

    owner: str
    name: str


def find_github_remote(root: Path) -> Repository | None:
    """Return the repository that `origin` of the checkout around a folder names, or None if it is not on GitHub."""
    try:
        config = git_config_paths(root)[-1].read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return parse_remote(_origin_url(config) or "")


def git_config_paths(root: Path) -> tuple[Path, ...]:
    """Return the files that name the repository, and those that would if they existed, nearest first."""
    paths: list[Path] = []
    for folder in (root, *root.parents):
        git = folder / ".git"
        config = _config_file(git)
        paths += [git, git / "config"] if config is None else [git, config]
        if config is not None:
            break
    return tuple(paths)


def parse_remote(url: str) -> Repository | None:
    """Return the repository that a remote's address names, or None if it is not on GitHub.

    >>> parse_remote("git@github.com:ada/site.git")
    Repository(owner='ada', name='site')
    """
    match = _GITHUB_URL.fullmatch(url)
    return parse_repository(match["repository"]) if match else None


def parse_repository(text: str) -> Repository | None:
    """Return the repository `owner/name`, or None if that name is not valid on GitHub.

    >>> parse_repository("ada/site"), parse_repository("ada/..")
    (Repository(owner='ada', name='site'), None)
    """
    match = _REPOSITORY.fullmatch(text)
    return Repository(match["owner"], match["name"]) if match else None


def _origin_url(config: str) -> str | None:
    """Return the first address of the remote `origin` in the text of a git configuration."""
    is_origin = False
    for line in config.splitlines():
        text = line.strip()
        if text.startswith("["):
            is_origin = re.match(r'\[remote\s+"origin"\]', text, re.IGNORECASE) is not None
        elif is_origin and (match := re.fullmatch(r'url\s*=\s*"?([^\s"]+)"?', text, re.IGNORECASE)):
            return match[1]
    return None


def _config_file(git: Path) -> Path | None:
    """Return the path of a checkout's configuration, which a worktree's `.git` file leads to; None if there is none."""
    try:
        if git.is_file():
            git = git.parent / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
            common = git / "commondir"
            git = git / common.read_text(encoding="utf-8").strip() if common.is_file() else git
        config = git / "config"
        return config if config.is_file() else None
    except (OSError, ValueError):  # ValueError: a path with a NUL in it, or text that is not UTF-8
        return None
