"""What a build takes over from the last one: pages that are as they were, without making their views."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import msgpack

from portfolio.site.record import find_untouched, list_changed
from portfolio.site.rendering import Page
from portfolio.site.staging import Unchanged
from portfolio.site_files import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from portfolio.pages.context import Context
    from portfolio.pages.route import Route
    from portfolio.site.record import Inputs, Record


class LastBuild(NamedTuple):
    """What the last build made, and what it made it from."""

    untouched: Mapping[str, Unchanged] = {}
    """The pages that have not changed in the output folder since, by path."""
    changed: frozenset[str] | None = None
    """The files of the site that changed since; None if more than files did."""
    told: str = ""
    """See `Record`."""

    def enter(self, folder: str) -> Mapping[str, Unchanged]:
        """Return the pages of a folder, by their paths within it."""
        if not folder:
            return self.untouched
        found = self.untouched.items()
        return {path.removeprefix(folder): file for path, file in found if path.startswith(folder)}

    def find_changed_texts(self, texts: AbstractSet[str], told: str) -> frozenset[str] | None:
        """Return the texts that changed since, if other pages than theirs are as they were; else None.

        Args:
            texts: the paths of all.
            told: what they tell other pages now.
        """
        if self.changed is None or self.told != told or not self.changed <= texts:
            return None
        return self.changed


def look_back(before: Record | None, inputs: Inputs) -> LastBuild:
    """Return what can be reused of the build of a record: nothing of another tool's."""
    if before is None or before.inputs.tool != inputs.tool:
        return LastBuild()
    untouched = {}
    for path in find_untouched(before, inputs.request.output):
        stat = tuple(before.outputs[path][:3])
        untouched[path] = Unchanged(f"{inputs.request.output}/{path}", stat, *before.pages[path])
    is_same = before.inputs._replace(files={}) == inputs._replace(files={})
    changed = frozenset(list_changed(before.inputs, inputs)) if is_same else None
    return LastBuild(untouched, changed, before.told)


def digest_told(contexts: Sequence[Context]) -> str:
    """Return a digest of what the texts of a site tell pages other than their own: front matter, anchors, descriptions.

    Args:
        contexts: that of the site, then those of its variants.
    """
    sites = [(context.site, [*map(context.describe, context.site.articles)]) for context in contexts]
    anchors = {path: text.anchors for path, text in contexts[0].library.texts.items()}
    return digest(msgpack.encode((sites, anchors)))


def reuse_pages(
    routes: Iterable[Route], known: Mapping[str, Unchanged], texts: frozenset[str]
) -> dict[str, Page]:
    """Return the known pages that read none of the texts that changed, by path.

    They need no view: in a site of 1,000 texts those of all pages are half of what an edit costs.
    """
    same = [route.path for route in routes if route.reads is not None and not route.reads & texts]
    return {path: Page(known[path].key, None, known[path].first_flight) for path in same if path in known}
