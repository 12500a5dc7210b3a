"""`portfolio fit`: what the site proves of a job description, and which case studies to show for it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from portfolio.cli.console import print_json, print_message, print_result
from portfolio.cli.options import base_url_option, format_option
from portfolio.cli.replace import replace_file
from portfolio.errors import Diagnostics, Source, UsageError, name_reason
from portfolio.fit import find_fit
from portfolio.load.config import find_site
from portfolio.load.files import read_source, split_front_matter
from portfolio.load.passages import strip_comments
from portfolio.load.schema import read_yaml
from portfolio.model.config import Config
from portfolio.site.cache import borrow_cache
from portfolio.site.pipeline import Settings, prepare_site
from portfolio.site_files import CONFIG_FILE, read_site_files
from portfolio.width import measure_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from portfolio.fit import Fit, Proven
    from portfolio.model.site import Site
    from portfolio.site_files import SiteFiles

KEY = "variants:"


@click.command()
@click.argument("job", metavar="JOB.txt")
@format_option("text", "json", help_="Print the result as text or json.")
@click.option("--write", metavar="NAME", help="Write a variant with these case studies into portfolio.yaml.")
@base_url_option
@click.pass_context
def command(ctx: click.Context, job: str, form: str, write: str | None, base_url: str | None) -> None:
    """List which skills of a job description your work shows, and which it does not.

    JOB.txt is plain text; - reads the standard input. It is read here: nothing is sent anywhere. Skills are those that your
    site names, and a list of technologies that comes with the tool. What your profile says of itself is no evidence.
    """
    text = _read_job(job)
    root = find_site(ctx.obj, Path.cwd())
    files = read_site_files(str(root))
    prepared = prepare_site(files, Settings(os.environ, base_url, borrow_cache(files)))
    site = prepared.context.site
    fit = find_fit(site, _read_texts(files, site), text)
    if write is not None:
        _write_variant(root, write, [item.slug for item in fit.featured])
        print_message(f"written to {root / CONFIG_FILE}: variant `{write}`")

    def link(address: str) -> str:
        return address if "://" in address else prepared.base_url.base_url.absolute(address)

    if form == "json":
        print_json(_as_data(fit, link))
    else:
        print_result("".join(f"{line}\n" for line in _list_lines(fit, link)))


def _read_job(job: str) -> str:
    """Return a job description as text.

    Raises:
        UsageError: it cannot be read, is no text, or is empty.
    """
    name = "the standard input" if job == "-" else f"`{job}`"
    try:
        data = sys.stdin.buffer.read() if job == "-" else Path(job).read_bytes()
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except OSError as error:
        raise UsageError(f"{name} cannot be read: {name_reason(error)}") from error
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UsageError(f"{name} is not text", help="save the job description as plain text, in UTF-8")
    if not text.strip():
        raise UsageError(f"{name} is empty", help="copy the job description into it")
    return text


def _read_texts(files: SiteFiles, site: Site) -> dict[str, str]:
    """Return the Markdown of each case study, without comments."""
    texts = {}
    for study in site.case_studies:
        source = read_source(files, study.path, Diagnostics())
        front = split_front_matter(source, Diagnostics()) if source else None
        texts[study.slug] = strip_comments(front.body.text) if front else ""
    return texts


def _list_lines(fit: Fit, link: Callable[[str], str]) -> Iterator[str]:
    count = len(fit.proven) + len(fit.mentioned) + len(fit.missing)
    if not count:
        yield "No skill was found that your site or the list of technologies has."
        return
    yield f"Your work shows {len(fit.proven)} of {count} skills"
    yield from _list_evidence(fit.proven, link)
    if fit.mentioned:
        yield from ("", "Only named in the text: read whether it says what the job asks")
        yield from _list_evidence(fit.mentioned, link)
    if fit.missing:
        yield from ("", "Without evidence here", *(f"  {name}" for name in fit.missing))
    if fit.featured:
        yield from ("", "Case studies to show, in this order")
        for number, item in enumerate(fit.featured, 1):
            yield f"  {number}. {item.title} ({item.slug}): {', '.join(item.skills)}"
            yield f"     {link(item.address)}"


def _list_evidence(proven: Iterable[Proven], link: Callable[[str], str]) -> Iterator[str]:
    proven = [*proven]
    width = max((measure_text(item.skill) for item in proven), default=0)
    for item in proven:
        for number, work in enumerate(item.evidence):
            name = "" if number else item.skill
            pad = " " * (width - measure_text(name))
            yield f"  {name}{pad}  {work.kind}: {work.name}  {link(work.address)}"


def _as_data(fit: Fit, link: Callable[[str], str]) -> object:
    """Return the result as plain data, with whole addresses."""

    def visit(value: object) -> object:
        if isinstance(value, dict):
            return {key: link(item) if key == "address" else visit(item) for key, item in value.items()}
        return [visit(item) for item in value] if isinstance(value, (list, tuple)) else value

    return visit(to_builtins(fit))


def _write_variant(root: Path, name: str, slugs: list[str]) -> None:
    """Write a variant into portfolio.yaml and leave the rest of the file as it is.

    Raises:
        UsageError: there is nothing to write, there is such a variant, or the file would not be valid.
    """
    if not slugs:
        raise UsageError("nothing to write: no case study shows a skill of this job")
    path = root / CONFIG_FILE
    data = path.read_bytes() if path.is_file() else b""
    old = data.decode("utf-8").replace("\r\n", "\n")
    before = _read_config(old)
    if before and name in before.variants:
        raise UsageError(f"there is a variant `{name}`", help="choose another name, or remove it")
    new = _add_variant(old, name, slugs)
    after = _read_config(new)
    if before is None or after is None or after.variants.keys() - before.variants.keys() != {name}:
        entry = f"{name}: {{case_studies: [{', '.join(slugs)}]}}"
        help_ = f"its name has lower-case letters, digits and hyphens; or write it yourself: `{entry}`"
        raise UsageError(f"the variant `{name}` cannot be written into `{CONFIG_FILE}`", help=help_)
    replace_file(path, new.replace("\n", "\r\n").encode() if b"\r\n" in data else new.encode())


def _read_config(text: str) -> Config | None:
    diagnostics = Diagnostics()
    read = read_yaml(Source(CONFIG_FILE, text), Config, diagnostics)
    return None if diagnostics.has_errors else read.value if read else Config()


def _add_variant(text: str, name: str, slugs: list[str]) -> str:
    """Return the settings with a variant, below those that are there."""
    lines = text.split("\n")
    at = next((number for number, line in enumerate(lines) if line.split("#")[0].rstrip() == KEY), None)
    following = (
        [] if at is None else [line for line in lines[at + 1 :] if line.strip(" ") and line.strip()[0] != "#"]
    )
    own = following[0] if following else ""
    indent = " " * (len(own) - len(own.lstrip(" "))) or "  "
    entry = [f"{indent}{name}:", f"{indent}  case_studies: [{', '.join(slugs)}]"]
    if at is None:
        return text + ("" if not text or text.endswith("\n") else "\n") + "\n".join([KEY, *entry, ""])
    return "\n".join([*lines[: at + 1], *entry, *lines[at + 1 :]])
