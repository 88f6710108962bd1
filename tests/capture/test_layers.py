from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.capture import encode, simulated
from desk_app.capture.layers.compose import compose, stencil_of
from desk_app.capture.layers.container import Ink, LayeredPage, NotLayered, Picture, pack, unpack
from desk_app.capture.page import Box, Page, Pixels
from desk_app.capture.pipeline import Options, prepare, prepare_card


def ink(box: Box, rgb: tuple[int, int, int], mask: Pixels) -> Ink:
    return Ink(box, rgb, encode.group4(mask, dpi=300))


def picture(box: Box, level: int, size: tuple[int, int] = (20, 30)) -> Picture:
    pixels = np.full((size[1], size[0], 3), level, np.uint8)
    return Picture(box, encode.jpeg_plain(pixels, quality=80), *size)


def small_page() -> LayeredPage:
    """Half a picture of grey 120, a red frame across it, black beneath."""
    frame, bar = np.zeros((50, 60), bool), np.ones((10, 100), bool)
    frame[:5], frame[-5:], frame[:, :5], frame[:, -5:] = True, True, True, True
    return LayeredPage(
        width_px=100,
        height_px=150,
        dpi=300,
        paper=(255, 250, 240),
        pictures=(picture(Box(0, 0, 40, 60), 120),),
        inks=(ink(Box(20, 30, 60, 50), (200, 30, 40), frame), ink(Box(0, 120, 100, 10), (20, 20, 20), bar)),
    )


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_what_is_packed_comes_back(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(20, 80)), data.draw(st.integers(20, 80))

    def box() -> Box:
        x, y = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
        return Box(x, y, data.draw(st.integers(1, width - x)), data.draw(st.integers(1, height - y)))

    level = st.integers(0, 255)
    inks = []
    for _ in range(data.draw(st.integers(0, 3))):
        where = box()
        seed = np.random.default_rng(data.draw(st.integers(0, 99)))
        mask = seed.random((where.height, where.width)) < 0.4
        inks.append(ink(where, data.draw(st.tuples(level, level, level)), mask))
    pictures = tuple(picture(box(), data.draw(level)) for _ in range(data.draw(st.integers(0, 2))))
    page = LayeredPage(width_px=width, height_px=height, dpi=300, pictures=pictures, inks=tuple(inks))

    assert unpack(pack(page)) == page
    assert pack(page) == pack(unpack(pack(page)))


def test_layers_are_painted_from_the_paper_up() -> None:
    pixels = compose(small_page())

    assert tuple(pixels[100, 90]) == (255, 250, 240)
    assert np.abs(pixels[10, 10].astype(int) - 120).max() < 4
    assert tuple(pixels[31, 30]) == (200, 30, 40)
    assert np.abs(pixels[50, 30].astype(int) - 120).max() < 4
    assert tuple(pixels[125, 50]) == (20, 20, 20)


def test_a_small_copy_mixes_the_colours_of_what_it_shows() -> None:
    page = small_page()

    small = compose(page, edge_px=50).astype(int)

    whole = cv2.resize(compose(page), (33, 50), interpolation=cv2.INTER_AREA)
    assert small.shape == whole.shape
    assert np.abs(small - whole).mean() < 8


def changed(change: Callable[[dict[str, bytes]], None], **options: int) -> bytes:
    """The small page with other parts in its archive."""
    with zipfile.ZipFile(io.BytesIO(pack(small_page()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", options.get("compression", zipfile.ZIP_STORED)) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_index(**more: object) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts["page.json"] = json.dumps(json.loads(parts["page.json"]) | more).encode()

    return change


@pytest.mark.parametrize(
    "change",
    [
        with_index(version=2),
        with_index(width_px=0),
        with_index(width_px=40_000),
        with_index(width_px=1.5),
        with_index(width_px=True),
        with_index(dpi="300"),
        with_index(paper=[0, 0, 256]),
        with_index(paper=[0, 0]),
        with_index(pictures=[[-1, 0, 40, 60]]),
        with_index(pictures=[[0, 0, 40, 151]]),
        with_index(pictures=[]),
        with_index(inks=[[20, 30, 61, 50, 0, 0, 0], [0, 120, 100, 10, 0, 0, 0]]),
        with_index(inks={}),
        lambda parts: parts.pop("page.json"),
        lambda parts: parts.pop("ink1.tif"),
        lambda parts: parts.update({"../evil.jpg": b""}),
        lambda parts: parts.update({"picture0.jpg": b"no picture"}),
        lambda parts: parts.update({"ink0.tif": parts["ink0.tif"][:30]}),
        lambda parts: parts.update({f"ink{n}.tif": b"" for n in range(2, 300)}),
        lambda parts: parts.update({"page.json": b"[" * 90_000}),
        lambda parts: parts.update({"page.json": b" " * 300_000 + parts["page.json"]}),
    ],
)
def test_a_page_that_is_not_sound_is_refused(change: Callable[[dict[str, bytes]], None]) -> None:
    with pytest.raises(NotLayered):
        unpack(changed(change))


def test_squeezed_parts_are_refused() -> None:
    with pytest.raises(NotLayered, match="plainly"):
        unpack(changed(lambda parts: None, compression=zipfile.ZIP_DEFLATED))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=4), st.booleans())
def test_damage_anywhere_is_refused_or_harmless(place: int, put: bytes, cut: bool) -> None:
    data = bytearray(pack(small_page()))
    place %= len(data)
    data[place : place + len(put)] = put

    try:
        page = unpack(bytes(data[:place] if cut else data))
    except NotLayered:
        return

    assert page.width_px * page.height_px <= 120_000_000


def test_other_bytes_are_no_page() -> None:
    for data in (b"", b"PK\x03\x04", b"%PDF-1.7", bytes(1000)):
        with pytest.raises(NotLayered):
            unpack(data)


# What the pipeline makes of real-looking pages


def form(*, seed: int = 1, stamp: bool = True) -> Pixels:
    return simulated.document_page(seed=seed, stamp=stamp, signature=stamp, dpi=300)


def scan(page: Pixels, **more: float) -> Page:
    return Page(simulated.scanned(page, 1, **more), 300)


def layers_of(page: Page) -> LayeredPage:
    prepared = prepare(page)
    assert prepared.encoding == "layered", prepared.report.why
    return unpack(prepared.data)


def tones(width: int, height: int, seed: int = 0) -> Pixels:
    """A picture with tones all over."""
    rough = np.random.default_rng(seed).integers(40, 215, (height // 40, width // 40, 3), np.uint8)
    return cv2.resize(rough, (width, height), interpolation=cv2.INTER_CUBIC)


@pytest.fixture(scope="module")
def stamped() -> Page:
    return scan(form())


def test_stamp_pen_and_print_become_inks_of_their_own_colour(stamped: Page) -> None:
    page = layers_of(stamped)

    red = max(page.inks, key=lambda part: part.rgb[0])
    blue = max(page.inks, key=lambda part: part.rgb[2])
    black = min(page.inks, key=lambda part: max(part.rgb))
    assert np.abs(np.subtract(red.rgb, (196, 30, 38))).max() < 32
    assert np.abs(np.subtract(blue.rgb, (22, 40, 140))).max() < 32
    assert max(black.rgb) < 50
    assert len(page.inks) == 3
    assert page.pictures == ()


def test_a_signature_across_a_stamp_stays_blue_where_they_cross(stamped: Page) -> None:
    truth = form()
    shown = compose(layers_of(stamped)).astype(int)

    pen = (truth[:, :, 2] > 90) & (truth[:, :, 0] < 60)
    seal = (truth[:, :, 0] > 150) & (truth[:, :, 1] < 80)
    assert (shown[pen][:, 2] > shown[pen][:, 0] + 40).mean() > 0.9
    assert (shown[seal][:, 0] > shown[seal][:, 2] + 60).mean() > 0.9


def test_inks_lie_where_they_were_to_the_pixel(stamped: Page) -> None:
    truth = (form()[:, :, 1] < 140).astype(np.float32)
    shown = (compose(layers_of(stamped))[:, :, 1] < 140).astype(np.float32)

    (across, down), strength = cv2.phaseCorrelate(truth, shown[: truth.shape[0], : truth.shape[1]])
    assert max(abs(across), abs(down)) < 0.5
    assert strength > 0.5


def test_a_portrait_is_kept_as_a_picture_of_200_dpi_where_it_was() -> None:
    page = form(stamp=False)
    page[900:1372, 1900:2254] = tones(354, 472)

    layers = layers_of(scan(page))

    (part,) = layers.pictures
    assert (part.box.x, part.box.y, part.box.right, part.box.bottom) == pytest.approx((1900, 900, 2254, 1372), abs=40)
    assert part.width_px / part.box.width >= 199 / 300
    shown = compose(layers)[910:1362, 1910:2244].astype(int)
    assert np.abs(shown - page[910:1362, 1910:2244]).mean() < 14


def test_a_portrait_across_a_stamp_leaves_both_whole() -> None:
    page = form()
    where = np.s_[2250:2600, 1200:1480]
    page[where] = np.minimum(tones(280, 350, 3), page[where])

    shown = compose(layers_of(scan(page)))

    left, right = shown[2300:2550, 1220:1460].astype(int), page[2300:2550, 1220:1460]
    assert np.abs(left - right).mean() < 16
    beyond = (page[:, 1500:, 0] > 150) & (page[:, 1500:, 1] < 80)
    assert (shown[:, 1500 : page.shape[1]][: page.shape[0]][beyond][:, 0] > 130).mean() > 0.9


def test_pale_shading_stays_behind_the_writing() -> None:
    page = form(stamp=False)
    band = page[1000:1090, 250:2200]
    band[(band == 255).all(axis=2)] = 224

    layers = layers_of(scan(page))

    shown = compose(layers)
    assert 210 < np.median(shown[1020:1070, 300:2100]) < 240
    assert np.median(shown[600:700, 300:2100]) > 250


def test_coloured_paper_keeps_its_colour_and_black_ink() -> None:
    pink = (form(stamp=False).astype(np.uint16) * np.array((255, 214, 220)) // 255).astype(np.uint8)

    page = layers_of(scan(pink))

    assert np.abs(np.subtract(page.paper, (255, 214, 220))).max() < 8
    assert all(max(part.rgb) < 60 for part in page.inks)


def test_a_picture_all_over_stays_one_picture() -> None:
    prepared = prepare(scan(cv2.resize(tones(620, 877), (2480, 3508), interpolation=cv2.INTER_CUBIC)))

    assert (prepared.encoding, prepared.why) == ("jpeg", "picture")
    assert prepared.dpi == 200


def test_pale_print_is_not_cut_out() -> None:
    page = form(stamp=False)
    pale = np.where(page < 255, np.maximum(page, 205), 255).astype(np.uint8)

    prepared = prepare(scan(pale))

    assert (prepared.encoding, prepared.why) == ("jpeg", "faint")


def test_coarse_and_blurred_pages_say_why_they_are_pictures() -> None:
    coarse = prepare(Page(simulated.scanned(simulated.document_page(seed=1, dpi=150), 1), 150))
    blurred = prepare(scan(cv2.GaussianBlur(form(), (0, 0), 5)))

    assert (coarse.encoding, coarse.why) == ("jpeg", "coarse")
    assert (blurred.encoding, blurred.why) == ("jpeg", "blurred")


def test_a_budget_that_cannot_be_kept_is_said(stamped: Page) -> None:
    page = stamped.pixels.copy()
    page[300:1300, 300:2000] = tones(1700, 1000)

    usual = prepare(Page(page, 300))
    tight = prepare(Page(page, 300), options=Options(layered_bytes_per_a4=40_000))

    assert usual.why == "layers"
    assert tight.why == "over_budget"
    assert len(tight.data) < len(usual.data)
    assert " of 40 KB" in tight.report.why


def test_the_same_page_gives_the_same_layers(stamped: Page) -> None:
    assert prepare(stamped).data == prepare(stamped).data


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_layers_turn_with_the_page(stamped: Page, turn: int) -> None:
    upright = compose(layers_of(stamped))

    turned = compose(unpack(prepare(stamped, rotation=turn).data))

    expected = np.rot90(upright[:3507, :2478], -turn // 90)
    assert np.abs(turned[: expected.shape[0], : expected.shape[1]].astype(int) - expected).mean() < 1.5


def test_a_page_on_its_head_is_set_upright_and_says_so(stamped: Page) -> None:
    upright = prepare(stamped)

    found = prepare(Page(np.ascontiguousarray(stamped.pixels[::-1, ::-1]), 300))

    assert (upright.turned, found.turned) == (0, 180)
    ours, theirs = (compose(unpack(p.data))[:3500, :2470].astype(int) for p in (upright, found))
    (across, down), _ = cv2.phaseCorrelate(ours[:, :, 1].astype(np.float32), theirs[:, :, 1].astype(np.float32))
    assert max(abs(across), abs(down)) < 2.5


def test_nothing_is_turned_when_that_is_not_allowed(stamped: Page) -> None:
    on_its_head = Page(np.ascontiguousarray(stamped.pixels[::-1, ::-1]), 300)

    assert prepare(on_its_head, options=Options(set_upright=False)).turned == 0


# Cards


def test_both_sides_of_a_card_lie_on_one_page_of_a4_as_large_as_they_are(card: Pixels) -> None:
    front, back = Page(simulated.photograph(card, 4, 3, fill=0.6)), Page(simulated.photograph(card, 5, -4, fill=0.6))

    prepared = prepare_card(front, back)

    page = unpack(prepared.data)
    assert (prepared.encoding, prepared.why, prepared.dpi) == ("layered", "two_sides", 300)
    assert (prepared.width_px, prepared.height_px) == (2480, 3508)
    upper, lower = page.pictures
    for part in (upper, lower):
        assert part.box.width == pytest.approx(1011, abs=4)
        assert part.box.height == pytest.approx(638, abs=4)
    assert upper.box.bottom < 1754 < lower.box.y
    assert len(prepared.data) <= 200_000


def test_a_card_on_a_scanned_sheet_is_cut_out_of_it(card: Pixels) -> None:
    sheet = np.full((3508, 2480, 3), 255, np.uint8)
    sheet[400 : 400 + card.shape[0], 300 : 300 + card.shape[1]] = card
    page = scan(sheet)

    prepared = prepare_card(page, page, options=Options(find_sheet=False, deskew=False))

    for part in unpack(prepared.data).pictures:
        assert part.box.width == pytest.approx(card.shape[1], abs=60)
        assert part.box.height == pytest.approx(card.shape[0], abs=60)
    assert "not_true_scale" not in prepared.flags


def test_sides_too_big_for_half_a_page_shrink_and_say_so() -> None:
    page = scan(form())

    prepared = prepare_card(page, page, rotations=(0, 90))

    assert "not_true_scale" in prepared.flags
    assert prepared.suspicion > 0
    for part in unpack(prepared.data).pictures:
        assert part.box.height <= 1754 - 60


def test_a_group_four_file_gives_its_stencil_back() -> None:
    mask = np.random.default_rng(0).random((40, 33)) < 0.3

    assert np.array_equal(stencil_of(encode.group4(mask, dpi=300)) > 0, mask)


def test_a_prepared_page_says_what_it_weighs_and_why(stamped: Page) -> None:
    prepared = prepare(stamped)

    assert prepared.why == "layers"
    assert "2 inks beside black" in prepared.report.why
    assert prepared.suspicion == 0
