"""`portfolio stats` through the real command line: the failure matrix, the snapshot's bytes, and the token."""

from __future__ import annotations

import datetime as dt
import functools
import json
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from msgspec.structs import replace
from support.command import ROOT
from support.github import TOKEN, Answer, GitHub, Person, Repository, Seen, large_person, refuse, serve_github
from support.sites import copy_starter, edit_yaml
from support.slow import SLOW_LIMITS, slow_client
from support.snapshots import rich_snapshot, write_snapshot

from portfolio.cli import main
from portfolio.github import client

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.command import RunPortfolio

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
TODAY = NOW.date()
AGAIN = "run `portfolio stats fetch` again to continue"
KEPT = f"keeping the statistics of {TODAY}"


class Run(NamedTuple):
    """What a call came to."""

    code: int
    out: str
    err: str


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The starter's site, whose login is `octocat`."""
    return copy_starter(tmp_path / "site")


@pytest.fixture
def github() -> Iterator[GitHub]:
    """A GitHub that knows the starter's owner."""
    person = Person(
        login="octocat",
        today=TODAY,
        created=dt.date(TODAY.year - 1, 1, 1),
        count=lambda _day: 2,
        repositories=[Repository("ledger", 40, 5, "Money moves <b>once</b>", {"Go": 900, "Shell": 100})],
    )
    with serve_github(person) as server:
        yield server


@pytest.fixture
def stats(
    root: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Call `portfolio stats` in this process with the server's environment."""
    monkeypatch.setattr(
        client, "Limits", functools.partial(client.Limits, total_s=60.0, request_s=60.0, pause_s=0.001)
    )

    monkeypatch.setattr("portfolio.cli.stats.now_utc", lambda: NOW)

    def run(*arguments: str, **env: str) -> Run:
        tokens = "GITHUB_TOKEN", "PORTFOLIO_GITHUB_TOKEN"
        for name in (*tokens, "GITHUB_API_URL", "GITHUB_GRAPHQL_URL", "GITHUB_ACTIONS"):
            monkeypatch.delenv(name, raising=False)
        for name, value in (github.env | env).items():
            monkeypatch.setenv(name, value)
        code = main.run(["--site", str(root), "stats", *arguments])
        out, err = capsys.readouterr()
        assert TOKEN not in out + err
        file = root / "content/stats.json"
        assert not file.is_file() or TOKEN.encode() not in file.read_bytes()
        assert [entry.name for entry in (root / "content").iterdir() if entry.name.startswith(".")] == []
        return Run(code, out, err)

    return run


def snapshot_of(root: Path) -> Any:  # noqa: ANN401 (JSON)
    return json.loads((root / "content/stats.json").read_text(encoding="utf-8"))


def test_a_fetch_writes_a_snapshot_and_prints_its_cost(
    stats: Callable[..., Run], root: Path, github: GitHub
) -> None:
    assert stats("fetch") == (0, "content/stats.json updated (6 requests, 6 points)\n", "")
    assert snapshot_of(root)["login"] == "octocat"
    assert (root / "content/stats.json").stat().st_mode & 0o777 == 0o644
    assert {seen.headers["authorization"] for seen in github.seen} == {f"bearer {TOKEN}"}


def test_the_same_numbers_are_not_written_again(stats: Callable[..., Run], root: Path) -> None:
    stats("fetch")
    before = (root / "content/stats.json").stat()
    assert stats("fetch").out.startswith("content/stats.json unchanged: the same statistics (")
    after = (root / "content/stats.json").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize(
    ("days", "by_hand", "in_a_workflow"), [(7, False, False), (20, True, False), (31, True, True)]
)
def test_the_same_numbers_are_written_for_their_days_and_more_rarely_where_that_is_a_commit(
    days: int,
    by_hand: bool,  # noqa: FBT001 (a case)
    in_a_workflow: bool,  # noqa: FBT001 (a case)
    stats: Callable[..., Run],
    root: Path,
) -> None:
    stats("fetch")
    file = root / "content/stats.json"
    old = file.read_text(encoding="utf-8").replace(
        f"{NOW:%Y-%m-%d}T", f"{NOW - dt.timedelta(days=days):%Y-%m-%d}T"
    )
    for env, is_written in (({}, by_hand), ({"GITHUB_ACTIONS": "true"}, in_a_workflow)):
        file.write_text(old, encoding="utf-8")
        stats("fetch", **env)
        assert (file.read_text(encoding="utf-8") != old) is is_written


def test_new_numbers_are(stats: Callable[..., Run], root: Path, github: GitHub) -> None:
    stats("fetch")
    github.person.followers += 1
    assert "updated" in stats("fetch").out
    assert snapshot_of(root)["profile"]["followers"] == 13


# ---------------------------------------------------------------- the failure matrix

MATRIX: list[tuple[str, Answer, str]] = [
    ("401", Answer(401, f'{{"message": "Bad credentials {TOKEN}"}}'.encode()), "GitHub refuses the token: it is expired or wrong"),
    ("403 primary", Answer(403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4102444800"}), "GitHub's limit of requests is used up until "),
    ("429 secondary", Answer(429, headers={"Retry-After": "600"}), "GitHub asks for fewer requests at a time until "),
    ("500", Answer(500), "GitHub answers with status 500"),
    ("HTML", Answer(200, b"<!DOCTYPE html>"), "the answer is not as GitHub documents it"),
    ("empty", Answer(200), "the answer is not as GitHub documents it"),
    ("wrong types", Answer(200, b'{"data": {"user": {"id": 5}}}'), "the answer is not as GitHub documents it"),
    ("cut", Answer(200, b'{"da', {"Content-Length": "999"}), "the answer broke off, or is larger than 8 MB"),
    ("50 MB", Answer(200, b" " * 50_000_000), "the answer broke off, or is larger than 8 MB"),
    ("redirect", Answer(302, headers={"Location": "https://evil.example/"}), "GitHub redirects to another address, and redirects are not followed"),
    ("limited in an answer", refuse("RATE_LIMITED"), "GitHub's limit of requests is used up"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "word"), [case[1:] for case in MATRIX], ids=[case[0] for case in MATRIX])
def test_a_failure_is_a_warning_and_the_snapshot_stays(
    stats: Callable[..., Run], root: Path, github: GitHub, answer: Answer, word: str
) -> None:
    def behave(_seen: Seen) -> Answer:
        return answer

    github.behave = behave
    first = stats("fetch")
    assert (first.code, first.out) == (0, "")
    assert first.err.startswith(f"warning[stats-fetch]: {word}")
    assert "; there are no statistics yet" in first.err
    assert not (root / "content/stats.json").exists()
    github.behave = lambda _seen: None
    stats("fetch")
    before = (root / "content/stats.json").read_bytes()
    github.behave = behave
    assert stats("fetch").err.partition("\n")[0].endswith(KEPT)
    assert stats("fetch").code == 0
    assert stats("fetch", "--strict").code == 1
    assert (root / "content/stats.json").read_bytes() == before


@pytest.mark.parametrize("question", ["Repositories", "Years", "Contributions", "Contributed"])
def test_a_failure_in_the_middle_leaves_the_snapshot_as_it_was(
    stats: Callable[..., Run], root: Path, github: GitHub, question: str
) -> None:
    stats("fetch")
    before = (root / "content/stats.json").read_bytes()
    github.person.followers = 99
    github.behave = lambda seen: Answer(502) if seen.question == question else None
    run = stats("fetch")
    assert (run.code, run.out) == (0, "")
    assert run.err == f"warning[stats-fetch]: GitHub answers with status 502; {KEPT}\n\n"
    assert (root / "content/stats.json").read_bytes() == before


def test_offline_is_a_warning(stats: Callable[..., Run], root: Path) -> None:
    stats("fetch")
    before = (root / "content/stats.json").read_bytes()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    run = stats("fetch", GITHUB_GRAPHQL_URL=url)
    assert run == (
        0,
        "",
        f"warning[stats-fetch]: GitHub cannot be reached: connection refused; {KEPT}\n\n",
    )
    assert stats("fetch", "--strict", GITHUB_GRAPHQL_URL=url).code == 1
    assert (root / "content/stats.json").read_bytes() == before


def test_a_renamed_account_is_an_error_and_the_new_name_goes_on(
    stats: Callable[..., Run], root: Path, github: GitHub
) -> None:
    stats("fetch")
    before = (root / "content/stats.json").read_bytes()
    github.person.login = "hubot"
    run = stats("fetch")
    assert (run.code, run.out) == (1, "")
    assert run.err == (
        f"error[stats-fetch]: the account `octocat` is called `hubot` now; {KEPT}\n"
        " = help: write `github: hubot` into content/profile.yaml\n\n1 error\n"
    )
    assert (root / "content/stats.json").read_bytes() == before
    edit_yaml(root, "content/profile.yaml", lambda profile: profile | {"github": "hubot"})
    github.seen.clear()
    assert stats("fetch").code == 0
    assert snapshot_of(root)["login"] == "hubot"
    assert len(github.seen) == 5  # the year before is taken over from the old name


def test_an_account_that_is_gone_is_an_error(stats: Callable[..., Run], root: Path, github: GitHub) -> None:
    stats("fetch")
    before = (root / "content/stats.json").read_bytes()
    github.behave = lambda _seen: refuse("NOT_FOUND")
    run = stats("fetch")
    assert run.code == 1
    assert run.err.startswith(f"error[stats-fetch]: GitHub account not found; {KEPT}\n")
    assert (root / "content/stats.json").read_bytes() == before


@pytest.mark.parametrize("type_", ["FORBIDDEN", "RESOURCE_LIMITS_EXCEEDED"])
def test_a_refused_group_is_a_warning_and_the_rest_is_new(
    stats: Callable[..., Run], root: Path, github: GitHub, type_: str
) -> None:
    github.behave = lambda seen: refuse(type_) if seen.question == "Contributed" else None
    run = stats("fetch")
    assert run.code == 0
    assert run.out.startswith("content/stats.json updated")
    assert run.err.startswith("warning[stats-fetch]: contributed: ")
    assert snapshot_of(root)["profile"]["status"] == "ok"
    assert stats("fetch", "--strict").code == 1


def slow_down(github: GitHub, monkeypatch: pytest.MonkeyPatch, answer_s: float) -> None:
    """Give the owner a large account, and let each answer about it take that long."""
    github.person = large_person()
    github.person.login = "octocat"
    monkeypatch.setattr(client, "Limits", lambda: SLOW_LIMITS)
    monkeypatch.setattr(client, "Client", slow_client(answer_s))


def test_where_time_runs_out_it_reports_its_progress_and_the_next_fetch_continues(
    stats: Callable[..., Run], root: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_down(github, monkeypatch, 1.7)
    run = stats("fetch")
    assert run == (
        0,
        "content/stats.json updated (18 requests, 17 points)\n",
        f"warning[stats-fetch]: time ran out: 11 of 13 years\n = help: {AGAIN}\n\n",
    )
    assert snapshot_of(root)["contributions"]["missing"] == [2014, 2015]
    shown = stats("show").out
    assert "\n contributions  time ran out: 11 of 13 years (of 2026-11-22)\n" in shown
    assert "\n        streak  2014 and 2015 could not be fetched\n" in shown
    assert " commits  " not in shown.partition("\nyears\n")[0]
    assert stats("fetch").err == ""
    assert snapshot_of(root)["contributions"]["status"] == "ok"


def test_everything_that_time_ran_out_on_is_reported_in_one_line(
    stats: Callable[..., Run], root: Path, github: GitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow_down(github, monkeypatch, 8.0)
    line = "warning[stats-fetch]: time ran out: 100 of 300 repositories, no years\n"
    assert stats("fetch").err.startswith(line)
    assert stats("fetch", "--strict").code == 1
    file = root / "content/stats.json"
    before = file.read_bytes()
    monkeypatch.setattr(client, "Client", slow_client(9.9))
    github.behave = lambda seen: Answer(500) if seen.question != "Profile" else None
    assert "time ran out" in stats("fetch").err
    assert file.read_bytes() == before  # it came no further


def test_an_answer_that_leaves_something_out_is_a_warning(
    stats: Callable[..., Run], root: Path, github: GitHub
) -> None:
    github.behave = lambda seen: (
        github.change(seen, lambda user: user["repositories"].update(nodes=[None]))
        if seen.question == "Repositories"
        else None
    )
    run = stats("fetch")
    assert run.err == "warning[stats-fetch]: repositories: the answer leaves out 1 of 1 repository\n\n"
    assert "items" not in snapshot_of(root)["repositories"]
    assert stats("fetch", "--strict").code == 1


def test_without_a_token_what_is_left_out_is_a_warning_too(stats: Callable[..., Run], github: GitHub) -> None:
    github.behave = lambda seen: Answer(body=b"[null]") if "/repos?" in seen.path else None
    run = stats("fetch", GITHUB_TOKEN="")
    assert "warning[stats-fetch]: repositories: the answer leaves out 1 of 1 repository\n" in run.err
    assert run.err.count("warning[") == 1


def test_an_organization_is_an_error_with_its_own_words(
    stats: Callable[..., Run], root: Path, github: GitHub
) -> None:
    github.person.is_organization = True
    for env in ({}, {"GITHUB_TOKEN": ""}):
        run = stats("fetch", **env)
        assert (run.code, run.out) == (1, "")
        assert run.err.endswith(
            "error[stats-fetch]: the account `octocat` is an organization, and statistics are those of a person; "
            "there are no statistics yet\n"
            " = help: write the login of a person as `github` into content/profile.yaml\n\n1 error\n"
        )
    assert not (root / "content/stats.json").exists()


def test_another_status_alone_leaves_the_file_as_it_is(
    stats: Callable[..., Run], root: Path, github: GitHub
) -> None:
    stats("fetch")
    before = (root / "content/stats.json").read_bytes()
    github.behave = lambda seen: refuse("FORBIDDEN") if seen.question == "Contributed" else None
    run = stats("fetch")
    assert run.err.startswith(
        "warning[stats-fetch]: contributed: this token lacks the permission; last fetched"
    )
    assert run.out.startswith("content/stats.json unchanged: the same statistics (")
    assert (root / "content/stats.json").read_bytes() == before


def test_one_request_is_one_request(
    stats: Callable[..., Run], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = replace(rich_snapshot(), requests=1, cost=1)
    monkeypatch.setattr("portfolio.cli.stats._ask", lambda *_: one)
    assert stats("fetch").out == "content/stats.json updated (1 request, 1 point)\n"
    assert stats("fetch").out == "content/stats.json unchanged: the same statistics (1 request, 1 point)\n"
    assert root.exists()


def test_a_loss_is_not_taken_unless_accepted(stats: Callable[..., Run], root: Path, github: GitHub) -> None:
    stats("fetch")
    before = (root / "content/stats.json").read_bytes()
    github.person.repositories[0].stars = 10
    run = stats("fetch")
    assert (run.code, run.out) == (0, "")
    assert run.err == (
        f"warning[stats-fetch]: stars fell from 40 to 10; {KEPT}\n"
        " = help: if this is right, accept it with `--accept`\n\n"
    )
    assert (root / "content/stats.json").read_bytes() == before
    assert stats("fetch", "--strict").code == 1
    assert stats("fetch", "--accept").code == 0
    assert snapshot_of(root)["repositories"]["items"][0]["stars"] == 10


def test_a_missing_year_is_a_loss(stats: Callable[..., Run], root: Path, github: GitHub) -> None:
    stats("fetch")
    before = (root / "content/stats.json").read_bytes()
    github.person.created = dt.date(TODAY.year, 1, 1)
    run = stats("fetch")
    assert f"the year {TODAY.year - 1} is missing" in run.err
    assert (root / "content/stats.json").read_bytes() == before


def test_another_account_of_the_same_name_is_a_loss(
    stats: Callable[..., Run], root: Path, github: GitHub
) -> None:
    stats("fetch")
    github.person.id = 99
    run = stats("fetch")
    assert "`octocat` is another account than before" in run.err
    assert snapshot_of(root)["id"] == 1815


def test_the_numbers_of_another_profile_are_replaced(stats: Callable[..., Run], root: Path) -> None:
    stats("fetch")
    other = snapshot_of(root) | {"login": "eve", "id": 5}
    (root / "content/stats.json").write_text(json.dumps(other), encoding="utf-8")
    assert stats("fetch").code == 0
    assert snapshot_of(root)["login"] == "octocat"


@pytest.mark.parametrize("text", ['{"version": 1, "log', '{"version": 2}', "", "\x00"])
def test_a_snapshot_that_cannot_be_read_is_reported_and_replaced(
    stats: Callable[..., Run], root: Path, github: GitHub, text: str
) -> None:
    file = root / "content/stats.json"
    file.write_text(text, encoding="utf-8")
    github.behave = lambda _seen: Answer(500)
    assert "warning" in stats("fetch").err
    assert file.read_text(encoding="utf-8") == text
    github.behave = lambda _seen: None
    assert stats("fetch", "--strict").code == 0
    assert snapshot_of(root)["login"] == "octocat"


# ---------------------------------------------------------------- tokens and addresses


def test_without_a_token_there_is_less_and_it_is_reported(
    stats: Callable[..., Run], root: Path, github: GitHub
) -> None:
    run = stats("fetch", GITHUB_TOKEN="")
    assert run.code == 0
    assert run.out == "content/stats.json updated (5 requests)\n"
    assert run.err == (
        "PORTFOLIO_GITHUB_TOKEN or GITHUB_TOKEN is not set: no calendar, no streak, no bytes by language\n"
    )
    assert snapshot_of(root)["source"] == "rest"
    assert stats("fetch", "--strict", GITHUB_TOKEN="").code == 0
    assert not [seen for seen in github.seen if "authorization" in seen.headers]


def test_without_a_token_more_numbers_from_before_remain(stats: Callable[..., Run], root: Path) -> None:
    stats("fetch")
    before = (root / "content/stats.json").read_bytes()
    run = stats("fetch", GITHUB_TOKEN="")
    assert (run.code, run.out) == (0, "")
    assert run.err.endswith(f"keeping the statistics of {TODAY}, fetched with a token\n")
    assert (root / "content/stats.json").read_bytes() == before


def test_a_token_that_cannot_be_one_is_a_usage_error_and_not_repeated(stats: Callable[..., Run]) -> None:
    run = stats("fetch", PORTFOLIO_GITHUB_TOKEN="secret words")  # noqa: S106 (opens nothing)
    assert run.code == 2
    assert "secret" not in run.err


def test_a_token_is_sent_nowhere_in_the_clear(stats: Callable[..., Run], github: GitHub) -> None:
    run = stats("fetch", GITHUB_GRAPHQL_URL="http://ghe.example/graphql")
    assert run.code == 2
    assert "`http://ghe.example/graphql` is not an address that a token may be sent to" in run.err
    assert github.seen == []


def test_the_settings_name_the_address(stats: Callable[..., Run], root: Path, github: GitHub) -> None:
    (root / "portfolio.yaml").write_text(
        f"stats: {{graphql_url: '{github.url}/graphql'}}\n", encoding="utf-8"
    )
    assert stats("fetch", GITHUB_GRAPHQL_URL="https://ghe.example/graphql").code == 0


def test_a_site_without_a_login_has_a_help_line(stats: Callable[..., Run], root: Path) -> None:
    edit_yaml(
        root, "content/profile.yaml", lambda profile: {k: v for k, v in profile.items() if k != "github"}
    )
    run = stats("fetch")
    assert run.code == 1
    first = (root / "content/profile.yaml").read_text(encoding="utf-8").partition("\n")[0]
    assert run.err == (
        "content/profile.yaml:1:1: error[missing-key]: `github` is missing\n"
        f"  |\n1 | {first}\n  | ^\n  = help: add `github:` with your GitHub login\n\n1 error\n"
    )


def test_a_folder_at_its_path_is_a_usage_error(stats: Callable[..., Run], root: Path) -> None:
    (root / "content/stats.json").mkdir()
    run = stats("fetch")
    assert run.code == 2
    assert "cannot be written" in run.err


# ---------------------------------------------------------------- show


def test_show_prints_numbers_age_and_cost(stats: Callable[..., Run], github: GitHub) -> None:
    stats("fetch")
    github.seen.clear()
    run = stats("show")
    assert (run.code, run.err, github.seen) == (0, "", [])
    lines = run.out.splitlines()
    assert lines[0] == "octocat on GitHub: https://github.com/octocat"
    assert lines[1].endswith("UTC, today: 6 requests, 6 points of the hourly limit")
    assert f"            40  stars                                   on {TODAY}" in lines
    assert "         90.0%  Go                        900 bytes in 1 repository" in lines
    days = (TODAY - dt.date(TODAY.year - 1, 1, 1)).days + 1
    assert f"{f'{days} days':>14}  now                       {TODAY.year - 1}-01-01 to {TODAY}" in lines
    assert "\x1b" not in run.out


def test_what_it_shows_fits_into_80_columns(stats: Callable[..., Run], root: Path) -> None:
    write_snapshot(root, rich_snapshot())
    lines = stats("show").out.splitlines()
    assert "          2024          1,556      778            194      77      155      311" in lines
    assert [line for line in lines if len(line) > 80] == []


def test_show_prints_what_is_missing_and_why(stats: Callable[..., Run], github: GitHub) -> None:
    github.behave = lambda seen: refuse("FORBIDDEN") if seen.question == "Contributions" else None
    stats("fetch")
    run = stats("show")
    assert run.out.endswith(
        "\nmissing\n"
        " contributions  2026: this token lacks the permission\n"
        "        streak  2025 and 2026 could not be fetched\n"
        "      calendar  2025 and 2026 could not be fetched\n"
    )


def test_show_gives_everything_to_programs(stats: Callable[..., Run]) -> None:
    stats("fetch")
    data = json.loads(stats("show", "--format", "json").out)
    assert {total["name"]: total["value"] for total in data["totals"]}["stars"] == 40
    assert len(data["calendar"]["weeks"]) == 53


def test_show_warns_of_old_numbers(stats: Callable[..., Run], root: Path) -> None:
    stats("fetch")
    text = (root / "content/stats.json").read_text(encoding="utf-8")
    (root / "content/stats.json").write_text(text.replace(str(TODAY), "2026-01-31"), encoding="utf-8")
    run = stats("show")
    assert run.code == 0
    assert "warning[stats-stale]: GitHub statistics are of 2026-01-31, more than 14 days ago" in run.err


def test_show_says_that_the_numbers_of_an_example_were_not_fetched(
    stats: Callable[..., Run], root: Path
) -> None:
    write_snapshot(root, replace(rich_snapshot(), source="made-up"))
    shown = stats("show")
    assert shown.out.splitlines()[:2] == [
        "octocat on GitHub: https://github.com/octocat",
        "numbers of an example, not fetched",
    ]


def test_nothing_of_an_example_goes_into_a_fetch(stats: Callable[..., Run], root: Path) -> None:
    stats("fetch")
    fetched = (root / "content/stats.json").read_bytes()
    write_snapshot(root, replace(rich_snapshot(), source="made-up"))
    done = stats("fetch")
    assert done.code == 0
    assert "keeping" not in done.err
    assert (root / "content/stats.json").read_bytes() == fetched


def test_without_a_snapshot_there_is_nothing_to_show(stats: Callable[..., Run]) -> None:
    run = stats("show")
    assert (run.code, run.out) == (2, "")
    assert "run `portfolio stats fetch`" in run.err


def test_a_process_of_its_own_prints_the_same(
    run_portfolio: RunPortfolio, root: Path, github: GitHub
) -> None:
    done = run_portfolio("stats", "fetch", cwd=root, env=github.env)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("content/stats.json updated (")
    shown = run_portfolio("stats", "show", cwd=root)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "octocat on GitHub" in shown.stdout


@pytest.mark.parametrize("command", ["build", "check"])
def test_old_numbers_are_a_warning_and_nothing_else_changes(
    stats: Callable[..., Run], run_portfolio: RunPortfolio, root: Path, command: str
) -> None:
    stats("fetch")
    text = (root / "content/stats.json").read_text(encoding="utf-8")
    for day, count in (("2026-01-31", 1), ("2999-01-31", 0)):
        (root / "content/stats.json").write_text(text.replace(str(TODAY), day), encoding="utf-8")
        done = run_portfolio(command, "--base-url", "https://example.org/", cwd=root)
        assert done.returncode == 0, done.stderr
        assert (done.stdout + done.stderr).count("warning[stats-stale]: GitHub statistics are of") == count


def test_only_a_fetch_loads_what_uses_the_network() -> None:
    code = "import sys, portfolio.cli.stats, portfolio.cli.build; print('tornado' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_build_asks_nobody(run_portfolio: RunPortfolio, root: Path, github: GitHub) -> None:
    done = run_portfolio("build", "--base-url", "https://example.org/", cwd=root, env=github.env)
    assert done.returncode == 0, done.stderr
    assert github.seen == []
