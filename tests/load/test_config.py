"""portfolio.yaml, and where a site is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.sites import render_all

from portfolio.errors import ContentError, Diagnostics, UsageError
from portfolio.load.config import find_base_url, find_site, is_base_url, load_config
from portfolio.load.git_remote import find_github_remote, parse_remote
from portfolio.model.config import Config
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from pathlib import Path

ACTIONS = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "Ada/Site"}


def load(root: Path, text: str) -> tuple[Config | None, list[str]]:
    (root / "portfolio.yaml").write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    config = load_config(read_site_files(str(root)), diagnostics)
    return config, [
        f"{item.span.line}:{item.span.column} {item.message}" for item in diagnostics.items if item.span
    ]


def found(
    root: Path, env: dict[str, str] | None = None, config: Config | None = None, option: str | None = None
) -> tuple[str, str]:
    base = find_base_url(config or Config(), read_site_files(str(root)), env or {}, option)
    return base.base_url.url, base.origin


def add_remote(root: Path, url: str) -> None:
    (root / ".git").mkdir()
    (root / ".git/config").write_text(
        f'[core]\n\tbare = false\n[remote "fork"]\n\turl = git@github.com:x/y\n[remote "origin"]\n'
        f"\tfetch = +refs/heads/*:refs/remotes/origin/*\n\turl = {url}\n[branch]\n\turl = none\n",
        encoding="utf-8",
    )


@pytest.mark.parametrize("text", ["", "# every default\n", "---\n"])
def test_an_empty_configuration_is_every_default(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, text) == (Config(), [])


def test_a_whole_configuration(tmp_path: Path) -> None:
    text = "theme: mine\nbase_url: https://example.org/a\nlanguage: pt-BR\nemail: spelled-out\n"
    expected = Config(theme="mine", base_url="https://example.org/a", language="pt-BR", email="spelled-out")
    assert load(tmp_path, text) == (expected, [])


def test_the_language_norwegian_stays_text(tmp_path: Path) -> None:
    config, problems = load(tmp_path, "language: no\n")
    assert (config and config.language, problems) == ("no", [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("theem: x", "1:1 unknown key `theem`"),
        ("email: hidden", "1:8 `email` cannot be `hidden`"),
        ("theme: ../x", "1:8 `theme` cannot be `../x`"),
        ("base_url: example.org", "1:11 `base_url` cannot be `example.org`"),
        ("base_url: https://[", "1:11 `base_url` cannot be `https://[`"),
        ("base_url: 'https://a\"><b'", '1:11 `base_url` cannot be `https://a"><b`'),
        ("base_url: https://a:b", "1:11 `base_url` cannot be `https://a:b`"),
        ("- theme: x", "1:1 the file must be a mapping, not a list"),
    ],
)
def test_an_invalid_configuration_is_none(tmp_path: Path, text: str, message: str) -> None:
    config, problems = load(tmp_path, text)
    assert problems == [message]
    assert config is None or message.endswith("unknown key `theem`")


@pytest.mark.parametrize(
    "url",
    ["https://a.org", "https://a.org/", "http://a.org:8000/b/c", "https://bücher.de/ü",
     "https://a.org/b..c/...", "https://a.org/%2E%2Ewell", "HTTPS://A.org/b%2fc", "http://[::1]:8000/a", "https://a.org/b//"],
)  # fmt: skip
def test_base_addresses(url: str) -> None:
    assert is_base_url(url)


@pytest.mark.parametrize(
    "url",
    ["", "a.org", "ftp://a.org", "//a.org", "https://", "https:///b", "https://a.org/?q", "https://a.org/#f",
     "https://a b", "https://u@a.org", "https://a.org:x", "https://[::1", "javascript:alert(1)", "https://a.org/<b>",
     "https://a.org/%", "https://a.org/%zz/", "https://a.org/b%2/", "https://a.org/..", "https://a.org/../b", "https://a.org/b/../c/", "https://a.org/./b", "https://a.org/%2e%2e/b",
     "https://a.org/.%2E", "https://a.org/b%2f..%2Fc", "https://a.org/..%5cb", "https://a.org/..\\b", "https://..",
     "https://a..org", "https://.a.org", "https://a.org//evil.org", "https://a.org/b//c", "https://a.org/%2fevil.org",
     "https://a.org/a%0Ab", "https://a.org/a%1b[31m", "https://a.org/\u202eb", "https://a\x07.org"],
)  # fmt: skip
def test_what_is_no_base_address(tmp_path: Path, url: str) -> None:
    assert not is_base_url(url)
    with pytest.raises(UsageError, match="cannot be the base URL"):
        find_base_url(Config(), read_site_files(str(tmp_path)), {}, url)


def test_the_first_source_counts(tmp_path: Path) -> None:
    assert found(tmp_path) == ("http://localhost:8000/", "default")
    assert not find_base_url(Config(), read_site_files(str(tmp_path)), {}).is_known
    add_remote(tmp_path, "git@github.com:Ada/site.git")
    assert found(tmp_path) == ("https://ada.github.io/site/", "from the git remote origin")
    assert found(tmp_path, ACTIONS) == (
        "https://ada.github.io/Site/",
        "from the environment of GitHub Actions",
    )
    (tmp_path / "static").mkdir()
    (tmp_path / "static/CNAME").write_text("\nAda.Example.org\n", encoding="utf-8")
    assert found(tmp_path, ACTIONS) == ("https://ada.example.org/", "from static/CNAME")
    config = Config(base_url="https://example.org/a")
    assert found(tmp_path, ACTIONS, config) == ("https://example.org/a/", "from portfolio.yaml")
    assert found(tmp_path, ACTIONS, config, "https://b.org/c") == ("https://b.org/c/", "from --base-url")
    assert found(tmp_path, ACTIONS, config, "https://b.org/c/") == ("https://b.org/c/", "from --base-url")


@pytest.mark.parametrize(
    "env",
    [{"GITHUB_REPOSITORY": "a/b"}, {"GITHUB_ACTIONS": "true"}, {**ACTIONS, "GITHUB_REPOSITORY": "ada"},
     {**ACTIONS, "GITHUB_REPOSITORY": "ada/.."}, {**ACTIONS, "GITHUB_REPOSITORY": "evil.org#/b"}],
)  # fmt: skip
def test_half_an_environment_is_no_source(tmp_path: Path, env: dict[str, str]) -> None:
    assert not find_base_url(Config(), read_site_files(str(tmp_path)), env).is_known


@pytest.mark.parametrize("repository", ["Ada/ada.github.io", "ada/Ada.GitHub.io"])
def test_a_users_own_page_is_at_the_root(tmp_path: Path, repository: str) -> None:
    env = {**ACTIONS, "GITHUB_REPOSITORY": repository}
    assert found(tmp_path, env)[0] == "https://ada.github.io/"


@pytest.mark.parametrize(
    ("domain", "url"),
    [
        ("müller.example", "https://xn--mller-kva.example/"),
        ("xn--mller-kva.example", "https://xn--mller-kva.example/"),
        ("MÜLLER.Example", "https://xn--mller-kva.example/"),
        ("mu\u0308ller.example.", "https://xn--mller-kva.example/"),
        ("faß.de", "https://xn--fa-hia.de/"),
        ("www.Example.org.", "https://www.example.org/"),
        ("例え.テスト", "https://xn--r8jz45g.xn--zckzah/"),
    ],
)
def test_a_domain_is_the_same_wherever_and_however_it_is_written(
    tmp_path: Path, domain: str, url: str
) -> None:
    assert found(tmp_path, option=f"https://{domain}")[0] == url
    assert found(tmp_path, option=f"https://{domain}:8443/a")[0] == f"{url[:-1]}:8443/a/"
    assert found(tmp_path, config=Config(base_url=f"https://{domain}/"))[0] == url
    assert load(tmp_path, f"base_url: https://{domain}\n")[1] == []
    (tmp_path / "static").mkdir()
    (tmp_path / "static/CNAME").write_text(f"{domain}\n", encoding="utf-8")
    assert found(tmp_path) == (url, "from static/CNAME")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "a.org\nb.org",
        "example",
        "-a.org",
        "a..org",
        "x y",
        "a_b.org",
        "müller",
        "a.org/b",
        "a.org:80",
        "💩",
        ".",
        "ü" * 60 + ".org",
    ],
)
def test_a_cname_without_a_domain_is_located(tmp_path: Path, text: str) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static/CNAME").write_text(f"\n{text}\n", encoding="utf-8")
    with pytest.raises(ContentError) as error:
        find_base_url(Config(), read_site_files(str(tmp_path)), {})
    (item,) = error.value.diagnostics
    assert item.span is not None
    assert (item.span.path, item.span.line, item.message) == ("static/CNAME", 2, "this is not a domain")


def test_a_cname_is_checked_wherever_the_address_comes_from(tmp_path: Path) -> None:
    """The file is published; the workflow passes the address itself."""
    (tmp_path / "static").mkdir()
    (tmp_path / "static/CNAME").write_text("a.org\nb.org\n", encoding="utf-8")
    for config, option in ((Config(), "https://a.org/"), (Config(base_url="https://a.org/"), None)):
        with pytest.raises(ContentError, match="this is not a domain"):
            find_base_url(config, read_site_files(str(tmp_path)), {}, option)


def test_an_empty_cname_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static/CNAME").write_text("\n", encoding="utf-8")
    assert not find_base_url(Config(), read_site_files(str(tmp_path)), {}).is_known


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/ada/my.site",
        "https://github.com/ada/my.site.git",
        "https://github.com/ada/my.site/",
        "https://token@github.com/ada/my.site.git",
        "https://user:token@github.com/ada/my.site.git",
        "http://www.github.com/ada/my.site",
        "https://GitHub.com/ada/my.site",
        "git://github.com/ada/my.site.git",
        "git@github.com:ada/my.site.git",
        "git@github.com:/ada/my.site.git",
        "github.com:ada/my.site",
        "ssh://git@github.com/ada/my.site.git",
        "ssh://git@github.com:22/ada/my.site.git",
        "ssh://git@ssh.github.com:443/ada/my.site.git",
        "git+ssh://git@github.com/ada/my.site",
    ],
)
def test_every_form_of_a_github_address(url: str) -> None:
    assert parse_remote(url) == ("ada", "my.site")


@pytest.mark.parametrize(
    "url",
    ["", "https://gitlab.com/a/b", "https://github.com/a", "https://github.com/a/b/c", "/srv/github.com/a/b",
     "https://github.com/ada/..", "https://github.com/ada/../site", "git@github.com:ada/..", "git@github.com:../site",
     "https://github.com/ada/.", "https://github.com/ada/.git", "git@github.com:ada/site.git.git", "git@github.com:ada/..git", "git@github.com:ada/%2e%2e", "git@github.com:ada/..\\b",
     "https://github.com/a.b/c", "https://github.com/ada/b\u00fccher", "git@github.com:ada/...git",
     "https://evilgithub.com/a/b", "https://github.com.evil.org/a/b", "git@github.company.com:a/b"],
)  # fmt: skip
def test_other_addresses_are_no_repository_on_github(url: str) -> None:
    assert parse_remote(url) is None


def test_the_checkout_may_begin_above_the_site(tmp_path: Path) -> None:
    add_remote(tmp_path, '"https://github.com/ada/site"')
    (tmp_path / "docs/site").mkdir(parents=True)
    assert find_github_remote(tmp_path / "docs/site") == ("ada", "site")


def test_a_worktree_leads_to_its_checkout(tmp_path: Path) -> None:
    (tmp_path / "main").mkdir()
    add_remote(tmp_path / "main", "git@github.com:ada/site")
    (tmp_path / "main/.git/worktrees/tree").mkdir(parents=True)
    (tmp_path / "main/.git/worktrees/tree/commondir").write_text("../..\n", encoding="utf-8")
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/.git").write_text("gitdir: ../main/.git/worktrees/tree\n", encoding="utf-8")
    assert find_github_remote(tmp_path / "tree") == ("ada", "site")


@pytest.mark.parametrize("config", ["", "[core]\n"])
def test_the_nearest_checkout_counts_even_without_a_remote(tmp_path: Path, config: str) -> None:
    add_remote(tmp_path, "git@github.com:ada/site")
    (tmp_path / "inner/.git").mkdir(parents=True)
    (tmp_path / "inner/.git/config").write_text(config, encoding="utf-8")
    assert find_github_remote(tmp_path / "inner") is None


@pytest.mark.parametrize("text", ["", "gitdir: nowhere", "gitdir: \0", "x" * 10_000, "\xff"])
def test_a_broken_git_file_is_no_source(tmp_path: Path, text: str) -> None:
    (tmp_path / ".git").write_bytes(text.encode("latin-1"))
    assert find_github_remote(tmp_path) is None


def test_a_site_is_found_upwards(tmp_path: Path) -> None:
    (tmp_path / "portfolio.yaml").touch()
    (tmp_path / "a/b").mkdir(parents=True)
    assert find_site(None, tmp_path / "a/b") == tmp_path
    assert find_site(tmp_path, tmp_path / "a") == tmp_path
    with pytest.raises(UsageError, match=r"no `portfolio\.yaml` in"):
        find_site(tmp_path / "a", tmp_path)
    (tmp_path / "portfolio.yaml").unlink()
    with pytest.raises(UsageError, match="or above it"):
        find_site(None, tmp_path / "a")


def test_a_folder_that_is_named_needs_a_profile_alone(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/profile.yaml").write_text("name: Bo\n", encoding="utf-8")
    assert find_site(tmp_path, tmp_path) == tmp_path
    with pytest.raises(UsageError, match="or above it"):
        find_site(None, tmp_path)
    (tmp_path / "portfolio.yaml").mkdir()
    with pytest.raises(UsageError, match="in `"):
        find_site(tmp_path, tmp_path)


def test_a_site_without_settings_is_as_one_with_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/profile.yaml").write_text("name: Bo\n", encoding="utf-8")
    without = {file.path: file.content for file in render_all(tmp_path).files}
    (tmp_path / "portfolio.yaml").touch()
    assert {file.path: file.content for file in render_all(tmp_path).files} == without
