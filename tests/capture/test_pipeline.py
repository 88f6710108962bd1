from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from desk_app.capture import pipeline, simulated
from desk_app.capture.layers import compose, container
from desk_app.capture.page import Page, Pixels, Prepared
from desk_app.capture.pipeline import Options, prepare


def opened(prepared: Prepared) -> Pixels:
    if prepared.encoding == "layered":
        page = container.unpack(prepared.data)
        assert (page.width_px, page.height_px, page.dpi) == (prepared.width_px, prepared.height_px, prepared.dpi)
        return compose.compose(page)
    with Image.open(io.BytesIO(prepared.data)) as image:
        assert image.size == (prepared.width_px, prepared.height_px)
        return np.array(image.convert("RGB"))


def scan(page: Pixels, *, dpi: int = 200, **more: float) -> Page:
    return Page(simulated.scanned(page, 1, **more), dpi)


def written(*marks: tuple[int, int, str, int], dpi: int = 200) -> Pixels:
    """A white A4 page with texts of a grey level at places in pixels."""
    page = np.full((round(11.69 * dpi), round(8.27 * dpi), 3), 255, np.uint8)
    for x, y, text, level in marks:
        cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (level,) * 3, 3, cv2.LINE_AA)
    return page


@pytest.fixture(scope="module")
def sharp() -> Pixels:
    return simulated.document_page(seed=1, stamp=False, signature=False)


@pytest.fixture(scope="module")
def stamped() -> Pixels:
    return simulated.document_page(seed=1)


def test_black_on_white_becomes_group_four_at_full_resolution() -> None:
    sharp = simulated.document_page(seed=1, stamp=False, signature=False, dpi=300)

    prepared = prepare(scan(sharp, dpi=300))

    assert (prepared.encoding, prepared.dpi, prepared.flags) == ("g4", 300, ())
    assert len(prepared.data) < 40_000
    assert opened(prepared).shape == sharp.shape


def test_a_stamp_keeps_its_colour_in_a_layer_of_its_own(stamped: Pixels) -> None:
    prepared = prepare(scan(stamped))

    assert (prepared.encoding, prepared.dpi, prepared.flags, prepared.why) == ("layered", 300, (), "layers")
    assert len(prepared.data) <= 40_000
    assert prepared.width_px == pytest.approx(2480, abs=3)
    pixels = opened(prepared).astype(int)
    assert ((pixels[:, :, 0] - pixels[:, :, 1] > 80).sum()) > 500
    assert ((pixels[:, :, 2] - pixels[:, :, 0] > 50).sum()) > 200


def test_a_blue_tick_alone_keeps_the_page_in_colour(sharp: Pixels) -> None:
    page = sharp.copy()
    cv2.polylines(page, [np.array([[200, 1660], [220, 1690], [266, 1630]])], False, (30, 50, 160), 4, cv2.LINE_AA)

    prepared = prepare(scan(page))

    assert prepared.encoding == "layered"
    (blue,) = [ink for ink in container.unpack(prepared.data).inks if max(ink.rgb) - min(ink.rgb) > 60]
    assert blue.rgb[2] > blue.rgb[0] + 60
    assert (blue.box.x, blue.box.y) == pytest.approx((300, 2445), abs=9)


@pytest.mark.parametrize("level", [170, 205, 222])
def test_faint_pencil_beside_print_is_kept_as_a_picture(sharp: Pixels, level: int) -> None:
    page = sharp.copy()
    cv2.putText(page, "da doi chieu", (200, 1733), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (level,) * 3, 3, cv2.LINE_AA)

    prepared = prepare(scan(page))

    assert prepared.encoding == "layered"
    pencil = opened(prepared)[2475:2625, 300:750]
    assert 80 < pencil.min() < 240


@pytest.mark.parametrize("skew", [-6.0, -1.1, 3.3])
def test_a_crooked_scan_is_made_level_without_losing_its_corners(sharp: Pixels, skew: float) -> None:
    page = sharp.copy()
    cv2.circle(page, (50, 50), 18, (0, 0, 0), -1)
    crooked = Page(simulated.scanned(page, 1, skew_deg=skew), 200)

    prepared = prepare(crooked)

    assert prepared.report.angle_deg == pytest.approx(-skew, abs=0.2)
    again = prepare(Page(opened(prepared), prepared.dpi))
    assert again.report.angle_deg == pytest.approx(0, abs=0.15)
    assert count_discs(at_200_dpi(prepared)) == count_discs(crooked.pixels)


def at_200_dpi(prepared: Prepared) -> Pixels:
    size = round(prepared.width_px * 200 / prepared.dpi), round(prepared.height_px * 200 / prepared.dpi)
    return cv2.resize(opened(prepared), size, interpolation=cv2.INTER_AREA)


def count_discs(pixels: Pixels) -> int:
    dark = (pixels.min(axis=2) < 128).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(dark)
    return int(
        sum(30 < wide < 42 and 30 < high < 42 and area > 0.7 * wide * high for *_, wide, high, area in stats[1:])
    )


@pytest.mark.parametrize("table", ["cluttered", "dark", "light"])
def test_a_photo_becomes_the_sheet_at_true_scale(form: Pixels, table: str) -> None:
    photo = simulated.photograph(form, 3, 5.0, table=table)

    prepared = prepare(Page(photo))

    assert prepared.flags == ()
    assert prepared.report.outline is not None
    assert prepared.width_px / prepared.dpi == pytest.approx(8.27, rel=0.01)
    assert prepared.height_px / prepared.dpi == pytest.approx(11.69, rel=0.01)
    result, truth = (
        cv2.resize(pixels, (413, 584), interpolation=cv2.INTER_AREA) for pixels in (opened(prepared), form)
    )
    assert np.abs(result.astype(int) - truth).mean() < 2.5


def test_a_photo_of_plain_print_may_become_two_levels(plain_form: Pixels) -> None:
    prepared = prepare(Page(simulated.photograph(plain_form, 2)))

    assert prepared.encoding == "g4"
    assert prepared.dpi >= 200


def test_a_photographed_card_keeps_its_size_and_more_pixels(card: Pixels) -> None:
    prepared = prepare(Page(simulated.photograph(card, 4, 12, fill=0.6)))

    assert prepared.dpi == 300
    assert prepared.width_px == pytest.approx(1011, abs=2)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_persons_quarter_turn_is_applied(stamped: Pixels, turn: int) -> None:
    upright = opened(prepare(scan(stamped)))

    turned = opened(prepare(scan(stamped), rotation=turn))

    assert np.abs(np.subtract(turned.shape, np.rot90(upright, -turn // 90).shape)).max() <= 2
    upright = upright[: turned.shape[turn // 90 % 2], : turned.shape[1 - turn // 90 % 2]]
    expected = np.rot90(upright, -turn // 90)
    assert np.abs(turned.astype(int) - expected).mean() < 2


def test_another_rotation_is_refused(form: Pixels) -> None:
    with pytest.raises(ValueError, match="quarter"):
        prepare(Page(form, 200), rotation=45)


@pytest.mark.parametrize(
    "marks",
    [
        ((826, 2233, "1", 30),),
        ((330, 600, "da xem, dong y", 205),),
        ((330, 600, "da xem, dong y", 222),),
    ],
    ids=["page number", "pencil", "faint pencil"],
)
def test_a_page_with_a_single_mark_is_not_blank(marks: tuple[tuple[int, int, str, int], ...]) -> None:
    assert "blank" not in prepare(scan(written(*marks))).flags


@pytest.mark.parametrize("seed", range(3))
def test_a_page_with_only_a_signature_is_not_blank(seed: int) -> None:
    assert "blank" not in prepare(scan(simulated.document_page((), seed, stamp=False))).flags


def test_an_empty_page_is_blank_in_spite_of_holes_specks_and_what_shines_through(sharp: Pixels) -> None:
    empty = written()
    punched = empty.copy()
    specked = empty.copy()
    for y in (833, 1466):
        cv2.circle(punched, (100, y), 23, (20, 20, 20), -1)
    for x, y in np.random.default_rng(0).integers(50, 1600, (60, 2)):
        cv2.circle(specked, (int(x), int(y)), 1, (90, 90, 90), -1)
    behind = 255 - 0.07 * (255 - sharp[:, ::-1].astype(np.float32))
    shining = cv2.GaussianBlur(behind.astype(np.uint8), (0, 0), 2)

    for page in (empty, punched, specked, shining):
        assert prepare(scan(page)).flags == ("blank",)


@pytest.mark.parametrize(("blur_px", "suspicious"), [(0, False), (0.7, False), (1.3, False), (3.2, True), (5.5, True)])
def test_writing_out_of_focus_is_flagged(sharp: Pixels, blur_px: float, suspicious: bool) -> None:
    page = cv2.GaussianBlur(sharp, (0, 0), blur_px) if blur_px else sharp

    assert ("blurred" in prepare(scan(page)).flags) is suspicious


def test_a_moved_camera_is_flagged_though_level_edges_stay_sharp(sharp: Pixels) -> None:
    trail = np.zeros((17, 17), np.float32)
    trail[8] = 1 / 17

    assert "blurred" in prepare(scan(cv2.filter2D(sharp, -1, trail))).flags


def test_dark_cut_and_coarse_pages_are_flagged(stamped: Pixels) -> None:
    dark = Page((simulated.scanned(stamped, 1) * 0.3).astype(np.uint8), 200)
    cut = Page(simulated.scanned(np.ascontiguousarray(stamped[:, 280:]), 1), 200)
    coarse = Page(simulated.scanned(simulated.document_page(seed=1, dpi=150), 1), 150)

    assert prepare(dark).flags == ("dark",)
    assert prepare(cut).flags == ("cut",)
    assert prepare(coarse).flags == ("low_resolution",)
    assert prepare(coarse).dpi == 150


def test_a_sheet_that_leaves_the_picture_is_flagged_as_cut(form: Pixels) -> None:
    photo = simulated.photograph(form, 2, 12, fill=1.0, tilt=0.05)[:, :1700]

    assert "cut" in prepare(Page(np.ascontiguousarray(photo))).flags


def test_a_photo_of_no_sheet_is_left_as_it_is() -> None:
    blobs = np.random.default_rng(4).integers(0, 255, (8, 6, 3), np.uint8)
    room = cv2.resize(blobs, (1200, 1600), interpolation=cv2.INTER_CUBIC)

    prepared = prepare(Page(room))

    assert prepared.flags[0] == "no_sheet"
    assert np.abs(opened(prepared).astype(int) - room).mean() < 6


def test_a_page_without_resolution_is_taken_for_a4() -> None:
    prepared = prepare(Page(simulated.scanned(simulated.document_page(seed=2, dpi=200), 1)))

    assert prepared.width_px / prepared.dpi == pytest.approx(8.27, rel=0.01)


def test_everything_can_be_switched_off(stamped: Pixels) -> None:
    off = Options(find_sheet=False, deskew=False, even_light=False, allow_two_levels=False)
    page = scan(stamped, skew_deg=3)

    prepared = prepare(page, options=off)

    assert prepared.report.angle_deg == 0.0
    same = cv2.resize(page.pixels, (prepared.width_px, prepared.height_px), interpolation=cv2.INTER_AREA)
    assert np.abs(opened(prepared).astype(int) - same).mean() < 3


def test_the_same_page_gives_the_same_bytes(form: Pixels) -> None:
    photo = Page(simulated.photograph(form, 3, size_px=(1200, 1600)))

    assert prepare(photo).data == prepare(photo).data


def test_the_report_names_and_times_every_step(form: Pixels) -> None:
    report = prepare(Page(form, 200)).report

    assert [step.name for step in report.steps] == [
        "outline",
        "skew",
        "view",
        "upright",
        "judge",
        "take apart",
        "encode",
    ]
    assert report.ms == pytest.approx(sum(step.ms for step in report.steps))
    assert report.why


@pytest.mark.parametrize("dpi", [None, 300])
@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 200), (200, 3), (16, 16), (33_000, 40)])
def test_a_page_of_odd_size_survives(width: int, height: int, dpi: int | None) -> None:
    for level in (0, 128, 255):
        prepared = prepare(Page(np.full((height, width, 3), level, np.uint8), dpi))
        assert prepared.width_px >= 1
        assert pipeline.thumbnail(prepared.data, 64)


def test_thumbnail_and_preview_take_raw_and_prepared_pages(form: Pixels, plain_form: Pixels) -> None:
    colour, two_level = prepare(Page(form, 200)), prepare(Page(simulated.scanned(plain_form, 1), 200))
    assert two_level.encoding == "g4"

    for picture in (Page(form, 200), colour.data, two_level.data):
        with Image.open(io.BytesIO(pipeline.thumbnail(picture, 160))) as small:
            assert (small.format, max(small.size)) == ("JPEG", 160)
    for picture in (Page(form, 200), colour, two_level, colour.data):
        with Image.open(io.BytesIO(pipeline.preview(picture, edge_px=900))) as big:
            assert max(big.size) == 900


def test_a_page_of_a_hundred_thousand_specks_is_a_page_like_any_other(sharp: Pixels) -> None:
    dithered = np.asarray(Image.fromarray(sharp).convert("L").point(lambda level: level * 0.8).convert("1"))
    page = Page(np.repeat(dithered.astype(np.uint8)[:, :, None] * 255, 3, axis=2), dpi=300)

    assert prepare(page).data
