"""Which repositories are shown: the owner's own choice, then pins, then stars."""

from __future__ import annotations

import datetime as dt

from portfolio.github.popular import choose_popular
from portfolio.model.profile import Repository
from portfolio.model.snapshot import GitHubRepository, ProfileGroup, RepositoriesGroup, Snapshot

DAY = dt.date(2026, 11, 22)
PROOF = "https://github.com/ada?tab=repositories"


def snapshot(
    *items: GitHubRepository,
    pinned: tuple[GitHubRepository, ...] = (),
    popular: tuple[GitHubRepository, ...] = (),
) -> Snapshot:
    return Snapshot(
        version=1,
        login="ada",
        id=1,
        web="https://github.com",
        source="graphql",
        fetched_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
        profile=ProfileGroup(status="ok", as_of=DAY, pinned=pinned, popular=popular),
        repositories=RepositoriesGroup(status="ok", as_of=DAY, items=items),
    )


def repo(name: str, stars: int = 0, *, is_fork: bool = False) -> GitHubRepository:
    return GitHubRepository(name=name, stars=stars, is_fork=is_fork, description="from GitHub", language="Go")


def test_without_anything_there_is_nothing() -> None:
    assert choose_popular(None, (), PROOF) is None
    assert choose_popular(snapshot(), (), PROOF) is None


def test_what_the_owner_wrote_needs_no_snapshot() -> None:
    written = [
        Repository(name="b", url="https://github.com/ada/b", stars=1),
        Repository(name="a", url="https://github.com/ada/a", fork_of="eve/a"),
    ]
    chosen = choose_popular(None, written, PROOF)
    assert chosen is not None
    assert chosen.origin == "written"
    assert [(item.name, item.stars, item.as_of) for item in chosen.own] == [("b", 1, None)]
    assert [(item.name, item.fork_of) for item in chosen.forks] == [("a", "eve/a")]


def test_the_owners_words_stay_and_the_numbers_are_fresh() -> None:
    written = [Repository(name="B", url="https://github.com/Ada/B.git", stars=1, description="my words")]
    chosen = choose_popular(snapshot(repo("ada/b", 20)), written, PROOF)
    assert chosen is not None
    (item,) = chosen.own
    assert (item.stars, item.as_of, item.description, item.language) == (20, DAY, "my words", "Go")
    assert item.url == "https://github.com/Ada/B.git"


def test_what_the_owner_wrote_counts_more_than_pins() -> None:
    written = [Repository(name="b", url="https://github.com/ada/b")]
    chosen = choose_popular(snapshot(pinned=(repo("ada/a"),)), written, PROOF)
    assert chosen is not None
    assert [item.name for item in chosen.own] == ["b"]


def test_pins_keep_their_order_and_those_of_others_their_owner() -> None:
    pinned = (repo("eve/z", 1), repo("ada/a", 9), repo("ada/f", 50, is_fork=True))
    chosen = choose_popular(snapshot(repo("ada/other", 99), pinned=pinned), (), PROOF)
    assert chosen is not None
    assert chosen.origin == "pinned"
    assert [(item.name, item.url) for item in chosen.own] == [
        ("eve/z", "https://github.com/eve/z"),
        ("a", "https://github.com/ada/a"),
    ]
    assert [item.name for item in chosen.forks] == ["f"]


def test_else_stars_decide_then_names_and_forks_are_apart() -> None:
    items = [repo(f"ada/{name}", stars) for name, stars in [("b", 5), ("a", 5), ("c", 9)]]
    items += [repo(f"ada/n{number}") for number in range(9)]
    items += [repo("ada/fork", 500, is_fork=True)]
    chosen = choose_popular(snapshot(*items), (), PROOF)
    assert chosen is not None
    assert chosen.origin == "stars"
    assert [item.name for item in chosen.own] == ["c", "a", "b", "n0", "n1", "n2"]
    assert [item.name for item in chosen.forks] == ["fork"]


def test_where_the_list_is_missing_the_profile_names_the_first_ones() -> None:
    chosen = choose_popular(snapshot(popular=(repo("ada/a", 3),)), (), PROOF)
    assert chosen is not None
    assert [item.name for item in chosen.own] == ["a"]
