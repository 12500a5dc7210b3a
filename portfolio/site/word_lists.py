"""The owner's lists of words in a run: confidential ones are reported, and hidden in everything that a run reports."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from portfolio.errors import ContentError, TemplateError
from portfolio.load.word_lists import check_confidential, find_list, read_confidential
from portfolio.model.folders import find_folder
from portfolio.site_files import CONFIG_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portfolio.load.word_lists import ConfidentialWords
    from portfolio.model.config import Config
    from portfolio.site.loading import Loading
    from portfolio.site_files import SiteFiles


@contextmanager
def keep_confidential(
    files: SiteFiles, config: Config, env: Mapping[str, str], loading: Loading
) -> Iterator[ConfidentialWords]:
    """Report the confidential words of a site, and hide them in the errors of what is done with it.

    Raises:
        ContentError, TemplateError: as within, without the words.
    """
    words = read_confidential(files, config.confidential, env, loading.diagnostics)
    check_confidential(files, _list_published(files, loading), words, loading.diagnostics)
    try:
        yield words
    except (ContentError, TemplateError) as error:
        raise type(error)(map(words.hide, error.diagnostics)) from None


def list_outside(files: SiteFiles, config: Config) -> dict[str, str]:
    """Return the digests of the lists that the settings name, by absolute path."""
    return find_list(files, config.confidential).outside | find_list(files, config.spelling).outside


def _list_published(files: SiteFiles, loading: Loading) -> Iterator[str]:
    """Yield the files that are published, or that what is published is made from; a draft is not."""
    drafts = {path.removesuffix(".md") for path in loading.drafts}
    own = {f"static/{name}" for name in loading.static_files}
    for path in files.files:
        is_draft = find_folder(path) and path.removesuffix(".md") in drafts
        if (
            path == CONFIG_FILE
            or path in own
            or path.startswith("templates/")
            or (path.startswith("content/") and not is_draft and path.partition(".")[0] not in drafts)
        ):
            yield path
