"""The IIIF Image API 3 on stored page images: what is asked for is what is sent."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.errors import ImageRequestUnknown, WrongImageRequest
from app.scans.images import LONGEST, MOST, canonical, info, output_size, parse, region_box, render
from app.scans.pyramid import TILE, Pyramid, build

WIDTH, HEIGHT = 1300, 1700


def chequered(mode: str = "L") -> Image.Image:
    """Red left half, black right; the lower half lighter: every corner is told from the others."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (200, 20, 20))
    image.paste((10, 10, 10), (WIDTH // 2, 0, WIDTH, HEIGHT // 2))
    image.paste((240, 160, 160), (0, HEIGHT // 2, WIDTH // 2, HEIGHT))
    image.paste((250, 250, 250), (WIDTH // 2, HEIGHT // 2, WIDTH, HEIGHT))
    return image.convert(mode)


STORED = {mode: build(chequered(mode), 300) for mode in ("1", "L", "RGB")}


def sent(request: str, mode: str = "RGB") -> Image.Image:
    image = Image.open(io.BytesIO(render(STORED[mode], parse(request)).data))
    image.load()
    return image


# What is asked for, and the size of what is sent.
SIZES = (
    ("full/max/0/default.jpg", (1300, 1700)),
    ("full/^max/0/default.jpg", (3497, 4574)),
    ("full/650,/0/default.jpg", (650, 850)),
    ("full/,850/0/default.jpg", (650, 850)),
    ("full/100,100/0/default.png", (100, 100)),
    ("full/!300,300/0/default.jpg", (229, 300)),
    ("full/!9000,9000/0/default.jpg", (1300, 1700)),
    ("full/^!2000,2000/0/default.jpg", (1529, 2000)),
    ("full/pct:10/0/default.jpg", (130, 170)),
    ("full/^pct:110/0/default.jpg", (1430, 1870)),
    ("square/max/0/default.jpg", (1300, 1300)),
    ("100,200,300,400/max/0/default.jpg", (300, 400)),
    ("1200,1600,900,900/max/0/default.jpg", (100, 100)),  # cut at the edge of the page
    ("pct:50,50,25,25/max/0/default.jpg", (325, 425)),
    ("0,0,1024,1024/512,512/0/default.jpg", (512, 512)),
    ("1024,1024,276,676/138,338/0/default.jpg", (138, 338)),  # a tile at the corner
    ("full/200,/90/default.jpg", (262, 200)),
    ("full/200,/180/default.jpg", (200, 262)),
    ("full/200,/!270/default.jpg", (262, 200)),
    ("full/200,/360/default.jpg", (200, 262)),
    ("7,7,1,1/max/0/default.png", (1, 1)),
    ("0,0,1000,3/1,/0/default.png", (1, 1)),
)


@pytest.mark.parametrize(("request_", "size"), SIZES)
def test_the_size_is_what_was_asked(request_: str, size: tuple[int, int]) -> None:
    for mode in STORED:
        assert sent(request_, mode).size == size


# Malformed, or of nothing: 400. What the API knows and is not done here: 501.
REFUSED = (
    ("full/max/0", WrongImageRequest),
    ("full/max/0/default.jpg/x", WrongImageRequest),
    ("all/max/0/default.jpg", WrongImageRequest),
    ("0,0,0,10/max/0/default.jpg", WrongImageRequest),
    ("1300,0,10,10/max/0/default.jpg", WrongImageRequest),
    ("-1,0,10,10/max/0/default.jpg", WrongImageRequest),
    ("pct:100,0,10,10/max/0/default.jpg", WrongImageRequest),
    ("pct:1e3,0,10,10/max/0/default.jpg", WrongImageRequest),
    ("full/full/0/default.jpg", WrongImageRequest),  # a size of the API before 3
    ("full/,/0/default.jpg", WrongImageRequest),
    ("full/!200,/0/default.jpg", WrongImageRequest),
    ("full/0,/0/default.jpg", WrongImageRequest),
    ("full/1301,/0/default.jpg", WrongImageRequest),  # larger, without ^
    ("full/pct:101/0/default.jpg", WrongImageRequest),
    ("full/pct:0/0/default.jpg", WrongImageRequest),
    ("full/^6000,/0/default.jpg", WrongImageRequest),  # beyond the bound
    ("full/^999999999,999999999/0/default.jpg", WrongImageRequest),
    ("full/max/-90/default.jpg", WrongImageRequest),
    ("full/max/361/default.jpg", WrongImageRequest),
    ("full/max/0/native.jpg", WrongImageRequest),
    ("full/max/0/default", WrongImageRequest),
    ("full/max/0/default.exe", WrongImageRequest),
    ("full/max/45/default.jpg", ImageRequestUnknown),
    ("full/max/0/default.webp", ImageRequestUnknown),
)


@pytest.mark.parametrize(("request_", "error"), REFUSED)
def test_what_cannot_be_sent_is_refused_by_name(
    request_: str, error: type[WrongImageRequest]
) -> None:
    with pytest.raises(WrongImageRequest) as told:
        render(STORED["L"], parse(request_))
    assert type(told.value) is error
    assert told.value.status == (501 if error is ImageRequestUnknown else 400)


# Which corner of the page is in the upper left of what is sent: (red, green, blue) there.
CORNERS = (
    ("0", (200, 20, 20)),
    ("90", (240, 160, 160)),
    ("180", (250, 250, 250)),
    ("270", (10, 10, 10)),
    ("!0", (10, 10, 10)),
    ("!90", (250, 250, 250)),
)


@pytest.mark.parametrize(("turn", "colour"), CORNERS)
def test_a_page_is_turned_with_the_clock_after_mirroring(
    turn: str, colour: tuple[int, int, int]
) -> None:
    found = sent(f"full/130,170/{turn}/default.png").convert("RGB").getpixel((5, 5))
    assert found is not None
    assert all(abs(a - b) < 12 for a, b in zip(found, colour, strict=True))  # type: ignore[arg-type]


def test_qualities() -> None:
    assert sent("full/100,/0/gray.jpg").mode == "L"
    assert sent("full/100,/0/color.jpg").mode == "RGB"
    assert sent("full/100,/0/bitonal.png").mode == "1"
    assert set(sent("full/100,/0/bitonal.png").convert("L").get_flattened_data()) == {0, 255}


def test_a_tile_of_the_grid_is_sent_as_it_lies_in_the_store() -> None:
    with Pyramid(STORED["RGB"]) as kept:
        data, _ = kept.stored_tile(1, 1, 1)
    request = "1024,1024,276,676/138,338/0/default.jpg"
    assert render(STORED["RGB"], parse(request)).data == data


def test_every_tile_that_info_tells_of_is_there() -> None:
    told = info(WIDTH, HEIGHT, "https://example.org/iiif/x")
    for factor in told["tiles"][0]["scaleFactors"]:
        span = TILE * factor
        for left in range(0, WIDTH, span):
            for upper in range(0, HEIGHT, span):
                across, down = min(span, WIDTH - left), min(span, HEIGHT - upper)
                size = -(-across // factor), -(-down // factor)
                asked = f"{left},{upper},{across},{down}/{size[0]},{size[1]}/0/default.jpg"
                assert sent(asked, "1").size == size
    for size in told["sizes"]:
        assert sent(f"full/{size['width']},{size['height']}/0/default.jpg").width == size["width"]


def test_info_is_what_the_image_api_asks_for() -> None:
    told = info(WIDTH, HEIGHT, "https://example.org/iiif/x")
    assert told["@context"] == "http://iiif.io/api/image/3/context.json"
    assert (told["id"], told["type"]) == ("https://example.org/iiif/x", "ImageService3")
    assert (told["protocol"], told["profile"]) == ("http://iiif.io/api/image", "level2")
    assert (told["width"], told["height"]) == (WIDTH, HEIGHT)
    assert told["tiles"] == [{"width": 512, "height": 512, "scaleFactors": [1, 2, 4]}]
    assert told["sizes"][0] == {"width": 325, "height": 425}
    assert max(told["maxWidth"], told["maxHeight"]) == LONGEST


@pytest.mark.parametrize(
    ("request_", "written"),
    [
        ("0,0,1300,1700/1300,/0/default.jpg", "full/max/0/default.jpg"),
        ("pct:0,0,50,50/pct:50/450/default.jpg", ""),
        ("pct:0,0,50,50/pct:50/360/default.jpg", "0,0,650,850/325,425/0/default.jpg"),
        ("full/^2000,/!0/gray.png", "full/^2000,2615/!0/gray.png"),
    ],
)
def test_a_request_has_one_canonical_form(request_: str, written: str) -> None:
    if not written:
        with pytest.raises(WrongImageRequest):
            parse(request_)
        return
    assert canonical(parse(request_), WIDTH, HEIGHT) == written


@given(
    st.tuples(*[st.integers(0, 70_000)] * 4),
    st.sampled_from(["max", "^max", "300,", ",9", "!50,50", "^!9000,9000", "pct:7", "^pct:900"]),
    st.tuples(st.integers(1, 60_000), st.integers(1, 60_000)),
)
def test_no_answer_is_beyond_the_bound(
    region: tuple[int, ...], size: str, page: tuple[int, int]
) -> None:
    request = parse(f"{','.join(map(str, region))}/{size}/0/default.jpg")
    try:
        width, height = output_size(request, region_box(request, *page))
    except WrongImageRequest:
        return
    assert min(width, height) >= 1
    assert max(width, height) <= LONGEST
    assert width * height <= MOST


def test_black_and_white_is_kept_without_loss() -> None:
    image = chequered("1")
    with Pyramid(build(image, 0)) as kept:
        assert kept.whole().tobytes() == image.tobytes()


def test_what_is_no_page_image_is_said() -> None:
    with pytest.raises(ValueError, match="no stored page image"):
        render(b"not a zip", parse("full/max/0/default.jpg"))
