"""A site in memory, for `portfolio serve`: refreshed after each edit, and rendered page by page as they are looked at.

A refresh costs what changed: every file is judged by its stamp, and each value that would come out the same
is kept (`Memo`). Nothing is published; the outcome of a page is that of a build.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from portfolio.build.inputs import digest_tool
from portfolio.build.pipeline import Sources, plan_site
from portfolio.build.shelf import Shelf
from portfolio.build.state import CACHE, FOLDER
from portfolio.errors import TemplateError
from portfolio.model.artifact import Asset, Page
from portfolio.model.memo import Memo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from portfolio.build.pipeline import PlannedSite
    from portfolio.errors import Diagnostic
    from portfolio.render.environment import Renderer

T = TypeVar("T")


class Preview:
    """One site, kept warm, its drafts included.

    Args:
        root: the site's folder.
        env: the environment, for the base address.
        base_url: where the site will be published; found out where it is None.
    """

    def __init__(self, root: Path, env: Mapping[str, str], base_url: str | None = None) -> None:
        self.root = root
        self._env = env
        self._base_url = base_url
        self._memo = Memo()
        self._shelf = Shelf(root / FOLDER / CACHE, digest_tool())
        self._is_warm = False

    def refresh(self, stamps: Mapping[str, object]) -> PreviewedSite:
        """Read what changed and return the site as it now is.

        Args:
            stamps: of each file, what tells it from itself before it was written to (see `Memo`); taken before
                this call, and no earlier than a tick of the disk's clock after the file's last write. What has
                none is read anew.

        Raises:
            ContentError, UsageError: as plan_site; what was returned before stays as it was.
        """
        self._memo.stamps = stamps
        plan = plan_site(
            Sources(self.root, self._env, self._base_url, self._shelf, self._memo, with_drafts=True)
        )
        if not self._is_warm:
            self._is_warm = True
            self._shelf.save()  # the next start finds it; from now on the memo spares what the shelf did
            gc.collect()
            gc.freeze()  # a thousand texts are looked through for nothing in each collection: 50 ms an edit
        return PreviewedSite(plan, self.root)


class PreviewedSite(Mapping[str, "bytes | Path"]):
    """A site as it was at one moment: its files by path, sorted, each page rendered when it is first asked for.

    A file of static/ is given as the place where it lies. Asking for a page raises TemplateError where its
    templates have errors. May be asked from several threads.
    """

    def __init__(self, plan: PlannedSite, root: Path) -> None:
        self._plan = plan
        self._root = root
        self._artifacts = {artifact.path: artifact for artifact in plan.artifacts}
        self._made: dict[str, bytes] = {}

    @property
    def base_path(self) -> str:
        """The path under which the site is published, with a slash at both ends."""
        return self._plan.base_url.base_url.path

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What the owner should know, sorted by place."""
        return self._plan.warnings

    @property
    def renderer(self) -> Renderer:
        """What renders the pages: the same object for as long as settings, templates and static files are the same."""
        return self._plan.renderer

    @property
    def rendered(self) -> tuple[str, ...]:
        """The paths of the pages that were asked for so far, in that order."""
        return tuple(self._made)

    def __getitem__(self, path: str) -> bytes | Path:
        artifact = self._artifacts[path]
        if isinstance(artifact, Asset):
            return artifact.content(self._root)
        made = self._made.get(path)  # two readers at once may both render it, and get the same
        if made is None:
            made = self._made[path] = self.renderer.render(artifact).encode()
        return made

    def __contains__(self, path: object) -> bool:
        return path in self._artifacts

    def __iter__(self) -> Iterator[str]:
        return iter(self._artifacts)

    def __len__(self) -> int:
        return len(self._artifacts)

    def render_all(self, is_stale: Callable[[], bool]) -> bool:
        """Render every page, so that all faults of the templates come to light.

        Args:
            is_stale: asked before each page; the rest is given up where it answers True.

        Returns:
            whether it came to the end.

        Raises:
            TemplateError: with the problem of every template that failed, and the warnings.
        """

        def map_unless_stale(function: Callable[[T], bytes], things: Iterable[T], _name: str) -> list[bytes]:
            made = []
            for thing in things:
                if is_stale():
                    raise _StaleError
                made.append(function(thing))
            return made

        pages = (item for item in self._artifacts.values() if isinstance(item, Page))
        missing = [page for page in pages if page.path not in self._made]
        try:
            made = self.renderer.render_all(missing, map_unless_stale)
        except _StaleError:
            return False
        except TemplateError as error:
            raise TemplateError((*error.diagnostics, *self.warnings)) from error
        self._made |= dict(made)
        return True


class _StaleError(Exception):
    """Nobody wants the rest any more."""
