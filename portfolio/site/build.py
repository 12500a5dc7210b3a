"""`portfolio build`: render what changed since the last build, publish it, and write a record for the next one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.load.git_remote import git_config_paths
from portfolio.plural import name_count
from portfolio.site.cache import open_cache
from portfolio.site.last_build import LastBuild, look_back
from portfolio.site.output_folder import check_output
from portfolio.site.pipeline import Settings, ignore_stage, prepare_site
from portfolio.site.publish import open_stage
from portfolio.site.record import (
    Record,
    digest_inputs,
    find_tool,
    load_record,
    save_record,
    stat_outputs,
)
from portfolio.site.rendered_site import render_prepared
from portfolio.site.staging import OutputChangedError
from portfolio.site.worker import map_here
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portfolio.site.cache import Cache
    from portfolio.site.publish import Published
    from portfolio.site.record import Inputs, Request, Tool
    from portfolio.site.rendered_site import RenderedSite
    from portfolio.site.worker import Mapper
    from portfolio.site_files import SiteFiles


class Build(NamedTuple):
    """A published site, and its inputs."""

    request: Request
    inputs: Inputs
    tool: Tool
    files: SiteFiles
    cache: Cache
    before: Record | None
    """The last build; None if there is no record, or it was to be ignored."""
    rendered: RenderedSite
    published: Published

    @property
    def summary(self) -> str:
        """The numbers of pages, files and bytes, in words."""
        made = self.published
        counts = ((len(self.rendered.first_flights), "page"), (made.files, "file"), (made.bytes, "byte"))
        return ", ".join(name_count(number, noun) for number, noun in counts)

    def save_record(self, printed: tuple[str, str]) -> None:
        """Write the record and the cache for the next build.

        Args:
            printed: the output on stderr, plain and with colours.
        """
        now, then = read_site_files(self.request.root, before=self.files).stats, self.files.stats
        touched = (path for path in now.keys() | then.keys() if now.get(path) != then.get(path))
        # it is unknown which state of such a file was read: no later inputs equal these
        inputs = self.inputs._replace(files=self.inputs.files | dict.fromkeys(touched, ""))
        outputs = stat_outputs(self.request.output, self.published.stats)
        for path, stat in self.published.stats.items():
            if tuple(outputs.get(path, ())[: len(stat)]) != stat:
                outputs[path] = []  # changed by another program since: never counts as ours
        pages = {path: (page.key, page.first_flight) for path, page in self.rendered.made.items()}
        record = Record(inputs, self.tool.stamp, outputs, pages, self.rendered.told, self.summary, printed)
        save_record(self.request.root, record)
        self.cache.save()


def build_site(  # noqa: PLR0913 (what builds differ in)
    request: Request,
    env: Mapping[str, str],
    output: Path | None = None,
    *,
    force: bool = False,
    mapper: Mapper = map_here,
    mark: Callable[[str], None] = ignore_stage,
) -> Build:
    """Render a site and publish it by one atomic swap; any error leaves the output folder unchanged.

    Results of earlier builds are reused if their inputs have not changed; the output is the same without.

    Args:
        request: what is built.
        env: the environment.
        output: the output folder as messages name it.
        force: whether to rebuild everything.
        mapper: goes through texts and pages.
        mark: called at the end of each stage with its name.

    Raises:
        ContentError: as prepare_site.
        TemplateError: as render_prepared.
        UsageError: as prepare_site; also for the output folder.
    """
    root = Path(request.root)
    folder = output or Path(request.output)
    check_output(folder, root)
    files = read_site_files(request.root)
    before = None if force else load_record(request.root)
    tool = find_tool(files, before)
    inputs = digest_inputs(request, env, git_config_paths(root), files, tool)
    cache = open_cache(root, inputs.tool, ignore_disk=force)
    settings = Settings(env, request.base_url, cache, mapper, mark=mark)
    mark("files and caches")
    last = look_back(before, inputs)
    prepared = prepare_site(files, settings)
    inputs = inputs._replace(outside={**inputs.outside, **prepared.outside})
    mark("links and lists")
    with open_stage(folder, root) as stage:
        try:
            rendered = render_prepared(prepared, settings, last, stage.write)
            published = stage.publish(rendered.files)
        except OutputChangedError:  # another program changed the files: render everything again
            stage.open()
            rendered = render_prepared(prepared, settings, LastBuild(), stage.write)
            published = stage.publish(rendered.files)
    mark("output folder")
    return Build(request, inputs, tool, files, cache, before, rendered, published)
