from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
import segno
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from desk_app.capture import simulated
from desk_app.capture.codes import bars, symbols, zbar
from desk_app.capture.codes.symbols import SteadyReading, read_card, read_live, read_symbols
from desk_app.capture.page import Page, Pixels
from desk_app.domain.codes import CodeKind

DOSSIER = "H12.64-261123-0107"


def code128(text: str, *, module_px: int = 3, height_px: int = 120) -> Pixels:
    bars = np.array(
        zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(scale=1, add_quiet_zones=True)
    )
    row = bars[bars.shape[0] // 2]
    grey = np.repeat(np.repeat(row[None], height_px, axis=0), module_px, axis=1)
    return np.repeat(grey[:, :, None], 3, axis=2)


def on_page(*codes: Pixels, width: int = 1654, height: int = 2339) -> Pixels:
    page = np.full((height, width, 3), 255, np.uint8)
    y = 150
    for code in codes:
        page[y : y + code.shape[0], 200 : 200 + code.shape[1]] = code
        y += code.shape[0] + 150
    return page


def test_each_code_is_read_with_its_kind_from_top_to_bottom(card_text: str) -> None:
    page = on_page(
        code128(DOSSIER), simulated.qr_pixels(card_text, size_px=300), simulated.qr_pixels("xin chào", size_px=200)
    )

    found = read_symbols(Page(page, 200))

    assert [(s.format, s.text, s.kind, s.verified) for s in found] == [
        ("Code128", DOSSIER, CodeKind.DOSSIER, True),
        ("QRCode", card_text, CodeKind.IDENTITY_CARD, True),
        ("QRCode", "xin chào", CodeKind.UNKNOWN, False),
    ]


def test_the_corners_lie_around_the_code() -> None:
    (found,) = read_symbols(on_page(simulated.qr_pixels(DOSSIER, size_px=300)))

    assert len(found.corners) == 4
    assert all(200 <= x <= 500 and 150 <= y <= 450 for x, y in found.corners)
    assert max(x for x, _ in found.corners) - min(x for x, _ in found.corners) > 200


def test_the_same_text_twice_is_one_code() -> None:
    page = on_page(code128(DOSSIER), simulated.qr_pixels(DOSSIER, size_px=300))

    assert [s.text for s in read_symbols(page)] == [DOSSIER]


def test_an_empty_page_has_no_codes(form: Pixels) -> None:
    assert read_symbols(np.full((400, 300, 3), 255, np.uint8)) == ()
    assert read_symbols(form) == ()


@pytest.mark.parametrize("angle", [0, 12, -25, 40])
@pytest.mark.parametrize("tilt", [0.04, 0.12])
def test_a_card_photographed_at_an_angle_is_read(card: Pixels, card_text: str, angle: float, tilt: float) -> None:
    photo = simulated.photograph(card, 3, angle, size_px=(1200, 1600), fill=0.7, tilt=tilt)

    assert [s.text for s in read_symbols(photo)] == [card_text]


def test_a_small_code_of_a_webcam_is_read_by_enlarging(card: Pixels, card_text: str) -> None:
    frame = simulated.photograph(card, 2, 3, size_px=(1280, 720), fill=0.5, tilt=0.02, noise=4, blur_px=0.8)

    (found,) = read_symbols(frame)

    assert found.text == card_text
    assert all(0 <= x <= 1280 and 0 <= y <= 720 for x, y in found.corners)


@pytest.mark.parametrize("angle", [10, 20, 33, -52])
def test_a_barcode_aslant_is_read_when_it_is_worth_the_time(angle: float) -> None:
    page = on_page(code128(DOSSIER, height_px=130), width=1400, height=900)
    matrix = cv2.getRotationMatrix2D((580, 215), angle, 0.8) + np.array([[0, 0, 100], [0, 0, 230]])
    aslant = cv2.warpAffine(page, matrix, (1400, 900), borderValue=(255, 255, 255))

    assert [s.text for s in read_symbols(aslant, thorough=True)] == [DOSSIER]


def test_a_barcode_aslant_beside_a_clear_qr_is_read_too() -> None:
    page = on_page(code128(DOSSIER, height_px=100), width=1400, height=1200)
    matrix = cv2.getRotationMatrix2D((580, 200), 25, 1.0) + np.array([[0, 0, 100], [0, 0, 300]])
    page = cv2.warpAffine(page, matrix, (1400, 1200), borderValue=(255, 255, 255))
    page[900:1100, 200:400] = simulated.qr_pixels("xin chào", size_px=200)

    assert [s.format for s in read_symbols(page)] == ["Code128", "QRCode"]


@pytest.mark.parametrize(("width", "height"), [(1, 1), (40, 2), (33_000, 40)])
def test_a_picture_of_odd_size_has_no_codes(width: int, height: int) -> None:
    assert read_symbols(np.full((height, width), 90, np.uint8), thorough=width < 1000) == ()


def test_the_longest_possible_qr_is_returned_but_not_parsed() -> None:
    text = "A" * 4000
    code = segno.make_qr(text, error="l")
    grey = np.where(np.array([list(row) for row in code.matrix_iter(scale=4, border=4)], bool), 0, 255).astype(np.uint8)

    (found,) = read_symbols(grey)

    assert (found.text, found.kind, found.verified) == (text, CodeKind.UNKNOWN, False)


def test_a_text_that_is_no_utf8_is_not_guessed_at() -> None:
    code = segno.make_qr("Nguyễn".encode("utf-16-le") + b"\xff\xfe\xfa", error="m")
    grey = np.where(np.array([list(row) for row in code.matrix_iter(scale=6, border=4)], bool), 0, 255).astype(np.uint8)

    assert read_symbols(grey) == ()


def test_a_qr_that_names_its_character_set_is_taken_at_its_word() -> None:
    code = segno.make_qr("Đặng Thị Hương", error="m", eci=True, encoding="utf-8")
    grey = np.where(np.array([list(row) for row in code.matrix_iter(scale=6, border=4)], bool), 0, 255).astype(np.uint8)

    assert [s.text for s in read_symbols(grey)] == ["Đặng Thị Hương"]


def test_a_garbled_card_keeps_its_kind_and_is_not_verified(card_text: str) -> None:
    garbled = card_text.replace("Nguyễn Thị Mẫu", "Nguyá»…n Thá»‹ Máº«u")

    (found,) = read_symbols(simulated.qr_pixels(garbled, size_px=400))

    assert (found.kind, found.verified) == (CodeKind.IDENTITY_CARD, False)


def test_nobodys_name_is_in_the_repr(card_text: str) -> None:
    (found,) = read_symbols(simulated.qr_pixels(card_text, size_px=400))

    assert "Nguyễn" not in repr(found)


def symbol(text: str, *, verified: bool = True) -> symbols.Symbol:
    return symbols.Symbol(
        format="Code128",
        text=text,
        corners=((0, 0), (9, 0), (9, 9), (0, 9)),
        engine="zxing",
        kind=CodeKind.DOSSIER,
        verified=verified,
    )


def test_a_barcode_on_which_the_engines_disagree_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    page = on_page(code128(DOSSIER))
    assert [s.text for s in read_symbols(page)] == [DOSSIER]

    other = zbar.Reading("Code128", "H12.64-261123-0701", ((0, 0), (9, 0), (9, 9), (0, 9)))
    monkeypatch.setattr(zbar, "read", lambda grey: [other])

    assert read_symbols(page) == ()


def test_a_camera_is_believed_after_several_equal_frames() -> None:
    steady = SteadyReading(needed=3)

    answers = [
        steady.see(frame) for frame in ([symbol("a")], [symbol("b")], [symbol("b")], [], [symbol("b")], [symbol("b")])
    ]

    assert [answer and answer.text for answer in answers] == [None, None, None, None, "b", None]


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=2), max_size=30), st.integers(1, 4))
def test_a_text_is_believed_only_after_as_many_frames_in_a_row_and_once_a_series(
    frames: list[list[str]], needed: int
) -> None:
    steady = SteadyReading(needed=needed)

    answers = [steady.see([symbol(text) for text in frame]) for frame in frames]

    series: list[str] = []
    for frame, answer in zip(frames, answers, strict=True):
        if frame:
            series.append(frame[0])
        run = len(list(itertools.takewhile(lambda text: text == series[-1], reversed(series)))) if series else 0
        assert (answer.text if answer else None) == (series[-1] if frame and run == needed else None)


def test_unverified_readings_count_for_nothing() -> None:
    steady = SteadyReading(needed=1)

    assert steady.see([symbol("a", verified=False)]) is None


def test_a_card_is_read_from_frames(card_text: str) -> None:
    blank = np.full((480, 640, 3), 200, np.uint8)
    code = cv2.copyMakeBorder(
        simulated.qr_pixels(card_text, size_px=300), 90, 90, 170, 170, cv2.BORDER_CONSTANT, value=(255,) * 3
    )

    found = read_card([blank, code, code, blank, code, code])

    assert found is not None
    assert found.text == card_text
    assert read_card([code, code]) is None


VIETNAMESE = st.text(
    "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ NTHLVQ",
    min_size=1,
    max_size=30,
)


@pytest.mark.skipif(not zbar.is_available(), reason="zbar is not installed")
@settings(max_examples=60, deadline=None)
@given(VIETNAMESE.filter(lambda text: text.strip()))
def test_both_engines_never_read_a_vietnamese_text_wrongly(text: str) -> None:
    code = cv2.cvtColor(simulated.qr_pixels(text, size_px=220), cv2.COLOR_RGB2GRAY)

    for engine in (symbols._zxing, symbols._zbar):
        assert [found.text for found in engine(code)] in ([text], [])


@pytest.mark.parametrize("charset", ["cp932", "big5", "latin-1"])
def test_a_text_zbar_guessed_wrongly_is_repaired_or_dropped(charset: str) -> None:
    repaired = 0
    for name in ("Lý Thế Tuấn", "Đặng Thị Hương", "Nguyễn Văn Ổn", "Phạm Thị Mỹ", "Trần Quốc Việt"):
        try:
            guess = name.encode().decode(charset)
        except UnicodeDecodeError:
            continue
        found = zbar.repaired(guess)
        assert found in (name, None)
        repaired += found is not None
    assert repaired or charset != "latin-1"


def test_without_zbar_zxing_reads_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zbar, "_bindings", lambda: None)

    assert not zbar.is_available()
    assert [s.engine for s in read_symbols(on_page(code128(DOSSIER)))] == ["zxing"]


@pytest.mark.skipif(not zbar.is_available(), reason="zbar is not installed")
def test_zbar_reads_what_zxing_misses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbols, "_zxing", lambda *ignored, **also: iter(()))
    monkeypatch.setattr(bars, "read", lambda *ignored, **also: [])

    (found,) = read_symbols(on_page(code128(DOSSIER)), thorough=True)

    assert (found.text, found.engine) == (DOSSIER, "zbar")
    assert len(found.corners) == 4


@pytest.mark.skipif(not zbar.is_available(), reason="zbar is not installed")
def test_an_official_code_that_only_zbar_sees_once_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbols, "_zxing", lambda *ignored, **also: iter(()))
    monkeypatch.setattr(bars, "read", lambda *ignored, **also: [])
    seen = iter([[zbar.Reading("Code128", DOSSIER, ((0, 0), (9, 0), (9, 9), (0, 9)))], []])
    monkeypatch.setattr(zbar, "read", lambda grey: next(seen))

    assert read_symbols(on_page(code128(DOSSIER)), thorough=True) == ()


def test_a_payment_code_and_an_address_are_told_as_what_they_are() -> None:
    pay = "00020101021238540010A00000072701240006970436011012345678900208QRIBFTTA53037045802VN6304ABCD"
    page = on_page(simulated.qr_pixels(pay, size_px=300), simulated.qr_pixels("https://vi.du/1", size_px=250))

    assert [(s.kind, s.verified) for s in read_symbols(page)] == [(CodeKind.VIETQR, True), (CodeKind.UNKNOWN, False)]


def test_frames_of_a_camera_are_read_within_their_time(card: Pixels, card_text: str) -> None:
    frame = simulated.photograph(card, 2, 3, size_px=(1280, 720), fill=0.5, tilt=0.02, noise=4, blur_px=0.8)
    clear = simulated.photograph(card, 2, 3, size_px=(1280, 720), fill=0.9, tilt=0.02)

    assert [s.text for s in read_live(frame, budget_ms=60_000)] == [card_text]
    assert [s.text for s in read_live(clear, budget_ms=0)] == [card_text]
    assert read_live(np.full((720, 1280, 3), 90, np.uint8)) == ()


def test_a_receipt_under_the_camera_shows_both_its_codes() -> None:
    page = on_page(simulated.qr_pixels("xin chào", size_px=200), code128(DOSSIER), width=1280, height=720)

    assert [s.text for s in read_live(page, budget_ms=60_000)] == ["xin chào", DOSSIER]
