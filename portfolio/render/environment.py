"""Jinja as this project uses it: autoescape, no undefined names, errors located in the template's file."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from jinja2.sandbox import safe_range
from markupsafe import Markup
from msgspec import structs

from portfolio.errors import Code, Diagnostic, Source, Span, TemplateError, did_you_mean
from portfolio.markdown.inline import render_inline_markup, strip_inline_markup
from portfolio.render.themes import squeeze_css

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portfolio.model.artifact import Page
    from portfolio.render.themes import Theme


class Renderer:
    """Renders pages with a theme; made once for a run."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([str(folder) for folder in theme.template_folders()]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self.environment.filters["inline"] = lambda text: Markup(render_inline_markup(text))  # noqa: S704 (escaped there)
        self.environment.filters["plain"] = strip_inline_markup
        self.environment.globals["range"] = safe_range
        self.environment.globals["stylesheet"] = self._stylesheet
        self.environment.globals["asset"] = theme.read_asset
        self._css: Markup | None = None

    def render(self, page: Page) -> str:
        """Return a page's text.

        Raises:
            TemplateError: the template does not exist, parse or run; located in its file.
        """
        try:
            template = self.environment.get_template(page.template)
            return template.render(structs.asdict(page.view))
        except jinja2.TemplateSyntaxError as error:
            message = (error.message or "not a valid template").rstrip(".")
            raise TemplateError(
                [
                    self._diagnose(
                        error.filename or page.template, error.lineno, message[:1].lower() + message[1:]
                    )
                ]
            ) from error
        except jinja2.TemplateNotFound as error:
            raise TemplateError([self._diagnose_missing(error, page)]) from error
        except Exception as error:
            raise self._locate(error, page) from error

    def render_all(self, pages: Iterable[Page]) -> list[tuple[str, str]]:
        """Return the path and text of every page.

        Raises:
            TemplateError: with the problem of every template that failed, each once.
        """
        rendered, problems = [], []
        for page in pages:
            try:
                rendered.append((page.path, self.render(page)))
            except TemplateError as error:
                problems += error.diagnostics
        if problems:
            raise TemplateError(problems)
        return rendered

    def _stylesheet(self) -> Markup:
        """Return the theme's stylesheet, then the site's own `static/custom.css` if there is one."""
        if self._css is None:
            css = self.theme.read_asset("site.css")
            custom = self.theme.site_root / "static" / "custom.css"
            if custom.is_file():
                css += custom.read_text(encoding="utf-8")
            self._css = Markup(squeeze_css(css).replace("</", "<\\/"))  # noqa: S704 (cannot close its element)
        return self._css

    def _locate(self, error: Exception, page: Page) -> Exception:
        """Return the error to raise for one that a running template caused."""
        frames = traceback.extract_tb(error.__traceback__)
        folders = tuple(str(folder) for folder in self.theme.template_folders())
        inside = [frame for frame in frames if frame.filename.startswith(folders)]
        if not inside:
            return error
        message = (
            "the template includes itself without end"
            if isinstance(error, RecursionError)
            else str(error) or type(error).__name__
        )
        if isinstance(error, jinja2.UndefinedError):
            message = message.replace("'", "`").replace("`portfolio.render.views.", "`")
        return TemplateError(
            [
                self._diagnose(
                    inside[-1].filename, inside[-1].lineno or 1, f"{message} (while rendering {page.path})"
                )
            ]
        )

    def _diagnose(self, filename: str, line: int, message: str) -> Diagnostic:
        """Return a diagnostic for a line of a template."""
        file = Path(filename)
        root = next(
            (root for root in (self.theme.site_root, self.theme.builtin_root) if file.is_relative_to(root)),
            None,
        )
        path = file.relative_to(root).as_posix() if root else filename
        text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
        source = Source(path, text.replace("\r\n", "\n"))
        quoted = source.lines[min(line, len(source.lines)) - 1]
        column = len(quoted) - len(quoted.lstrip()) + 1
        return Diagnostic(Code.TEMPLATE, message, source.span(line, column, len(quoted)))

    def _diagnose_missing(self, error: jinja2.TemplateNotFound, page: Page) -> Diagnostic:
        """Return a diagnostic for a template that is in no folder, at the place that asks for it."""
        name = error.name or page.template
        help_ = did_you_mean(name, self.environment.list_templates())
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename.endswith((".html", ".xml", ".txt"))
        ]
        message = f"there is no template `{name}`"
        if frames:
            found = self._diagnose(frames[-1].filename, frames[-1].lineno or 1, message)
            return Diagnostic(found.code, found.message, found.span, help_)
        return Diagnostic(Code.TEMPLATE, message, Span(f"templates/{name}", 1, 1), help_)
