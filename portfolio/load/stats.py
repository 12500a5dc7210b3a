"""content/stats.json: the snapshot of GitHub statistics, and its account.

The file is written by `portfolio stats fetch`. Any error in it is a warning, and the site is built without
it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from portfolio.errors import Code, ContentError, Diagnostics, Source
from portfolio.load.config import load_config
from portfolio.load.files import read_source
from portfolio.load.schema import read_yaml
from portfolio.model.profile import Profile
from portfolio.model.snapshot import SNAPSHOT_FILE, VERSION, Snapshot

if TYPE_CHECKING:
    from portfolio.model.config import StatsSettings
    from portfolio.site_files import SiteFiles

PATH = f"content/{SNAPSHOT_FILE}"
FETCH = "run `portfolio stats fetch` to create it again"


class StatsOwner(NamedTuple):
    """The account of a site's statistics, and their settings."""

    login: str
    settings: StatsSettings


_KINDS = {
    "array": "a list",
    "bool": "`true` or `false`",
    "date": "a date",
    "datetime": "a time",
    "float": "a number",
    "int": "a whole number",
    "null": "nothing",
    "object": "an object",
    "str": "text",
}
_KIND = re.compile(rf"`({'|'.join(_KINDS)})( \| null)?`")
"""A decoder's names of kinds of values."""


class _Head(Struct, frozen=True):
    """The fields of a snapshot of any version."""

    version: int


def load_snapshot(files: SiteFiles, login: str | None, diagnostics: Diagnostics) -> Snapshot | None:
    """Read the snapshot; None if it is missing or cannot be used.

    Args:
        files: the site's.
        login: whose it must be; None takes anybody's.
        diagnostics: receives warnings.
    """
    if PATH not in files.files:
        return None
    found = Diagnostics()
    source = read_source(files, PATH, found)
    for item in found.items:
        diagnostics.warning(item.code, item.message, item.span, item.help)
    snapshot = _decode(source, diagnostics) if source else None
    if source and snapshot and login is not None and snapshot.login.lower() != login.lower():
        diagnostics.warning(
            Code.STATS_SNAPSHOT,
            f"the statistics are of `{snapshot.login}`, but `github` in content/profile.yaml is `{login}`",
            source.span(1, 1),
            FETCH if login else "name the account there, or delete the file",
        )
        return None
    return snapshot


def _decode(source: Source, diagnostics: Diagnostics) -> Snapshot | None:
    """Return the snapshot in a file, or why it cannot be used."""
    try:
        version = msgspec.json.decode(source.text, type=_Head).version
        if version != VERSION:
            message = f"a snapshot of version {version}, and this portfolio reads version {VERSION}"
            diagnostics.warning(Code.STATS_SNAPSHOT, message, source.span(1, 1), FETCH)
            return None
        snapshot = msgspec.json.decode(source.text, type=Snapshot)
        for _ in snapshot.contributions.days():
            pass  # a month with too many days is found by counting them
        if pending := snapshot.contributions.pending:
            _ = pending.until
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        message = f"this snapshot cannot be read: {_describe(error)}"
        diagnostics.warning(Code.STATS_SNAPSHOT, message, source.span(1, 1), FETCH)
        return None
    return snapshot


def _describe(error: Exception) -> str:
    """Return a decoder's reason as a part of a message."""
    if isinstance(error, RecursionError):
        return "nested too deep"
    text = str(error)
    text = (text[:1].lower() + text[1:] if text[1:2].islower() else text).replace(" - at ", " at ")
    return _KIND.sub(lambda found: _KINDS[found[1]] + (" or nothing" if found[2] else ""), text)


def load_owner(files: SiteFiles) -> StatsOwner:
    """Read what a fetch needs of a site: the account, and the settings.

    Raises:
        ContentError: portfolio.yaml or content/profile.yaml has errors, or names no GitHub login.
    """
    diagnostics = Diagnostics()
    config = load_config(files, diagnostics)
    source = read_source(files, "content/profile.yaml", diagnostics)
    read = read_yaml(source, Profile, diagnostics) if source else None
    login = read.value.github if read and read.value else None
    if source and not login and not diagnostics.has_errors:
        diagnostics.error(
            Code.MISSING_KEY, "`github` is missing", source.span(1, 1), "add `github:` with your GitHub login"
        )
    if config is None or not login or diagnostics.has_errors:
        raise ContentError(diagnostics.items)
    return StatsOwner(login, config.stats)
