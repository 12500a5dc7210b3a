"""`portfolio build`: render what changed since the last build, publish it, and leave a record for the next one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.load.git_remote import config_places
from portfolio.plural import name_count
from portfolio.site.cache import open_cache
from portfolio.site.inputs import digest_inputs
from portfolio.site.pipeline import Settings, render_site
from portfolio.site.publish import check_output, publish_site
from portfolio.site.record import (
    Record,
    explain_change,
    find_untouched,
    load_record,
    save_record,
    stat_outputs,
)
from portfolio.site.staging import Kept, LiveChangedError
from portfolio.site.worker import map_here
from portfolio.site_files import read_packaged_theme, read_site_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portfolio.site.cache import Cache
    from portfolio.site.inputs import Inputs, Request
    from portfolio.site.pipeline import RenderedSite
    from portfolio.site.publish import Published
    from portfolio.site.worker import Mapper
    from portfolio.site_files import SiteFiles


class Build(NamedTuple):
    """A site that was published, and what it was made of."""

    request: Request
    inputs: Inputs
    files: SiteFiles
    cache: Cache
    before: Record | None
    """The last build; None where there was none, or it was to be ignored."""
    rendered: RenderedSite
    published: Published

    @property
    def summary(self) -> str:
        """What was made, in words."""
        made = self.published
        counts = ((len(self.rendered.page_paths), "page"), (made.files, "file"), (made.bytes, "byte"))
        return ", ".join(name_count(number, noun) for number, noun in counts)

    def explain(self) -> str:
        """Return why the build was needed, in words."""
        return explain_change(self.before, self.inputs)

    def measure(self, measure: Callable[[bytes], int]) -> dict[str, int]:
        """Return a measure of each page; that of a page which was not rendered is known."""
        known = self.before.first_flights if self.before else {}
        measured = {}
        for path in self.rendered.page_paths:
            if path in self.rendered.pages:
                measured[path] = measure(self.rendered.pages[path])
            elif path in known:
                measured[path] = known[path]
            else:
                measured[path] = measure(Path(self.request.output, path).read_bytes())
        return measured

    def save_record(self, first_flights: dict[str, int], printed: tuple[str, str]) -> None:
        """Leave the next build all that it can use.

        Args:
            first_flights: the bytes that each page sends before it can be seen, by path.
            printed: what the build printed to stderr, plain and with colours.
        """
        now, then = read_site_files(self.request.root, before=self.files).stats, self.files.stats
        touched = (path for path in now.keys() | then.keys() if now.get(path) != then.get(path))
        # which of its states such a file was read in is not known: no later inputs equal these
        inputs = self.inputs._replace(files=self.inputs.files | dict.fromkeys(touched, ""))
        outputs = stat_outputs(self.request.output, self.published.stamps)
        for path, stamp in self.published.stamps.items():
            if tuple(outputs.get(path, ())[: len(stamp)]) != stamp:
                outputs[path] = []  # somebody was quicker: not what we made, and never taken for it
        record = Record(inputs, outputs, dict(self.rendered.keys), first_flights, self.summary, printed)
        save_record(self.request.root, record)
        self.cache.save()


def build_site(
    request: Request,
    env: Mapping[str, str],
    output: Path | None = None,
    *,
    force: bool = False,
    mapper: Mapper = map_here,
) -> Build:
    """Render a site and publish it by one atomic swap; any error leaves the output folder as it was.

    What earlier builds left is used where nothing it came from changed; the outcome is the same without.

    Args:
        request: what is built.
        env: the environment.
        output: the output folder as messages are to name it.
        force: whether to rebuild everything.
        mapper: goes through texts and pages.

    Raises:
        ContentError, TemplateError: as render_site.
        UsageError: as render_site; also for the output folder.
    """
    root = Path(request.root)
    folder = output or Path(request.output)
    check_output(folder, root)
    files = read_site_files(request.root)
    packaged = read_packaged_theme(files)
    inputs = digest_inputs(request, env, config_places(root), files, packaged)
    before = None if force else load_record(request.root)
    cache = open_cache(root, inputs.tool, ignore_disk=force)
    settings = Settings(env, request.base_url, cache, mapper)
    untouched = {}
    if before is not None and before.inputs.tool == inputs.tool:
        for path, key in find_untouched(before, request.output).items():
            untouched[path] = key, Kept(Path(request.output, path), tuple(before.outputs[path][:3]))
    rendered = render_site(files, settings, untouched, packaged)
    try:
        published = publish_site(rendered.files, folder, root)
    except LiveChangedError:  # another build came between: nothing of its site is taken for ours
        rendered = render_site(files, settings, {}, packaged)
        published = publish_site(rendered.files, folder, root)
    return Build(request, inputs, files, cache, before, rendered, published)
