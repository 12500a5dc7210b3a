"""Entries of every kind, with every key: experience, education, certifications and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def every_entry(
    words: Callable[[], str], marked: Callable[[], str], url: str = "https://example.org/"
) -> dict[str, list[dict[str, Any]]]:
    """Return the content of each file, by its name.

    Args:
        words: makes the next text.
        marked: makes the next text with inline markup.
        url: the address of each.
    """
    lasting = {"start": "2021-02", "end": "2023"}

    def more(**dates: str) -> dict[str, Any]:
        return {"url": url, "summary": marked(), **dates}

    def position(**keys: object) -> dict[str, Any]:
        return {"title": words(), **lasting, "summary": marked(), "highlights": [marked(), marked()], **keys}

    return {
        "experience": [
            {
                "employer": words(),
                "url": url,
                "location": words(),
                "positions": [
                    position(stack=[words()]),
                    position(start="2021-02-03", parallel=True),
                ],
            },
            {"employer": words()},
        ],
        "education": [
            {
                "institution": words(),
                "degree": words(),
                "area": words(),
                "highlights": [marked()],
                **more(**lasting),
            }
        ],
        "certifications": [
            {
                "name": words(),
                "issuer": words(),
                "date": "2021",
                "expiry": "2999-01",
                "url": url,
                "id": words(),
            }
        ],
        "talks": [{"title": words(), "venue": words(), **more(date="2021-02-03")}],
        "publications": [
            {
                "title": words(),
                "authors": [words(), words()],
                "venue": words(),
                "doi": "10.1000/182",
                **more(date="2021"),
            }
        ],
        "awards": [{"title": words(), "awarder": words(), **more(date="2021")}],
        "volunteering": [
            {"organization": words(), "role": words(), "highlights": [marked()], **more(**lasting)}
        ],
        "testimonials": [{"quote": marked(), "author": words(), "role": words(), "url": url}],
    }
