"""Pictures of codes as a counter sees them: scans and camera frames, spoilt in every usual way. Pure functions of a seed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import math
from collections.abc import Callable

import cv2
import numpy as np
import zxingcpp

from desk_app.capture import simulated
from desk_app.capture.page import Pixels
from desk_app.domain import codes, identity_card
from desk_app.forms import codes as symbols
from desk_app.forms import separator_sheet

HELD_BACK = 1_000_000
"""Seeds from here on are for the last word only: nothing was tuned on them."""
MM = 25.4
VN = dt.timezone(dt.timedelta(hours=7))

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý", "Trịnh", "Thạch")
MIDDLES = (
    "Văn",
    "Thị",
    "Hữu",
    "Đức",
    "Ngọc",
    "Quốc",
    "Hồng",
    "Thuý",
    "Xuân",
    "Bảo",
    "Tuấn",
    "Diễm",
    "Mỹ",
    "Như",
    "Thế",
)
GIVEN = (
    "An",
    "Dũng",
    "Đạt",
    "Hường",
    "Hiếu",
    "Khánh",
    "Loan",
    "Mẫn",
    "Nghĩa",
    "Ổn",
    "Quỳnh",
    "Sáng",
    "Tuyết",
    "Uyên",
    "Vy",
)
PLACES = (
    "Khánh Hội, U Minh, Cà Mau",
    "Thôn 3, Ea Kênh, Krông Pắc, Đắk Lắk",
    "Tổ 5, Phường Hàng Bột, Đống Đa, Hà Nội",
    "Số 12/4 Đường Nguyễn Huệ, Khóm 3, Phường 1, Thành phố Bạc Liêu, Bạc Liêu",
    "Bản Nà Pất, Xã Chiềng Sơ, Huyện Sông Mã, Sơn La",
)


@dataclasses.dataclass(frozen=True)
class Printed:
    """A code that is on the picture."""

    format: str
    text: str


@dataclasses.dataclass(frozen=True)
class Case:
    """One picture: uint8, H×W grey, and what is printed on it."""

    name: str
    medium: str
    pixels: Pixels
    printed: tuple[Printed, ...]


def card_text(rng: np.random.Generator) -> str:
    """What the QR of an invented identity card says."""
    year, female = int(rng.integers(1945, 2010)), bool(rng.integers(2))
    province = rng.choice(sorted(identity_card._PROVINCES))
    century = (0 if year < 2000 else 2) + female
    number = f"{province}{century}{year % 100:02d}{int(rng.integers(1_000_000)):06d}"
    old = f"{int(rng.integers(100_000_000, 400_000_000))}" if rng.random() < 0.6 else ""
    name = f"{rng.choice(FAMILIES)} {rng.choice(MIDDLES)} {rng.choice(GIVEN)}"
    born = f"{int(rng.integers(1, 29)):02d}{int(rng.integers(1, 13)):02d}{year}"
    issued = f"{int(rng.integers(1, 29)):02d}{int(rng.integers(1, 13)):02d}{int(rng.integers(2021, 2026))}"
    return "|".join((number, old, name, born, "Nữ" if female else "Nam", str(rng.choice(PLACES)), issued))


def dossier_code(rng: np.random.Generator) -> str:
    """A code as it is printed: official of both generations, or provisional."""
    day = dt.date(2024, 1, 1) + dt.timedelta(days=int(rng.integers(0, 1000)))
    number = int(rng.integers(1, 9999))
    kind = rng.random()
    if kind < 0.4:
        tag = "".join(rng.choice(list("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 4))
        return codes.provisional(tag, day, number)
    unit = rng.choice(["H12.64", "H12.40.2", "G15.30.12", "H01", "000.00.21.H12", "H56.108.15"])
    return codes.compose(str(unit), day, number)


def receipt_text(rng: np.random.Generator, code: str) -> str:
    """The QR of a receipt with this code."""
    at = dt.datetime(2026, 1, 1, 8, tzinfo=VN) + dt.timedelta(minutes=int(rng.integers(0, 400_000)))
    return codes.receipt_qr_text(
        codes.ReceiptQr(
            code=code,
            procedure="1.001193",
            person=card_text(rng)[:12] if rng.random() < 0.7 else "",
            paper="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            system="Quầy Một Cửa",
            published_at=at,
            due_at=at + dt.timedelta(days=5),
        )
    )


def sheet_text(rng: np.random.Generator) -> str:
    """The QR of a separator sheet."""
    kind = rng.random()
    if kind < 0.25:
        return codes.separator()
    if kind < 0.7:
        return codes.separator(f"*{int(rng.integers(100_000_000)):08d}")
    return codes.separator(f"KQ.G{int(rng.integers(1, 40)):02d}.{int(rng.integers(1_000_000)):06d}")


def drawn_qr(rows: symbols.Modules, side_px: int) -> Pixels:
    """A QR with its quiet zone, soft edges where modules do not fall on pixels."""
    quiet = symbols.QUIET_QR_MODULES
    modules = np.pad(np.where(np.array(rows, bool), 0, 255).astype(np.uint8), quiet, constant_values=255)
    fine = np.kron(modules, np.ones((12, 12), np.uint8))
    side = max(1, round(side_px * len(modules) / len(rows)))
    return cv2.resize(fine, (side, side), interpolation=cv2.INTER_AREA if side < len(fine) else cv2.INTER_LINEAR)


def card_qr(text: str, side_px: int) -> Pixels:
    """As on identity cards: UTF-8 that says nothing of it (no ECI), level M."""
    import segno

    code = segno.make_qr(text.encode("utf-8"), error="m", boost_error=False)
    return drawn_qr(tuple(tuple(bool(m) for m in row) for row in code.matrix), side_px)


def drawn_bars(text: str, width_px: int, height_px: int) -> Pixels:
    """A Code 128 with its quiet zones."""
    modules = np.where(np.array(symbols.code128_modules(text)), 0, 255).astype(np.uint8)
    padded = np.pad(modules, symbols.QUIET_BAR_MODULES, constant_values=255)
    fine = np.repeat(padded, 16)[None]
    width = max(1, round(width_px * len(padded) / len(modules)))
    row = cv2.resize(fine, (width, 1), interpolation=cv2.INTER_AREA)
    return np.repeat(row, height_px, axis=0)


@functools.lru_cache(maxsize=12)
def _ground(seed: int, dpi: int) -> Pixels:
    page = simulated.document_page(seed=seed, dpi=dpi, stamp=seed % 2 == 0)
    return cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)


@functools.lru_cache(maxsize=4)
def _sheet_of(text: str, dpi: int) -> Pixels:
    import pypdfium2

    paper = separator_sheet.Paper(1 if ":" in text else 0, "Giấy chứng sinh", text)
    document = pypdfium2.PdfDocument(separator_sheet.render(None, [paper], separator_sheet.A4, procedure="Khai sinh"))
    pixels = np.squeeze(document[0].render(scale=dpi / 72, grayscale=True).to_numpy()).copy()
    document.close()
    return pixels


def _paste(page: Pixels, piece: Pixels, left: int, top: int) -> None:
    height, width = piece.shape
    page[top : top + height, left : left + width] = piece[: page.shape[0] - top, : page.shape[1] - left]


def scan_page(rng: np.random.Generator, dpi: int, what: str) -> tuple[Pixels, list[Printed]]:
    """A clean page of A4 with codes on it."""
    mm = dpi / MM
    if what == "sheet":
        text = sheet_text(rng)
        return _sheet_of(text, dpi).copy(), [Printed("QRCode", text)]
    page = _ground(int(rng.integers(4)), dpi).copy()
    if what == "card":
        text = card_text(rng)
        card = cv2.cvtColor(simulated.card_image(text, int(rng.integers(9)), dpi=dpi), cv2.COLOR_RGB2GRAY)
        side = round(20 * mm)
        patch = card_qr(text, side)
        at = card.shape[1] - patch.shape[1] - round(1 * mm), round(1 * mm)
        _paste(card, patch, *at)
        _paste(page, card, round(rng.uniform(15, 100) * mm), round(rng.uniform(190, 225) * mm))
        return page, [Printed("QRCode", text)]
    if what == "receipt":
        code = dossier_code(rng)
        text = receipt_text(rng, code)
        _paste(page, drawn_qr(symbols.qr_modules(text), round(20 * mm)), round(26 * mm), round(190 * mm))
        width = rng.choice([75, 90, 95])
        _paste(page, drawn_bars(code, round(width * mm), round(15 * mm)), round(60 * mm), round(225 * mm))
        return page, [Printed("QRCode", text), Printed("Code128", code)]
    if what == "bars":
        code = dossier_code(rng)
        width, height = rng.choice([(50, 10), (60, 10), (75, 10), (75, 15), (90, 15)], axis=0)
        left = rng.uniform(15, 190 - 1.2 * width)
        _paste(page, drawn_bars(code, round(width * mm), round(height * mm)), round(left * mm), round(220 * mm))
        return page, [Printed("Code128", code)]
    printed = []
    for row in range(int(rng.integers(2, 5))):
        top = round((185 + row * 26) * mm)
        if rng.random() < 0.5:
            text = sheet_text(rng)
            _paste(page, drawn_qr(separator_sheet.sheet_qr(text), round(18 * mm)), round(rng.uniform(20, 60) * mm), top)
            printed.append(Printed("QRCode", text))
        code = dossier_code(rng)
        _paste(page, drawn_bars(code, round(80 * mm), round(13 * mm)), round(90 * mm), top)
        printed.append(Printed("Code128", code))
    return page, printed


Spoil = Callable[[Pixels, np.random.Generator, float], Pixels]


def blurred(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    return cv2.GaussianBlur(grey, (0, 0), float(rng.uniform(0.05, 0.17)) * mm)


def moved(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    size = max(3, round(float(rng.uniform(0.2, 0.55)) * mm))
    kernel = np.zeros((size, size), np.float32)
    angle = rng.uniform(0, math.pi)
    middle = (size - 1) / 2
    end = np.array([math.cos(angle), math.sin(angle)]) * middle
    cv2.line(kernel, tuple(np.round(middle - end).astype(int)), tuple(np.round(middle + end).astype(int)), 1.0)
    return cv2.filter2D(grey, -1, kernel / kernel.sum())


def noisy(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    noise = rng.standard_normal(grey.shape, np.float32) * np.float32(rng.uniform(6, 28))
    return np.clip(grey + noise, 0, 255).astype(np.uint8)


def faded(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    """Toner that runs out: ink in streaks, and grey."""
    ink = 255 - grey.astype(np.float32)
    rows = cv2.resize(rng.uniform(0.25, 0.75, (1, 24)).astype(np.float32), (grey.shape[1], 1))
    return np.clip(255 - ink * rows, 0, 255).astype(np.uint8)


def flat(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    low, high = rng.uniform(70, 120), rng.uniform(150, 205)
    return (low + grey.astype(np.float32) * ((high - low) / 255)).astype(np.uint8)


def pressed(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    quality = int(rng.integers(18, 60))
    data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)


def two_levels(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    soft = cv2.GaussianBlur(grey, (0, 0), 0.6)
    return np.where(soft < rng.uniform(90, 180), 0, 255).astype(np.uint8)


def spread(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    """Ink that runs, or is too thin."""
    kernel = np.ones((2, 2), np.uint8)
    return cv2.erode(grey, kernel) if rng.random() < 0.6 else cv2.dilate(grey, kernel)


def penned(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    out = grey.copy()
    for _ in range(3):
        y = int(rng.uniform(0.6, 0.95) * grey.shape[0])
        ends = (0, y), (grey.shape[1], y + int(rng.uniform(-0.15, 0.15) * grey.shape[0]))
        cv2.line(out, *ends, int(rng.integers(30, 110)), max(1, round(0.5 * mm)))
    return out


def shiny(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    """A lamp mirrored in plastic."""
    height, width = grey.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    middle = rng.uniform(0.25, 0.75, 2) * (height, width)
    spot = np.exp(-(((y - middle[0]) / (0.16 * height)) ** 2 + ((x - middle[1]) / (0.12 * width)) ** 2))
    return np.clip(grey + spot * rng.uniform(90, 190), 0, 255).astype(np.uint8)


def dim(grey: Pixels, rng: np.random.Generator, mm: float) -> Pixels:
    dark = grey.astype(np.float32) * rng.uniform(0.15, 0.4)
    noise = rng.standard_normal(grey.shape, np.float32) * np.float32(rng.uniform(2, 7))
    return np.clip(dark + 6 + noise, 0, 255).astype(np.uint8)


SCAN_SPOILS: dict[str, Spoil | None] = {
    "clean": None,
    "blur": blurred,
    "motion": moved,
    "noise": noisy,
    "fade": faded,
    "low contrast": flat,
    "jpeg": pressed,
    "two levels": two_levels,
    "ink spread": spread,
    "pen": penned,
}
FRAME_SPOILS: dict[str, Spoil | None] = {
    "clean": None,
    "blur": blurred,
    "motion": moved,
    "noise": noisy,
    "glare": shiny,
    "dim": dim,
    "jpeg": pressed,
    "low contrast": flat,
}
SCANS = ("card", "receipt", "bars", "bars", "sheet", "several")
DPIS = (150, 200, 300)


def scan(seed: int) -> Case:
    """A page in a scanner."""
    rng = np.random.default_rng(seed)
    what, dpi = str(rng.choice(SCANS)), int(rng.choice(DPIS))
    page, printed = scan_page(rng, dpi, what)
    page = np.ascontiguousarray(np.rot90(page, int(rng.integers(1, 4)) if rng.random() < 0.25 else 0))
    kind = rng.random()
    angle = rng.normal(0, 1.2) if kind < 0.7 else rng.uniform(-9, 9) if kind < 0.9 else rng.uniform(-45, 45)
    page = _turned(page, float(angle))
    name = str(rng.choice(list(SCAN_SPOILS)))
    mm = dpi / MM
    spoil = SCAN_SPOILS[name]
    page = cv2.GaussianBlur(page, (0, 0), 0.5)
    page = spoil(page, rng, mm) if spoil else page
    if rng.random() < 0.15:
        other = SCAN_SPOILS[str(rng.choice(["noise", "jpeg", "low contrast", "blur"]))]
        page = other(page, rng, mm) if other else page
    return Case(f"{what} {name}", f"scan {dpi}", page, tuple(printed))


def frame(seed: int) -> Case:
    """A card, receipt or separator sheet under a camera of 1280×720."""
    rng = np.random.default_rng(seed)
    what = str(rng.choice(["card", "card", "receipt", "sheet"]))
    if what == "card":
        text = card_text(rng)
        paper = simulated.card_image(text, int(rng.integers(9)), dpi=400)
        side = round(20 * 400 / MM)
        patch = card_qr(text, side)
        left = paper.shape[1] - patch.shape[1] - 16
        paper[16 : 16 + patch.shape[0], left : left + patch.shape[1]] = patch[:, :, None]
        printed, fill = [Printed("QRCode", text)], rng.uniform(0.5, 0.92)
    elif what == "receipt":
        code = dossier_code(rng)
        text = receipt_text(rng, code)
        grey = np.full((105 * 12, 148 * 12), 255, np.uint8)
        form = _ground(1, 300)[: grey.shape[0] - 300, 300 : 300 + grey.shape[1]]
        grey[300 : 300 + form.shape[0], : form.shape[1]] = form
        _paste(grey, drawn_qr(symbols.qr_modules(text), 20 * 12), 100, 20)
        _paste(grey, drawn_bars(code, 90 * 12, 15 * 12), 500, 40)
        paper = np.repeat(grey[:, :, None], 3, axis=2)
        printed, fill = [Printed("QRCode", text), Printed("Code128", code)], rng.uniform(0.75, 0.95)
    else:
        text = sheet_text(rng)
        paper = np.repeat(_sheet_of(text, 150)[:, :, None], 3, axis=2)
        printed, fill = [Printed("QRCode", text)], rng.uniform(0.7, 0.95)
    kind = rng.random()
    angle = rng.normal(0, 4) if kind < 0.6 else rng.uniform(-180, 180)
    photo = simulated.photograph(
        paper,
        seed,
        float(angle),
        size_px=(1280, 720),
        table=str(rng.choice(["cluttered", "dark", "light"])),
        fill=float(fill),
        tilt=float(rng.uniform(0, 0.1)),
        noise=float(rng.uniform(1, 5)),
        blur_px=float(rng.uniform(0.3, 0.9)),
    )
    grey = cv2.cvtColor(photo, cv2.COLOR_RGB2GRAY)
    name = str(rng.choice(list(FRAME_SPOILS)))
    spoil = FRAME_SPOILS[name]
    grey = spoil(grey, rng, 6.0) if spoil else grey
    return Case(f"{what} {name}", "frame 720p", grey, tuple(printed))


def foreign(seed: int) -> Case:
    """A page with codes that are not ours: payment QR, addresses, other symbologies."""
    rng = np.random.default_rng(seed)
    page = _ground(int(rng.integers(4)), 200).copy()
    account = int(rng.integers(10**11))
    pay = f"00020101021238540010A00000072701240006970436011{account:011d}0208QRIBFTTA53037045802VN6304ABCD"
    link = f"https://dichvucong.gov.vn/p/home/dvc-tra-cuu?ma={int(rng.integers(10**6))}"
    printed = []
    for row, text in enumerate((pay, link)):
        _paste(page, card_qr(text, 170), 200, 1500 + row * 300)
        printed.append(Printed("QRCode", text))
    for row, kind in enumerate(
        (zxingcpp.BarcodeFormat.EAN13, zxingcpp.BarcodeFormat.Code39, zxingcpp.BarcodeFormat.ITF)
    ):
        digits = f"{int(rng.integers(10**11, 10**12))}"
        image = np.array(zxingcpp.create_barcode(digits, kind).to_image(scale=3, add_quiet_zones=True))
        _paste(page, np.ascontiguousarray(image[:100, :700]), 700, 1500 + row * 180)
    page = _turned(page, float(rng.normal(0, 2)))
    name = str(rng.choice(list(SCAN_SPOILS)))
    spoil = SCAN_SPOILS[name]
    return Case(f"foreign {name}", "foreign 200", spoil(page, rng, 200 / MM) if spoil else page, tuple(printed))


def _turned(grey: Pixels, angle: float) -> Pixels:
    """Turned about the middle; where that would cut codes off, the picture grows."""
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    if abs(angle) > 5:
        cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
        new_width, new_height = int(height * sin + width * cos), int(height * cos + width * sin)
        turn[:, 2] += ((new_width - width) / 2, (new_height - height) / 2)
        width, height = new_width, new_height
    return cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=250)


def case(number: int, first_seed: int = 0) -> Case:
    """The numbered case of a run: half scans, four tenths frames, the rest foreign codes."""
    seed = first_seed + number
    kind = number % 10
    return scan(seed) if kind in (0, 2, 4, 6, 8) else foreign(seed) if kind == 9 else frame(seed)


def plain_page(seed: int) -> Pixels:
    """A scanned form without any code, 300 dpi."""
    rng = np.random.default_rng(seed)
    page = _turned(_ground(int(rng.integers(4)), 300), float(rng.normal(0, 1)))
    noise = rng.standard_normal(page.shape, np.float32) * 3
    return np.clip(page * 0.95 + 6 + noise, 0, 255).astype(np.uint8)


def patch_sheet(seed: int) -> Case:
    """A separator sheet in a scanner, up to 5° askew, either way up; every fourth lies sideways."""
    rng = np.random.default_rng(seed)
    dpi = int(rng.choice(DPIS))
    page = _sheet_of(sheet_text(rng), dpi)
    page = _turned(page, float(rng.uniform(-5, 5)))
    page = np.ascontiguousarray(np.rot90(page, int(rng.choice([0, 2, 0, 2, 0, 2, 1, 3]))))
    name = str(rng.choice([n for n in SCAN_SPOILS if n != "motion"]))
    spoil = SCAN_SPOILS[name]
    return Case(
        name, f"sheet {dpi}", spoil(page, rng, dpi / MM) if spoil else page, (Printed("PatchT", codes.PATCH_T),)
    )


def patch_negative(seed: int) -> Case:
    """A page that resembles a patch in some way and is none."""
    rng = np.random.default_rng(seed)
    dpi = int(rng.choice(DPIS))
    mm = dpi / MM
    name = ("text", "table", "zebra", "bars", "chart", "other patch", "random bars", "codes", "photo", "blacked out")[
        seed % 10
    ]
    page = _ground(int(rng.integers(4)), dpi).copy()
    if name != "text" and name != "codes":
        page[: round(150 * mm)] = 255
        _NEGATIVES[name](page, rng, mm)
    if name == "codes":
        page, _ = scan_page(rng, dpi, str(rng.choice(["several", "bars", "receipt"])))
    page = np.ascontiguousarray(np.rot90(_turned(page, float(rng.normal(0, 1.5))), int(rng.integers(4))))
    damage = str(rng.choice(list(SCAN_SPOILS)))
    spoil = SCAN_SPOILS[damage]
    return Case(f"{name} {damage}", f"page {dpi}", spoil(page, rng, mm) if spoil else page, ())


def _fill(page: Pixels, box: tuple[float, float, float, float], mm: float, level: int) -> None:
    left, top, width, height = (round(v * mm) for v in box)
    page[top : top + height, left : left + width] = level


def _table(page: Pixels, rng: np.random.Generator, mm: float) -> None:
    row, thick = rng.uniform(2, 9), rng.uniform(0.2, 1.2)
    for k in range(14):
        _fill(page, (20, 12 + k * row, 170, thick), mm, 20)
    for x in (20, 60, 110, 190):
        _fill(page, (x, 12, thick, 13 * row), mm, 20)


def _zebra(page: Pixels, rng: np.random.Generator, mm: float) -> None:
    row, level = rng.uniform(2, 8), int(rng.integers(0, 200))
    for k in range(0, 14, 2):
        _fill(page, (20, 12 + k * row, 170, row), mm, level)


def _long_bars(page: Pixels, rng: np.random.Generator, mm: float) -> None:
    """A Code 128 whose bars lie across the page and are as long as those of a patch."""
    height = round(rng.uniform(40, 120) * mm)
    bars = drawn_bars(dossier_code(rng), height, round(rng.uniform(20, 120) * mm))
    bars = np.ascontiguousarray(bars.T)[: page.shape[0] - round(12 * mm)]
    _paste(page, bars, round(30 * mm), round(12 * mm))


def _chart(page: Pixels, rng: np.random.Generator, mm: float) -> None:
    for k in range(8):
        _fill(page, (25, 15 + k * 9, rng.uniform(20, 160), rng.uniform(3, 6)), mm, int(rng.integers(0, 120)))


def _other_patch(page: Pixels, rng: np.random.Generator, mm: float) -> None:
    """The patches 1, 2, 3, 4 and 6, true to size."""
    n, w = codes.PATCH_T_BARS_MM[0], codes.PATCH_T_BARS_MM[1]
    bars = [(w, w, n, n), (w, n, n, w), (w, n, w, n), (n, w, w, n), (n, n, w, w)][int(rng.integers(5))]
    at = 10.0
    for bar in bars:
        _fill(page, (40, at, 130, bar), mm, 15)
        at += bar + codes.PATCH_SPACE_MM


def _random_bars(page: Pixels, rng: np.random.Generator, mm: float) -> None:
    at = 10.0
    for _ in range(int(rng.integers(4, 14))):
        bar = float(rng.choice([1.0, 1.5, 3.2, 4.0, 6.5, 8.0]))
        _fill(page, (30, at, rng.uniform(20, 150), bar), mm, 15)
        at += bar + float(rng.choice([0.8, 1.2, 3.2, 4.0]))


def _photo(page: Pixels, rng: np.random.Generator, mm: float) -> None:
    rough = rng.integers(0, 256, (24, 16), np.uint8)
    side = round(150 * mm), round(110 * mm)
    page[round(15 * mm) : round(15 * mm) + side[1], round(20 * mm) : round(20 * mm) + side[0]] = cv2.resize(
        rough, side, interpolation=cv2.INTER_CUBIC
    )


def _blacked_out(page: Pixels, rng: np.random.Generator, mm: float) -> None:
    """Lines of a secret, all alike."""
    height, gap = rng.uniform(2, 5), rng.uniform(1.5, 5)
    for k in range(9):
        _fill(page, (25, 14 + k * (height + gap), rng.uniform(60, 160), height), mm, 5)


_NEGATIVES: dict[str, Callable[[Pixels, np.random.Generator, float], None]] = {
    "table": _table,
    "zebra": _zebra,
    "bars": _long_bars,
    "chart": _chart,
    "other patch": _other_patch,
    "random bars": _random_bars,
    "photo": _photo,
    "blacked out": _blacked_out,
}
