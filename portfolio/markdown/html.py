"""Tokens to HTML. Highlighter, diagrams and links are functions that are passed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, TypeAlias

from markdown_it.presets import zero
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from portfolio.languages.words import ENGLISH, Words
from portfolio.markdown.records import DIAGRAM_LANGUAGES, Fence, Picture, is_video
from portfolio.markdown.text import escape_html, plain_text

_Attributes = dict[str, str | int | float]
_Rule: TypeAlias = Callable[[Sequence[Token], int], str]


class HtmlRenderer:
    """Turns tokens into HTML without style attributes, every text escaped.

    Args:
        highlight: Code and language to HTML; it keeps the lines, and no span crosses a line's end.
        draw: A diagram's text, fence and figure id to the whole figure.
        link: A link's destination to the one to write, relative to the page.
        image: An image's address to the one to write, with the picture's size.
        id_prefix: Stands in front of each footnote's id.
        words: Those of the site's language.
    """

    def __init__(  # noqa: PLR0913 (what a renderer is given, each with a default)
        self,
        *,
        highlight: Callable[[str, str], str] = lambda code, _language: escape_html(code),
        draw: Callable[[str, Fence, str], str] = lambda text, _fence, _id: escape_html(text),
        link: Callable[[str], str] = str,
        image: Callable[[str], Picture] = Picture,
        id_prefix: str = "",
        words: Words = ENGLISH,
    ) -> None:
        self._highlight = highlight
        self._draw = draw
        self._link = link
        self._image = image
        self._id_prefix = id_prefix
        self._words = words

    def render(self, tokens: Sequence[Token]) -> str:
        """Return tokens as HTML: blocks, or the children of an `inline` token."""
        return "".join(
            [
                self._OWN_RULES[token.type](self, tokens, index)
                if token.type in self._OWN_RULES
                else _RULES.get(token.type, _tag)(tokens, index)
                for index, token in enumerate(tokens)
            ]
        )

    def _name(self, key: str, **values: object) -> str:
        """Return the attribute that names an element in words."""
        return f' aria-label="{escape_html(self._words.say(key, **values))}"'

    def _list_item_open(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        if "checked" not in token.meta:
            return _tag(tokens, index)
        token.attrs["class"] = "task"
        has_text = index + 1 < len(tokens) and tokens[index + 1].type == "paragraph_open"
        return _tag(tokens, index) + ("" if has_text else _checkbox(token, self._name("task")))

    def _table_open(self, tokens: Sequence[Token], index: int) -> str:
        """Return a table in a box that scrolls by itself."""
        lead = "\n" if index and tokens[index - 1].hidden else ""
        return f'{lead}<div class="scroll" tabindex="0" role="group"{self._name("table")}>\n<table>\n'

    def _inline(self, tokens: Sequence[Token], index: int) -> str:
        if _has_figures(tokens, index - 1):
            return self._figures([child for child in tokens[index].children or () if child.type == "image"])
        if index > 1 and tokens[index - 1].type == "alert_title_open":  # markdown-it has it in English
            return escape_html(self._words[f"alert_{_kind(tokens[index - 2])}"])
        html = self.render(tokens[index].children or ())
        if index > 1 and tokens[index - 1].type == "paragraph_open" and "checked" in tokens[index - 2].meta:
            box = tokens[index - 2]
            return f"<label>{_checkbox(box)} {html}</label>" if html else _checkbox(box, self._name("task"))
        return html

    def _fence(self, tokens: Sequence[Token], index: int) -> str:
        """Return a fenced block: a diagram, code with a caption, or bare code."""
        token = tokens[index]
        fence: Fence = token.meta["fence"]
        if fence.language in DIAGRAM_LANGUAGES:
            return self._draw(token.content, fence, str(token.meta["id"])) + "\n"
        language = f' class="language-{escape_html(fence.language)}"' if fence.language else ""
        code = f"<code{language}>{self._render_lines(token.content, fence)}</code>"
        if not fence.title:
            return f'<pre tabindex="0">{code}</pre>\n'
        title = escape_html(fence.title)
        return (
            f'<figure class="code"><figcaption>{title}</figcaption>'
            f'<pre tabindex="0" role="group"{self._name("code")}>{code}</pre></figure>\n'
        )

    def _render_lines(self, text: str, fence: Fence) -> str:
        """Return code as HTML; the line feeds stay outside of the spans, so that a copy is the text itself."""
        html = self._highlight(text, fence.language) if fence.language else escape_html(text)
        if not (fence.highlighted or fence.line_numbers):
            return html
        number = _LINE_NUMBER if fence.line_numbers else ""
        lines = html.removesuffix("\n").split("\n")
        framed = [
            f'<span class="hl">{number}{line}</span>' if index in fence.highlighted else number + line
            for index, line in enumerate(lines, start=1)
        ]
        return "\n".join(framed) + "\n"

    def _link_open(self, tokens: Sequence[Token], index: int) -> str:
        attributes = dict(tokens[index].attrs)
        if "href" in attributes:
            attributes["href"] = self._link(str(attributes["href"]))
        return f"<a{_format(attributes)}>"

    def _figures(self, images: Sequence[Token]) -> str:
        """Return the images of a paragraph of their own as figures, several in a row."""
        figures = ""
        for image in images:
            title = escape_html(str(image.attrs.get("title", "")))
            caption = f"<figcaption>{title}</figcaption>" if title else ""
            figures += f'<figure class="picture">{self._image_tag(image, is_figure=True)}{caption}</figure>\n'
        return figures if len(images) == 1 else f'<div class="pictures">\n{figures}</div>\n'

    def _inline_image(self, tokens: Sequence[Token], index: int) -> str:
        return self._image_tag(tokens[index], is_figure=False)

    def _image_tag(self, token: Token, *, is_figure: bool) -> str:
        alt = plain_text(token.children or ())
        if "src" not in token.attrs:  # refused by parse_markdown
            return escape_html(alt)
        src = str(token.attrs["src"])
        picture = self._image(src)
        size: _Attributes = {}
        if "title" in token.attrs and not is_figure:
            size["title"] = token.attrs["title"]
        if picture.width and picture.height:
            size |= {"width": picture.width, "height": picture.height}
        if is_video(src):
            named: _Attributes = {"src": picture.href, "poster": picture.poster, "aria-label": alt}
            link = f'<a href="{escape_html(picture.href)}">{escape_html(alt)}</a>'
            return f'<video controls preload="none"{_format(named | size)}>{link}</video>'
        image: _Attributes = {"src": picture.href, "alt": alt, **size, "loading": "lazy", "decoding": "async"}
        return f"{picture.opening}<img{_format(image)}{picture.attributes}>{picture.closing}"

    def _footnote_id(self, token: Token, kind: str) -> str:
        """Return a footnote's id; its two hyphens occur in no heading's slug."""
        again = int(token.meta.get("subId", 0))
        name = f"{self._id_prefix}{kind}--{token.meta['id'] + 1}"
        return escape_html(f"{name}--{again + 1}" if again else name)

    def _footnotes_open(self, _tokens: Sequence[Token], _index: int) -> str:
        return f'<section class="footnotes" role="group"{self._name("footnotes")}>\n<ol>\n'

    def _footnote_open(self, tokens: Sequence[Token], index: int) -> str:
        return f'<li id="{self._footnote_id(tokens[index], "fn")}">\n'

    def _footnote_reference(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        number = token.meta["id"] + 1
        destination = self._footnote_id(token, "fnref")
        note = escape_html(f"{self._id_prefix}fn--{number}")
        return f'<sup><a class="footnote" id="{destination}" href="#{note}"{self._name("footnote", number=number)}>{number}</a></sup>'

    def _footnote_backlink(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        number, again = token.meta["id"] + 1, int(token.meta["subId"])
        name = f"{number}-{again + 1}" if again else f"{number}"
        href = self._footnote_id(token, "fnref")
        return f' <a class="backlink" href="#{href}"{self._name("footnote_back", number=name)}>↩</a>'

    _OWN_RULES: ClassVar[Mapping[str, Callable[[HtmlRenderer, Sequence[Token], int], str]]] = {
        "inline": _inline,
        "fence": _fence,
        "link_open": _link_open,
        "image": _inline_image,
        "footnote_ref": _footnote_reference,
        "footnote_open": _footnote_open,
        "footnote_anchor": _footnote_backlink,
        "footnote_block_open": _footnotes_open,
        "list_item_open": _list_item_open,
        "table_open": _table_open,
    }
    """How tokens are written whose HTML depends on the renderer.

    Not bound to it: it would hold itself, and its drawings would stay in memory until Python searches for cycles.
    """


_LINE_NUMBER = '<span class="ln" aria-hidden="true"></span>'
"""Empty: a CSS counter writes the number, so that copied code has none."""


_BLANK = frozenset({"softbreak", "hardbreak", "comment"})
"""What may be between the images of a row."""
_LIBRARY = RendererHTML()
_OPTIONS = OptionsDict(zero.make()["options"])


def _tag(tokens: Sequence[Token], index: int) -> str:
    """Return a tag as markdown-it writes it, and an empty quote as the CommonMark specification does."""
    tag = _LIBRARY.renderToken(tokens, index, _OPTIONS, {})
    return f"{tag}\n" if tag.endswith("<blockquote>") else tag


def _format(attributes: _Attributes) -> str:
    return "".join(f' {name}="{escape_html(str(value))}"' for name, value in attributes.items())


def _has_figures(tokens: Sequence[Token], index: int) -> bool:
    """Whether a paragraph has images and nothing else; in a tight list, or behind a checkbox, they are words."""
    if index < 0 or tokens[index].type != "paragraph_open" or tokens[index].hidden:
        return False
    children = tokens[index + 1].children or ()
    is_task = index > 0 and "checked" in tokens[index - 1].meta
    is_whole = tokens[index + 2].type == "paragraph_close"  # and no way back from a footnote
    if not children or children[0].type != "image" or is_task or not is_whole:
        return False
    return all(
        "src" in child.attrs if child.type == "image" else child.type in _BLANK or not child.content.strip()
        for child in children
    )


def _list_open(tokens: Sequence[Token], index: int) -> str:
    """Return the start tag of a list: markdown-it's class for tasks becomes ours."""
    if "class" in tokens[index].attrs:
        tokens[index].attrs["class"] = "tasks"
    return _tag(tokens, index)


def _alignment(token: Token) -> str:
    """Return a cell's alignment as a class; a style attribute would need an unsafe content policy."""
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f' class="{side}"' if side in {"left", "center", "right"} else ""


def _checkbox(token: Token, attributes: str = "") -> str:
    checked = " checked" if token.meta["checked"] else ""
    return f'<input type="checkbox" disabled{checked}{attributes}>'


def _kind(token: Token) -> str:
    return escape_html(str(token.meta["kind"]).lower())


def _details_open(tokens: Sequence[Token], index: int) -> str:
    lead = "\n" if index and tokens[index - 1].hidden else ""
    return f"{lead}<details>\n<summary>{escape_html(tokens[index].meta['title'])}</summary>\n"


def _permalink(tokens: Sequence[Token], index: int) -> str:
    """Return the link from a heading's words to the heading itself, so that they are read once; empty if they cannot be one."""
    name, words = tokens[index].attrs.get("id"), tokens[index + 1].children or ()
    has_links = any(word.type in {"link_open", "footnote_ref"} for word in words)
    return "" if has_links or not name else f'<a class="permalink" href="#{escape_html(str(name))}">'


def _header_cell_open(tokens: Sequence[Token], index: int) -> str:
    """Return the start tag of a cell above a column, which is a heading only if it has words."""
    tag = _header_tag(tokens[index + 1])
    scope = ' scope="col"' if tag == "th" else ""
    return f"<{tag}{scope}{_alignment(tokens[index])}>"


def _header_tag(inline: Token) -> str:
    """Return the tag of a cell above a column: a screen reader would announce an empty heading.

    Source: WAI tutorial "Tables", "Tables with two headers": the empty corner is a `td`.
    """
    return "th" if plain_text([inline]).strip() else "td"


_RULES: dict[str, _Rule] = {
    "text": lambda tokens, i: escape_html(tokens[i].content),
    "code_inline": lambda tokens, i: f"<code>{escape_html(tokens[i].content)}</code>",
    "softbreak": lambda _tokens, _i: "\n",
    "hardbreak": lambda _tokens, _i: "<br>\n",
    "code_block": lambda tokens, i: (
        f'<pre tabindex="0"><code>{escape_html(tokens[i].content)}</code></pre>\n'
    ),
    "paragraph_open": lambda tokens, i: "" if _has_figures(tokens, i) else _tag(tokens, i),
    "paragraph_close": lambda tokens, i: "" if _has_figures(tokens, i - 2) else _tag(tokens, i),
    "comment": lambda _tokens, _i: "",
    "refused_html": lambda tokens, i: f"<p>{escape_html(tokens[i].content.strip())}</p>\n",
    "heading_open": lambda tokens, i: _tag(tokens, i) + _permalink(tokens, i),
    "heading_close": lambda tokens, i: ("</a>" if _permalink(tokens, i - 2) else "") + _tag(tokens, i),
    "bullet_list_open": _list_open,
    "ordered_list_open": _list_open,
    "table_close": lambda _tokens, _i: "</table>\n</div>\n",
    "th_open": _header_cell_open,
    "th_close": lambda tokens, i: f"</{_header_tag(tokens[i - 1])}>\n",
    "td_open": lambda tokens, i: f"<td{_alignment(tokens[i])}>",
    "alert_title_open": lambda _tokens, _i: '<p class="alert-title">',
    "alert_open": lambda tokens, i: f'<div class="alert {_kind(tokens[i])}" role="note">\n',
    "container_details_open": _details_open,
    "container_details_close": lambda _tokens, _i: "</details>\n",
    "footnote_block_close": lambda _tokens, _i: "</ol>\n</section>\n",
    "footnote_close": lambda _tokens, _i: "</li>\n",
}
"""How tokens are written whose HTML depends on nothing else; tokens without a rule are tags."""
