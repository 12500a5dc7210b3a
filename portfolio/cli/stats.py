"""`portfolio stats`: fetch GitHub's figures into a snapshot, and show them. No other command uses the network."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from portfolio import __version__
from portfolio.cli.console import paint_for, print_diagnostics, print_painted, print_result, say
from portfolio.cli.replace import replace_file
from portfolio.cli.stats_text import describe_stats
from portfolio.errors import Code, ContentError, Diagnostic, Diagnostics, Severity, UsageError
from portfolio.github.account import Account
from portfolio.github.compute import compute_stats
from portfolio.github.endpoints import find_endpoints, find_token
from portfolio.github.snapshot import (
    COMMIT_AFTER_DAYS,
    RENEW_AFTER_DAYS,
    check_age,
    encode_snapshot,
    find_losses,
    is_news,
)
from portfolio.github.trouble import NEEDS_TOKEN, OUT_OF_TIME, RequestError, Trouble
from portfolio.load.config import find_site
from portfolio.load.stats import PATH, load_owner, load_snapshot
from portfolio.plural import name_count
from portfolio.site_files import read_site_files
from portfolio.width import JSON_ESCAPE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.config import StatsSettings
    from portfolio.model.snapshot import Snapshot


@click.group()
def command() -> None:
    """Fetch figures from GitHub into content/stats.json, and show them.

    Building a site never asks GitHub: it shows what was fetched last.
    """


@command.command()
@click.option("--strict", is_flag=True, help="Exit with 1 if anything could not be fetched.")
@click.option("--accept", is_flag=True, help="Take the new numbers although much of the old ones is gone.")
@click.pass_context
def fetch(ctx: click.Context, *, strict: bool, accept: bool) -> None:
    """Ask GitHub, and keep the answer in content/stats.json.

    With a token in PORTFOLIO_GITHUB_TOKEN or GITHUB_TOKEN everything is asked for; it needs no scope. Without one
    there is less. Whatever goes wrong, the numbers from before stay, and the exit code is 0 unless --strict is given
    or there is no such account.
    """
    root = find_site(ctx.obj, Path.cwd())
    files = read_site_files(str(root))
    owner = load_owner(files)
    found = Diagnostics()
    before = load_snapshot(files, None, found)
    token = find_token(os.environ)
    account = Account(owner.login, now_utc(), before)
    if token is None:
        say(
            "no token in PORTFOLIO_GITHUB_TOKEN or GITHUB_TOKEN: no calendar, no streak, no bytes by language"
        )
        if account.same_login is not None and account.same_login.source == "graphql":
            say(f"the numbers of {_day_of(before)}, fetched with a token, are kept", "good")
            return
    try:
        new = _ask(account, owner.settings, token)
        data = encode_snapshot(new)
    except RequestError as error:
        found.items.append(_explain(error, before))
        if error.trouble is Trouble.NOT_FOUND:
            raise ContentError(found.items) from None
    else:
        if (losses := [*find_losses(before, new)] if before else []) and not accept:
            message = f"{', '.join(losses)}; the numbers of {_day_of(before)} are kept"
            found.warning(Code.STATS_FETCH, message, None, "if that is right, say so with `--accept`")
        else:
            found.items += _list_gaps(new)
            _write(root, before, new, data)
    print_diagnostics(found.items)
    is_short = any(item.code is Code.STATS_FETCH for item in found.items)
    ctx.exit(1 if strict and is_short else 0)


def now_utc() -> dt.datetime:
    """Return the time, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def _ask(account: Account, settings: StatsSettings, token: str | None) -> Snapshot:
    """Ask GitHub for everything that the token, or nobody in particular, may know."""
    from portfolio.github.client import Client, Limits  # noqa: PLC0415 (tornado, for those who fetch)
    from portfolio.github.fetch import fetch_snapshot  # noqa: PLC0415
    from portfolio.github.graphql import GraphQL  # noqa: PLC0415
    from portfolio.github.rest import fetch_public_snapshot  # noqa: PLC0415

    endpoints = find_endpoints(settings, os.environ)
    client = Client(token, f"portfolio/{__version__}", Limits())
    try:
        if token is None:
            return fetch_public_snapshot(client, endpoints.api_url, account)
        return fetch_snapshot(GraphQL(client, endpoints.graphql_url), account)
    finally:
        client.close()


def _explain(error: RequestError, before: Snapshot | None) -> Diagnostic:
    """Say what went wrong and what remains; an account that is gone is the owner's to mend."""
    rest = f"the numbers of {_day_of(before)} are kept" if before else "there are no numbers yet"
    severity = Severity.ERROR if error.trouble is Trouble.NOT_FOUND else Severity.WARNING
    return Diagnostic(Code.STATS_FETCH, f"{error.message}; {rest}", None, error.advice, severity)


def _day_of(before: Snapshot | None) -> str:
    """Return the day of the last fetch."""
    return f"{before.fetched_at:%Y-%m-%d}" if before else ""


def _list_gaps(new: Snapshot) -> Iterator[Diagnostic]:
    """Yield what could not be fetched, and how far the fetch came if time ran out."""
    for name, group in new.groups.items():
        if group.reason not in {None, NEEDS_TOKEN, f"{OUT_OF_TIME}: {group.progress}"}:
            kept = "" if group.as_of is None else f"; what is known is of {group.as_of}"
            message = f"{name}: {group.reason}{kept}"
            yield Diagnostic(Code.STATS_FETCH, message, severity=Severity.WARNING)
    if progress := [group.progress for group in new.groups.values() if group.progress is not None]:
        message = f"{OUT_OF_TIME}: {', '.join(progress)}"
        help_ = "run `portfolio stats fetch` again to go on"
        yield Diagnostic(Code.STATS_FETCH, message, None, help_, Severity.WARNING)


def _write(root: Path, before: Snapshot | None, new: Snapshot, data: bytes) -> None:
    """Write the snapshot if it says anything new."""
    cost = "" if new.cost is None else f", {name_count(new.cost, 'point')}"
    took = f"{name_count(new.requests, 'request')}{cost}"
    is_workflow = os.environ.get("GITHUB_ACTIONS") == "true"
    if is_news(before, new, COMMIT_AFTER_DAYS if is_workflow else RENEW_AFTER_DAYS):
        replace_file(root / PATH, data)
        print_result(f"{PATH} is new ({took})\n")
    else:
        print_result(f"{PATH} stays as it is: the same numbers ({took})\n")


@command.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="`json` is everything, for programs.",
)
@click.pass_obj
def show(site: Path | None, form: str) -> None:
    """Show the numbers, how old they are, and what is missing and why.

    Nothing is asked of GitHub.
    """
    files = read_site_files(str(find_site(site, Path.cwd())))
    owner = load_owner(files)
    found = Diagnostics()
    snapshot = load_snapshot(files, owner.login, found)
    if snapshot is None:
        print_diagnostics(found.items)
        raise UsageError("there are no numbers to show", help="run `portfolio stats fetch`")
    stats = compute_stats(snapshot, owner.settings)
    if form == "json":
        data = msgspec.json.format(msgspec.json.encode(stats), indent=2).decode()
        print_result(data + "\n", JSON_ESCAPE)
    else:
        print_painted(describe_stats(stats, snapshot, now_utc(), paint_for(sys.stdout)))
    print_diagnostics([*found.items, *check_age(snapshot, now_utc().date())])
