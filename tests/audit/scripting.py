"""A page with and without its scripts: the same words, and nothing that is dead."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from audit.bench import Bench, open_page
from audit.goals import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD = re.compile(r"\w+")


def measure(bench: Bench) -> Iterator[Reading]:
    """Compare the words of each page, unfolded, with and without scripts."""
    with bench.tab(1440) as scripted, bench.tab(1440, scripts=False) as plain:
        for look in bench.looks():
            open_page(plain, look.url)
            dead = plain.evaluate("audit.deadControls()")
            yield Reading("dead-controls", look.name, len(dead), ", ".join(dead[:3]))
            found = Counter(WORD.findall(plain.evaluate("audit.words()")))
            if "<script" not in look.page.html:
                # Nothing can add a word, so the page need not be opened twice.
                yield Reading("noscript-words", look.name, 100)
                continue
            open_page(scripted, look.url)
            wanted = Counter(WORD.findall(scripted.evaluate("audit.words()")))
            missing = wanted - found
            share = 100 * (1 - missing.total() / max(wanted.total(), 1))
            yield Reading("noscript-words", look.name, round(share, 2), " ".join(list(missing)[:8]))
