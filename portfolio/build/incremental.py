"""A build that uses what earlier ones left and leaves the next one what it can use: what the command runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portfolio.build.inputs import stamp_inputs
from portfolio.build.memory import open_memory
from portfolio.build.pipeline import build_site
from portfolio.build.stage import Kept
from portfolio.build.state import State, save_state, stat_outputs, take_stock
from portfolio.load.git_remote import config_places
from portfolio.model.mapping import map_here
from portfolio.plural import name_count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portfolio.build.memory import Memory
    from portfolio.build.pipeline import RenderedSite
    from portfolio.build.publish import Published
    from portfolio.build.state import Request, Stock
    from portfolio.model.mapping import Mapper


class Build(NamedTuple):
    """A site that was published, and what it was made of."""

    request: Request
    stock: Stock
    """What the build read."""
    stamps: Mapping[str, tuple[int, ...]]
    """What tells a file that was touched since."""
    memory: Memory
    rendered: RenderedSite
    published: Published

    @property
    def summary(self) -> str:
        """What was made, in words."""
        made = self.published
        counts = ((self.rendered.page_count, "page"), (made.files, "file"), (made.bytes, "byte"))
        return ", ".join(name_count(number, noun) for number, noun in counts)

    def measure(self, measure: Callable[[str], int]) -> dict[str, int]:
        """Return a measure of each page's text; that of a page which was not rendered is known."""
        known = self.memory.state.first_flights if self.memory.state else {}
        measured = {}
        for file in self.rendered.files:
            if isinstance(file.content, Path) or not file.path.endswith(".html"):
                continue
            if file.path in self.rendered.texts:
                measured[file.path] = measure(self.rendered.texts[file.path])
            elif file.path in known:
                measured[file.path] = known[file.path]
            elif isinstance(file.content, Kept):
                measured[file.path] = measure(Path(self.request.output, file.path).read_text("utf-8"))
        return measured

    def remember(self, first_flights: dict[str, int], talk: tuple[str, str]) -> None:
        """Leave the next build all that it can use.

        Args:
            first_flights: the bytes that each page sends before it can be seen, by path.
            talk: what the build said on stderr, plain and with colours.
        """
        now = stamp_inputs(self.request.root, self.stock.around)
        touched = (path for path in now.keys() | self.stamps.keys() if now.get(path) != self.stamps.get(path))
        # which of its states such a file was read in cannot be told: no later stock is equal to this one
        stock = self.stock._replace(inputs=self.stock.inputs | dict.fromkeys(touched, ""))
        outputs = stat_outputs(self.request.output, self.published.stamps)
        for path, stamp in self.published.stamps.items():
            if tuple(outputs.get(path, ())[: len(stamp)]) != stamp:
                outputs[path] = []  # somebody was quicker: not what we made, and never taken for it
        fingerprints = dict(self.rendered.fingerprints)
        state = State(stock, outputs, fingerprints, first_flights, self.summary, talk)
        save_state(self.request.root, state)
        self.memory.shelf.save()


def build_again(
    request: Request,
    env: Mapping[str, str],
    output: Path | None = None,
    *,
    forget: bool = False,
    mapper: Mapper = map_here,
) -> Build:
    """Build a site with what earlier builds left; the outcome is that of a build without.

    Args:
        request: what is built.
        env: the environment.
        output: the output folder as messages are to name it.
        forget: whether to do without.
        mapper: goes through the texts and the pages.

    Raises:
        ContentError, TemplateError, UsageError: as build_site; what earlier builds left is then as it was.
    """
    root = Path(request.root)
    around = [str(place) for place in config_places(root)]
    stamps = stamp_inputs(request.root, around)
    stock = take_stock(request, env, around)
    memory = open_memory(request, stock, forget=forget)
    folder = output or Path(request.output)
    rendered, published = build_site(root, folder, env, request.base_url, memory=memory, mapper=mapper)
    return Build(request, stock, stamps, memory, rendered, published)
