from __future__ import annotations

from typing import TYPE_CHECKING

from support.small_sites import STUDY, write_site

from portfolio.load.allowances import Allowance, find_allowances
from portfolio.site import allowances
from portfolio.site.cache import Cache
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from portfolio.errors import Source

COMMENT = "\n<!-- allow fence: it is one of ours -->\n"


def list_warnings(site: Path, cache: Cache, *, with_drafts: bool = False) -> list[str]:
    settings = Settings({}, "https://example.org/", cache, is_preview=with_drafts)
    return [item.message for item in prepare_site(read_site_files(str(site)), settings).warnings]


def test_comments_in_a_draft_are_not_reported_before_it_is_shown(tmp_path: Path) -> None:
    body = f"{STUDY['summary']}\n{COMMENT}"
    site = write_site(tmp_path / "s", studies={"one": {}, "two": {"draft": True, "body": body}})
    assert list_warnings(site, Cache()) == []
    assert list_warnings(site, Cache(), with_drafts=True) == ["there is no warning `fence` to silence"]


def test_only_files_with_such_a_comment_are_searched_and_each_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write_site(
        tmp_path / "s", studies={"one": {}, "two": {"body": f"{COMMENT}\n```cobolt\nADD\n```\n"}}
    )
    searched: list[str] = []

    def find(source: Source, *, first_line: int = 0) -> tuple[Allowance, ...]:
        searched.append(source.path)
        return find_allowances(source, first_line=first_line)

    monkeypatch.setattr(allowances, "find_allowances", find)
    cache = Cache()
    assert list_warnings(site, cache) == list_warnings(site, cache) == []
    assert searched == ["content/case-studies/two.md"]
