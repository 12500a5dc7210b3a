"""`portfolio stats`: fetch statistics from GitHub, and show them. No other command uses the network."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from portfolio import __version__
from portfolio.cli.console import (
    paint_for,
    print_diagnostics,
    print_json,
    print_message,
    print_painted,
    print_result,
)
from portfolio.cli.options import Group, format_option
from portfolio.cli.replace import replace_file
from portfolio.cli.stats_text import describe_stats
from portfolio.errors import Code, ContentError, Diagnostic, Diagnostics, Severity, UsageError
from portfolio.github.account import Account
from portfolio.github.compute import compute_stats
from portfolio.github.endpoints import find_endpoints, find_token
from portfolio.github.request_error import NEEDS_TOKEN, OUT_OF_TIME, ErrorKind, RequestError
from portfolio.github.snapshot import (
    COMMIT_AFTER_DAYS,
    RENEW_AFTER_DAYS,
    check_age,
    encode_snapshot,
    find_losses,
    is_news,
)
from portfolio.load.config import find_site
from portfolio.load.stats import PATH, load_owner, load_snapshot
from portfolio.plural import name_count
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portfolio.model.config import StatsSettings
    from portfolio.model.snapshot import Snapshot


@click.group(cls=Group)
def command() -> None:
    """Fetch statistics from GitHub into content/stats.json, and show them.

    A build never uses the network: it shows the statistics of the last fetch.
    """


@command.command()
@click.option("--strict", is_flag=True, help="Exit with 1 if anything could not be fetched.")
@click.option("--accept", is_flag=True, help="Accept new statistics that lack many of the old ones.")
@click.pass_context
def fetch(ctx: click.Context, *, strict: bool, accept: bool) -> None:
    """Fetch statistics from GitHub into content/stats.json.

    Everything is fetched with a token in PORTFOLIO_GITHUB_TOKEN or GITHUB_TOKEN, which needs no scope; without one,
    less. After an error the statistics of the last fetch remain, and the exit code is 0, unless --strict is given or
    the account is not found.
    """
    root = find_site(ctx.obj, Path.cwd())
    files = read_site_files(str(root))
    owner = load_owner(files)
    found = Diagnostics()
    before = load_snapshot(files, None, found)
    if before and before.is_made_up:
        before = None  # nothing of an example goes into a fetch
    token = find_token(os.environ)
    account = Account(owner.login, now_utc(), before)
    if token is None:
        print_message(
            "PORTFOLIO_GITHUB_TOKEN or GITHUB_TOKEN is not set: no calendar, no streak, no bytes by language"
        )
        if account.same_login is not None and account.same_login.source == "graphql":
            print_message(f"keeping the statistics of {_day_of(before)}, fetched with a token", "good")
            return
    try:
        new = _ask(account, owner.settings, token)
        data = encode_snapshot(new)
    except RequestError as error:
        found.items.append(_explain(error, before))
        if error.kind is ErrorKind.NOT_FOUND:
            raise ContentError(found.items) from None
    else:
        if (losses := [*find_losses(before, new)] if before else []) and not accept:
            message = f"{', '.join(losses)}; keeping the statistics of {_day_of(before)}"
            found.warning(Code.STATS_FETCH, message, None, "if this is right, accept it with `--accept`")
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
    """Fetch everything that the token may read; without one, what is public."""
    from portfolio.github.client import Client, Limits  # noqa: PLC0415 (imports tornado)
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
    """Return the diagnostic of a failed fetch; only an account that is not found is an error."""
    rest = f"keeping the statistics of {_day_of(before)}" if before else "there are no statistics yet"
    severity = Severity.ERROR if error.kind is ErrorKind.NOT_FOUND else Severity.WARNING
    return Diagnostic(Code.STATS_FETCH, f"{error.message}; {rest}", None, error.advice, severity)


def _day_of(before: Snapshot | None) -> str:
    """Return the day of the last fetch."""
    return f"{before.fetched_at:%Y-%m-%d}" if before else ""


def _list_gaps(new: Snapshot) -> Iterator[Diagnostic]:
    """Yield a warning for each group that could not be fetched, and the progress if time ran out."""
    for name, group in new.groups.items():
        if group.reason not in {None, NEEDS_TOKEN, f"{OUT_OF_TIME}: {group.progress}"}:
            last = "" if group.as_of is None else f"; last fetched {group.as_of}"
            message = f"{name}: {group.reason}{last}"
            yield Diagnostic(Code.STATS_FETCH, message, severity=Severity.WARNING)
    if progress := [group.progress for group in new.groups.values() if group.progress is not None]:
        message = f"{OUT_OF_TIME}: {', '.join(progress)}"
        help_ = "run `portfolio stats fetch` again to continue"
        yield Diagnostic(Code.STATS_FETCH, message, None, help_, Severity.WARNING)


def _write(root: Path, before: Snapshot | None, new: Snapshot, data: bytes) -> None:
    """Write the snapshot if it has news."""
    cost = "" if new.cost is None else f", {name_count(new.cost, 'point')}"
    took = f"{name_count(new.requests, 'request')}{cost}"
    is_workflow = os.environ.get("GITHUB_ACTIONS") == "true"
    if is_news(before, new, COMMIT_AFTER_DAYS if is_workflow else RENEW_AFTER_DAYS):
        replace_file(root / PATH, data)
        print_result(f"{PATH} updated ({took})\n")
    else:
        print_result(f"{PATH} unchanged: the same statistics ({took})\n")


@command.command()
@format_option("text", "json", help_="Print them as text, or as json, which has everything, for programs.")
@click.pass_obj
def show(site: Path | None, form: str) -> None:
    """Show the statistics, their age, and what is missing and why.

    The network is not used.
    """
    files = read_site_files(str(find_site(site, Path.cwd())))
    owner = load_owner(files)
    found = Diagnostics()
    snapshot = load_snapshot(files, owner.login, found)
    if snapshot is None:
        print_diagnostics(found.items)
        raise UsageError("there are no statistics to show", help="run `portfolio stats fetch`")
    stats = compute_stats(snapshot, owner.settings)
    if form == "json":
        print_json(stats)
    else:
        print_painted(describe_stats(stats, snapshot, now_utc(), paint_for(sys.stdout)))
    print_diagnostics([*found.items, *check_age(snapshot, now_utc().date())])
