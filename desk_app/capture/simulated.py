"""Paper that never was: Vietnamese forms, identity cards and photos of them, and a scanner that yields such pages.

The pictures are pure functions of their arguments and may be made anywhere; the device refuses to exist outside
demo and tests, so that no invented page can ever end up in a real dossier.
"""

from __future__ import annotations

import dataclasses
import functools
import io
import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import segno
from PIL import Image, ImageDraw, ImageFont

from desk_app import resources
from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, MM_PER_INCH, Pixels

FORM = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "",
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "",
    "Kính gửi: Ủy ban nhân dân xã Mẫu Sơn, tỉnh Cà Mau",
    "Họ, chữ đệm, tên người yêu cầu: Nguyễn Thị Thử Nghiệm",
    "Giấy tờ tùy thân: Căn cước công dân số 096199000123",
    "Nơi cư trú: Ấp 1, Khánh Hội, U Minh, Cà Mau",
    "Quan hệ với người được khai sinh: Mẹ",
    "Đề nghị cơ quan đăng ký khai sinh cho người dưới đây:",
    "Họ, chữ đệm, tên: Trần Văn Giả Định",
    "Ngày, tháng, năm sinh: 05/11/2026, tại Bệnh viện đa khoa Cà Mau",
    "Giới tính: Nam    Dân tộc: Kinh    Quốc tịch: Việt Nam",
    "Quê quán: Khánh Hội, U Minh, Cà Mau",
    "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật,",
    "được sự thỏa thuận nhất trí của các bên liên quan theo quy định pháp luật.",
    "Tôi chịu hoàn toàn trách nhiệm trước pháp luật về nội dung cam đoan của mình.",
)
"""Lines of a birth registration form about people who do not exist."""

_FONTS = {
    "regular": ("tinos/Tinos-Regular.ttf", "tinos/Tinos_400Regular.ttf", "be-vietnam-pro/BeVietnamPro-Regular.ttf"),
    "bold": ("tinos/Tinos-Bold.ttf", "tinos/Tinos_700Bold.ttf", "be-vietnam-pro/BeVietnamPro-Bold.ttf"),
}
_STAMP, _INK, _PEN = (196, 30, 38), (24, 24, 26), (22, 40, 140)
_CARD_MM = (85.6, 53.98)


@functools.lru_cache(maxsize=32)
def _font(style: str, size_px: int) -> ImageFont.FreeTypeFont:
    for name in _FONTS[style]:
        file = resources.path("fonts", *name.split("/"))
        if file.is_file():
            return ImageFont.truetype(str(file), size_px)
    return ImageFont.truetype("DejaVuSerif-Bold.ttf" if style == "bold" else "DejaVuSerif.ttf", size_px)


def document_page(
    lines: Sequence[str] = FORM, seed: int = 0, stamp: bool = True, *, signature: bool = True, dpi: int = 200
) -> Pixels:
    """An A4 page of text as it comes out of a printer: pure white, pure black, a red round stamp and a blue signature.

    Args:
        lines: text, one entry a line; lines in capitals are set bold and centred.
        seed: decides where stamp and signature lie and how the hand moved.
        stamp: with a stamp.
        signature: with a signature.
        dpi: pixels per inch.

    Returns:
        uint8, H×W×3, RGB.
    """
    rng = np.random.default_rng(seed)
    mm = dpi / MM_PER_INCH
    image = Image.new("RGB", (round(A4_SHORT_MM * mm), round(A4_LONG_MM * mm)), "white")
    draw = ImageDraw.Draw(image)
    y = 20 * mm
    for line in lines:
        centred = line.isupper() or line.startswith("Độc lập")
        font = _font("bold" if centred else "regular", round(13.5 / 72 * dpi))
        x = image.width / 2 if centred else 25 * mm
        draw.text((x, y), line, font=font, fill=_INK, anchor="ma" if centred else "la")
        y += 9 * mm
    below = min(y + 12 * mm, image.height - 62 * mm)
    middle = (image.width - 62 * mm + rng.uniform(-6, 6) * mm, below + 22 * mm)
    if signature:
        _sign(draw, rng, middle, mm)
    if stamp:
        image = _stamped(image, (middle[0] - 14 * mm, middle[1]), mm, float(rng.uniform(-12, 12)))
    return np.array(image)


def _sign(draw: ImageDraw.ImageDraw, rng: np.random.Generator, middle: tuple[float, float], mm: float) -> None:
    """A few joined loops of a blue pen."""
    t = np.linspace(0, 1, 160)
    phase = rng.uniform(0, math.tau, 4)
    x = middle[0] + (t * 46 - 23 + 5 * np.sin(9 * t * math.pi + phase[0])) * mm
    y = middle[1] + (7 * np.sin(5 * t * math.pi + phase[1]) * (1 - 0.6 * t) + 3 * np.sin(13 * t + phase[2])) * mm
    draw.line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=_PEN, width=max(2, round(0.45 * mm)), joint="curve")


def _stamped(image: Image.Image, middle: tuple[float, float], mm: float, angle: float) -> Image.Image:
    """A round red stamp, 36 mm across, laid over what is written, so that both show."""
    size = round(38 * mm)
    seal = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(seal)
    for radius, width in ((18.0, 0.9), (16.6, 0.35), (10.5, 0.35)):
        edge = [(19 - radius) * mm, (19 - radius) * mm, (19 + radius) * mm, (19 + radius) * mm]
        draw.ellipse(edge, outline=235, width=max(1, round(width * mm)))
    star = [
        (19 * mm + r * mm * math.sin(k * math.pi / 5), 19 * mm - r * mm * math.cos(k * math.pi / 5))
        for k, r in enumerate([6.0, 2.4] * 5)
    ]
    draw.polygon(star, fill=235)
    for k, letter in enumerate("ỦY BAN NHÂN DÂN XÃ MẪU SƠN * T.CÀ MAU * "):
        glyph = Image.new("L", (round(6 * mm), round(6 * mm)), 0)
        ImageDraw.Draw(glyph).text((3 * mm, 3 * mm), letter, font=_font("bold", round(3.2 * mm)), fill=235, anchor="mm")
        turn = 360 * k / 40
        where = (19 * mm + 13.6 * mm * math.sin(math.radians(turn)), 19 * mm - 13.6 * mm * math.cos(math.radians(turn)))
        glyph = glyph.rotate(-turn, Image.Resampling.BICUBIC)
        seal.paste(235, (round(where[0] - 3 * mm), round(where[1] - 3 * mm)), glyph)
    seal = seal.rotate(angle, Image.Resampling.BICUBIC)
    ink = Image.new("RGB", image.size, "white")
    ink.paste(_STAMP, (round(middle[0] - size / 2), round(middle[1] - size / 2)), seal)
    both = np.minimum(np.array(image, np.uint16), np.array(ink, np.uint16))
    return Image.fromarray(both.astype(np.uint8))


def card_image(qr_text: str, seed: int = 0, *, dpi: int = 300) -> Pixels:
    """An identity card of the size ID-1 with this text in its QR (20 mm, level M): uint8, H×W×3, RGB."""
    rng = np.random.default_rng(seed)
    mm = dpi / MM_PER_INCH
    width, height = (round(side * mm) for side in _CARD_MM)
    ground = np.linspace((214, 226, 222), (238, 226, 208), width)[None].repeat(height, axis=0)
    waves = 5 * np.sin(np.arange(height)[:, None] / (1.3 * mm) + np.arange(width)[None] / (2.1 * mm))
    image = Image.fromarray(np.clip(ground + waves[:, :, None], 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.text((24 * mm, 4 * mm), "CĂN CƯỚC CÔNG DÂN", font=_font("bold", round(3.2 * mm)), fill=(170, 30, 40))
    draw.text((24 * mm, 9 * mm), "THẺ MẪU, KHÔNG CÓ GIÁ TRỊ", font=_font("regular", round(2.4 * mm)), fill=(60, 60, 70))
    draw.rectangle([4 * mm, 16 * mm, 24 * mm, 44 * mm], fill=tuple(int(v) for v in rng.integers(120, 190, 3)))
    draw.ellipse([9 * mm, 20 * mm, 19 * mm, 32 * mm], fill=(216, 178, 150))
    for row, field in enumerate(qr_text.split("|")[2:6]):
        draw.text((27 * mm, (18 + 6 * row) * mm), field[:34], font=_font("regular", round(2.8 * mm)), fill=_INK)
    code = qr_pixels(qr_text, size_px=round(20 * mm))
    image.paste(Image.fromarray(code), (round(width - 23 * mm), round(3 * mm)))
    return np.array(image)


def qr_pixels(text: str, *, size_px: int) -> Pixels:
    """A QR of this text in UTF-8, level M, with its quiet zone: uint8, size×size×3."""
    rows = [list(row) for row in segno.make_qr(text.encode("utf-8"), error="m").matrix_iter(border=3)]
    modules = np.where(np.array(rows, bool), 0, 255).astype(np.uint8)
    whole = max(1, size_px // len(modules))
    crisp = cv2.resize(modules, None, fx=whole, fy=whole, interpolation=cv2.INTER_NEAREST)
    grey = cv2.resize(
        crisp, (size_px, size_px), interpolation=cv2.INTER_AREA if whole * len(modules) > size_px else cv2.INTER_LINEAR
    )
    return np.repeat(grey[:, :, None], 3, axis=2)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A picture taken of a sheet, and where the sheet really is.

    Attributes:
        pixels: uint8, H×W×3, RGB.
        corners: float32, 4×2, (x, y), clockwise from the sheet's own top left.
    """

    pixels: Pixels
    corners: Pixels


def photograph(sheet: Pixels, seed: int = 0, angle: float = 4.0, **more: Any) -> Pixels:
    """What a hand-held phone sees of this sheet on a table; see ``photograph_known`` for the arguments."""
    return photograph_known(sheet, seed, angle, **more).pixels


def photograph_known(
    sheet: Pixels,
    seed: int = 0,
    angle: float = 4.0,
    *,
    size_px: tuple[int, int] = (2250, 3000),
    table: str = "cluttered",
    tilt: float = 0.06,
    fill: float = 0.86,
    shadow: float = 0.35,
    noise: float = 3.0,
    blur_px: float = 0.6,
) -> Photo:
    """Photograph a sheet and say where its corners came to lie.

    Args:
        sheet: uint8, H×W×3, RGB.
        seed: decides table, light and the exact position.
        angle: degrees clockwise by which the sheet lies turned.
        size_px: width and height of the picture.
        table: "cluttered" (wood, other papers, a pen), "dark" or "light".
        tilt: strength of the perspective, as a part of the sheet's length.
        fill: how much of the picture the sheet takes.
        shadow: how much darker the darkest corner is, 0 to 1.
        noise: standard deviation of the sensor's noise, in levels.
        blur_px: standard deviation of the lens' blur.
    """
    rng = np.random.default_rng(seed)
    width, height = size_px
    corners = _thrown(sheet, rng, angle, size_px, tilt, fill)
    picture = _table(table, rng, width, height)
    rows, columns = sheet.shape[:2]
    source = np.array([[0, 0], [columns, 0], [columns, rows], [0, rows]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, corners)
    mask = cv2.warpPerspective(np.full((rows, columns), 255, np.uint8), matrix, (width, height), flags=cv2.INTER_AREA)
    cast = cv2.GaussianBlur(
        np.roll(mask, (round(0.006 * height), round(0.004 * width)), (0, 1)), (0, 0), 0.005 * height
    )
    picture *= 1 - 0.45 * cast[:, :, None].astype(np.float32) / 255
    laid = cv2.warpPerspective(sheet, matrix, (width, height), flags=cv2.INTER_AREA).astype(np.float32) * np.float32(
        0.93
    )
    part = mask[:, :, None].astype(np.float32) / 255
    picture = picture * (1 - part) + laid * part
    return Photo(_developed(picture, rng, shadow, noise, blur_px), corners)


def _thrown(
    sheet: Pixels, rng: np.random.Generator, angle: float, size_px: tuple[int, int], tilt: float, fill: float
) -> Pixels:
    """Corners of the sheet in the picture."""
    rows, columns = sheet.shape[:2]
    box = np.array([[-columns, -rows], [columns, -rows], [columns, rows], [-columns, rows]], np.float64) / 2
    turn = math.radians(angle)
    box = box @ np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    # A camera whose axis leans: what is farther away shrinks towards the middle.
    lean = rng.normal(size=2)
    lean = lean / np.linalg.norm(lean) * tilt
    depth = 1 + (box / max(rows, columns)) @ (2 * lean)
    box = box / depth[:, None]
    box *= fill * min(size_px[0] / np.ptp(box[:, 0]), size_px[1] / np.ptp(box[:, 1]))
    middle = np.array(size_px) / 2 + rng.uniform(-0.01, 0.01, 2) * size_px
    corners: Pixels = (box - (box.max(axis=0) + box.min(axis=0)) / 2 + middle).astype(np.float32)
    return corners


def _table(kind: str, rng: np.random.Generator, width: int, height: int) -> Pixels:
    """What lies under and around the sheet; float32, H×W×3."""
    coarse = cv2.resize(rng.normal(size=(24, 6)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    grain = cv2.resize(
        rng.normal(size=(height // 4, 60)).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR
    )
    base = {"cluttered": (134, 96, 62), "dark": (46, 44, 48), "light": (206, 202, 194)}[kind]
    rough = {"cluttered": 13.0, "dark": 4.0, "light": 4.0}[kind]
    ground = np.array(base, np.float32) + (rough * coarse + 0.45 * rough * grain)[:, :, None]
    if kind == "cluttered":
        for _ in range(7):
            middle = rng.uniform(0, 1, 2) * (width, height)
            side = rng.uniform(0.12, 0.4, 2) * min(width, height)
            box = cv2.boxPoints((tuple(middle), tuple(side), float(rng.uniform(0, 90)))).astype(np.int32)
            cv2.fillPoly(ground, [box], tuple(float(v) for v in rng.uniform(40, 235, 3)))
        start, end = (rng.uniform(0, 1, (2, 2)) * (width, height)).astype(int).tolist()
        cv2.line(ground, start, end, (25.0, 40.0, 120.0), max(3, width // 90))
    return ground


def _developed(picture: Pixels, rng: np.random.Generator, shadow: float, noise: float, blur_px: float) -> Pixels:
    """Uneven light, a warm lamp, the lens and the sensor."""
    height, width = picture.shape[:2]
    toward = rng.uniform(0, math.tau)
    x, y = np.meshgrid(np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32))
    ramp = (x * math.cos(toward) + y * math.sin(toward)) / 2 + 0.5
    picture = picture * (1 - shadow * np.clip(ramp, 0, 1))[:, :, None] * np.array([1.0, 0.975, 0.93], np.float32)
    if blur_px:
        picture = cv2.GaussianBlur(picture, (0, 0), blur_px)
    if noise:
        picture = picture + _noise(rng, height, width, noise)
    return np.clip(picture, 0, 255).astype(np.uint8)


def _noise(rng: np.random.Generator, height: int, width: int, strength: float) -> Pixels:
    """Sensor noise, mostly of brightness, a little of colour; one patch repeated at random places, which no step notices."""
    patch = rng.standard_normal((256, 256, 1), np.float32) + 0.4 * rng.standard_normal((256, 256, 3), np.float32)
    rows = [
        np.roll(np.tile(patch, (1, width // 256 + 1, 1)), tuple(rng.integers(0, 256, 2)), (0, 1))
        for _ in range(height // 256 + 1)
    ]
    whole: Pixels = np.concatenate(rows)[:height, :width] * np.float32(strength)
    return whole


def scanned(sheet: Pixels, seed: int = 0, *, skew_deg: float = 0.0, noise: float = 2.0, paper: int = 244) -> Pixels:
    """What a flatbed sees of this sheet: a little grey, a little soft, a little noisy, turned clockwise by ``skew_deg``."""
    rng = np.random.default_rng(seed)
    height, width = sheet.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -skew_deg, 1.0)
    laid = cv2.warpAffine(sheet, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))
    soft = cv2.GaussianBlur(laid, (0, 0), 0.5).astype(np.float32)
    seen = 18 + soft * ((paper - 18) / 255) + _noise(rng, height, width, noise)
    pixels: Pixels = np.clip(seen, 0, 255).astype(np.uint8)
    return pixels


def jpeg_file(pixels: Pixels, *, dpi: int | None = None, quality: int = 88) -> bytes:
    """The pixels as a JPEG file, as a scanner or phone would hand it over."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality, **({"dpi": (dpi, dpi)} if dpi else {}))
    return out.getvalue()
