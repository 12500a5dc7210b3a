"""The sizes of pictures on pages and among the published files, made once, and what the build says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.html_tree import parse_html
from support.pictures import picture, taken_at_home
from support.small_sites import write_site

from portfolio.documents.scaling import scale_picture
from portfolio.site import pictures
from portfolio.site.cache import open_cache
from portfolio.site.pipeline import Settings
from portfolio.site.rendered_site import render_site
from portfolio.site_files import read_site_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from portfolio.documents.scaling import Scaled
    from portfolio.site.cache import Cache
    from portfolio.site.rendered_site import RenderedSite

STUDY = "case-studies/cellar/index.html"
TEXT = "![A wall](/a%20b.jpg)\n"
FIGURE = "(min-width: 68rem) 55rem, 100vw"


def write_pictures(root: Path, files: Mapping[str, bytes] = {}, text: str = TEXT) -> Path:
    study = {"cover": {"file": "a b.jpg", "alt": "A wall"}, "body": text}
    write_site(root, sections=[{"kind": "case-studies"}], studies={"cellar": study})
    (root / "static").mkdir()
    for name, content in {"a b.jpg": picture(2400, 1200), **files}.items():
        (root / "static" / name).write_bytes(content)
    return root


def render(root: Path, cache: Cache | None = None) -> RenderedSite:
    cache = cache or open_cache(root, "tool")
    cache.start_run()
    return render_site(read_site_files(str(root)), Settings({}, "https://example.org/repo/", cache))


def contents(site: RenderedSite) -> dict[str, bytes]:
    return {file.path: file.content for file in site.files if isinstance(file.content, bytes)}


def forms(found: Mapping[str, bytes]) -> list[str]:
    return [path for path in found if path.endswith((".jpg", ".png"))]


def image(page: bytes) -> dict[str, str]:
    return dict(parse_html(page.decode()).one("img").attributes)


def test_pages_name_the_sizes_of_a_large_picture_and_the_build_publishes_them(tmp_path: Path) -> None:
    site = render(write_pictures(tmp_path / "site"))
    found = contents(site)
    paths = forms(found)
    assert [path.rsplit(".", 2)[0] for path in paths] == ["a b-1760", "a b-480", "a b-960"]
    large, small, middle = (path.replace(" ", "%20") for path in paths)
    figure = image(found[STUDY])
    assert figure["src"] == f"../../{large}"
    assert figure["srcset"] == f"../../{small} 480w, ../../{middle} 960w, ../../{large} 1760w"
    assert figure["sizes"] == FIGURE
    assert (figure["width"], figure["height"]) == ("2400", "1200")
    cover = image(found["index.html"])
    assert cover["srcset"] == f"./{small} 480w, ./{middle} 960w, ./{large} 1760w"
    assert cover["sizes"] == "(min-width: 40rem) 12rem, 100vw"
    assert "a b.jpg" in {file.path for file in site.files}
    assert site.prepared.warnings == ()


def test_a_picture_that_pages_can_use_itself_is_the_largest_size(tmp_path: Path) -> None:
    root = write_pictures(tmp_path / "site", {"a b.jpg": picture(1500, 750)})
    figure = image(contents(render(root))[STUDY])
    assert figure["src"] == "../../a%20b.jpg"
    assert figure["srcset"].endswith(", ../../a%20b.jpg 1500w")


def test_a_small_picture_has_one_size_as_before(tmp_path: Path) -> None:
    root = write_pictures(tmp_path / "site", {"a b.jpg": picture(590, 300)})
    found = contents(render(root))
    assert forms(found) == []
    assert set(image(found[STUDY])) == {"src", "alt", "width", "height", "loading", "decoding"}


def test_the_dark_form_has_its_own_sizes(tmp_path: Path) -> None:
    root = write_pictures(tmp_path / "site", {"a b.dark.jpg": picture(2400, 1200)})
    found = contents(render(root))
    for path, sizes in ((STUDY, FIGURE), ("index.html", "(min-width: 40rem) 12rem, 100vw")):
        source = parse_html(found[path].decode()).one("source").attributes
        assert source["srcset"].count("a%20b.dark-") == 3
        assert (source["sizes"], source["media"]) == (sizes, "(prefers-color-scheme: dark)")


def count_scaled(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    made: list[int] = []

    def scale_and_count(data: bytes, widths: tuple[int, ...]) -> Scaled:
        made.append(len(data))
        return scale_picture(data, widths)

    monkeypatch.setattr(pictures, "scale_picture", scale_and_count)
    return made


def test_an_unchanged_picture_is_never_scaled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, made = write_pictures(tmp_path / "site"), count_scaled(monkeypatch)
    cache = open_cache(root, "tool")
    first = contents(render(root, cache))
    cache.save()
    assert len(made) == 1
    (root / "content/case-studies/cellar.md").write_text(
        f"---\ntitle: Other words\n---\n{TEXT}", encoding="utf-8"
    )
    for later in (cache, open_cache(root, "tool")):
        second = contents(render(root, later))
        assert {path: second[path] for path in forms(second)} == {path: first[path] for path in forms(first)}
        later.save()
    assert len(made) == 1
    (root / "static/a b.jpg").write_bytes(picture(2300, 1200))
    third = contents(render(root, cache))
    assert len(made) == 2
    assert set(forms(third)).isdisjoint(forms(first))


@pytest.mark.parametrize("damage", [b"damaged", None])
def test_a_size_that_the_cache_has_lost_is_made_again(
    damage: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, made = write_pictures(tmp_path / "site"), count_scaled(monkeypatch)
    cache = open_cache(root, "tool")
    first = contents(render(root, cache))
    cache.save()
    for file in (root / ".portfolio/cache").iterdir():
        if len(file.name) == 32:
            file.unlink() if damage is None else file.write_bytes(damage)
    assert contents(render(root, open_cache(root, "tool"))) == first
    assert len(made) == 2


def test_the_cache_keeps_the_sizes_of_the_last_run_alone(tmp_path: Path) -> None:
    root = write_pictures(tmp_path / "site")
    cache = open_cache(root, "tool")
    for expected in (3, 0):
        render(root, cache)
        cache.save()
        kept = [file for file in (root / ".portfolio/cache").iterdir() if len(file.name) > 2]
        assert len(kept) == expected
        (root / "static/a b.jpg").write_bytes(picture(300, 100))


def test_without_pillow_a_large_picture_is_published_as_it_is_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "can_scale", lambda: False)
    names = {f"c{number}.png": picture(2200 - number % 2, 40, "PNG") for number in range(13)}
    root = write_pictures(tmp_path / "site", names, TEXT + "".join(f"\n![A](/{name})\n" for name in names))
    site = render(root)
    (warning,) = site.prepared.warnings
    assert (warning.message, warning.help) == (
        "8 pictures are larger than pages need: `static/a b.jpg`, `static/c0.png`, `static/c10.png`, `static/c12.png`, `static/c2.png` and 3 more",
        "install Pillow, with which they are scaled: pip install 'portfolio[images]'",
    )
    assert warning.span is not None
    assert warning.span.path == "static/a b.jpg"
    assert b"srcset" not in contents(site)[STUDY]
    assert forms(contents(site)) == []


def test_without_pillow_a_picture_that_pages_can_use_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "can_scale", lambda: False)
    root = write_pictures(tmp_path / "site", {"a b.jpg": picture(2199, 100)})
    assert render(root).prepared.warnings == ()


def test_a_damaged_picture_and_one_with_a_location_are_named_and_published(tmp_path: Path) -> None:
    root = write_pictures(
        tmp_path / "site",
        {"a b.jpg": picture(2400, 1200, exif=taken_at_home()), "b.png": picture(900, 900, "PNG")[:5000]},
        TEXT + "\n![B](/b.png)\n",
    )
    site = render(root)
    assert [(item.message, item.help) for item in site.prepared.warnings] == [
        (
            "1 picture says where it was taken: `static/a b.jpg`",
            "remove this data from the file, which is published as it is",
        ),
        ("`static/b.png` cannot be scaled: it is damaged", "save it again, as RGB; it is published as it is"),
    ]
    figure, other = parse_html(contents(site)[STUDY].decode()).all("img")
    assert (figure.attributes["width"], figure.attributes["height"]) == ("1200", "2400")
    assert other.attributes["src"] == "../../b.png"
    assert "srcset" not in other.attributes


def test_a_long_name_is_cut(tmp_path: Path) -> None:
    name = "ü" * 120 + ".jpg"
    root = write_pictures(tmp_path / "site", {name: picture(900, 100)}, f"![A](/{name})\n")
    (path,) = (path for path in forms(contents(render(root))) if path.startswith("ü"))
    assert path.startswith("ü" * 40 + "-480.")
