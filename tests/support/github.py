"""A GitHub on loopback: its two interfaces over real HTTP, questions executed against its own schema.

It keeps to GitHub's rules: lists of 1 to 100, windows of a year at most, an error that nulls what is non-null. A
test makes it misbehave by giving it something else to answer.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from graphql import GraphQLError, GraphQLSchema, build_schema, graphql_sync
from support.github_schema import PRUNED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

DAY = dt.timedelta(days=1)
TOKEN = "ghp_0123456789abcdefSECRET"  # noqa: S105 (opens nothing)


@dataclass
class Repository:
    """One repository, as a test describes it."""

    name: str
    stars: int = 0
    forks: int = 0
    description: str | None = None
    languages: dict[str, int] = field(default_factory=dict)
    fork_of: str | None = None
    is_archived: bool = False
    is_private: bool = False


@dataclass
class Person:
    """One account, as a test describes it."""

    login: str = "ada"
    id: int = 1815
    created: dt.date = dt.date(2024, 3, 10)
    today: dt.date = dt.date(2026, 11, 22)
    """The last day on which anything happened."""
    repositories: list[Repository] = field(default_factory=list)
    pinned: list[str] = field(default_factory=list)
    followers: int = 12
    pull_requests: int = 40
    merged: int = 30
    issues: int = 7
    contributed: int = 5
    is_organization: bool = False
    count: Callable[[dt.date], int] = lambda day: day.day % 3
    """Contributions on a day."""

    @property
    def years(self) -> list[int]:
        """The latest first."""
        return list(range(self.today.year, self.created.year - 1, -1))


def large_person() -> Person:
    """Return an account with 12 years and 300 repositories; every third one is a fork."""
    names = (
        "Python",
        "Go",
        "TypeScript",
        "Jupyter Notebook",
        "HTML",
        "Shell",
        "C++",
        "Rust",
        "Java",
        "Makefile",
    )
    repositories = [
        Repository(
            f"repo-{number:03}",
            stars=(number * 37) % 250,
            forks=number % 9,
            description=f"The {number}th thing",
            languages={names[(number + step) % 10]: 1000 * (step + 1) + number for step in range(number % 7)},
            fork_of=f"someone/repo-{number:03}" if number % 3 == 0 else None,
        )
        for number in range(300)
    ]
    return Person(created=dt.date(2014, 11, 22), repositories=repositories, pinned=["repo-001", "repo-002"])


class Seen(NamedTuple):
    """A request that came in."""

    method: str
    path: str
    headers: dict[str, str]
    """By lower-case name."""
    body: bytes

    @property
    def question(self) -> str:
        """The name of the GraphQL query, or the path."""
        query = json.loads(self.body)["query"] if self.body else ""
        return query.split("query ")[1].split("(")[0] if query else self.path

    @property
    def variables(self) -> dict[str, Any]:
        """The query's."""
        found: dict[str, Any] = json.loads(self.body)["variables"]
        return found

    @property
    def window_days(self) -> int:
        """The number of days of a query; 0 without a date range."""
        if "from" not in self.variables:
            return 0
        first, last = (dt.datetime.fromisoformat(self.variables[key]) for key in ("from", "to"))
        return (last - first).days + 1


class Answer(NamedTuple):
    """What to answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})


def refuse(type_: str, path: str = "user") -> Answer:
    """Answer with an error of GraphQL's, as GitHub does: status 200, and nothing of the user."""
    error = {"type": type_, "path": [path], "message": f"no: {type_}"}
    return Answer(body=json.dumps({"data": {"user": None, "rateLimit": None}, "errors": [error]}).encode())


TOO_MUCH = refuse("RESOURCE_LIMITS_EXCEEDED")


class GitHub(ThreadingHTTPServer):
    """Answers for one account, and records the requests."""

    daemon_threads = True

    def __init__(self, person: Person) -> None:
        self.person = person
        self.seen: list[Seen] = []
        self.broken: dict[str, str] = {}
        """Fields of the user that fail, and the type of their error."""
        self.behave: Callable[[Seen], Answer | Callable[[Any], None] | None] = lambda _seen: None
        """Another answer than the right one, or what writes it to the socket; None for the right one."""
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        """Where the REST interface begins."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def env(self) -> dict[str, str]:
        """The variables of a run that fetches from here, with a token."""
        return {
            "GITHUB_API_URL": self.url,
            "GITHUB_GRAPHQL_URL": f"{self.url}/graphql",
            "GITHUB_TOKEN": TOKEN,
        }

    @property
    def questions(self) -> list[str]:
        """The requests, in order."""
        return [seen.question for seen in self.seen]

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent about a client that hung up."""

    def answer(self, seen: Seen) -> Answer:
        """Return the right answer."""
        if seen.headers.get("user-agent", "") == "":
            return Answer(403, b"Request forbidden by administrative rules.")
        if seen.path == "/graphql":
            return self.answer_query(json.loads(seen.body))
        found = _Rest(self.person).find(seen.path)
        return Answer(404, b"{}") if found is None else Answer(body=json.dumps(found).encode())

    def change(self, seen: Seen, edit: Callable[[Any], object]) -> Answer:
        """Return the right answer with a change: of the user, or in REST's."""
        reply = json.loads(self.answer(seen).body)
        edit(reply["data"]["user"] if seen.body else reply)
        return Answer(body=json.dumps(reply).encode())

    def answer_query(self, question: dict[str, Any]) -> Answer:
        """Execute a query as GitHub would."""
        root: dict[str, Any] = {
            "rateLimit": {"cost": 1, "remaining": 4999, "resetAt": "2026-11-22T13:00:00Z"}
        }
        root |= {"user": self.find_user, "node": self.find_node, "organization": self.find_organization}
        result = graphql_sync(_schema(), question["query"], root, variable_values=question["variables"])
        reply: dict[str, Any] = {"data": result.data}
        if result.errors:
            reply["errors"] = [
                {"type": (error.extensions or {}).get("type"), "message": error.message, "path": error.path}
                for error in result.errors
            ]
        return Answer(body=json.dumps(reply).encode())

    def find_user(self, _info: object, login: str) -> dict[str, Any]:
        """Return the user of a login."""
        if login.lower() != self.person.login.lower() or self.person.is_organization:
            raise GraphQLError(f"no user {login}", extensions={"type": "NOT_FOUND"})
        return _describe_user(self.person) | {name: _fail(type_) for name, type_ in self.broken.items()}

    def find_organization(self, _info: object, login: str) -> dict[str, Any]:
        """Return the organization of a login."""
        if login.lower() != self.person.login.lower() or not self.person.is_organization:
            raise GraphQLError(f"no organization {login}", extensions={"type": "NOT_FOUND"})
        return {"login": self.person.login}

    def find_node(self, _info: object, id: str) -> dict[str, Any] | None:  # noqa: A002 (GitHub's name)
        """Return the user of an id."""
        return _describe_user(self.person) if id == f"U_{self.person.id}" else None


def _fail(type_: str) -> Callable[..., None]:
    def resolve(*_: object, **__: object) -> None:
        raise GraphQLError("no", extensions={"type": type_})

    return resolve


@cache
def _schema() -> GraphQLSchema:
    schema = build_schema(PRUNED.read_text(encoding="utf-8"))
    schema.type_map["PinnableItem"].resolve_type = lambda *_: "Repository"  # type: ignore[attr-defined]
    schema.type_map["Node"].resolve_type = lambda *_: "User"  # type: ignore[attr-defined]
    return schema


def _describe_user(person: Person) -> dict[str, Any]:
    public = [item for item in person.repositories if not item.is_private]

    def repositories(_info: object, first: int, **given: object) -> dict[str, Any]:
        _check_size(first)
        assert given["ownerAffiliations"] == ["OWNER"]
        assert given["privacy"] == "PUBLIC"
        ordered = sorted(public, key=lambda item: -item.stars)
        start = int(str(given.get("after") or "0"))
        return {
            "totalCount": len(public),
            "nodes": [_describe_repository(person, item) for item in ordered[start : start + first]],
            "pageInfo": {"hasNextPage": start + first < len(ordered), "endCursor": str(start + first)},
        }

    def pinned_items(_info: object, first: int, **_: object) -> dict[str, Any]:
        _check_size(first)
        by_name = {item.name: item for item in person.repositories}
        return {"nodes": [_describe_repository(person, by_name[name]) for name in person.pinned]}

    def pull_requests(_info: object, states: list[str] | None = None) -> dict[str, int]:
        return {"totalCount": person.merged if states == ["MERGED"] else person.pull_requests}

    return {
        "id": f"U_{person.id}",
        "databaseId": person.id,
        "login": person.login,
        "createdAt": f"{person.created}T10:00:00Z",
        "url": f"https://github.com/{person.login}",
        "followers": {"totalCount": person.followers},
        "pullRequests": pull_requests,
        "issues": {"totalCount": person.issues},
        "pinnedItems": pinned_items,
        "repositories": repositories,
        "repositoriesContributedTo": lambda _info, **_: {"totalCount": person.contributed},
        "contributionsCollection": lambda _info, **window: _describe_window(person, window),
    }


def _check_size(first: int) -> None:
    if not 1 <= first <= 100:
        raise GraphQLError("`first` must be 1 to 100", extensions={"type": "EXCESSIVE_PAGINATION"})


def _describe_repository(person: Person, item: Repository) -> dict[str, Any]:
    def languages(_info: object, first: int, **_: object) -> dict[str, Any]:
        _check_size(first)
        ordered = sorted(item.languages.items(), key=lambda part: -part[1])[:first]
        edges = [{"size": size, "node": {"name": name}} for name, size in ordered]
        return {"totalCount": len(item.languages), "edges": edges}

    return {
        "nameWithOwner": f"{person.login}/{item.name}",
        "description": item.description,
        "stargazerCount": item.stars,
        "forkCount": item.forks,
        "isFork": item.fork_of is not None,
        "isArchived": item.is_archived,
        "isPrivate": item.is_private,
        "parent": {"nameWithOwner": item.fork_of, "isPrivate": False} if item.fork_of else None,
        "primaryLanguage": {"name": max(item.languages, key=item.languages.__getitem__)}
        if item.languages
        else None,
        "languages": languages,
    }


def _describe_window(person: Person, window: dict[str, str]) -> dict[str, Any]:
    """Return what happened in a window; days that lie ahead are listed too, as GitHub does."""
    start = dt.datetime.fromisoformat(window.get("from", f"{person.today - 365 * DAY}T00:00:00Z"))
    end = dt.datetime.fromisoformat(window.get("to", f"{person.today}T23:59:59Z"))
    if end - start > 366 * DAY:
        raise GraphQLError("must not exceed 1 year", extensions={"type": "VALIDATION"})
    days = [start.date() + DAY * number for number in range((end.date() - start.date()).days + 1)]
    counts = {day: person.count(day) if person.created <= day <= person.today else 0 for day in days}
    weeks: dict[dt.date, list[dict[str, Any]]] = {}
    for day, count in counts.items():
        sunday = day - DAY * (day.isoweekday() % 7)
        weeks.setdefault(sunday, []).append({"date": str(day), "contributionCount": count})
    total = sum(counts.values())
    return {
        "totalCommitContributions": total,
        "totalPullRequestContributions": total // 10,
        "totalIssueContributions": total // 20,
        "totalPullRequestReviewContributions": total // 5,
        "restrictedContributionsCount": 0,
        "contributionCalendar": {"weeks": [{"contributionDays": days} for days in weeks.values()]},
        "contributionYears": person.years,
    }


class _Rest:
    """The REST interface, without a token."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def find(self, target: str) -> object:
        """Return the answer of a path; None without one."""
        parts, query = urlsplit(target), parse_qs(urlsplit(target).query)
        login = self.person.login
        if parts.path in {f"/users/{login}", f"/user/{self.person.id}"}:
            return {
                "id": self.person.id,
                "node_id": f"U_{self.person.id}",
                "login": login,
                "html_url": f"https://github.com/{login}",
                "created_at": f"{self.person.created}T10:00:00Z",
                "followers": self.person.followers,
                "public_repos": sum(not item.is_private for item in self.person.repositories),
                "type": "Organization" if self.person.is_organization else "User",
            }
        if parts.path == f"/users/{login}/repos":
            size, page = int(query["per_page"][0]), int(query["page"][0])
            assert 1 <= size <= 100
            public = [item for item in self.person.repositories if not item.is_private]
            return [self.describe(item) for item in public[size * (page - 1) : size * page]]
        if parts.path == "/search/issues":
            words = query["q"][0].split()
            assert words[0] == f"author:{login}"
            kinds = {"is:merged": self.person.merged, "is:pr": self.person.pull_requests}
            return {"total_count": kinds.get(words[-1], self.person.issues), "incomplete_results": False}
        return None

    def describe(self, item: Repository) -> dict[str, Any]:
        """Return a repository."""
        return {
            "full_name": f"{self.person.login}/{item.name}",
            "private": False,
            "fork": item.fork_of is not None,
            "archived": item.is_archived,
            "stargazers_count": item.stars,
            "forks_count": item.forks,
            "description": item.description,
            "language": max(item.languages, key=item.languages.__getitem__) if item.languages else None,
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: GitHub

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen = Seen(self.command, self.path, headers, body)
        self.server.seen.append(seen)
        answer = self.server.behave(seen) or self.server.answer(seen)
        self.close_connection = True
        if not isinstance(answer, Answer):
            with suppress(OSError):
                answer(self.wfile)
            return
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(answer.body)

    do_POST = do_GET  # noqa: N815 (http.server's names)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def serve_github(person: Person) -> Iterator[GitHub]:
    """Run one while the block lasts."""
    server = GitHub(person)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
