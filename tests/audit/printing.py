"""A page on paper: its words, links, sheets and colours, printed in the dark theme on A4 and Letter."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import normalize

from audit.bench import Bench, Look, open_page, program
from audit.contrast import reading
from audit.goals import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import Page as Tab

WORD = re.compile(r"[^\W_]+")
FORMATS: tuple[Literal["A4", "Letter"], ...] = ("A4", "Letter")
FEW = 12
"""So many case studies have to fit on the sheets of a home page that lists them all."""
SHORT = 6
"""A shorter word of Latin letters may be inside another by chance."""


def measure(bench: Bench) -> Iterator[Reading]:
    """Print each page and read the paper."""
    with bench.tab(1440, color_scheme="dark") as tab:
        for look in bench.looks():
            open_page(tab, look.url)
            wanted = tab.evaluate("audit.printed()")
            for size in FORMATS[:1] if bench.quick else FORMATS:
                sheets = read_sheets(tab.pdf(format=size, print_background=True))
                yield from read_paper(look, wanted, sheets, size)
    with bench.tab(1440, color_scheme="dark") as tab:
        tab.emulate_media(media="print")
        for look in bench.looks(colours=True):
            yield from _colours(tab, look)


def _colours(tab: Tab, look: Look) -> Iterator[Reading]:
    open_page(tab, look.url)
    yield Reading("print-paper", look.name, round(tab.evaluate("audit.paper()"), 2), "body")
    yield reading("print-contrast", look.name, tab.evaluate("audit.textContrasts()"), "on paper")


def read_sheets(pdf: bytes) -> tuple[str, ...]:
    """Read the text of each sheet of a PDF, laid out as it is seen."""
    done = subprocess.run(
        [program("pdftotext"), "-layout", "-enc", "UTF-8", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
        timeout=60,
    )
    return tuple(done.stdout.decode().rstrip("\f").split("\f"))


def read_paper(look: Look, wanted: dict[str, Any], sheets: Sequence[str], size: str) -> Iterator[Reading]:
    """Compare the words on paper with those of the page.

    A PDF has some letters in other forms: Arabic ones as they are joined, Chinese ones as radicals.
    """
    sheets = [read_letters(sheet) for sheet in sheets]
    wanted = {**wanted, "text": read_letters(wanted["text"])}
    squeezed = squeeze("".join(sheets))
    missing = missing_words(wanted["text"], " ".join(sheets), squeezed)
    share = 100 * (1 - missing.total() / max(len(WORD.findall(wanted["text"])), 1))
    yield Reading("print-words", look.name, round(share, 2), f"{size}: {' '.join(list(missing)[:8])}")
    signs = keep_letters(squeezed)
    absent = [link for link in dict.fromkeys(wanted["links"]) if keep_letters(target(link)) not in signs]
    yield Reading("print-links", look.name, len(absent), f"{size}: {', '.join(absent[:3])}")
    alone = split_headings(wanted["headings"], sheets)
    yield Reading("print-headings", look.name, len(alone), f"{size}: {', '.join(alone)}")
    if look.page.is_home and sum(page.is_case_study for page in look.site.pages) <= FEW:
        yield Reading("print-pages-home", look.name, len(sheets), size)
    if look.page.is_case_study:
        goal = "print-pages-scenario" if look.page.has_scenario else "print-pages-case"
        yield Reading(goal, look.name, len(sheets), size)


def read_letters(text: str) -> str:
    """Return a text with each letter in its plain form, and no direction signs, which poppler adds.

    The letters of an Arabic word are sorted, without its marks: poppler turns those of a ligature.
    """
    plain = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", " ", normalize("NFKC", text))
    return re.sub(
        "[\u0620-\u064a]+", lambda word: "".join(sorted(word[0])), re.sub("[\u064b-\u0652]", "", plain)
    )


def squeeze(text: str) -> str:
    """Take out all blanks, so that a line's end within a word does not count."""
    return re.sub(r"\s+", "", text).casefold()


def keep_letters(text: str) -> str:
    """Take out all but letters and digits: in a line from the right poppler moves the sign at an address' end."""
    return re.sub(r"[\W_]+", "", text).casefold()


def target(link: str) -> str:
    """Return the part of an address that has to be on paper, without the scheme."""
    return re.sub(r"^(https?://|mailto:)", "", link).rstrip("/")


def missing_words(wanted: str, printed: str, squeezed: str) -> Counter[str]:
    """Find the words that are not on paper; a long one may go over a line's end.

    Japanese and Chinese lines end anywhere, and digits among their characters are of another font, so apart.
    """
    missing = Counter(WORD.findall(wanted.casefold())) - Counter(WORD.findall(printed.casefold()))
    return Counter({word: count for word, count in missing.items() if not _is_within(word, squeezed)})


def _is_within(word: str, squeezed: str) -> bool:
    if word.isascii():
        return len(word) >= SHORT and word in squeezed
    return all(_is_in_a_line_or_two(part, squeezed) for part in re.findall("[0-9a-z]+|[^0-9a-z]+", word))


def _is_in_a_line_or_two(part: str, squeezed: str) -> bool:
    """Whether characters are on paper, the end of a line within them included: a column beside it comes in between."""
    cuts = range(2, len(part) - 1)
    return part in squeezed or any(part[:cut] in squeezed and part[cut:] in squeezed for cut in cuts)


def split_headings(headings: Sequence[str], sheets: Sequence[str]) -> list[str]:
    """Find the headings that end a sheet, apart from their text."""
    squeezed = {squeeze(heading): heading for heading in headings}
    found = []
    for lines in _without_foot(sheets)[:-1]:
        last = squeeze(lines[-1]) if lines else ""
        found += [heading for key, heading in squeezed.items() if last and key == last]
    return found


def _without_foot(sheets: Sequence[str]) -> list[list[str]]:
    """Return the lines of each sheet without those at the end that are on all of them."""
    found = [[line for line in sheet.splitlines() if line.strip()] for sheet in sheets]
    while len(found) > 1 and all(found) and len({squeeze(lines[-1]) for lines in found}) == 1:
        found = [lines[:-1] for lines in found]
    return found
