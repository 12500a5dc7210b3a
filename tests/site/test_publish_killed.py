"""A publish that is killed at any moment leaves one complete site, and the next publish cleans up.

An audit hook sees every call that touches the disk; the process kills itself at the n-th, for every n.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from support.publishing import publish_site

import portfolio
from portfolio.errors import UsageError
from portfolio.site import publish
from portfolio.site.staging import OutputFile

PAGES = ("index.html", "a/index.html", "a/b/c.html")
FOREIGN = {"CNAME": "example.org", ".git/HEAD": "main", "a/note": "mine", "link": "-> CNAME"}
LATE = {"late": "appeared", ".git/late": "appeared"}

KILLED = """
import os, signal, sys
from pathlib import Path
from portfolio.site import publish
from portfolio.site.publish import open_stage
from portfolio.site.staging import OutputFile

root, shot, way, late = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4] == "late"
calls = -1

def count(event, args=()):
    global calls
    if calls >= 0 and (event.startswith(("os.", "shutil.", "test.")) or event == "open"):
        calls += 1
        if calls == shot:
            os.kill(os.getpid(), signal.SIGKILL)

swap, exchange = publish._swap, publish.exchange

def swap_late(places):
    global calls
    if late and (root / "_site").exists():
        before, calls = calls, -1
        (root / "_site/late").write_text("appeared")
        (root / "_site/.git/late").write_text("appeared")
        calls = before
    count("test.before swap")
    swap(places)
    count("test.after swap")

publish.sync_file_system = lambda folder: count("test.sync")
publish._swap = swap_late
publish.exchange = exchange if way == "exchange" else lambda first, second: False
files = [OutputFile(path, b"new" * 9999) for path in ("index.html", "a/index.html", "new/d.html")]
sys.addaudithook(count)
calls = 0
with open_stage(root / "_site", root) as stage:
    made = [OutputFile(file.path, stage.write(*file)) for file in files[:2]]
    stage.publish([*made, files[2]])
calls = -1
"""
NEW = dict.fromkeys(("index.html", "a/index.html", "new/d.html"), "new" * 9999)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "sync_file_system", lambda _: None)


def files_of(folder: Path) -> dict[str, str]:
    """All files in a folder but the manifest; a folder that holds nothing shows as such."""
    found = {}
    for place in sorted(folder.rglob("*")):
        path = str(place.relative_to(folder))
        if place.is_symlink():
            found[path] = f"-> {place.readlink()}"
        elif place.is_file() and place.name != ".portfolio-manifest.json":
            found[path] = place.read_text()
        elif place.is_dir() and not any(place.iterdir()):
            found[path + "/"] = "empty"
    return found


def shoot(root: Path, shot: int, way: str, scene: str) -> tuple[bool, dict[str, str]]:
    """Publish over an old site (or none) and kill at the n-th call; returns whether it came to that, and the old."""
    root.mkdir()
    old = {}
    if scene != "first":
        publish_site([OutputFile(path, b"old" * 9999) for path in PAGES], root / "_site", root)
        (root / "_site/.git").mkdir()
        for path, text in FOREIGN.items():
            place = root / "_site" / path
            place.symlink_to(text[3:]) if text.startswith("-> ") else place.write_text(text)
        old = files_of(root / "_site")
    command = [sys.executable, "-c", KILLED, str(root), str(shot), way, scene]
    home = Path(portfolio.__file__).parent.parent
    code = subprocess.run(
        command, check=False, cwd=home, env={**os.environ, "PYTHONPATH": str(home)}
    ).returncode
    assert code in {0, -signal.SIGKILL}
    return code != 0, old


def judge(root: Path, old: dict[str, str], scene: str, way: str) -> str:
    """Find the old or the new site whole, publish once more, and find exactly that and no litter."""
    live, kept = root / "_site", FOREIGN if scene != "first" else {}
    if way != "exchange" and not live.exists() and scene != "first":
        state = "aside"
        assert {
            key: text for key, text in files_of(root / "._site.portfolio-old").items() if key not in LATE
        } == old
    else:
        now = {key: text for key, text in files_of(live).items() if key not in LATE}
        state = "old" if now == old else "new"
        assert now in (old, {**NEW, **kept})
    if scene == "late":
        seen = set[str]().union(*(files_of(place) for place in root.iterdir())) & set(LATE)
        assert seen == set(LATE) or (state == "old" and not seen)  # once there, never nowhere
    has_late = any(set(files_of(place)) & set(LATE) for place in root.iterdir())
    final = {"index.html": "final", "z.html": "z"}
    publish_site([OutputFile(path, text.encode()) for path, text in final.items()], live, root)
    assert files_of(live) == {**final, **kept, **(LATE if has_late else {})}
    assert [place.name for place in root.iterdir()] == ["_site"]
    manifest = json.loads((live / ".portfolio-manifest.json").read_bytes())
    assert manifest["files"] == sorted(final)
    return state


@pytest.mark.parametrize("way", ["exchange", "three renames"])
@pytest.mark.parametrize("scene", ["first", "again", "late"])
def test_a_kill_at_any_moment_leaves_one_whole_site(tmp_path: Path, way: str, scene: str) -> None:
    def once(shot: int) -> str:
        was_killed, old = shoot(tmp_path / str(shot), shot, way, scene)
        state = judge(tmp_path / str(shot), old, scene, way)
        return state if was_killed else "done"

    states: list[str] = []
    with ThreadPoolExecutor(8) as pool:
        while "done" not in states:
            states += pool.map(once, range(len(states) + 1, len(states) + 25))
    states = states[: states.index("done") + 1]
    if scene == "first":
        assert len(states) > 15  # the shots hit
        assert set(states) == {"old", "done"}  # the swap is the last thing done
    else:
        assert len(states) > 30
        assert set(states) == {"old", "new", "done"} | ({"aside"} if way != "exchange" else set())


def put(root: Path, **pages: str) -> None:
    files = [OutputFile(f"{name}.html", text.encode()) for name, text in pages.items()]
    publish_site(files, root / "_site", root)


def test_a_stage_with_a_torn_manifest_is_litter(tmp_path: Path) -> None:
    put(tmp_path, index="old")
    stage = tmp_path / "._site.portfolio-stage"
    shutil.copytree(tmp_path / "_site", stage)
    (stage / "half.html").write_text("ha")
    (stage / ".portfolio-manifest.json").write_text('{"version": 1, "fi')
    put(tmp_path, index="new")
    assert files_of(tmp_path) == {"_site/index.html": "new"}


def test_a_leftover_that_is_no_folder_is_removed_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/x").write_text("x")
    (tmp_path / "._site.portfolio-stage").symlink_to("precious")
    (tmp_path / "._site.portfolio-old").write_text("x")
    put(tmp_path, index="new")
    assert files_of(tmp_path) == {"_site/index.html": "new", "precious/x": "x"}


def test_a_site_left_aside_is_put_back_over_an_empty_folder(tmp_path: Path) -> None:
    put(tmp_path, index="old")
    (tmp_path / "_site/CNAME").write_text("example.org")
    (tmp_path / "_site").rename(tmp_path / "._site.portfolio-old")
    (tmp_path / "_site").mkdir()
    put(tmp_path, index="new")
    assert files_of(tmp_path) == {"_site/index.html": "new", "_site/CNAME": "example.org"}


@pytest.mark.parametrize(("age_s", "wins"), [(-100, "live"), (100, "left")])
def test_of_two_states_of_an_untracked_file_the_later_stays(tmp_path: Path, age_s: int, wins: str) -> None:
    put(tmp_path, index="old")
    shutil.copytree(tmp_path / "_site", tmp_path / "._site.portfolio-stage")
    (tmp_path / "_site/CNAME").write_text("live")
    (tmp_path / "._site.portfolio-stage/CNAME").write_text("left")
    now = (tmp_path / "_site/CNAME").stat().st_mtime + age_s
    os.utime(tmp_path / "._site.portfolio-stage/CNAME", (now, now))
    put(tmp_path, index="new")
    assert files_of(tmp_path) == {"_site/index.html": "new", "_site/CNAME": wins}


def test_an_untracked_file_of_a_leftover_that_cannot_be_moved_is_named(tmp_path: Path) -> None:
    put(tmp_path, index="old")
    left = tmp_path / "._site.portfolio-stage"
    shutil.copytree(tmp_path / "_site", left)
    (left / "about.html").write_text("mine")
    put_late = {"index": "new", "about": "ours"}
    (tmp_path / "_site").rename(tmp_path / "away")
    left.rename(tmp_path / "kept")
    put(tmp_path, **put_late)
    (tmp_path / "kept").rename(left)
    before = files_of(tmp_path)
    with pytest.raises(UsageError, match=r"portfolio-stage/about\.html` is left from a killed build"):
        put(tmp_path, **put_late)
    assert files_of(tmp_path) == before
