"""What is measured, and how good it has to be: one row of the audit's table each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit that every page, or the whole site, has to reach."""

    name: str
    title: str
    limit: float
    unit: str = ""
    at_least: bool = False
    """Whether values may not be below the limit; otherwise not above it."""
    noisy: bool = False
    """A timing: it depends on the machine, so it is printed and never fails the audit."""

    def missed(self, value: float) -> bool:
        """Whether a value is beyond the limit."""
        return value < self.limit if self.at_least else value > self.limit

    def worse(self, one: float, other: float) -> bool:
        """Whether one value is worse than another."""
        return one < other if self.at_least else one > other


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one page."""

    goal: str
    """The goal's name."""
    page: str
    value: float
    detail: str = ""
    """What was found and where, to fix it."""


GOALS = (
    Goal("axe", "axe-core: WCAG 2.2 A, AA and best practice", 0, "rules"),
    Goal("contrast", "contrast of text", 7, ":1", at_least=True),
    Goal("forced-colors", "contrast of text under forced colours", 4.5, ":1", at_least=True),
    Goal("nu", "Nu HTML checker: errors and warnings", 0),
    Goal("html-validate", "html-validate: errors and warnings", 0),
    Goal("overflow", "sideways page scroll", 0, "px"),
    Goal("overflow-spaced", "... at 320 px with WCAG text spacing", 0, "px"),
    Goal("overflow-large", "... with text at 200 %", 0, "px"),
    Goal("cut-text", "text cut off by its box", 0),
    Goal("text-size", "smallest text", 14, "px", at_least=True),
    Goal("body-size", "size of running text", 16, "px", at_least=True),
    Goal("line-length", "longest line of text", 75, "ch"),
    Goal("focus-ring", "contrast of the focus ring", 3, ":1", at_least=True),
    Goal("skip-link", "pages whose first stop is no skip link", 0),
    Goal("focus-order", "stops of the Tab key out of reading order", 0),
    Goal("motion", "what moves under reduced motion", 0),
    Goal("restless", "longest animation", 5, "s"),
    Goal("noscript-words", "words without scripts", 100, "%", at_least=True),
    Goal("dead-controls", "controls that are dead without scripts", 0),
    Goal("print-words", "words on paper", 97, "%", at_least=True),
    Goal("print-pages-home", "sheets of the home page", 2),
    Goal("print-pages-case", "sheets of a case study", 2),
    Goal("print-pages-scenario", "... with a scenario", 3),
    Goal("print-links", "link targets missing on paper", 0),
    Goal("print-paper", "lightness of the paper in a dark theme", 0.8, at_least=True),
    Goal("print-contrast", "contrast of text on paper", 7, ":1", at_least=True),
    Goal("print-headings", "headings alone at the end of a sheet", 0),
    Goal("requests", "requests of a page without pictures", 1),
    Goal("requests-pictures", "requests of a page with pictures", 3),
    Goal("third-party", "requests to other hosts", 0),
    Goal("storage", "cookies and stored entries", 0),
    Goal("console", "errors in the console", 0),
    Goal("first-flight", "HTML and render-blocking, gzipped", 14_000, "B"),
    Goal("first-flight-home", "... of the home page", 12_000, "B"),
    Goal(
        "first-flight-page",
        "... of other pages without a scenario, of a site of few case studies",
        10_000,
        "B",
    ),
    Goal("inline-script", "inline script, gzipped", 2_048, "B"),
    Goal("style-attributes", "style attributes", 0),
    Goal("links-broken", "links to nothing", 0),
    Goal("links-redirected", "links that are redirected", 0),
    Goal("links-leaving", "links that leave the base path", 0),
    Goal("fragments", "links to a missing fragment", 0),
    Goal("orphans", "pages that nothing leads to", 0),
    Goal("not-found", "faults of 404.html at any depth", 0),
    Goal("metadata", "titles, descriptions, canonicals, Open Graph: faults", 0),
    Goal("json-ld", "JSON-LD: faults", 0),
    Goal("sitemap", "sitemap: faults", 0),
    Goal("atom", "Atom: faults", 0),
    Goal("json-feed", "JSON Feed: faults", 0),
    Goal("lh-performance", "Lighthouse performance", 100, at_least=True),
    Goal("lh-accessibility", "Lighthouse accessibility", 100, at_least=True),
    Goal("lh-best-practices", "Lighthouse best practices", 100, at_least=True),
    Goal("lh-seo", "Lighthouse SEO", 100, at_least=True),
    Goal("lh-cls", "layout shift (CLS)", 0),
    Goal("lh-lcp", "largest paint (LCP), simulated phone", 900, "ms", noisy=True),
    Goal("lh-tbt", "blocking time (TBT), simulated phone", 10, "ms", noisy=True),
)

BY_NAME = {goal.name: goal for goal in GOALS}
