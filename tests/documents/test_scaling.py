"""Large pictures in the sizes that pages need: what each kind of picture becomes, and what is left alone."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw
from support.pictures import open_picture, picture, taken_at_home

from portfolio.documents.scaling import find_widths, scale_picture

WIDE = (480, 960, 1760)


@pytest.mark.parametrize(
    ("name", "width", "expected"),
    [
        ("a.jpg", 599, ()),
        ("a.JPEG", 600, (480,)),
        ("a.png", 1200, (480, 960)),
        ("a.webp", 2199, (480, 960)),
        ("a.avif", 2200, WIDE),
        ("a.gif", 4000, ()),
        ("a.svg", 4000, ()),
        ("clip.mp4", 4000, ()),
        ("a.jpg", 1, ()),
    ],
)
def test_a_picture_is_scaled_to_the_widths_that_are_clearly_smaller(
    name: str, width: int, expected: tuple[int, ...]
) -> None:
    assert find_widths(name, width) == expected


@pytest.mark.parametrize(
    ("format_", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif")]
)
def test_a_picture_keeps_its_format_and_its_shape(format_: str, suffix: str) -> None:
    scaled = scale_picture(picture(1300, 650, format_), (480, 960))
    assert [(width, ending) for width, ending, _ in scaled.forms] == [(480, suffix), (960, suffix)]
    found = [open_picture(content) for _, _, content in scaled.forms]
    assert [(form.format, form.size) for form in found] == [(format_, (480, 240)), (format_, (960, 480))]
    assert (scaled.problem, scaled.has_location) == ("", False)


def test_equal_pictures_give_equal_bytes() -> None:
    data = picture(1300, 650)
    assert scale_picture(data, (480, 960)) == scale_picture(data, (480, 960))


def test_a_turned_photo_is_upright_and_its_forms_carry_no_data_of_it() -> None:
    data = picture(1300, 650, exif=taken_at_home(), comment=b"secret words")
    scaled = scale_picture(data, (480,))
    ((_, _, content),) = scaled.forms
    form = open_picture(content)
    assert form.size == (480, 960)
    # the light part at the left of the upper edge is at the top of the right edge
    assert _brightness(form, (470, 20)) > 230 > _brightness(form, (470, 900))
    assert not form.getexif()
    assert b"Camera of Bo" in data
    assert b"secret" in data
    assert b"Camera of Bo" not in content
    assert b"secret" not in content
    assert scaled.has_location


def test_a_photo_without_a_location_has_none() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Bo"
    assert not scale_picture(picture(1300, 650, exif=exif.tobytes()), (480,)).has_location


def test_the_colour_profile_of_a_picture_stays() -> None:
    ((_, _, content),) = scale_picture(picture(1300, 650, icc_profile=b"a profile"), (480,)).forms
    assert open_picture(content).info["icc_profile"] == b"a profile"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_stays_so(mode: str) -> None:
    large = Image.effect_noise((700, 700), 60).convert("RGBA")
    large.paste((0, 0, 0, 0), (0, 0, 350, 350))
    stream = io.BytesIO()
    if mode == "P":
        large.convert("RGB").quantize(255).save(stream, "PNG", transparency=0)
    else:
        large.convert(mode).save(stream, "PNG")
    scaled = scale_picture(stream.getvalue(), (480,))
    if mode == "P":  # in all colours it may be no smaller: then it is left as it is
        assert (scaled.problem, len(scaled.forms) <= 1) == ("", True)
        return
    ((_, _, content),) = scaled.forms
    form = open_picture(content).convert("RGBA")
    assert [form.getpixel(at)[3] for at in ((10, 10), (400, 400))] == [0, 255]  # type: ignore[index]


@pytest.mark.parametrize("mode", ["L", "1"])
def test_a_picture_without_colours_is_scaled(mode: str) -> None:
    assert scale_picture(picture(1300, 650, "PNG", mode), (480,)).problem == ""


def test_a_flat_drawing_that_would_grow_is_left_as_it_is() -> None:
    stream = io.BytesIO()
    flat = Image.new("RGB", (1300, 650), "white")
    for number in range(40):
        ImageDraw.Draw(flat).line((number * 37, 0, number * 91 % 1300, 650), fill="black")
    flat.save(stream, "PNG")
    assert scale_picture(stream.getvalue(), (480, 960)).forms == ()


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG"])
def test_a_picture_that_moves_is_left_as_it_is(format_: str) -> None:
    frames = [Image.effect_noise((700, 300), 10 + 20 * number).convert("RGB") for number in range(3)]
    stream = io.BytesIO()
    frames[0].save(stream, format_, save_all=True, append_images=frames[1:])
    assert scale_picture(stream.getvalue(), (480,)) == ((), "", False)


def test_a_photo_of_a_phone_with_more_behind_it_is_scaled() -> None:
    stream = io.BytesIO()
    first, second = (Image.effect_noise((1300, 650), spread).convert("RGB") for spread in (20, 40))
    first.save(stream, "MPO", save_all=True, append_images=[second])
    assert [width for width, _, _ in scale_picture(stream.getvalue(), (480,)).forms] == [480]


def test_a_file_of_another_format_than_its_name_says_is_scaled_in_its_own() -> None:
    ((_, suffix, _),) = scale_picture(picture(1300, 650, "PNG"), (480,)).forms
    assert suffix == ".png"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (picture(1300, 650)[:9000], "it is damaged"),
        (picture(1300, 650, "PNG")[:9000], "it is damaged"),
        (picture(1300, 650, "WEBP")[:5000], "it is damaged"),
        (b"no picture", "it is damaged"),
        (picture(1300, 650, "JPEG", "CMYK"), "its colours are CMYK"),
    ],
)
def test_a_picture_that_cannot_be_scaled_has_a_reason(data: bytes, problem: str) -> None:
    scaled = scale_picture(data, (480,))
    assert (scaled.forms, scaled.problem) == ((), problem)


def _brightness(form: Image.Image, at: tuple[int, int]) -> int:
    value = form.convert("L").getpixel(at)
    assert isinstance(value, int)
    return value
