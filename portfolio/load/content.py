"""content/: its files, its YAML files, and the checks between them; all problems of a run are reported together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec import msgpack

from portfolio.errors import Code, Diagnostics, Span, did_you_mean
from portfolio.load.chronology import check_overlaps, check_periods
from portfolio.load.config import load_config
from portfolio.load.files import is_blank, list_files, read_source, report_folder
from portfolio.load.moved import add_moved, take_moved
from portfolio.load.references import Known, check_employers, check_principles, check_stack
from portfolio.load.schema import Read, read_value
from portfolio.load.sections import Shown, check_home
from portfolio.load.stats import load_snapshot
from portfolio.model.article import ARTICLES
from portfolio.model.config import Config
from portfolio.model.entries import ENTRIES
from portfolio.model.folders import CASE_STUDIES_FOLDER, WRITING_FOLDER, find_folder, is_scenario
from portfolio.model.home import Home, MarkdownSection
from portfolio.model.profile import Principle, Profile, Repository, StackGroup
from portfolio.model.snapshot import SNAPSHOT_FILE, Snapshot
from portfolio.site_files import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from collections.abc import Mapping as MappingOf

    from portfolio.errors import Diagnostic, Source
    from portfolio.load.nodes import Mapping
    from portfolio.model.article import Article
    from portfolio.site_files import SiteFiles

T = TypeVar("T")

WORDS_FILE = "words.yaml"
"""The owner's own words in place of the tool's: see words.py."""
YAML_FILES: MappingOf[str, Any] = {
    "profile": Profile,
    "home": Home,
    "principles": tuple[Principle, ...],
    "stack": tuple[StackGroup, ...],
    "repositories": tuple[Repository, ...],
    **{kind: tuple[type_, ...] for kind, type_ in ENTRIES.items()},  # type: ignore[valid-type]
}
"""The YAML files of content/ and what each is read as; all but the profile may be missing."""
_READ = (*(f"{name}.yaml" for name in YAML_FILES), SNAPSHOT_FILE)
DATA_FILES = (CONFIG_FILE, *(f"content/{name}" for name in _READ))
"""What `read_data` reads."""
CONTENT_FILES = (*_READ, WORDS_FILE)
"""The files of content/ that are neither texts nor drawings."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".pdf", ".mp4", ".webm")
"""Suffixes of files that are published as they are, from static/."""
_FOLDERS = [folder.split("/")[1] for folder in ARTICLES]
_MEANT = {
    "projects": f"move it to {CASE_STUDIES_FOLDER}, and give it `kind: project`",
    **dict.fromkeys(("posts", "blog", "articles"), f"move it to {WRITING_FOLDER}"),
}
"""The help for texts in a folder as others call it."""
DRAWING = ".txt"
"""The suffix of a file with one drawing."""
FONTS = (".ttf", ".otf", ".ttc")
"""The suffixes of fonts, which portfolio.yaml names."""


class Data(NamedTuple):
    """The settings, and the YAML files of content/."""

    config: Config | None
    reads: MappingOf[str, Read[Any]]
    """By the names of YAML_FILES."""
    snapshot: Snapshot | None
    problems: tuple[Diagnostic, ...]

    @property
    def profile(self) -> Read[Profile]:
        """profile.yaml."""
        return self.reads["profile"]

    @property
    def home(self) -> Read[Home]:
        """home.yaml."""
        return self.reads["home"]

    def pack(self) -> bytes | None:
        """Return everything as bytes for the cache; None if there are problems, which are found again in each run."""
        reads = [self.reads[name].pack() for name in YAML_FILES]
        return None if self.problems or None in reads else msgpack.encode((self.config, self.snapshot, reads))

    @classmethod
    def unpack(cls, data: bytes) -> Data:
        """Return data that were packed.

        Raises:
            msgspec.DecodeError: the bytes are of another version.
        """
        config, snapshot, packed = msgpack.decode(data, type=tuple[Config, Snapshot | None, list[bytes]])
        reads: dict[str, Any] = {
            name: Read.unpack(item, type_)
            for (name, type_), item in zip(YAML_FILES.items(), packed, strict=True)
        }
        return cls(config, reads, snapshot, ())


def read_data(files: SiteFiles) -> Data:
    """Read DATA_FILES; the snapshot must be of the account that the profile names."""
    diagnostics = Diagnostics()
    config = load_config(files, diagnostics)
    moved: dict[str, list[Mapping]] = {}
    reads: dict[str, Any] = {
        name: _read_file(files, name, type_, diagnostics, moved) for name, type_ in YAML_FILES.items()
    }
    profile: Read[Profile] = reads["profile"]
    login = profile.values.get(("github",)) if profile.value is None else profile.value.github or ""
    snapshot = load_snapshot(files, login, diagnostics)
    return Data(config, reads, snapshot, tuple(diagnostics.items))


def list_content(files: SiteFiles, config: Config | None, diagnostics: Diagnostics) -> list[str]:
    """Return the files of content/, relative to it; report unused ones, such as misspelt names."""
    for path in sorted(files.folders):
        if path.startswith("content/") and path.endswith((".md", ".yaml")):
            report_folder(path, diagnostics)
    names = list(list_files(files, "content", diagnostics))
    for name in names:
        if (
            name not in CONTENT_FILES
            and not (name in config.fonts if config else name.lower().endswith(FONTS))
            and not name.endswith((".md", DRAWING))
            and not is_scenario(f"content/{name}")
        ):
            help_ = (
                (f"move it to static/{name.rpartition('/')[2]}" if name.lower().endswith(PICTURES) else None)
                or ("name it in `fonts:` of portfolio.yaml" if name.lower().endswith(FONTS) else None)
                or did_you_mean(name, CONTENT_FILES)
                or "content/ holds "
                + ", ".join(CONTENT_FILES)
                + ", Markdown files and drawings (.txt); pictures belong into static/"
            )
            diagnostics.error(
                Code.FILE_UNKNOWN, f"nothing reads `content/{name}`", Span(f"content/{name}", 1, 1), help_
            )
    return names


def list_static_files(files: SiteFiles, config: Config | None, diagnostics: Diagnostics) -> Iterator[str]:
    """Yield the files of static/ that are the site's own: a theme's folder is read by its templates only."""
    themes = {Config().theme, config.theme if config else Config().theme}
    for name in list_files(files, "static", diagnostics):
        folder, slash, _ = name.partition("/")
        if not slash or (folder not in themes and f"templates/{folder}" not in files.folders):
            yield name


def check_templates(files: SiteFiles, diagnostics: Diagnostics) -> None:
    """Report unreadable files of templates/: without them a page would be rendered as if they did not exist."""
    for _ in list_files(files, "templates", diagnostics):
        pass


def list_texts(names: Iterable[str]) -> list[str]:
    """Return the Markdown files that sections may show, relative to content/."""
    return [name for name in names if name.endswith(".md") and not find_folder(f"content/{name}")]


def list_drawings(names: Iterable[str]) -> list[str]:
    """Return the files with one drawing each, relative to content/."""
    return [name for name in names if name.endswith(DRAWING)]


def find_known(data: Data, names: Iterable[str]) -> Known:
    """Return the names that case studies may use."""
    employers, principles, stack = (data.reads[name] for name in ("experience", "principles", "stack"))
    is_read = employers.value is not None
    return Known(
        companies=[name for name, _ in employers.entries(None, "employer")] if is_read else None,
        principles=None if principles.value is None else tuple(item.id for item in principles.value),
        stack=None
        if stack.value is None
        else tuple(entry for group in stack.value for entry in group.entries),
        drawings=tuple(list_drawings(names)),
    )


def find_shown(
    data: Data,
    articles: MappingOf[str, Article | None],
    drafts: Collection[str],
    names: Collection[str],
    texts: MappingOf[str, Source],
) -> Shown:
    """Return what sections of the home page can show.

    Args:
        data: the YAML files.
        articles: by path; None for one that could not be read.
        drafts: the paths of those that are left out.
        names: the files of content/, relative to it.
        texts: see `read_texts`.
    """
    lists = {name: read.value for name, read in data.reads.items() if name not in ("profile", "home")}
    # a file that cannot be used has a warning; missing statistics do not stop a build
    if data.snapshot is None and SNAPSHOT_FILE in names and not lists["repositories"]:
        lists["repositories"] = None
    return Shown(
        profile=data.profile.value,
        articles=articles,
        documents=set(list_texts(names)),
        lists=lists,
        snapshot=data.snapshot,
        drafts=drafts,
        blank=[name for name, source in texts.items() if is_blank(source.text)],
    )


def check_data(data: Data, shown: Shown) -> Sequence[Diagnostic]:
    """Return the errors of names that one YAML file uses and another file defines, and those of dates."""
    diagnostics = Diagnostics()
    check_principles(data.reads["principles"], diagnostics)
    check_stack(data.reads["stack"], diagnostics)
    for kind in ENTRIES:
        check_periods(data.reads[kind], diagnostics)
    check_employers(data.reads["experience"], diagnostics)
    check_overlaps(data.reads["experience"], diagnostics)
    check_home(data.home, shown, diagnostics)
    return diagnostics.items


def read_texts(files: SiteFiles, names: Iterable[str], diagnostics: Diagnostics) -> dict[str, Source]:
    """Return the texts that sections may show, and the drawings, by their names relative to content/."""
    found = {
        name: read_source(files, f"content/{name}", diagnostics)
        for name in (*list_texts(names), *list_drawings(names))
    }
    return {name: source for name, source in found.items() if source is not None}


def check_unshown(
    data: Data,
    home: Home | None,
    drawings_shown: Iterable[str],
    texts: MappingOf[str, Source],
    diagnostics: Diagnostics,
) -> None:
    """Warn of what no section shows, and of drawings that no case study shows.

    Args:
        data: the YAML files.
        home: the home page; None if it could not be read.
        drawings_shown: the drawings that case studies name, drafts too.
        texts: see `read_texts`.
        diagnostics: receives the warnings.
    """
    if home is not None:
        _check_unshown_data(data, {section.kind for section in home.sections}, diagnostics)
        shown = {section.file for section in home.sections if isinstance(section, MarkdownSection)}
        for name in list_texts(texts):
            if name not in shown:
                folder = name.partition("/")[0]
                help_ = f"add a section with `kind: markdown` and `file: {name}`"
                if "/" in name:
                    help_ = _MEANT.get(folder) or did_you_mean(folder, _FOLDERS) or help_
                message = f"no section of home.yaml shows `{name}`"
                diagnostics.warning(Code.FILE_UNKNOWN, message, texts[name].span(1, 1), help_)
    for name in {*list_drawings(texts)}.difference(drawings_shown):
        help_ = f"name it in a case study's front matter: `diagram: {{file: {name}, title: …}}`"
        diagnostics.warning(Code.FILE_UNKNOWN, f"no case study shows `{name}`", texts[name].span(1, 1), help_)


def _check_unshown_data(data: Data, kinds: Collection[str], diagnostics: Diagnostics) -> None:
    """Warn of keys of the profile, and of files of entries, that no section shows."""
    for key, kind in (("about", "about"), ("facts", "code"), ("closing", "contact")):
        if data.profile.values.get((key,)) and kind not in kinds:
            message = f"no section of home.yaml shows `{key}`"
            help_ = f"add a section with `kind: {kind}`, or drop it"
            diagnostics.warning(Code.UNKNOWN_REFERENCE, message, data.profile.spans[key,], help_)
    for kind in ENTRIES:
        entries = data.reads[kind]
        # the first screen has the names of employers and certifications
        is_named = kind in ("experience", "certifications") and not any(
            item.has_more for item in entries.value or ()
        )
        if entries.value and kind not in kinds and not is_named:
            message = f"no section of home.yaml shows `{kind}.yaml`"
            help_ = f"add a section with `kind: {kind}`"
            diagnostics.warning(Code.FILE_UNKNOWN, message, entries.spans[0,], help_)


def _read_file(
    files: SiteFiles, name: str, type_: type[T], diagnostics: Diagnostics, moved: dict[str, list[Mapping]]
) -> Read[T]:
    """Read one YAML file; one that is missing is empty, apart from the profile.

    Args:
        files: the site's.
        name: of the file, without its suffix.
        type_: what it is read as.
        diagnostics: receives the problems.
        moved: entries that the profile has, by file; reading the profile fills it.
    """
    from portfolio.load.composer import parse_yaml  # noqa: PLC0415 (brings PyYAML along; most files are cached)

    path, node = f"content/{name}.yaml", None
    if path in files.files or type_ is Profile:
        source = read_source(files, path, diagnostics)
        reported = len(diagnostics.items)
        node = parse_yaml(source, diagnostics) if source else None
        if node is None:
            if source and len(diagnostics.items) == reported:
                help_ = "`portfolio init` in an empty folder shows an example"
                diagnostics.error(Code.YAML_SYNTAX, "the file is empty", source.span(1, 1), help_)
            return Read(None)
    if node and type_ is Profile:
        node, found = take_moved(node, diagnostics)
        moved.update(found)
    if moved.get(name):
        node = add_moved(node, name, moved[name])
    return read_value(node, type_, diagnostics) if node else Read(type_())
