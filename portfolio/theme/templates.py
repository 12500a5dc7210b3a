"""Compiled templates: each parsed once, with the names of the templates that it reaches."""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import meta
from jinja2.loaders import split_template_path
from msgspec import Struct

from portfolio.site_files import digest
from portfolio.theme.limits import LimitedEnvironment
from portfolio.theme.lookup import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from portfolio.theme.lookup import Theme, ThemeFile


class Compiled(Struct, frozen=True):
    """A template as Python's byte code."""

    code: bytes
    """Write access to the cache allows running code in a build; so does write access to templates, in the same folder."""
    names: tuple[str, ...] | None
    """The templates that it names, sorted; None if it computes a name."""


class Loader(jinja2.BaseLoader):
    """Finds a theme's templates.

    Args:
        theme: where they lie.
        compile_once: returns what a key was compiled to, or calls the function that compiles it.
    """

    def __init__(self, theme: Theme, compile_once: Callable[[str, Callable[[], Compiled]], Compiled]) -> None:
        self.theme = theme
        self._compile_once = compile_once
        self._compiled: dict[str, Compiled] = {}
        self._digests: dict[str, str] = {}

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (Jinja's signature)
    ) -> jinja2.Template:
        """Return a template; Jinja calls this once for each name."""
        assert isinstance(environment, LimitedEnvironment)  # noqa: S101 (the renderer's)
        code = marshal.loads(self.compiled(environment, name).code)  # noqa: S302 (see `Compiled.code`)
        return environment.template_class.from_code(environment, code, globals or {}, None)

    def compiled(self, environment: LimitedEnvironment, name: str) -> Compiled:
        """Return a compiled template.

        Raises:
            jinja2.TemplateNotFound: there is none of that name.
            jinja2.TemplateSyntaxError: it does not parse.
            TemplateError: it is no text.
        """
        if name not in self._compiled:
            found = self._find(name)
            key = digest(f"{found.path}\n{found.key}".encode("utf-8", "surrogateescape"))
            self._compiled[name] = self._compile_once(key, lambda: _compile(environment, name, found))
        return self._compiled[name]

    def digest(self, environment: LimitedEnvironment, name: str) -> str:
        """Return a digest of a template and of all that it can reach; also of one that does not compile."""
        if name not in self._digests:
            reached: dict[str, str] = {}
            pending = [name]
            while pending:
                current = pending.pop()
                if current not in reached:
                    reached[current], names = self._read_references(environment, current)
                    pending += names
            parts = "\n".join(f"{each} {key}" for each, key in sorted(reached.items()))
            self._digests[name] = digest(parts.encode("utf-8", "surrogateescape"))
        return self._digests[name]

    def _read_references(self, environment: LimitedEnvironment, name: str) -> tuple[str, tuple[str, ...]]:
        """Return a template's key and the templates that it can reach."""
        try:
            found = self._find(name)
        except jinja2.TemplateNotFound:
            return "", ()  # rendering reports it, unless the template is optional
        try:
            names = self.compiled(environment, name).names
        except Exception:  # noqa: BLE001 (rendering reports it)
            names = ()
        return found.key, tuple(self.theme.templates) if names is None else names

    def _find(self, name: str) -> ThemeFile:
        found = self.theme.templates.get("/".join(split_template_path(name)))
        if found is None:
            raise jinja2.TemplateNotFound(name)
        return found


def _compile(environment: LimitedEnvironment, name: str, found: ThemeFile) -> Compiled:
    """Parse a template once: for the names in it, and for its code."""
    tree = environment.parse(read_text(found).text, name, found.path)
    named = set(meta.find_referenced_templates(tree))
    environment.limit(tree)
    code = environment.compile(tree, name, found.path)
    names = None if None in named else tuple(sorted(item for item in named if item))
    return Compiled(marshal.dumps(code), names)
