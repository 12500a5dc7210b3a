"""Jinja as this project uses it: autoescape, no undefined names, nothing random, errors located in the template's file."""

from __future__ import annotations

import re
from collections.abc import Callable  # noqa: TC003 (Jinja's loaders are annotated with it)
from dataclasses import replace
from typing import TYPE_CHECKING, cast
from urllib.parse import quote

import jinja2
from jinja2.loaders import split_template_path
from markupsafe import Markup
from msgspec import msgpack, structs

from portfolio.errors import ContentError, Diagnostic, TemplateError
from portfolio.markdown.inline import render_inline_markup, strip_inline_markup
from portfolio.model.config import Config
from portfolio.model.mapping import map_here
from portfolio.render.bounds import MAX_PAGE_CHARACTERS, BoundedEnvironment, TooMuchError
from portfolio.render.compiled import CompiledTemplates
from portfolio.render.faults import find_fault
from portfolio.render.icon import draw_icon
from portfolio.render.look import compose_look
from portfolio.render.themes import TextFileError, read_text_file

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from portfolio.model.artifact import Page
    from portfolio.model.mapping import Mapper
    from portfolio.model.store import Store
    from portfolio.render.look import Look
    from portfolio.render.themes import Theme

MAX_TURNS = 100_000
"""How many numbers `range` gives out on one page: nested loops come to an end within a second."""

ICON = "icon.svg"
_PLAIN_IN_ADDRESS = "/:=,;()'"
"""Left as they are in a `data:` address within double quotes."""

TEMPLATE_ENDINGS = (".html", ".xml", ".atom", ".txt", ".j2")


class _Loader(jinja2.BaseLoader):
    """Finds templates in a theme's folders."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002 (Jinja's signature)
        template: str,
    ) -> tuple[str, str, Callable[[], bool] | None]:
        file = self.theme.find_template(split_template_path(template))
        if file is None:
            raise jinja2.TemplateNotFound(template)
        return read_text_file(file), str(file), None


class Renderer:
    """Renders pages with a theme; made once for a run.

    Args:
        theme: where templates and assets come from.
        config: the site's settings.
        store: keeps what templates compile to from one run to the next.
    """

    def __init__(self, theme: Theme, config: Config | None = None, store: Store | None = None) -> None:
        self.theme = theme
        self.config = config or Config()
        self.environment = BoundedEnvironment(
            loader=_Loader(theme),
            autoescape=jinja2.select_autoescape(disabled_extensions=("txt",), default=True),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=CompiledTemplates(store, theme.template_names()) if store is not None else None,
        )
        self.environment.filters["inline"] = lambda text: Markup(render_inline_markup(text))  # noqa: S704 (escaped there)
        self.environment.filters["plain"] = strip_inline_markup
        self.environment.globals["range"] = self._range
        self.environment.globals["stylesheet"] = lambda parts="": Markup(self._compose_look(parts).stylesheet)  # noqa: S704 (cannot close its element)
        self.environment.globals["script"] = lambda: Markup(self._compose_look().script)  # noqa: S704 (as above)
        self.environment.globals["palettes"] = lambda: self._compose_look().palettes
        self.environment.globals["policy"] = lambda parts="", hosts=(): self._compose_look(parts).policy(
            hosts
        )
        self.environment.globals["asset"] = theme.read_asset
        self.environment.globals["icon"] = self._icon
        # equal input gives equal bytes: nothing in a template may be drawn by lot
        del self.environment.filters["random"], self.environment.globals["lipsum"]
        self._looks: dict[str, Look] = {}
        self._turns = 0
        self._is_exhausted = False
        """Whether a page went beyond its bounds: others would as well, and take as long."""

    def render(self, page: Page) -> str:
        """Return a page's text.

        Raises:
            TemplateError: the template does not exist, parse or run; located in its file.
        """
        self._turns = 0
        self.environment.begin_page()
        view = structs.asdict(page.plan())
        try:
            return _join_page(self.environment.get_template(page.template).generate(view))
        except ContentError:
            raise  # an unknown palette: portfolio.yaml is to blame, not the template that asked
        except Exception as error:
            fault = find_fault(error, self.theme, page.template, (*view, *self.environment.globals))
            if fault is None:
                raise
            self._is_exhausted = isinstance(error, TooMuchError)
            raise TemplateError([fault]) from error

    def render_all(self, pages: Iterable[Page], mapper: Mapper = map_here) -> list[tuple[str, bytes]]:
        """Return the path of every page, and its text in UTF-8.

        Args:
            pages: what to render.
            mapper: goes through them.

        Raises:
            TemplateError: with the problem of every template that failed, each once with the pages it spoils.
        """
        listed = list(pages)
        self._is_exhausted = False
        rendered: list[tuple[str, bytes]] = []
        spoiled: dict[Diagnostic, list[str]] = {}
        for page, result in zip(listed, mapper(self._render_or_tell, listed, "pages"), strict=True):
            outcome = _decode_outcome(result)
            if isinstance(outcome, bytes):
                rendered.append((page.path, outcome))
            else:
                for fault in outcome:
                    spoiled.setdefault(fault, []).append(page.path)
        if spoiled:
            hidden = [fault for fault in self.find_unparsable() if fault not in spoiled]
            raise TemplateError([*(_name_pages(fault, paths) for fault, paths in spoiled.items()), *hidden])
        return rendered

    def _render_or_tell(self, page: Page) -> bytes:
        """Return a page's text, or the faults of its templates, for `_decode_outcome`; none where it was given up."""
        if self._is_exhausted:
            return msgpack.encode(())
        try:
            return msgpack.encode(self.render(page).encode())
        except TemplateError as error:
            return msgpack.encode(error.diagnostics)

    def find_unparsable(self) -> Iterable[Diagnostic]:
        """Yield the fault of each template that does not parse, also of one that no page came as far as to include."""
        for name in self.theme.template_names():
            try:
                if name.endswith(TEMPLATE_ENDINGS):
                    self.environment.get_template(name)
            except (jinja2.TemplateSyntaxError, TextFileError) as error:
                fault = find_fault(error, self.theme, name, ())
                if fault is not None:
                    yield fault

    def _range(self, *arguments: int) -> range:
        """Return a range, as long as the page has turns left."""
        numbers = range(*arguments)
        self._turns += len(numbers)
        if self._turns > MAX_TURNS:
            raise OverflowError(f"`range` gives out more than {MAX_TURNS:,} numbers on one page")
        return numbers

    def _icon(self, name: str) -> Markup:
        """Return the icon as an address that holds the picture: the site's or its theme's own, else the initials of a name, else the packaged one."""
        drawn = None if self.theme.replaces(ICON) else draw_icon(name, self._compose_look().icon_colours)
        picture = drawn or self.theme.read_asset(ICON).strip()
        return Markup(f"data:image/svg+xml,{quote(picture, safe=_PLAIN_IN_ADDRESS)}")  # noqa: S704 (nothing left to escape)

    def _compose_look(self, parts: str = "") -> Look:
        """Return the look of a page with these parts, composed when a template first asks: what is broken is then its fault."""
        if parts not in self._looks:
            self._looks[parts] = compose_look(self.theme, self.config, parts)
        return self._looks[parts]


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no page can hold. Source: HTML, "parse errors": control-character-in-input-stream, surrogate-in-input-stream."""


def _join_page(parts: Iterator[str]) -> str:
    """Join what a template gives out; what no page can hold is an error of the line that gave it out."""
    stream = cast("Generator[str, None, None]", parts)  # which Jinja says less about than it gives
    made, size = [], 0
    for part in stream:
        size += len(part)
        if size > MAX_PAGE_CHARACTERS:
            stream.throw(TooMuchError(f"the page has more than {MAX_PAGE_CHARACTERS:,} characters"))
        if not part.isprintable() and (found := _UNPRINTABLE.search(part)):
            stream.throw(ValueError(f"the character U+{ord(found[0]):04X} is not allowed on a page"))
        made.append(part)
    return "".join(made)


def _decode_outcome(result: bytes) -> bytes | tuple[Diagnostic, ...]:
    return msgpack.decode(result, type=bytes | tuple[Diagnostic, ...])


def _name_pages(fault: Diagnostic, paths: list[str]) -> Diagnostic:
    """Return a fault with the first page it spoils and the number of the others."""
    others = len(paths) - 1
    more = f" and {others} more page{'s' if others > 1 else ''}" if others else ""
    return replace(fault, message=f"{fault.message} (while rendering {paths[0]}{more})")
