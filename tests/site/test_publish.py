"""The output folder after a publish: our files, untracked ones, and no others."""

from __future__ import annotations

import errno
import json
import os
import shutil
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.publishing import publish_site

from portfolio.errors import UsageError
from portfolio.site import kernel, publish, untracked
from portfolio.site import staging as stage
from portfolio.site.publish import open_stage
from portfolio.site.staging import OutputChangedError, OutputFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portfolio.site.publish import Published, Stage

Tree = dict[str, str]


@pytest.fixture(params=["exchange", "three renames"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run every test both with the kernel's exchange and without it; sync is tested on its own."""
    monkeypatch.setattr(publish, "sync_file_system", lambda _: None)
    if request.param != "exchange":
        monkeypatch.setattr(publish, "exchange", lambda _first, _second: False)
    return str(request.param)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A site's root in a folder of its own, so that the litter of a test can be seen."""
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


def put(root: Path, pages: dict[str, str | Path]) -> Published:
    files = [
        OutputFile(path, text if isinstance(text, Path) else text.encode()) for path, text in pages.items()
    ]
    return publish_site(files, root / "_site", root)


def tree(folder: Path) -> Tree:
    """Everything in a folder: path -> kind, mode and content, without the manifest."""
    found: Tree = {}
    for place in sorted(folder.rglob("*")):
        mode = place.lstat().st_mode
        if place.name == ".portfolio-manifest.json":
            continue
        if stat.S_ISLNK(mode):
            content = f"-> {place.readlink()}"
        else:
            content = f"{stat.S_IMODE(mode):o}" + ("" if place.is_dir() else f" {place.read_text()}")
        found[str(place.relative_to(folder))] = content
    return found


def swap_with(monkeypatch: pytest.MonkeyPatch, before: Callable[[], object]) -> None:
    """Do something in the old site at the last moment before the swap."""
    original = publish._swap  # noqa: SLF001
    once: Iterator[Callable[[], object]] = iter([before])

    def swap(places: publish.PublishFolders) -> None:
        next(once, lambda: None)()
        original(places)

    monkeypatch.setattr(publish, "_swap", swap)


def test_first_publish_makes_the_folder_and_those_above_it(root: Path) -> None:
    published = publish_site([OutputFile("a/b/c.html", b"12345")], root / "x/y", root)
    assert (published.files, published.bytes) == (1, 5)
    assert tree(root) == {
        "x": "755", "x/y": "755", "x/y/a": "755", "x/y/a/b": "755", "x/y/a/b/c.html": "644 12345",
    }  # fmt: skip


def test_an_empty_folder_is_filled(root: Path) -> None:
    (root / "_site").mkdir(0o700)
    put(root, {"index.html": "new"})
    assert tree(root) == {"_site": "755", "_site/index.html": "644 new"}


def test_the_manifest_is_sorted_and_has_no_clock(root: Path) -> None:
    put(root, {"b.html": "b", "a/é.html": "a"})
    manifest = (root / "_site/.portfolio-manifest.json").read_bytes()
    assert json.loads(manifest) == {"version": 1, "files": ["a/é.html", "b.html"]}
    put(root, {"a/é.html": "a", "b.html": "b"})
    assert (root / "_site/.portfolio-manifest.json").read_bytes() == manifest


def test_publishing_twice_changes_nothing(root: Path) -> None:
    put(root, {"index.html": "x", "a/index.html": "y"})
    first = tree(root)
    put(root, {"index.html": "x", "a/index.html": "y"})
    assert tree(root) == first


def test_modes_do_not_depend_on_the_umask_or_the_source(root: Path) -> None:
    source = root / "photo.png"
    source.write_text("photo")
    source.chmod(0o600)
    before = os.umask(0o077)
    try:
        put(root, {"index.html": "x", "a/photo.png": source})
    finally:
        os.umask(before)
    assert stat.S_IMODE((root / "_site").stat().st_mode) == 0o755
    assert stat.S_IMODE((root / "_site/.portfolio-manifest.json").stat().st_mode) == 0o644
    assert tree(root / "_site") == {"index.html": "644 x", "a": "755", "a/photo.png": "644 photo"}
    assert stat.S_IMODE(source.stat().st_mode) == 0o600


def test_a_deleted_page_and_its_folder_are_gone(root: Path) -> None:
    put(root, {"index.html": "x", "old/deep/index.html": "y"})
    put(root, {"index.html": "x"})
    assert tree(root) == {"_site": "755", "_site/index.html": "644 x"}


def test_untracked_files_are_carried_over(root: Path) -> None:
    put(root, {"index.html": "old", "blog/index.html": "old"})
    site = root / "_site"
    (site / "CNAME").write_text("example.org")
    (site / "CNAME").chmod(0o640)
    (site / ".git/objects").mkdir(parents=True)
    (site / ".git/objects").chmod(0o555)
    (site / ".git/empty").mkdir()
    (site / ".git/hook").write_text("run")
    (site / ".git/hook").chmod(0o755)
    (site / "blog/note").write_text("mine")
    (site / "out").symlink_to("/nowhere/at/all")
    (site / "loop").symlink_to(".")
    os.mkfifo(site / "pipe")
    number = (site / "CNAME").stat().st_ino
    for text in ("new", "newer"):
        put(root, {"index.html": text})
        (site / "pipe").lstat()
        pipe, names = site / "pipe", tree_without_pipe(site)
        assert stat.S_ISFIFO(pipe.lstat().st_mode)
        assert names == {
            "index.html": f"644 {text}", "CNAME": "640 example.org", ".git": "755", ".git/objects": "555",
            ".git/empty": "755", ".git/hook": "755 run", "blog": "755", "blog/note": "644 mine",
            "out": "-> /nowhere/at/all", "loop": "-> .",
        }  # fmt: skip
    assert (site / "CNAME").stat().st_ino == number
    assert os.listdir(root) == ["_site"]  # noqa: PTH208


def tree_without_pipe(site: Path) -> Tree:
    """Read a tree whose FIFO would make a reader wait."""
    (site / "pipe").rename(site.parent.parent / "pipe")
    try:
        return tree(site)
    finally:
        (site.parent.parent / "pipe").rename(site / "pipe")


def test_an_untracked_folder_can_become_ours_too(root: Path) -> None:
    put(root, {"index.html": "x"})
    (root / "_site/blog").mkdir()
    (root / "_site/blog/note").write_text("mine")
    put(root, {"blog/index.html": "ours"})
    assert tree(root / "_site") == {"blog": "755", "blog/index.html": "644 ours", "blog/note": "644 mine"}


def test_untracked_files_are_copied_where_links_are_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_place: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    put(root, {"index.html": "x"})
    (root / "_site/CNAME").write_text("example.org")
    (root / "_site/CNAME").chmod(0o640)
    os.utime(root / "_site/CNAME", (1, 1))
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    put(root, {"index.html": "y"})
    assert tree(root / "_site") == {"index.html": "644 y", "CNAME": "640 example.org"}
    assert (root / "_site/CNAME").stat().st_mtime == 1


@pytest.mark.parametrize(
    ("foreign", "page"),
    [
        ("about.html", "about.html"),
        ("about", "about/index.html"),
        ("about/", "about"),
        ("home/about/x", "home/about"),
        ("home/note", "home"),
    ],
)
def test_an_untracked_file_in_the_way_is_named_and_nothing_changes(
    root: Path, foreign: str, page: str
) -> None:
    put(root, {"index.html": "old", "home/index.html": "old"})
    place = root / "_site" / foreign
    place.parent.mkdir(exist_ok=True)
    if foreign.endswith("/"):
        place.mkdir()
    else:
        place.write_text("mine")
    before = tree(root)
    with pytest.raises(UsageError, match=r"refusing to overwrite `.*_site/(about|home)"):
        put(root, {"index.html": "new", page: "new"})
    assert tree(root) == before


def test_a_symlink_at_the_path_of_our_page_is_untracked(root: Path) -> None:
    put(root, {"index.html": "old"})
    (root / "precious").write_text("precious")
    (root / "_site/index.html").unlink()
    (root / "_site/index.html").symlink_to("../precious")
    with pytest.raises(UsageError, match=r"_site/index\.html"):
        put(root, {"index.html": "new"})
    assert (root / "precious").read_text() == "precious"


def test_an_untracked_folder_that_could_not_be_removed_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, {"index.html": "old"})
    (root / "_site/.git/inner").mkdir(parents=True)
    before = tree(root)
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    monkeypatch.setattr(os, "access", lambda place, _mode: not str(place).endswith("inner"))
    with pytest.raises(UsageError, match=r"permission denied: `.*\.git/inner`"):
        put(root, {"index.html": "new"})
    assert tree(root) == before


@pytest.mark.parametrize("copied", [False, True])
def test_a_disk_inside_the_output_is_never_carried_over(
    root: Path, monkeypatch: pytest.MonkeyPatch, *, copied: bool
) -> None:
    """Linking across a mount fails; copying and removing would empty another disk."""

    def refuse(_place: Path, target: Path) -> None:
        raise OSError(errno.EXDEV, "cross-device link", str(target))

    put(root, {"index.html": "old"})
    (root / "_site/disk").mkdir()
    (root / "_site/disk/file").write_text("only copy")
    before = tree(root)
    if copied:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    else:
        status = Path("/proc").stat()
        monkeypatch.setattr(Path, "lstat", lambda place: status if place.name == "_site" else os.lstat(place))
    with pytest.raises(UsageError, match=r"cross-device link: `.*_site/disk"):
        put(root, {"index.html": "new"})
    monkeypatch.undo()
    assert tree(root) == before


def test_untracked_files_that_appear_during_the_publish_are_moved_over(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, {"index.html": "old"})
    site = root / "_site"
    (site / "CNAME").write_text("before")
    (site / "lock").write_text("gone soon")
    (site / "gone").mkdir()

    def meddle() -> None:
        (site / ".git").mkdir(0o700)
        (site / ".git/HEAD").write_text("main")
        (site / "draft").write_text("after")
        (site / "draft").replace(site / "CNAME")
        (site / "lock").unlink()
        (site / "gone").rmdir()

    swap_with(monkeypatch, meddle)
    put(root, {"index.html": "new"})
    assert tree(root) == {
        "_site": "755", "_site/index.html": "644 new", "_site/CNAME": "644 after", "_site/.git": "700",
        "_site/.git/HEAD": "644 main",
    }  # fmt: skip


def test_an_untracked_file_that_gets_in_the_way_during_the_publish_undoes_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, {"index.html": "old"})
    swap_with(monkeypatch, lambda: (root / "_site/about.html").write_text("mine"))
    with pytest.raises(UsageError, match=r"_site/about\.html"):
        put(root, {"index.html": "new", "about.html": "ours"})
    assert tree(root) == {"_site": "755", "_site/index.html": "644 old", "_site/about.html": "644 mine"}


def test_a_folder_removed_by_its_owner_during_the_publish_keeps_our_pages(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, {"index.html": "old"})
    (root / "_site/blog").mkdir()
    (root / "_site/blog/note").write_text("mine")
    swap_with(monkeypatch, lambda: shutil.rmtree(root / "_site/blog"))
    put(root, {"blog/index.html": "ours"})
    assert tree(root / "_site") == {"blog": "755", "blog/index.html": "644 ours"}


def test_a_file_that_its_owner_removes_before_and_after_the_swap_is_no_error(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, {"index.html": "old"})
    lock = root / "_site/lock"
    lock.write_text("gone soon")
    swap_with(monkeypatch, lock.unlink)
    original = untracked.move_over

    def move(source: Path, target: Path, foreign: dict[str, bool], *, only_newer: bool) -> None:
        original(source, target, foreign, only_newer=only_newer)
        lock.unlink()

    monkeypatch.setattr(publish, "move_over", move)
    put(root, {"index.html": "new"})
    assert tree(root) == {"_site": "755", "_site/index.html": "644 new"}


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES])
@pytest.mark.parametrize("stumble", ["write_file", "make_folder", "carry_over", "sync_file_system"])
def test_a_disk_that_refuses_leaves_the_old_site(
    root: Path, monkeypatch: pytest.MonkeyPatch, number: int, stumble: str
) -> None:
    put(root, {"index.html": "old"})
    (root / "_site/CNAME").write_text("example.org")
    before = tree(root)

    def fail(place: Path | str, *_: object) -> int:
        if stumble == "write_file":
            Path(place).write_text("ha")  # torn, as a full disk leaves it
        raise OSError(number, os.strerror(number))

    for module in (publish, stage):  # each where it is called
        monkeypatch.setattr(module, stumble, fail, raising=False)
    with pytest.raises(UsageError, match=f"cannot publish to `.*_site`: {os.strerror(number).lower()}"):
        put(root, {"index.html": "new"})
    assert tree(root) == before


def test_a_swap_that_is_refused_rolls_back(root: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    put(root, {"index.html": "old"})
    before = tree(root)
    rename = Path.rename

    def fail(first: Path, second: Path) -> Path:
        if way == "exchange" or (first.name, second.name) == ("._site.portfolio-stage", "_site"):
            raise OSError(errno.EBUSY, "busy", str(first))
        return rename(first, second)

    monkeypatch.setattr(*((publish, "exchange", fail) if way == "exchange" else (Path, "rename", fail)))
    with pytest.raises(UsageError, match="busy"):
        put(root, {"index.html": "new"})
    assert tree(root) == before


def test_an_interrupt_while_staging_leaves_no_litter(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_folder: Path) -> None:
        raise KeyboardInterrupt

    put(root, {"index.html": "old"})
    before = tree(root)
    monkeypatch.setattr(publish, "sync_file_system", interrupt)
    with pytest.raises(KeyboardInterrupt):
        put(root, {"index.html": "new"})
    assert tree(root) == before


def test_a_source_that_vanished_is_named(root: Path) -> None:
    put(root, {"index.html": "old"})
    before = tree(root)
    with pytest.raises(UsageError, match=r"no such file or directory: `.*gone\.png`"):
        put(root, {"gone.png": root / "gone.png"})
    assert tree(root) == before


def test_a_folder_that_others_filled_while_we_waited_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def wait(_folder: Path, output: Path) -> Iterator[None]:
        output.mkdir()
        (output / "mine").write_text("mine")
        yield

    monkeypatch.setattr(publish, "hold_lock", wait)
    with pytest.raises(UsageError, match="is not empty, and it was not created by portfolio"):
        put(root, {"index.html": "new"})
    assert tree(root) == {"_site": "755", "_site/mine": "644 mine"}


def test_an_old_site_loses_its_manifest_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else an interrupted removal would bring back untracked files that were removed since."""
    removed: list[str] = []
    unlink = os.unlink

    def note(place: Path | str) -> None:
        removed.append(Path(place).name)
        unlink(place)

    put(root, {"index.html": "old"})
    monkeypatch.setattr(os, "unlink", note)  # pathlib calls it, too
    put(root, {"index.html": "new"})
    assert removed == [".portfolio-manifest.json", "index.html"]


def test_the_kernels_exchange_is_used_here(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert kernel.exchange(tmp_path / "a", tmp_path / "b") is True
    assert tree(tmp_path) == {"a": "755", "a/b": "644 ", "b": "755", "b/a": "644 "}
    with pytest.raises(FileNotFoundError):
        kernel.exchange(tmp_path / "a", tmp_path / "none")


def test_the_exchange_goes_without_the_librarys_function(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Bare:
        """A C library that has system calls only by number."""

        syscall = kernel._LIBC.syscall if kernel._LIBC is not None else None  # noqa: SLF001

    monkeypatch.setattr(kernel, "_LIBC", Bare())
    (tmp_path / "a").mkdir()
    (tmp_path / "b").write_text("file")
    assert kernel.exchange(tmp_path / "a", tmp_path / "b") is True
    assert (tmp_path / "b").is_dir()
    kernel.sync_file_system(tmp_path)
    monkeypatch.setattr(kernel, "_LIBC", None)
    assert kernel.exchange(tmp_path / "a", tmp_path / "b") is False


def test_sync_reaches_the_disk_or_reports_why_not(tmp_path: Path) -> None:
    kernel.sync_file_system(tmp_path)
    with pytest.raises(FileNotFoundError):
        kernel.sync_file_system(tmp_path / "none")


# files that are written before the others are made


def make(output: Path, root: Path, work: Callable[[Stage], object]) -> None:
    with open_stage(output, root) as staged:
        work(staged)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_text("other", encoding="utf-8")])
def test_a_staged_file_that_somebody_changed_is_not_published(
    root: Path, change: Callable[[Path], object]
) -> None:
    """Where folders cannot be locked, another build clears the stage of this one."""
    put(root, {"index.html": "old"})

    def work(staged: Stage) -> None:
        files = [OutputFile("a/b.html", staged.write("a/b.html", b"new"))]
        change(root / "._site.portfolio-stage/a/b.html")
        staged.publish(files)

    with pytest.raises(OutputChangedError):
        make(root / "_site", root, work)
    assert tree(root) == {"_site": "755", "_site/index.html": "644 old"}


def test_an_output_that_is_removed_while_files_are_made_is_made_again(root: Path) -> None:
    put(root, {"index.html": "old"})

    def work(staged: Stage) -> None:
        files = [OutputFile("index.html", staged.write("index.html", b"new"))]
        shutil.rmtree(root / "_site")
        staged.publish(files)

    make(root / "_site", root, work)
    assert tree(root) == {"_site": "755", "_site/index.html": "644 new"}


def test_an_error_while_files_are_made_leaves_no_folder_behind(root: Path) -> None:

    def work(staged: Stage) -> None:
        staged.write("a/b.html", b"new")
        raise KeyError

    with pytest.raises(KeyError):
        make(root / "x/y/z", root, work)
    assert names(root) == set()


def test_a_stage_is_not_taken_for_the_old_site(root: Path) -> None:
    """Another program replaces the output folder, then the build fails."""
    put(root, {"index.html": "old"})

    def work(staged: Stage) -> None:
        staged.write("index.html", b"new")
        shutil.rmtree(root / "_site")
        (root / "_site").mkdir()
        raise KeyError

    with pytest.raises(KeyError):
        make(root / "_site", root, work)
    assert names(root) == {"_site"}
