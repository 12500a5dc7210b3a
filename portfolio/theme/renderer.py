"""Jinja's settings: autoescape, no undefined names, nothing random, errors located in the template's file."""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

import jinja2
from markupsafe import Markup
from msgspec import msgpack, structs

from portfolio.errors import ContentError, Diagnostic, TemplateError
from portfolio.languages.words import ENGLISH
from portfolio.model.config import Config
from portfolio.site_files import digest
from portfolio.theme.icon import draw_icon
from portfolio.theme.limits import MAX_SECONDS_AFTER, LimitedEnvironment, LimitError
from portfolio.theme.lookup import MistakeError, check_asset_name
from portfolio.theme.page_assets import compose_page_assets, write_css
from portfolio.theme.template_errors import diagnose
from portfolio.theme.templates import Loader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from msgspec import Struct

    from portfolio.languages.words import Words
    from portfolio.model.palette import Palette
    from portfolio.theme.lookup import Theme
    from portfolio.theme.page_assets import PageAssets
    from portfolio.theme.templates import Compiled

MAX_TURNS = 100_000
"""The numbers of all `range` calls on one page: nested loops end within a second."""

ICON = "icon.svg"
_PLAIN_IN_ADDRESS = "/:=,;()'"
"""Not escaped in a `data:` address within double quotes."""

TEMPLATE_ENDINGS = (".html", ".xml", ".atom", ".txt", ".j2")


class Renderer:
    """Renders views with a theme's templates; created once for a run.

    Args:
        theme: where templates and assets come from.
        config: the site's settings.
        filters: what templates can call beside Jinja's own filters.
        compile_once: returns what a key was compiled to, or calls the function that compiles it.
        words: those of the site's language.
    """

    def __init__(
        self,
        theme: Theme,
        config: Config | None = None,
        filters: Mapping[str, Callable[..., object]] | None = None,
        compile_once: Callable[[str, Callable[[], Compiled]], Compiled] = lambda _, compute: compute(),
        words: Words = ENGLISH,
    ) -> None:
        self.theme = theme
        self.config = config or Config()
        self.words = words
        self._loader = Loader(theme, compile_once)
        self.environment = LimitedEnvironment(
            loader=self._loader,
            autoescape=jinja2.select_autoescape(disabled_extensions=("txt",), default=True),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            optimized=False,  # to compute constants ahead takes a tenth of compiling, and saves nothing
        )
        for name, function in (filters or {}).items():
            self.environment.add_filter(name, function)
        self.environment.globals["range"] = self._range
        self.environment.globals["stylesheet"] = lambda: Markup(self._assets.stylesheet)  # noqa: S704 (cannot close its element)
        self.environment.globals["css"] = lru_cache(64)(lambda css: Markup(write_css(css)))  # noqa: S704 (as above)
        self.environment.globals["script"] = lambda: Markup(self._assets.script)  # noqa: S704 (as above)
        self.environment.globals["palettes"] = lambda: self._assets.palettes
        self.environment.globals["policy"] = lambda hosts=(), style="": self._assets.policy(hosts, style)
        self.environment.globals["asset"] = lambda name: theme.read_asset(check_asset_name(name))
        self.environment.globals["icon"] = self._icon
        self.environment.globals["colours"] = lambda: self.palette
        self.environment.globals["words"] = words
        # equal input gives equal bytes: no random values in templates
        del self.environment.filters["random"], self.environment.globals["lipsum"]
        self._turns = 0
        self._exceeded: dict[str, TemplateError] = {}

    def render(self, template: str, view: Struct) -> str:
        """Return a page's text.

        Args:
            template: its name.
            view: gives the template its names.

        Raises:
            TemplateError: the template does not exist, parse or run; located in its file.
        """
        if template in self._exceeded:  # formatted once, not for each of a thousand pages
            raise self._exceeded[template]
        names = structs.asdict(view)
        try:
            found = self.environment.get_template(template)
            self._turns = 0
            self.environment.meter.start()
            return found.render(names)
        except (ContentError, TemplateError):
            raise  # such as an unknown palette: an error in portfolio.yaml, not in the template
        except Exception as error:
            diagnostic = diagnose(error, self.theme, template, (*names, *self.environment.globals))
            if diagnostic is None:
                raise
            failed = TemplateError([diagnostic])
            if isinstance(error, LimitError):
                self._exceeded[template] = failed
                self.environment.meter.seconds = MAX_SECONDS_AFTER
            raise failed from error

    def digest(self, template: str) -> str:
        """Return a digest of all inputs of a page but its view: templates, assets, settings."""
        return f"{self._shared} {self._loader.digest(self.environment, template)}"

    @cached_property
    def _shared(self) -> str:
        """A digest of everything that templates can read: settings, words, and the text files of static/ and of the theme.

        Of any other file only its path counts: it can override one that a template reads.
        """
        found = (
            asset.key if _is_text(asset.file.data) else asset.path for asset in self.theme.assets.values()
        )
        assets = "\n".join(sorted(found)).encode("utf-8", "surrogateescape")
        return digest(msgpack.encode(self.config) + self.words.key.encode() + assets)

    def compile(self) -> None:
        """Compile every template, also ones that no page includes. Errors are left to the page that needs the template."""
        for name in filter(_is_template, self.theme.templates):
            with suppress(Exception):
                self._loader.compiled(self.environment, name)

    def find_broken(self) -> Iterator[Diagnostic]:
        """Yield the error of each template that does not parse, also of ones that no page includes."""
        for name in filter(_is_template, self.theme.own_templates):
            try:
                self._loader.compiled(self.environment, name)
            except TemplateError as error:
                yield from error.diagnostics
            except jinja2.TemplateSyntaxError as error:
                found = diagnose(error, self.theme, name, ())
                if found is not None:
                    yield found

    def _range(self, *arguments: int) -> range:
        """Return a range, within the page's limit."""
        numbers = range(*arguments)
        self._turns += len(numbers)
        if self._turns > MAX_TURNS:
            raise MistakeError(f"`range` gives out more than {MAX_TURNS:,} numbers on one page")
        return numbers

    def _icon(self, name: str) -> Markup:
        """Return the icon as a `data:` address: the site's or its theme's own, the initials of a name, or the packaged one."""
        dark = self.palette.dark
        drawn = None if self.theme.replaces(ICON) else draw_icon(name, dark.ground, dark.accent)
        picture = drawn or self.theme.read_asset(ICON).strip()
        return Markup(f"data:image/svg+xml,{quote(picture, safe=_PLAIN_IN_ADDRESS)}")  # noqa: S704 (nothing left to escape)

    @property
    def palette(self) -> Palette:
        """The site's colours."""
        return self._assets.palette

    @cached_property
    def _assets(self) -> PageAssets:
        """The assets of each page, composed on first use."""
        return compose_page_assets(self.theme, self.config, self.words)


def _is_template(name: str) -> bool:
    return name.endswith(TEMPLATE_ENDINGS)


def _is_text(data: bytes | None) -> bool:
    """Whether a template can use a file: not an image."""
    if data is None or b"\0" in data:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
