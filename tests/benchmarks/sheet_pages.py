"""Pages as they come over a counter, made up from a seed: print in several faces, handwriting, tables, capitals, English.

Every page knows its kind; all are upright. Nothing on them is about anybody.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from desk_app import resources
from desk_app.capture import simulated
from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, MM_PER_INCH, Pixels

_SYSTEM = Path("/usr/share/fonts")
_FACES = (
    "tinos/Tinos-Regular.ttf",
    "tinos/Tinos-Regular.ttf",
    "tinos/Tinos-Bold.ttf",
    "tinos/Tinos-Italic.ttf",
    "tinos/Tinos-BoldItalic.ttf",
    "be-vietnam-pro/BeVietnamPro-Regular.ttf",
    "be-vietnam-pro/BeVietnamPro-Bold.ttf",
)
_FACES_OF_THE_SYSTEM = (
    "truetype/dejavu/DejaVuSans.ttf",
    "truetype/dejavu/DejaVuSerif.ttf",
    "truetype/dejavu/DejaVuSansMono.ttf",
    "truetype/dejavu/DejaVuSansCondensed.ttf",
)
_LATIN_FACES = (
    "opentype/urw-base35/NimbusRoman-Regular.otf",
    "opentype/urw-base35/NimbusSans-Regular.otf",
    "opentype/urw-base35/NimbusMonoPS-Regular.otf",
    "opentype/urw-base35/P052-Roman.otf",
    "opentype/urw-base35/C059-Roman.otf",
)
_HANDS = ("Hand", "Dancing", "Playpen")

_VIETNAMESE_TEXT = (
    "căn cứ luật tổ chức chính quyền địa phương ngày tháng năm quyết định về việc giải quyết thủ tục hành chính cấp xã đề nghị "
    "người yêu cầu họ chữ đệm tên giấy tờ tùy thân nơi cư trú quan hệ với được khai sinh dân tộc quốc tịch giới tính quê quán "
    "mẹ cha con vợ chồng cam đoan nội dung trên đây là đúng sự thật chịu hoàn toàn trách nhiệm trước pháp luật thỏa thuận nhất "
    "trí của các bên liên quan theo quy định hiện hành ủy ban nhân dân xã phường thị trấn huyện tỉnh thành phố kính gửi đơn xin "
    "xác nhận tình trạng hôn nhân đất ở thửa tờ bản đồ diện tích mục đích sử dụng thời hạn nguồn gốc tài sản gắn liền hợp đồng "
    "chuyển nhượng quyền thừa kế biên bản họp tổ trưởng thôn ấp khu phố trưởng công an bí thư chủ tịch phó văn phòng tư pháp hộ "
    "tịch địa chính xây dựng lao động thương binh xã hội trợ cấp hằng tháng bảo hiểm y tế khuyết tật người cao tuổi hộ nghèo cận "
    "giấy phép kinh doanh cửa hàng vốn đăng ký ngành nghề bán lẻ thực phẩm sửa chữa điện nước sạch môi trường nông nghiệp lúa "
    "tôm cá vườn cây ăn trái đường giao thông cầu trường học trạm khám chữa bệnh vắc xin trẻ em học sinh sinh viên nghỉ học bổng"
)
_ENGLISH_TEXT = (
    "the of and to in is that for it as was with be by on not he his but at are this have from or had an they which one you were "
    "all her she there would their we him been has when who will no more if out so up said what its about than into them can only "
    "other time new some could these two may first then do any like my now over such our man even most made after also did many "
    "certificate application department republic national identity applicant residence birth place date signature authority"
)
_NAMES_TEXT = (
    "Nguyễn Trần Lê Phạm Huỳnh Võ Đặng Bùi Đỗ Hồ Ngô Dương Văn Thị Minh Ngọc Thử Mẫu Giả Định An Bình Cường Dũng"
)
_VIETNAMESE, _ENGLISH, _NAMES = (text.split() for text in (_VIETNAMESE_TEXT, _ENGLISH_TEXT, _NAMES_TEXT))
_LABELS = (
    "Họ, chữ đệm, tên người yêu cầu:",
    "Giấy tờ tùy thân:",
    "Nơi cư trú:",
    "Ngày, tháng, năm sinh:",
    "Quan hệ với người được khai sinh:",
    "Dân tộc:",
    "Quê quán:",
    "Số điện thoại liên hệ:",
    "Nghề nghiệp, nơi làm việc:",
    "Lý do đề nghị:",
    "Thửa đất số, tờ bản đồ số:",
    "Diện tích (m²):",
)
_TITLES = (
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "ĐƠN ĐỀ NGHỊ XÁC NHẬN",
    "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "QUYẾT ĐỊNH",
    "BIÊN BẢN HỌP THÔN",
    "GIẤY CHỨNG NHẬN",
    "HỢP ĐỒNG CHUYỂN NHƯỢNG",
)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """An upright page and what kind it is: uint8, H×W×3, RGB."""

    pixels: Pixels
    kind: str


@functools.cache
def faces(more: str = "") -> tuple[str, ...]:
    """Files of faces that have the letters of Vietnamese; ``more`` is a folder with further ones."""
    ours = [str(resources.path("fonts", *name.split("/"))) for name in _FACES]
    system = [str(_SYSTEM / name) for name in _FACES_OF_THE_SYSTEM if (_SYSTEM / name).is_file()]
    return tuple(ours + system + (sorted(str(file) for file in Path(more).glob("*.ttf")) if more else []))


@functools.cache
def latin_faces() -> tuple[str, ...]:
    """Files of faces for English only."""
    found = [str(_SYSTEM / name) for name in _LATIN_FACES if (_SYSTEM / name).is_file()]
    return tuple(found) or faces()


@functools.lru_cache(maxsize=256)
def _font(file: str, size_px: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size_px)


class _Sheet:
    """A white sheet being written on, from the top down."""

    def __init__(self, rng: np.random.Generator, dpi: int, more: str, size_mm: tuple[float, float]) -> None:
        self.rng, self.dpi, self.mm = rng, dpi, dpi / MM_PER_INCH
        self.image = Image.new("L", (round(size_mm[0] * self.mm), round(size_mm[1] * self.mm)), 255)
        self.draw = ImageDraw.Draw(self.image)
        self.left = rng.uniform(15, 32) * self.mm
        self.right = self.image.width - rng.uniform(12, 24) * self.mm
        self.y = rng.uniform(14, 26) * self.mm
        self.more = more
        self.face = str(rng.choice(faces(more)))
        self.points = float(rng.uniform(10.5, 14.5))
        self.ink = int(rng.integers(0, 70))
        self.leading = float(rng.uniform(1.25, 1.8))

    def font(self, scale: float = 1.0, face: str = "") -> ImageFont.FreeTypeFont:
        return _font(face or self.face, max(6, round(self.points * scale / 72 * self.dpi)))

    @property
    def room(self) -> bool:
        return self.y < self.image.height - 25 * self.mm

    def line(self, text: str, *, centred: bool = False, scale: float = 1.0, face: str = "", x: float = -1) -> float:
        font = self.font(scale, face)
        at = (self.image.width / 2 if centred else self.left if x < 0 else x, self.y)
        self.draw.text(at, text, font=font, fill=self.ink, anchor="ma" if centred else "la")
        self.y += self.leading * self.points * scale / 72 * self.dpi
        return at[0] + font.getlength(text)

    def paragraph(self, words: Callable[[], str], sentences: int) -> None:
        font = self.font()
        text = " ".join(sentence(words, self.rng) for _ in range(sentences)).split()
        current = "    "
        for word in text:
            if font.getlength(current + " " + word) > self.right - self.left:
                if not self.room:
                    return
                self.line(current)
                current = word
            else:
                current += " " + word
        self.line(current)


def sentence(words: Callable[[], str], rng: np.random.Generator) -> str:
    """A few words with a capital and a full stop, sometimes a number or a comma."""
    chosen = [words() for _ in range(int(rng.integers(5, 17)))]
    if rng.random() < 0.3:
        chosen[int(rng.integers(len(chosen)))] = str(rng.integers(1, 2030))
    if rng.random() < 0.5:
        chosen[len(chosen) // 2] += ","
    return " ".join(chosen).capitalize() + "."


def _words(sheet: _Sheet, pool: list[str]) -> Callable[[], str]:
    return lambda: pool[int(sheet.rng.integers(len(pool)))]


def _header(sheet: _Sheet) -> None:
    bold = str(resources.path("fonts", "tinos", "Tinos-Bold.ttf"))
    sheet.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", centred=True, face=bold)
    sheet.line("Độc lập - Tự do - Hạnh phúc", centred=True, face=bold)
    sheet.y += 5 * sheet.mm
    sheet.line(str(sheet.rng.choice(_TITLES)), centred=True, scale=1.15, face=bold)
    sheet.y += 4 * sheet.mm


def _name(sheet: _Sheet) -> str:
    return " ".join(sheet.rng.choice(_NAMES, int(sheet.rng.integers(2, 5))))


def _form(sheet: _Sheet) -> None:
    _header(sheet)
    for _ in range(int(sheet.rng.integers(6, 18))):
        label = str(sheet.rng.choice(_LABELS))
        value = str(sheet.rng.choice([_name(sheet), "." * 60, f"{sheet.rng.integers(10**11, 10**12)}", "05/11/2026"]))
        sheet.line(f"{label} {value}")
    sheet.paragraph(_words(sheet, _VIETNAMESE), int(sheet.rng.integers(1, 4)))


def _letter(sheet: _Sheet) -> None:
    if sheet.rng.random() < 0.5:
        _header(sheet)
    for _ in range(int(sheet.rng.integers(1, 9))):
        if sheet.room:
            sheet.paragraph(_words(sheet, _VIETNAMESE), int(sheet.rng.integers(2, 6)))


def _english(sheet: _Sheet) -> None:
    sheet.face = str(sheet.rng.choice(latin_faces() + faces(sheet.more)))
    for _ in range(int(sheet.rng.integers(2, 8))):
        if sheet.room:
            sheet.paragraph(_words(sheet, _ENGLISH), int(sheet.rng.integers(2, 6)))


def _capitals(sheet: _Sheet) -> None:
    words = _words(sheet, _VIETNAMESE if sheet.rng.random() < 0.7 else _ENGLISH)
    for _ in range(int(sheet.rng.integers(4, 22))):
        if sheet.room:
            sheet.line(" ".join(words() for _ in range(int(sheet.rng.integers(2, 8)))).upper())


def _few(sheet: _Sheet) -> None:
    words = _words(sheet, _VIETNAMESE)
    sheet.y = sheet.rng.uniform(20, 180) * sheet.mm
    for _ in range(int(sheet.rng.integers(1, 4))):
        sheet.line(sentence(words, sheet.rng)[:60])


def _table(sheet: _Sheet) -> None:
    if sheet.rng.random() < 0.6:
        _header(sheet)
    columns, words = int(sheet.rng.integers(3, 8)), _words(sheet, _VIETNAMESE)
    sheet.points = min(sheet.points, 11.5)
    edges = np.sort(np.append(sheet.rng.uniform(0.08, 0.95, columns - 1), (0, 1)))
    xs = sheet.left + edges * (sheet.right - sheet.left)
    numeric = sheet.rng.random(columns) < 0.5
    top, row = sheet.y, 1.6 * sheet.points / 72 * sheet.dpi
    while sheet.room and sheet.rng.random() < 0.96:
        sheet.draw.line([xs[0], sheet.y, xs[-1], sheet.y], fill=sheet.ink, width=max(1, round(0.25 * sheet.mm)))
        for column in range(columns):
            number = f"{sheet.rng.integers(1, 10 ** int(sheet.rng.integers(1, 8))):,}".replace(",", ".")
            text = number if numeric[column] else " ".join(words() for _ in range(8)).capitalize()
            while text and sheet.font().getlength(text) > xs[column + 1] - xs[column] - 2 * sheet.mm:
                text = text[:-1]
            sheet.draw.text((xs[column] + sheet.mm, sheet.y + 0.15 * row), text, font=sheet.font(), fill=sheet.ink)
        sheet.y += row
    sheet.draw.line([xs[0], sheet.y, xs[-1], sheet.y], fill=sheet.ink, width=max(1, round(0.25 * sheet.mm)))
    for x in xs:
        sheet.draw.line([x, top, x, sheet.y], fill=sheet.ink, width=max(1, round(0.25 * sheet.mm)))


def _hand(sheet: _Sheet) -> None:
    """Handwriting: a script face where one is at hand, else slanted print, bent by the warp that follows."""
    hands = [file for file in faces(sheet.more) if any(name in file for name in _HANDS)]
    italic = [file for file in faces(sheet.more) if "Italic" in file]
    sheet.face = str(sheet.rng.choice(hands if hands and sheet.rng.random() < 0.8 else italic))
    sheet.points, sheet.leading = float(sheet.rng.uniform(14, 22)), float(sheet.rng.uniform(1.3, 1.9))
    words = _words(sheet, _VIETNAMESE)
    for _ in range(int(sheet.rng.integers(3, 20))):
        if sheet.room:
            indent = sheet.left + abs(sheet.rng.normal()) * 3 * sheet.mm
            sheet.line(" ".join(words() for _ in range(int(sheet.rng.integers(3, 8)))), x=indent)


def _filled(sheet: _Sheet) -> None:
    """Printed labels, values by hand on dotted lines."""
    _header(sheet)
    hands = [file for file in faces(sheet.more) if any(name in file for name in _HANDS)] or list(faces(sheet.more))
    hand = str(sheet.rng.choice(hands))
    for _ in range(int(sheet.rng.integers(6, 16))):
        before = sheet.y
        end = sheet.line(str(sheet.rng.choice(_LABELS)) + " ")
        after, sheet.y = sheet.y, before - 1.2 * sheet.mm
        sheet.line(_name(sheet), face=hand, scale=1.25, x=end)
        sheet.y = after


def _certificate(sheet: _Sheet) -> None:
    for margin in (8, 10):
        box = [margin * sheet.mm, margin * sheet.mm]
        box += [sheet.image.width - margin * sheet.mm, sheet.image.height - margin * sheet.mm]
        sheet.draw.rectangle(box, outline=sheet.ink, width=max(1, round(0.5 * sheet.mm)))
    sheet.y += 12 * sheet.mm
    _header(sheet)
    words = _words(sheet, _VIETNAMESE)
    for _ in range(int(sheet.rng.integers(3, 9))):
        sheet.line(" ".join(words() for _ in range(6)).capitalize(), centred=True)


_KINDS: dict[str, Callable[[_Sheet], None]] = {
    "form": _form,
    "letter": _letter,
    "english": _english,
    "capitals": _capitals,
    "few lines": _few,
    "table": _table,
    "hand": _hand,
    "filled by hand": _filled,
    "certificate": _certificate,
}
KINDS = tuple(_KINDS)


def sample(seed: int, kind: str = "", *, dpi: int = 150, more: str = "", extras: bool = True) -> Sample:
    """One page; kind and everything else follow from the seed.

    Args:
        seed: decides.
        kind: one of ``KINDS``; any when empty.
        dpi: pixels per inch.
        more: a folder with further faces.
        extras: sometimes a stamp, a signature, a QR, a photo, a stray line.
    """
    rng = np.random.default_rng((seed, 77))
    kind = kind or KINDS[seed % len(KINDS)]
    landscape = rng.random() < 0.12 and kind in ("table", "certificate", "letter")
    size = (A4_LONG_MM, A4_SHORT_MM) if landscape else (A4_SHORT_MM, A4_LONG_MM)
    sheet = _Sheet(rng, dpi, more, size)
    _KINDS[kind](sheet)
    grey = np.array(sheet.image)
    if kind in ("hand", "filled by hand"):
        grey = bent(grey, rng, strength=0.35 * sheet.mm, wave=2.2 * sheet.mm)
    pixels = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
    if extras:
        pixels = with_extras(pixels, rng, dpi)
    return Sample(pixels, kind)


def bent(grey: Pixels, rng: np.random.Generator, *, strength: float, wave: float) -> Pixels:
    """Moved about by a smooth random field, ``strength`` and ``wave`` in pixels: no two letters alike."""
    height, width = grey.shape[:2]
    shape = (max(2, round(height / wave / 2)), max(2, round(width / wave / 2)))
    moves = [
        cv2.resize(rng.normal(0, strength, shape).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
        for _ in range(2)
    ]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return cv2.remap(grey, x + moves[0], y + moves[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def with_extras(pixels: Pixels, rng: np.random.Generator, dpi: int) -> Pixels:
    """What else is found on pages, each now and then: a stamp with a signature, a QR, a portrait, a stroke of a pen."""
    height, width = pixels.shape[:2]
    pixels = pixels.copy()
    mm = dpi / MM_PER_INCH
    if rng.random() < 0.4:
        marks = simulated.document_page((), int(rng.integers(1 << 30)), bool(rng.random() < 0.6), dpi=dpi)
        ys, xs = np.nonzero(marks.min(axis=2) < 250)
        cut = np.rot90(marks[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1], rng.integers(4))
        y, x = (
            int(rng.uniform(0.5, 0.98) * (height - cut.shape[0])),
            int(rng.uniform(0.02, 0.98) * (width - cut.shape[1])),
        )
        pixels[y : y + cut.shape[0], x : x + cut.shape[1]] = np.minimum(
            pixels[y : y + cut.shape[0], x : x + cut.shape[1]], cut
        )
    if rng.random() < 0.25:
        code = np.rot90(simulated.qr_pixels(f"TEST-{rng.integers(10**9)}", size_px=round(24 * mm)), rng.integers(4))
        y, x = int(rng.uniform(0.02, 0.9) * (height - len(code))), int(rng.uniform(0.02, 0.98) * (width - len(code)))
        pixels[y : y + len(code), x : x + len(code)] = code
    if rng.random() < 0.15:
        size = (round(40 * mm), round(30 * mm))
        face = cv2.resize(rng.integers(40, 230, (7, 5, 3), np.uint8), size[::-1], interpolation=cv2.INTER_CUBIC)
        y, x = (int(rng.uniform(0.05, 0.6) * (side - part)) for side, part in zip((height, width), size, strict=True))
        pixels[y : y + size[0], x : x + size[1]] = face
    if rng.random() < 0.2:
        ends = (rng.uniform(0.05, 0.95, (2, 2)) * (width, height)).astype(int).tolist()
        cv2.line(pixels, *ends, (40, 50, 140), max(1, round(0.4 * mm)), cv2.LINE_AA)
    return pixels


def seen(pixels: Pixels, seed: int, *, skew_deg: float = 0.0) -> Pixels:
    """The page as a scanner or an evened photo gives it: soft, noisy, sometimes faint or thickened, JPEG."""
    rng = np.random.default_rng((seed, 78))
    if rng.random() < 0.25:
        size = int(rng.integers(2, 4))
        stroke = np.ones((size, size), np.uint8)
        pixels = (
            cv2.erode(pixels, stroke)
            if rng.random() < 0.6
            else 255 - cv2.erode(255 - pixels, np.ones((2, 1), np.uint8))
        )
    if rng.random() < 0.2:
        pixels = 255 - ((255 - pixels) * rng.uniform(0.35, 0.7)).astype(np.uint8)
    if rng.random() < 0.5:
        pixels = cv2.GaussianBlur(pixels, (0, 0), rng.uniform(0.4, 1.2))
    pixels = simulated.scanned(pixels, seed, skew_deg=skew_deg, noise=float(rng.uniform(0.5, 6)), paper=252)
    quality = int(rng.integers(35, 92))
    data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def turned_by(seed: int) -> float:
    """A little rest of skew, as deskewing leaves it; degrees."""
    return float(np.random.default_rng((seed, 79)).normal(0, 0.4))
