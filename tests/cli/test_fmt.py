"""`portfolio fmt` through the real command line: what it straightens, what it leaves unchanged, what it prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.sites import copy_starter

if TYPE_CHECKING:
    from pathlib import Path

    from support.command import RunPortfolio

CROOKED = "┌─────┐\n│ one  │\n│ two │\n└─────┘\n"
MENDED = "┌─────┐\n│ one │\n│ two │\n└─────┘\n"


def test_a_crooked_wall_is_straightened_and_shown(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    file = tmp_path / "box.txt"
    file.write_text(CROOKED, encoding="utf-8")
    run = run_portfolio("fmt", "box.txt", cwd=tmp_path)
    assert run.returncode == 0
    assert file.read_text(encoding="utf-8") == MENDED
    assert run.stdout.startswith("--- box.txt\n+++ box.txt\n@@ ")
    again = run_portfolio("fmt", "box.txt", cwd=tmp_path)
    assert (again.stdout, again.stderr) == ("", "0 of 1 file reformatted\n")


def test_check_writes_nothing_and_fails(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    file = tmp_path / "box.txt"
    file.write_text(CROOKED, encoding="utf-8")
    run = run_portfolio("fmt", "--check", "box.txt", cwd=tmp_path)
    assert run.returncode == 1
    assert run.stdout.startswith("--- box.txt")
    assert run.stderr == "1 of 1 file would be reformatted\n"
    assert file.read_text(encoding="utf-8") == CROOKED


def test_only_drawings_in_fences_change_in_markdown(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    quoted = "".join(f"> {line}\n" for line in ["```diagram", *CROOKED.splitlines(), "```"])
    text = f"# Notes\n\n```text\n{CROOKED}```\n\n{quoted}\nend"
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run_portfolio("fmt", "notes.md", cwd=tmp_path).returncode == 0
    after = file.read_bytes()
    assert after.startswith(b"\xef\xbb\xbf")
    assert after.count(b"\r\n") == text.count("\n")
    lines = after.decode("utf-8-sig").split("\r\n")
    assert lines[3:7] == CROOKED.splitlines()
    assert all(line.startswith("> ") for line in lines[9:15])
    assert len({len(line) for line in lines[10:14]}) == 1


def test_without_a_path_the_content_of_the_site_is_looked_at(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    root = copy_starter(tmp_path / "site")
    (root / "content" / "box.txt").write_text(CROOKED, encoding="utf-8")
    run = run_portfolio("fmt", "--check", cwd=root / "content")
    assert run.returncode == 1
    assert "box.txt" in run.stdout


def test_a_file_of_another_kind_is_a_usage_error(run_portfolio: RunPortfolio, tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("x = 1\n", encoding="utf-8")
    run = run_portfolio("fmt", "x.py", cwd=tmp_path)
    assert run.returncode == 2
    assert "neither Markdown nor text" in run.stderr


def test_a_file_that_is_no_text_is_reported_and_the_others_are_reformatted(
    run_portfolio: RunPortfolio, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff")
    (tmp_path / "b.txt").write_text(CROOKED, encoding="utf-8")
    run = run_portfolio("fmt", ".", cwd=tmp_path)
    assert run.returncode == 1
    assert "a.txt:1:1: error[file-encoding]" in run.stderr
    assert (tmp_path / "b.txt").read_text(encoding="utf-8") != CROOKED
