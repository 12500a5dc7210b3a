"""The pictures of a site in the sizes that pages need: scaled once, while their content is the same."""

from __future__ import annotations

import posixpath
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from msgspec import Struct

from portfolio.documents.scaling import MIN_RATIO, WIDTHS, can_scale, find_widths, scale_picture
from portfolio.errors import Code, Diagnostic, Severity, Span
from portfolio.markdown.records import strip_query
from portfolio.pages.route import Route, Written
from portfolio.plural import name_count
from portfolio.site.cache import Kind, struct_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portfolio.documents.library import Sizes
    from portfolio.markdown.records import Picture
    from portfolio.site.cache import Cache
    from portfolio.site_files import SiteFiles

MAX_LISTED = 5
MAX_STEM = 40
"""The characters of a picture's name that the names of its forms begin with."""


class Form(Struct, frozen=True):
    """A picture in a smaller width."""

    width: int
    suffix: str
    content: str
    """The digest of its content, by which the cache has it."""


class Forms(Struct, frozen=True):
    """What was made of a picture: see `Scaled`."""

    forms: tuple[Form, ...] = ()
    problem: str = ""
    has_location: bool = False


FORMS: Kind[Forms] = struct_kind("forms of a picture", Forms)


class ScaledPictures(NamedTuple):
    """The result of scaling all pictures of a site."""

    sizes: Sizes
    routes: tuple[Route, ...]
    problems: tuple[Diagnostic, ...]


class _Large(NamedTuple):
    """A picture with a size that some page does not need."""

    name: str
    """Relative to static/."""
    width: int
    widths: tuple[int, ...]
    """Those that it is scaled to."""

    @property
    def path(self) -> str:
        return f"static/{self.name}"


def scale_pictures(pictures: Iterable[Picture], files: SiteFiles, cache: Cache) -> ScaledPictures:
    """Scale the pictures that pages show; without Pillow warn about those that are larger than pages need."""
    large = list(_find_large(pictures))
    if not large or not can_scale():
        return ScaledPictures({}, (), tuple(_warn_of_size(large)))
    scaled = [(picture, _scale(picture, files, cache)) for picture in large]
    sizes, routes = {}, []
    for picture, made in scaled:
        listed = []
        for form in made.forms:
            route = Route(
                path=_name(picture, form), made=Written(partial(_read, picture, form, files, cache))
            )
            routes.append(route)
            listed.append((quote(route.address), form.width))
        if not listed or listed[-1][1] < WIDTHS[-1]:
            listed.append((f"/{quote(picture.name)}", picture.width))
        if made.forms:
            sizes[f"/{quote(picture.name)}"] = tuple(listed)
    return ScaledPictures(sizes, tuple(routes), tuple(_warn(scaled)))


def _find_large(pictures: Iterable[Picture]) -> Iterator[_Large]:
    """Yield each picture that is larger than some page needs, and its dark form, which has the same size."""
    found: dict[str, _Large] = {}
    for picture in pictures:
        for address in filter(None, (picture.href, picture.dark)):
            name = unquote(strip_query(address)).removeprefix("/")
            width = int(picture.width or 0)
            if widths := find_widths(name, width):
                found[name] = _Large(name, width, widths)
    yield from (found[name] for name in sorted(found))


def _scale(picture: _Large, files: SiteFiles, cache: Cache) -> Forms:
    key = f"{files.files[picture.path].digest} {picture.widths}"
    made = cache.get(FORMS, key, partial(_make_forms, picture, files, cache))
    for form in made.forms:
        cache.use(form.content)
    return made


def _make_forms(picture: _Large, files: SiteFiles, cache: Cache) -> Forms:
    try:
        scaled = scale_picture(_read_original(picture, files), picture.widths)
    except OSError:  # removed meanwhile
        return Forms()
    forms = tuple(Form(width, suffix, cache.store(content)) for width, suffix, content in scaled.forms)
    return Forms(forms, scaled.problem, scaled.has_location)


def _read_original(picture: _Large, files: SiteFiles) -> bytes:
    data = files.files[picture.path].data
    if data is not None:
        return data
    with open(files.locate(picture.path), "rb") as stream:  # noqa: PTH123 (as all paths of the snapshot)
        return stream.read()


def _name(picture: _Large, form: Form) -> str:
    """Return the output path of a form: with its content it changes, so that no browser has an old one."""
    folder, name = posixpath.split(picture.name)
    stem = posixpath.splitext(name)[0][:MAX_STEM]
    return posixpath.join(folder, f"{stem}-{form.width}.{form.content[:8]}{form.suffix}")


def _read(picture: _Large, form: Form, files: SiteFiles, cache: Cache, _context: object) -> bytes:
    """Return the content of a form; it is made again if the cache has lost it."""
    content = cache.load(form.content)
    if content is None:
        _make_forms(picture, files, cache)
        content = cache.load(form.content)
    return _read_original(picture, files) if content is None else content


def _warn_of_size(large: Iterable[_Large]) -> Iterator[Diagnostic]:
    names = [picture.path for picture in large if picture.width >= WIDTHS[-1] * MIN_RATIO]
    if names:
        are = "is" if len(names) == 1 else "are"
        message = f"{name_count(len(names), 'picture')} {are} larger than pages need: {_list_names(names)}"
        help_ = "install Pillow, with which they are scaled: pip install 'portfolio[images]'"
        yield _warning(message, names[0], help_)


def _warn(scaled: Iterable[tuple[_Large, Forms]]) -> Iterator[Diagnostic]:
    """Yield a warning for each picture that cannot be scaled, and one for all that say where they were taken."""
    names = []
    for picture, made in scaled:
        if made.has_location:
            names.append(picture.path)
        if made.problem:
            message = f"`{picture.path}` cannot be scaled: {made.problem}"
            yield _warning(message, picture.path, "save it again, as RGB; it is published as it is")
    if names:
        say = "says where it was" if len(names) == 1 else "say where they were"
        message = f"{name_count(len(names), 'picture')} {say} taken: {_list_names(names)}"
        yield _warning(message, names[0], "remove this data from the file, which is published as it is")


def _list_names(paths: list[str]) -> str:
    more = f" and {len(paths) - MAX_LISTED} more" if len(paths) > MAX_LISTED else ""
    return ", ".join(f"`{path}`" for path in paths[:MAX_LISTED]) + more


def _warning(message: str, path: str, help_: str) -> Diagnostic:
    return Diagnostic(Code.IMAGE, message, Span(path, 1, 1), help_, Severity.WARNING)
