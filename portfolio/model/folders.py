"""The folders of articles, and the address of each article's page."""

from __future__ import annotations

CASE_STUDIES_FOLDER = "content/case-studies/"
"""Of case studies and projects, relative to the site's folder: a Markdown file each."""
WRITING_FOLDER = "content/writing/"
PAGES_FOLDER = "content/pages/"
_FOLDERS = (CASE_STUDIES_FOLDER, WRITING_FOLDER, PAGES_FOLDER)
SCENARIO = ".scenario.yaml"
"""The suffix of a scenario, beside the case study that it belongs to."""
TAKEN = frozenset({"case-studies", "principles", "stats", "summary", "tags", "writing"})
"""The names of pages that the tool makes; no page of the owner has one of them."""

ABOVE = "/../../"
"""From the root of a variant to that of the site."""


def find_folder(path: str) -> str | None:
    """Return the folder of an article; None for another file.

    >>> find_folder("content/writing/one.md"), find_folder("content/about.md")
    ('content/writing/', None)
    """
    if path.endswith(".md"):
        for folder in _FOLDERS:
            if path.startswith(folder):
                return folder
    return None


def find_address(path: str) -> str:
    """Return the address of an article's page.

    >>> find_address("content/case-studies/queue.md"), find_address("content/pages/uses.md")
    ('/case-studies/queue/', '/uses/')
    """
    name = path.removeprefix(PAGES_FOLDER).removeprefix("content/")
    return f"/{name.removesuffix('.md')}/"


def is_scenario(path: str) -> bool:
    """Whether a file of the site is a scenario."""
    return path.startswith(CASE_STUDIES_FOLDER) and path.endswith(SCENARIO)
