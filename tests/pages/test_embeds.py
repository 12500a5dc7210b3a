"""Images of other hosts: a warning each, at their span; and a section with nothing to show is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec import ValidationError, convert
from support.html_tree import parse_html
from support.sites import copy_starter, edit_yaml, render, render_all
from support.snapshots import rich_snapshot, write_snapshot

from portfolio.errors import ContentError, Severity
from portfolio.model.home import Embed

if TYPE_CHECKING:
    from pathlib import Path

EMBED = {
    "shows": "stats",
    "url": "https://cards.example/api?username=octocat&theme=dark",
    "width": 495,
    "height": 195,
}
OTHER = {"shows": "streak", "url": "https://streak.example:8443/?user=octocat", "width": 400, "height": 100}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_starter(tmp_path / "site")


def add_section(root: Path, **keys: Any) -> None:  # noqa: ANN401 (any YAML value)
    section = {"kind": "stats", "title": "On GitHub", "command": "git log --stats"} | keys
    edit_yaml(root, "content/home.yaml", lambda home: home["sections"].append(section))


def test_an_embed_has_its_size_its_words_and_sends_no_referrer(root: Path) -> None:
    add_section(root, mode="embed", embeds=[EMBED, OTHER])
    section = parse_html(render(root)["index.html"]).by_id("stats")
    first, second = section.all("img")
    assert first.attributes == {
        "src": EMBED["url"],
        "alt": "GitHub stats of octocat, a picture from cards.example",
        "width": "495",
        "height": "195",
        "loading": "lazy",
        "referrerpolicy": "no-referrer",
    }
    assert (
        second.attributes["alt"]
        == "Contribution streak on GitHub of octocat, a picture from streak.example:8443"
    )
    assert "https://github.com/octocat" in section.hrefs()


def test_each_embed_is_a_warning_at_its_span(root: Path) -> None:
    add_section(root, mode="embed", embeds=[EMBED, OTHER])
    warnings = [item for item in render_all(root).prepared.warnings if item.code == "stats-embed"]
    assert [item.severity for item in warnings] == [Severity.WARNING] * 2
    lines = (root / "content/home.yaml").read_text(encoding="utf-8").splitlines()
    for warning, embed in zip(warnings, (EMBED, OTHER), strict=True):
        span = warning.span
        assert span is not None
        assert lines[span.line - 1][span.column - 1 :].startswith(str(embed["url"]))


def policy_of(text: str) -> dict[str, str]:
    (meta,) = (
        item.attributes["content"]
        for item in parse_html(text).all("meta")
        if item.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    return dict(rule.strip().split(" ", 1) for rule in meta.split(";"))


def test_the_policy_allows_just_the_hosts_on_just_the_home_page(root: Path) -> None:
    before = {path: policy_of(text) for path, text in render(root).items() if path.endswith(".html")}
    add_section(root, mode="embed", embeds=[EMBED, OTHER, EMBED | {"shows": "languages"}])
    after = {path: policy_of(text) for path, text in render(root).items() if path.endswith(".html")}
    wanted = "'self' data: https://cards.example https://streak.example:8443"
    assert after["index.html"] == before["index.html"] | {"img-src": wanted}
    assert {path for path in after if after[path] != before[path]} == {"index.html"}


def test_images_replace_the_statistics(root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    add_section(root, mode="embed", embeds=[EMBED])
    section = parse_html(render(root)["index.html"]).by_id("stats")
    assert len(section.all("img")) == 1
    assert not section.all("dl", "table")


def test_embeds_stay_unused_until_they_are_asked_for(root: Path) -> None:
    before = render(root)
    add_section(root, embeds=[EMBED])
    pages = {path: text for path, text in render(root).items() if path.endswith((".html", ".txt"))}
    assert "cards.example" not in "".join(pages.values())
    assert policy_of(pages["index.html"]) == policy_of(before["index.html"])
    assert render_all(root).prepared.warnings == ()


@pytest.mark.parametrize(
    "url",
    [
        "http://cards.example/api",
        "https://cards.example",
        "https:///api",
        "https://cards.example; script-src *",
        "https://cards.example;script-src/x",
        "https://'unsafe-inline'/x",
        "https://*.example/x",
        "https://user@cards.example/x",
        "https://cards.example/x y",
        'https://cards.example/"><script>',
        "//cards.example/x",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)//https://cards.example/x",
    ],
)
def test_an_address_that_could_add_more_than_a_host_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        convert(EMBED | {"url": url}, Embed)


@pytest.mark.parametrize("size", [{"width": 0}, {"height": -1}, {"width": 40_000}, {"height": "wide"}])
def test_a_size_that_is_none_is_refused(size: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        convert(EMBED | size, Embed)


def problems(root: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        render_all(root)
    return [str(item.message) for item in caught.value.diagnostics]


def test_a_section_without_pictures_to_embed_is_an_error(root: Path) -> None:
    add_section(root, mode="embed")
    assert problems(root) == ["the section `stats` has no picture to embed"]


def test_a_section_without_account_and_statistics_is_an_error(root: Path) -> None:
    edit_yaml(root, "content/profile.yaml", lambda profile: profile.pop("github") and None)
    add_section(root)
    assert problems(root) == ["the section `stats` has nothing to show"]
