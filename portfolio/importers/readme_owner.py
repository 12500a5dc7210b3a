"""The owner of a README: what its first lines say, its badges and its addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from portfolio.importers.leaves import Leaf, derive
from portfolio.importers.readme_blocks import LINKED_PICTURE, PICTURE, Block
from portfolio.importers.readme_studies import split_emoji, split_words
from portfolio.importers.readme_text import EMAIL, LOGIN, URL, list_addresses
from portfolio.importers.words import drop_marks, name_site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portfolio.importers.readme_text import Texts

_BOX_SIGN = re.compile("[\u2500-\u259f]+")
_HELLO = re.compile(
    r"^(?:hi|hello|hey|hola|hallo|bonjour|welcome)\b.*?(?:i['\u2019]?\s?a?m|my name is|this is|je suis|soy|ich bin)\s+",
    re.IGNORECASE,
)
_I_AM = re.compile(
    r"\b(?:I am|I['\u2019]m|[Mm]y name is|[Tt]his is)\s+((?:[^\W\d_a-z][\w'\u2019-]*\s?){1,4})(?=[,.!]|\s|$)"
)
"""Words that begin with a capital, after it is said that they are a name."""
_NAMES = {
    "linkedin.com": "LinkedIn",
    "github.com": "GitHub",
    "leetcode.com": "LeetCode",
    "stackoverflow.com": "Stack Overflow",
    "youtube.com": "YouTube",
    "medium.com": "Medium",
    "dev.to": "DEV",
    "x.com": "X",
    "twitter.com": "Twitter",
}
_MOST_ROLE = 7
"""The words of a role; a longer line says more than one."""
_MOST_AROUND_MAIL = 6
"""The words of `how to reach me`."""


class Owner:
    """The owner, whose profile grows with each line that is read."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.profile: dict[str, Any] = {}
        self.repeated: list[str] = []
        """What the file says a second time."""

    def read_head(self, blocks: Sequence[Block]) -> None:
        """Read what is above the first section: the name, the role, the fields, badges, a sentence or two."""
        for number, block in enumerate(blocks):
            if block.kind == "heading":
                self.read_title(block)
            elif block.kind == "fence" and _BOX_SIGN.search(block.text) and "role" not in self.profile:
                self.read_banner(block)
            elif block.kind == "paragraph":
                self.read_first_words(block)
            elif block.kind == "list":
                self.read_facts(block, is_first=not any(item.kind == "list" for item in blocks[:number]))
            elif block.kind in {"quote", "fence"}:
                text = self.texts.marked(block)
                if block.kind == "quote" and text:
                    self.profile.setdefault("about", []).append(text)

    def read_title(self, block: Block) -> None:
        """Read the name from the first heading, and a role from one below it."""
        words = self.texts.plain(block)
        text = split_emoji(_HELLO.sub("", split_emoji(str(words))[1]))[1]
        text = re.sub(r"[^\w.)]+$", "", re.sub(r"\s*[^\x00-\x7f\w]+\s*$", "", text)).strip()
        if not text:
            return
        if "name" not in self.profile:
            name, *role = re.split(r"\s+[|\u2013\u2014\u00b7-]\s+|,\s+", text, maxsplit=1)
            self.profile["name"] = derive(name, words)
            if role:
                self.profile["role"] = derive(role[0], words)
        else:
            key = "role" if len(text.split()) <= _MOST_ROLE and "role" not in self.profile else "lead"
            if key in self.profile:
                self.profile.setdefault("about", []).append(derive(text, words))
            else:
                self.profile[key] = derive(text, words)

    def find_name(self, blocks: Sequence[Block]) -> None:
        """Read the name from a text: bold at its beginning, or after `I am`."""
        for block in blocks:
            if block.kind != "paragraph":
                continue
            if match := re.match(r"\*\*([^*]+)\*\*(?:\s*[\u00b7|,\u2013\u2014-]\s*([^\n]+))?", block.text):
                self.profile["name"] = self.texts.plain(block, match[1])
                if match[2] and "role" not in self.profile:
                    self.profile["role"] = self.texts.plain(block, match[2])
                return
            if match := _I_AM.search(block.text):
                self.profile["name"] = self.texts.place(match[1], block)
                return

    def read_banner(self, block: Block) -> None:
        """Read a box with a name and a role, and below them the fields."""
        rows = []
        for number, line in enumerate(block.text.split("\n")):
            text = " ".join(_BOX_SIGN.sub(" ", line).strip(" |+=*#~_-").split())
            if re.search(r"\w", text):
                rows.append(derive(text, self.texts.lines[min(block.start + 1 + number, block.end - 1)]))
        if not rows:
            return
        name, *role = split_words(rows[0], "\u00b7|\u2022\u2014\u2013")
        if "name" not in self.profile:
            self.profile["name"] = derive(name.title() if name.isupper() else name, rows[0])
        if role:
            self.profile["role"] = derive(" ".join(role), rows[0])
        for row in rows[1:]:
            words = split_words(row, "\u00b7|\u2022,")
            if "role" not in self.profile and len(words) == 1:
                self.profile["role"] = row
            else:
                self.profile.setdefault("fields", []).extend(derive(word, row) for word in words)

    def read_first_words(self, block: Block) -> None:
        """Read a paragraph above the first section."""
        text = self.texts.marked(block)
        plain = drop_marks(text)
        if not re.search(r"\w", re.sub(r"\([^)]*\)", "", plain)):
            return  # badges, which are read with all pictures
        if "role" not in self.profile and re.fullmatch(r"[*_]{1,3}[^*_]+[*_]{1,3}", text):
            self.profile["role"] = self.texts.place(str(plain), block)
            return
        words = split_words(str(plain), "\u00b7|\u2022")
        if len(words) > 1 and len(max(words, key=len).split()) <= 4 and not URL.search(text):  # noqa: PLR2004 (the words of a field)
            self.profile.setdefault("fields", []).extend(self.texts.place(word, block) for word in words)
        elif self.read_links(block):
            pass
        elif "lead" not in self.profile and len(plain.split()) <= 40:  # noqa: PLR2004 (a sentence)
            self.profile["lead"] = text
        else:
            self.profile.setdefault("about", []).append(text)

    def read_facts(self, block: Block, *, is_first: bool) -> None:
        """Read a list above the first section; years of experience are the one fact that can be told from others."""
        for item in block.items:
            text = self.texts.plain(item)
            if is_first and (match := re.fullmatch(r"(\d+\+?) years?", text)):
                self.profile["years"] = derive(match[1], text)
            elif "/case-studies/" in item.text:
                self.repeated.append(text)
            elif not self.read_links(item):
                self.profile.setdefault("about", []).append(self.texts.marked(item))

    def read_links(self, block: Block) -> bool:
        """Read the addresses of a line that has hardly anything else; return whether it was one."""
        found = list_addresses(block.text)
        rest = EMAIL.sub("", URL.sub("", PICTURE.sub("", LINKED_PICTURE.sub("", block.text))))
        for label, _ in found:
            rest = rest.replace(f"[{label}]", "").replace(label, "")
        most = _MOST_AROUND_MAIL if found and all(url.startswith("mailto:") for _, url in found) else 2
        if not found or len(re.findall(r"\w{2,}", rest)) > most:
            return False
        for label, url in found:
            self.add_link(label, url, *self.texts.lines[block.start : block.end])
        return True

    def add_link(self, label: str, url: str, *leaves: Leaf) -> None:
        """Add a profile, the e-mail address, or the account."""
        if email := re.fullmatch(r"mailto:([^?]+).*", url):
            known = self.profile.setdefault("email", derive(email[1], *leaves))
            if known == email[1]:
                self.profile["email"] = derive(str(known), known, *leaves)
            return
        links = self.profile.setdefault("links", [])
        plain = re.sub(r"^https?://(www\.)?", "", url).rstrip("/").lower()
        for link in links:
            if re.sub(r"^https?://(www\.)?", "", link["url"]).rstrip("/").lower() == plain:
                link["url"] = derive(str(link["url"]), link["url"], *leaves)
                return
        host = name_site(url)
        label = drop_marks(label).strip()
        if not label or re.search("[@/.]", label) or len(label) > 40:  # noqa: PLR2004 (a label is a word or two)
            label = _NAMES.get(host, host)
        links.append({"label": derive(label, *leaves), "url": derive(url, *leaves)})
        if match := LOGIN.search(url):
            self.profile.setdefault("github", derive(match[1] or match[2], *leaves))

    def read_picture(self, alt: str, url: str, leaf: Leaf) -> None:
        """Read a badge: where it leads is a profile. Others are left over."""
        if re.match("mailto:|https?:", url):
            self.add_link("" if alt.lower() in url.lower() else alt, url, leaf)
        elif match := LOGIN.search(leaf):
            self.profile.setdefault("github", match[1] or match[2])
