"""Every page of the owner's site is accessible, valid, and without broken links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from audit.bench import Bench
from audit.running import missed
from support.programs import require

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audit.sites import Site
    from playwright.sync_api import Browser


def test_every_link_leads_to_something_and_every_page_is_reached(site: Site) -> None:
    with Bench((site,)) as bench:
        assert missed(bench, "links") == []


@pytest.mark.chromium
@pytest.mark.npm
def test_axe_finds_nothing(site: Site, chromium: Browser, npm_package: Callable[[str], Path]) -> None:
    npm_package("axe-core")
    with Bench((site,), quick=True, given_browser=chromium) as bench:
        assert missed(bench, "axe") == []


@pytest.mark.chromium
def test_no_page_scrolls_sideways_or_cuts_text_off(site: Site, chromium: Browser) -> None:
    with Bench((site,), quick=True, given_browser=chromium) as bench:
        assert missed(bench, "overflow") == []


@pytest.mark.chromium
def test_every_word_can_be_read_without_scripts(site: Site, chromium: Browser) -> None:
    with Bench((site,), quick=True, given_browser=chromium) as bench:
        assert missed(bench, "scripts") == []


@pytest.mark.npm
def test_every_page_is_valid_html(site: Site, npm_package: Callable[[str], Path]) -> None:
    npm_package("vnu-jar")
    require("java")
    with Bench((site,), quick=True) as bench:
        assert missed(bench, "nu") == []
