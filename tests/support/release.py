"""Builds what a release has into dist/: the wheel, the source archive, and the notes from CHANGELOG.md.

python tests/support/release.py v1.2.3
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TAG = re.compile(r"v(\d+\.\d+\.\d+)")


class ReleaseError(Exception):
    """The release cannot be made; the message says why."""


def find_version(tag: str, package_version: str) -> str:
    """Return the version that a tag names: the package's own.

    Raises:
        ReleaseError: it is no version, or another one.
    """
    match = TAG.fullmatch(tag)
    if match is None:
        raise ReleaseError(f"`{tag}` is not a tag of a release, such as v1.2.3")
    if match[1] != package_version:
        raise ReleaseError(f"the tag is {tag}, and portfolio/__init__.py says {package_version}")
    return match[1]


def find_notes(changelog: str, version: str) -> str:
    """Return the section of a version in the changelog.

    Raises:
        ReleaseError: it has none, or an empty one.
    """
    for section in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]:
        heading, _, text = section.partition("\n")
        if heading.partition("]")[0] == f"[{version}" and text.strip():
            return text.strip() + "\n"
    raise ReleaseError(f"CHANGELOG.md has no section `## [{version}]` with text")


def main(tag: str) -> None:
    """Build everything for a tag."""
    text = (ROOT / "portfolio/__init__.py").read_text(encoding="utf-8")
    package_version = re.findall(r'^__version__ = "(.*)"$', text, re.MULTILINE)[0]
    version = find_version(tag, package_version)
    notes = find_notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist", "."]
    subprocess.run(command, cwd=ROOT, check=True)
    (ROOT / "dist/notes.md").write_text(notes, encoding="utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except ReleaseError as error:
        sys.exit(f"error: {error}")
