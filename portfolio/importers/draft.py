"""The new site while it is made: its files, and what of the imported file has no place in them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import yaml

from portfolio.errors import Code, ContentError, Diagnostics, InternalError, Severity, Source
from portfolio.importers.leaves import Leaf, list_leaves
from portfolio.load import nodes
from portfolio.load.composer import parse_yaml
from portfolio.load.scalars import shorten
from portfolio.model.case_study import CaseStudy
from portfolio.model.config import CONTENT_VERSION
from portfolio.model.entries import ENTRIES, Position
from portfolio.model.home import AnySection, Home
from portfolio.model.profile import Principle, Profile, Repository, StackGroup
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site_files import CONFIG_FILE, InputFile, SiteFiles, digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from portfolio.errors import Diagnostic, Span
    from portfolio.load.nodes import Node

LEFT_OVER = "left-over.txt"
"""The file of the new site with what could not be placed."""
_FOLDED = 100
"""Longer texts are written over several lines."""
_CONFIG = """\
# yaml-language-server: $schema=content/.schema/portfolio.json
# Settings of the site. Every key is optional.
# base_url: https://example.org/   # inferred from the git remote if omitted
language: {language}
content_version: {version}     # set by `portfolio upgrade`
"""
_TYPES = {
    "profile": Profile,
    "home": Home,
    "principles": Principle,
    "stack": StackGroup,
    "repositories": Repository,
    **ENTRIES,
}
_Path = tuple[str | int, ...]


class LeftOver(NamedTuple):
    """A text of the imported file that is nowhere in the new site."""

    span: Span
    key: str
    text: str
    reason: str = ""

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.span.path}:{self.span.line}: {key}{self.text}{reason}"


class Article:
    """A Markdown file: its front matter, and its lines."""

    def __init__(self, front: dict[str, Any], lines: Iterable[str] = ()) -> None:
        self.front, self.lines = front, [*lines]


class Draft:
    """A site.

    Args:
        leaves: every text of the imported file.
        files: the YAML files of content/, by name.
        articles: its Markdown files, by path; those without front matter are texts of sections.
        language: the language of its texts.
    """

    def __init__(
        self,
        leaves: Iterable[Leaf],
        files: dict[str, Any],
        articles: dict[str, Article],
        language: str = "en",
    ) -> None:
        self.leaves = (*leaves,)
        self.files, self.articles, self.language = files, articles, language
        self.reasons: dict[int, str] = {}
        self.known: list[Leaf] = []
        """What has no place because the site does not need it."""

    def settle(self) -> None:
        """Drop what the new site cannot have, one error after the other; each is a value that is left over."""
        while problems := self.find_errors():
            before = self.write()
            by_file: dict[str, list[Diagnostic]] = {}
            for problem in problems:
                by_file.setdefault(problem.span.path if problem.span else "", []).append(problem)
            for path, found in by_file.items():
                self._drop(path, before.get(path, ""), found)
            if self.write() == before:
                raise InternalError(f"an imported site has an error: {problems[0].message}")

    def write(self) -> dict[str, str]:
        """Return the text of each file, by path."""
        texts = {CONFIG_FILE: _CONFIG.format(language=self.language, version=CONTENT_VERSION)}
        for name, value in self.files.items():
            if value:
                first = f"# yaml-language-server: $schema=.schema/{name}.json\n"
                texts[f"content/{name}.yaml"] = first + _dump(_sort_keys(value, _TYPES[name]))
        for path, article in self.articles.items():
            front = f"---\n{_dump(_sort_keys(article.front, CaseStudy))}---\n\n" if article.front else ""
            texts[path] = front + "\n".join(article.lines).strip("\n") + "\n"
        return dict(sorted(texts.items()))

    def find_errors(self) -> tuple[Diagnostic, ...]:
        """Return the errors of the site as it is, in memory."""
        files = {path: _hold(path, text) for path, text in self.write().items()}
        folders = {path.rpartition("/")[0] for path in files} - {""}
        site = SiteFiles("/", files, frozenset({*folders, "content"}))
        try:
            prepare_site(site, Settings({}))
        except ContentError as error:
            return tuple(item for item in error.diagnostics if item.severity is Severity.ERROR)
        return ()

    def _drop(self, path: str, text: str, problems: Sequence[Diagnostic]) -> None:
        """Drop the values of a file that errors are about."""
        source = Source(path, text)
        article = self.articles.get(path)
        if article is None:
            name = path.removeprefix("content/").removesuffix(".yaml")
            if name in self.files:
                self.files[name] = self._drop_values(self.files[name], source, problems)
            return
        first = source.lines.index("---", 1) + 2 if article.front else 1
        in_front = [item for item in problems if _line(item) < first]
        article.lines = self._drop_lines(
            article.lines, first, [item for item in problems if item not in in_front]
        )
        if in_front:
            front = Source(path, "\n".join(["", *source.lines[1 : first - 2]]))
            article.front = self._drop_values(article.front, front, in_front) or {}
        if in_front and "title" not in article.front:
            self._note((article.front, article.lines), in_front[0])
        if not any(article.lines) and "title" not in article.front:
            del self.articles[path]

    def _drop_values(self, value: Any, source: Source, problems: Iterable[Diagnostic]) -> Any:  # noqa: ANN401 (any JSON value)
        node = parse_yaml(source, Diagnostics())
        assert node is not None  # noqa: S101 (we have written it)
        spans = [*_list_spans(node)]
        found = {_find_path(spans, problem): problem for problem in problems}
        outer = {path for path in found if not any(path[:length] in found for length in range(len(path)))}
        for path in sorted(outer, reverse=True):  # the last entry of a list first
            value = self._cut(value, path, found[path])
        return value

    def _cut(self, value: Any, path: _Path, problem: Diagnostic) -> Any:  # noqa: ANN401 (any JSON value)
        """Return a value without a part of it, and without what is empty then."""
        if not path:
            self._note(value, problem)
            return None
        at, *rest = path
        kept = self._cut(value[at], tuple(rest), problem)
        if kept is None or kept in ({}, []):
            del value[at]
        else:
            value[at] = kept
        return value or None

    def _drop_lines(self, lines: list[str], first: int, problems: Iterable[Diagnostic]) -> list[str]:
        """Return lines without the paragraphs that errors are about."""
        kept = [*lines]
        while kept and not kept[0].strip():
            del kept[0]
        blank = sum(1 for _ in lines) - len(kept)
        for problem in sorted(problems, key=_line, reverse=True):
            at = min(max(_line(problem) - first, 0), len(kept) - 1)
            start, end = at, at + 1
            while start > 0 and kept[start - 1].strip():
                start -= 1
            while end < len(kept) and kept[end].strip():
                end += 1
            self._note(kept[start:end], problem)
            kept[start:end] = []
        return kept if len(kept) < len(lines) - blank else lines

    def _note(self, value: object, problem: Diagnostic) -> None:
        """Remember why the leaves of a value are left over."""
        is_here = problem.help and re.search(r"\bline \d", problem.help)  # a line of the new site
        reason = problem.message + (f": {problem.help}" if problem.help and not is_here else "")
        self.reasons |= {id(leaf): reason for leaf in list_leaves(value)}

    @cached_property
    def left_over(self) -> tuple[LeftOver, ...]:
        """What could not be placed, in the order of the file."""
        shown = (self.files, [(item.front, item.lines) for item in self.articles.values()], self.known)
        placed = [*list_leaves(shown)]
        ids = {id(leaf) for leaf in placed}
        same = {(leaf.key, str(leaf)) for leaf in placed if leaf.key}
        left = (
            LeftOver(leaf.span, leaf.key, str(leaf), self.reasons.get(id(leaf), ""))
            for leaf in self.leaves
            if id(leaf) not in ids and (leaf.key, str(leaf)) not in same
        )
        return tuple(sorted(left, key=lambda item: (item.span.line, item.span.column)))


def name_left_over(item: LeftOver) -> str:
    """Return what is left over in a line of a message."""
    return str(item._replace(text=f"`{shorten(item.text)}`"))


def _line(problem: Diagnostic) -> int:
    return problem.span.line if problem.span else 1


def _find_path(spans: Iterable[tuple[Span, _Path]], problem: Diagnostic) -> _Path:
    """Return the path of the value that an error is about."""
    assert problem.span  # noqa: S101 (an error of content has one)
    at = (problem.span.line, problem.span.column)
    exact = [path for span, path in spans if (span.line, span.column) == at]
    before = [path for span, path in spans if (span.line, span.column) <= at]
    path = (exact or before)[-1]
    is_beside = problem.code is Code.MISSING_KEY  # its span is that of the first key beside the missing one
    return path[:-1] if is_beside else path


def _hold(path: str, text: str) -> InputFile:
    data = text.encode()
    return InputFile(path, "", (0, len(data), 0, 0), digest(data), "", data)


def _list_spans(node: Node, path: _Path = ()) -> Iterator[tuple[Span, _Path]]:
    """Yield the span of each key and each value, with the path of the value."""
    yield node.span, path
    if isinstance(node, nodes.Mapping):
        for name, (span, value) in node.entries.items():
            yield span, (*path, name)
            yield from _list_spans(value, (*path, name))
    elif isinstance(node, nodes.Sequence):
        for number, item in enumerate(node.items):
            yield from _list_spans(item, (*path, number))


class _Dumper(yaml.SafeDumper):
    """YAML as the docs write it: keys in their order, long texts over several lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 (PyYAML's signature)
        """Indent lists in mappings."""
        return super().increase_indent(flow, indentless=False)


def _write_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if isinstance(text, Leaf) and text.is_plain and re.fullmatch(r"true|false|-?(0|[1-9][0-9]*)", text):
        kind = "bool" if text in {"true", "false"} else "int"
        return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(text))
    if re.fullmatch(r"[12][0-9]{3}(-[0-9]{2}-[0-9]{2})?", text):
        kind = "timestamp" if "-" in text else "int"
        return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", str(text))
    is_long = len(text) > _FOLDED and re.fullmatch(r"\S+( \S+)*", text)
    style = ">" if is_long else "|" if "\n" in text.strip() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(Leaf, _write_text)
_Dumper.ignore_aliases = lambda *_: True  # type: ignore[method-assign]  # our reader knows none


def _dump(value: Any) -> str:  # noqa: ANN401 (any JSON value)
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_FOLDED))


def list_sections(texts: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the sections of a home page: one of each kind, of which those without content are dropped, and texts.

    Args:
        texts: the titles of the texts, by their files.
    """
    kinds = [type_.__struct_config__.tag for type_ in get_args(AnySection)]
    left_out = {"code", "markdown", "stats", "contact"}
    return [
        *({"kind": kind} for kind in kinds if kind not in left_out),
        *(
            {
                "kind": "markdown",
                "title": title,
                "file": file,
                "id": f"{stem}-text" if stem in kinds else stem,
            }
            for file, title in texts.items()
            for stem in [file.removesuffix(".md")]
        ),
        {"kind": "contact"},
    ]


def _sort_keys(value: Any, type_: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """Return a record, or a list of them, with its keys in the order of the docs."""
    if isinstance(value, list):
        return [_sort_keys(item, type_) for item in value]
    fields = type_.__struct_fields__
    order = [*fields[:1], "kind", *fields[1:]] if type_ is CaseStudy else fields
    found = {
        key: value[key] for key in sorted(value, key=lambda key: order.index(key) if key in order else 99)
    }
    if "positions" in found:
        found["positions"] = _sort_keys(found["positions"], Position)
    return found
