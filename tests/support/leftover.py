"""Words of published files that neither the owner wrote nor the translation file of the site's language has."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

import yaml
from support.pdf import read_pdf

from portfolio.languages.words import load_texts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

Token = tuple[str, ...]

_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+|[^\W\d_A-Za-z\u00c0-\u024f]+")
"""A word; in Japanese, words of another script stand beside it without a blank."""
_BREAK = re.compile(r"[*_`|\[\]()<>#:,.@\u2190-\u21ff\u2500-\u257f\u25a0-\u25ff]+|  +|\n")
"""What parts a text in pieces that can stand alone: markup, the lines of a drawing, a break."""
_CODE = re.compile(r"<(code|pre)\b[^>]*>(.*?)</\1>", re.DOTALL)
_UNSEEN = re.compile(
    r'<(style|script|code|pre)\b.*?</\1>|<p class="cmd".*?</p>|<span aria-hidden="true">.*?</span>|<a href="[^"]*\.svg">.*?</a>'
    r"|\$</tspan>[^<]*",
    re.DOTALL,
)
"""Code, commands, and links with the name of a picture's file."""
_NAMED = re.compile(
    r'\b(?:alt|aria-label|title)="([^"]*)"|<meta (?:name="description"|property="og:(?:title|description)") content="([^"]*)"'
)
_FORMAT = {
    ".1": re.compile(r"(?m)^\.(?:\\\".*|TH|SH NAME|[A-Z]+|[a-z]+(?: l)?$)|\\f[BIR]|\\\(\w\w"),
    ".ans": re.compile("\x1b\\[[0-9;]*m|\x1b\\].*?(?:\x07|\x1b\\\\)"),
    ".atom": re.compile("<[^>]*>"),
    ".md": re.compile("<[^>]*>|```.*?```", re.DOTALL),
    ".vcf": re.compile(r"(?m)^N:.*|^[A-Z]+[^:\n]*:|VCARD"),
    "humans.txt": re.compile("TEAM|SITE|Site:|Contact:|From:|Language:.*|Software:.*"),
    "llms.txt": re.compile(r"## Optional|\[[\w.]+\]"),
}
"""Words of a format, by its files."""
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|example\.org/)\S+|(?:\w+ )?\w+…|\$ .*")
_UNREAD = {"command", "id", "kind", "meta", "slug", "type"}
"""Keys of published JSON whose values are for programs."""
_UNSAID = {"command", "kind"}
"""Keys of sources whose values are no words for readers."""
_NAMES = {"github", "gb", "mb", "kb"}


class Owner:
    """What the owner wrote: whole texts, and three words in a row of longer ones, which can be cut or wrapped."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take the texts apart."""
        self.short: set[Token] = set()
        self.long: set[Token] = set()
        for text in texts:
            words = tuple(word.lower() for word in _WORD.findall(text))
            self.short |= {words, words[:2]}  # a description may end with the first words of a title
            self.long |= {words[at : at + 3] for at in range(len(words) - 2)}

    def find_others(self, text: str) -> Iterator[str]:
        """Yield the words of a text that are not the owner's."""
        found = _WORD.findall(text)
        words = [word.lower() for word in found]
        own: set[int] = set()
        for size, known in ((3, self.long), (2, self.short), (1, self.short)):
            for at in range(len(words) - size + 1):
                if tuple(words[at : at + size]) in known:
                    own |= {*range(at, at + size)}
        yield from (word for at, word in enumerate(found) if at not in own)


def find_leftovers(root: Path, files: Mapping[str, bytes], language: str) -> dict[str, set[str]]:
    """Return the ASCII words of a site's files that are neither the owner's nor the language's, by path."""
    pages = [content.decode() for path, content in files.items() if path.endswith(".html")]
    code = (html.unescape(re.sub("<[^>]*>", "", inner)) for page in pages for _, inner in _CODE.findall(page))
    owner = Owner([*list_texts(root), *code])
    forms = (
        form
        for text in load_texts(language).values()
        for form in ([text] if isinstance(text, str) else text.values())
    )
    known = _NAMES | {word.lower() for form in forms for word in _WORD.findall(form)}
    found = {
        path: {
            word
            for word in owner.find_others(read_shown(path, content))
            if word.isascii() and word.lower() not in known
        }
        for path, content in files.items()
    }
    return {path: words for path, words in found.items() if words}


def list_texts(root: Path) -> Iterator[str]:
    """Yield the texts of a site's sources, and pieces of those that have markup or drawings."""
    for path in sorted(root.rglob("*")):
        if path.suffix not in {".yaml", ".json", ".md", ".txt", ".svg"} or "/." in str(
            path.relative_to(root)
        ):
            continue
        text = path.read_text(encoding="utf-8")
        if path.name.endswith(".scenario.yaml"):
            yield from re.findall(r"- (\w+):", text)  # the owner's verbs
        if path.suffix in {".yaml", ".json"}:
            for value in list_values(yaml.safe_load(text), _UNSAID):
                yield from (value, *_BREAK.split(value))
            continue
        if path.suffix == ".md" and text.startswith("---\n"):
            _, front, text = text.split("---\n", 2)
            for value in list_values(yaml.safe_load(front), _UNSAID):
                yield from (value, *_BREAK.split(value))
        text = re.sub("<[^<>]*>", "\n", text) if path.suffix == ".svg" else text
        yield from (text, *_BREAK.split(text))


def list_values(value: Any, left_out: Collection[str] = ()) -> Iterator[str]:  # noqa: ANN401 (any YAML value)
    """Yield the strings of a value, but for those of some keys."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from () if key in left_out else list_values(inner, left_out)
    elif isinstance(value, list):
        for inner in value:
            yield from list_values(inner, left_out)
    elif isinstance(value, str):
        yield value


def read_shown(path: str, content: bytes) -> str:
    """Return what readers of a file see or hear, apart from code, commands, addresses and words of its format."""
    text = read_pdf(content) if path.endswith(".pdf") else content.decode()
    if path.endswith((".html", ".svg")):
        text = _UNSEEN.sub(" ", text)
        named = [" ".join(names) for names in _NAMED.findall(text)]
        text = html.unescape("\n".join([re.sub(r"<[^<>]*>", " ", text), *named]))
    elif path.endswith(".json"):
        text = "\n".join(list_values(json.loads(text), _UNREAD))
    for end, words in _FORMAT.items():
        text = words.sub(" ", text) if path.endswith(end) else text
    return _ADDRESS.sub(" ", text)
