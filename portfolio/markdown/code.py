"""Code blocks and diagrams as HTML: captions, highlighted lines, line numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markdown_it.common.utils import escapeHtml

from portfolio.markdown.plugins.fences import DIAGRAM_LANGUAGES, Fence

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown_it.token import Token

LINE_NUMBER = '<span class="ln" aria-hidden="true"></span>'
"""Empty: a CSS counter writes the number, so that copied code has none."""


class CodeRenderer(NamedTuple):
    """Renders fenced and indented code; see HtmlRenderer for its arguments."""

    highlight: Callable[[str, str], str]
    draw: Callable[[str, Fence, str], str]

    def render_fence(self, token: Token) -> str:
        """Return a fenced block: a diagram, code with a caption, or bare code."""
        fence: Fence = token.meta["fence"]
        if fence.language in DIAGRAM_LANGUAGES:
            return self.draw(token.content, fence, str(token.meta["id"])) + "\n"
        code = f"<code{_language(fence)}>{self._render_lines(token.content, fence)}</code>"
        if not fence.title:
            return f'<pre tabindex="0">{code}</pre>\n'
        title = escapeHtml(fence.title)
        return (
            f'<figure class="code"><figcaption>{title}</figcaption>'
            f'<pre tabindex="0" role="group" aria-label="Code">{code}</pre></figure>\n'
        )

    def render_block(self, token: Token) -> str:
        """Return indented code."""
        return f'<pre tabindex="0"><code>{escapeHtml(token.content)}</code></pre>\n'

    def _render_lines(self, text: str, fence: Fence) -> str:
        """Return code as HTML; the line feeds stay outside of the spans, so that a copy is the text itself."""
        html = self.highlight(text, fence.language) if fence.language else escapeHtml(text)
        if not (fence.highlighted or fence.line_numbers):
            return html
        number = LINE_NUMBER if fence.line_numbers else ""
        lines = html.removesuffix("\n").split("\n")
        framed = [
            f'<span class="hl">{number}{line}</span>' if index in fence.highlighted else number + line
            for index, line in enumerate(lines, start=1)
        ]
        return "\n".join(framed) + "\n"


def _language(fence: Fence) -> str:
    return f' class="language-{escapeHtml(fence.language)}"' if fence.language else ""
