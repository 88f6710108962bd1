"""Forms as they come over a counter: print, stamps, signatures, portraits, pens, coloured paper, as a scanner sees them.

Every page is a pure function of its seed; nothing on it is about anybody who lives.
"""

from __future__ import annotations

import dataclasses
import math

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from desk_app import resources
from desk_app.capture import simulated
from desk_app.capture.page import A4_LONG_MM, A4_SHORT_MM, MM_PER_INCH, Pixels

HELD_BACK = 900_000
"""Seeds from here on were never looked at while the pipeline was being tuned."""

DPI = 300
_WORDS = (
    "Căn cứ Nghị định của Chính phủ về công tác văn thư và quy chế làm việc của Ủy ban nhân dân xã",
    "Người yêu cầu cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật",
    "Đề nghị cơ quan đăng ký hộ tịch xem xét, giải quyết theo quy định của pháp luật hiện hành",
    "Bộ phận tiếp nhận và trả kết quả đã nhận đủ hồ sơ theo thành phần dưới đây và hẹn ngày trả kết quả",
    "Thửa đất số 218, tờ bản đồ số 14, diện tích 1.254,6 m2, mục đích sử dụng: đất trồng lúa nước",
    "Hộ gia đình đã sử dụng đất ổn định, không có tranh chấp, phù hợp quy hoạch được phê duyệt",
    "Ông bà có tên nêu trên hiện đang thường trú tại địa phương, chấp hành tốt chủ trương của Nhà nước",
    "Giấy xác nhận này có giá trị trong thời hạn sáu tháng kể từ ngày ký, dùng để bổ túc hồ sơ xin việc",
    "Sao y bản chính; số chứng thực: 1187, quyển số 02/2026-SCT/BS, lệ phí: 14.000 đồng",
)
_TITLES = (
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "ĐƠN XIN XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
    "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI",
    "SƠ YẾU LÝ LỊCH",
)
_FIELDS = (
    "Họ, chữ đệm, tên",
    "Ngày, tháng, năm sinh",
    "Nơi cư trú",
    "Số định danh cá nhân",
    "Nghề nghiệp",
    "Quan hệ với người khai",
)
_VALUES = (
    "Nguyễn Thị Thử Nghiệm",
    "05/11/1987",
    "Ấp 7, Khánh Hội, U Minh, Cà Mau",
    "096187000246",
    "Nuôi trồng thủy sản",
    "Mẹ đẻ",
)
_FONTS = (
    ("tinos/Tinos-Regular.ttf", "tinos/Tinos-Bold.ttf"),
    ("tinos/Tinos-Regular.ttf", "tinos/Tinos-Bold.ttf"),
    ("tinos/Tinos-Italic.ttf", "tinos/Tinos-BoldItalic.ttf"),
    ("be-vietnam-pro/BeVietnamPro-Regular.ttf", "be-vietnam-pro/BeVietnamPro-Bold.ttf"),
)
_PAPERS = ((255, 224, 226), (255, 246, 200), (222, 240, 255), (226, 246, 226))
_PENS = ((22, 40, 140), (38, 62, 176), (16, 28, 92))
_SEALS = ((196, 30, 38), (212, 48, 52), (186, 22, 60))


@dataclasses.dataclass(frozen=True, eq=False)
class MixedPage:
    """A scanned page and what is on it.

    Attributes:
        file: a JPEG file as the scanner hands it over, A4 at 300 dpi.
        lines: the printed text, line by line.
        inks: colours of stamp and pens on it, as they were laid on.
        kinds: what is on it, for the table.
    """

    file: bytes
    lines: tuple[str, ...]
    inks: dict[str, tuple[int, int, int]]
    kinds: tuple[str, ...]


def make(seed: int) -> MixedPage:
    """The page of this seed."""
    rng = np.random.default_rng(seed)
    sheet = _Sheet(rng)
    sheet.write()
    pixels = sheet.finished()
    seen = simulated.scanned(
        pixels,
        seed,
        skew_deg=float(rng.uniform(-1.6, 1.6)),
        noise=float(rng.uniform(1.2, 3.2)),
        paper=int(rng.integers(234, 250)),
    )
    file = simulated.jpeg_file(seen, dpi=DPI, quality=int(rng.integers(85, 93)))
    return MixedPage(file, tuple(sheet.lines), sheet.inks, tuple(sheet.kinds))


class _Sheet:
    """Lays one page out from the top."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.mm = DPI / MM_PER_INCH
        self.image = Image.new("RGB", (round(A4_SHORT_MM * self.mm), round(A4_LONG_MM * self.mm)), "white")
        self.draw = ImageDraw.Draw(self.image)
        self.font_files = _FONTS[int(rng.integers(len(_FONTS)))]
        self.size_pt = float(rng.choice([11.5, 12.5, 13.0, 14.0]))
        self.lines: list[str] = []
        self.inks: dict[str, tuple[int, int, int]] = {}
        self.kinds: list[str] = []
        self.y_mm = 16.0
        self.right_mm = 190.0
        self.photo_bottom_mm = 0.0
        self.pen = _PENS[int(rng.integers(3))]
        self.seal = _SEALS[int(rng.integers(3))]
        self.paper = _PAPERS[int(rng.integers(4))] if rng.random() < 0.18 else (255, 255, 255)

    def write(self) -> None:
        self._heading()
        if self.rng.random() < 0.5:
            self._portrait()
        self._fields(int(self.rng.integers(3, 7)))
        if self.rng.random() < 0.4:
            self._table()
        self._prose(int(self.rng.integers(2, 7)))
        self._end()

    def finished(self) -> Pixels:
        pixels = np.array(self.image)
        if self.paper != (255, 255, 255):
            self.kinds.append("coloured paper")
            pixels = (pixels.astype(np.uint16) * np.array(self.paper, np.uint16) // 255).astype(np.uint8)
        if self.rng.random() < 0.2:
            self.kinds.append("show-through")
            behind = cv2.GaussianBlur(np.ascontiguousarray(pixels[:, ::-1]), (0, 0), 3)
            pixels = np.minimum(pixels, 255 - ((255 - behind) * 0.06).astype(np.uint8))
        return pixels

    def _font(self, size_pt: float, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        name = self.font_files[1 if bold else 0]
        return ImageFont.truetype(str(resources.path("fonts", *name.split("/"))), round(size_pt / 72 * DPI))

    def _line(self, text: str, *, x_mm: float = 24.0, size_pt: float | None = None, centred: bool = False) -> None:
        size = size_pt or self.size_pt
        x = A4_SHORT_MM / 2 if centred else x_mm
        font = self._font(size, bold=centred)
        self.draw.text(
            (x * self.mm, self.y_mm * self.mm), text, font=font, fill=(24, 24, 26), anchor="ma" if centred else "la"
        )
        self.lines.append(text)
        self.y_mm += size * 0.353 * 1.45

    def _heading(self) -> None:
        self._line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", centred=True)
        self._line("Độc lập - Tự do - Hạnh phúc", centred=True)
        self.y_mm += 6
        self._line(str(self.rng.choice(_TITLES)), centred=True, size_pt=self.size_pt + 2)
        self.y_mm += 5

    def _portrait(self) -> None:
        """A photo of 3×4 or 4×6 cm, glued to the right of the fields."""
        self.kinds.append("photo")
        wide, high = ((30, 40), (40, 60))[int(self.rng.integers(2))]
        where = (round((188 - wide) * self.mm), round((self.y_mm + 2) * self.mm))
        self.image.paste(Image.fromarray(portrait(self.rng, round(wide * self.mm), round(high * self.mm))), where)
        self.photo_bottom_mm = self.y_mm + 4 + high
        self.right_mm = 184.0 - wide

    def _fields(self, count: int) -> None:
        penned = self.rng.random() < 0.35
        for number in range(count):
            name, value = _FIELDS[number % 6], _VALUES[number % 6]
            if not penned:
                self._wrapped(f"{name}: {value}")
                continue
            top = self.y_mm
            self._line(f"{name}:")
            left = 24 + self._font(self.size_pt).getlength(name + ":  ") / self.mm
            self._scribble(left, top + self.size_pt * 0.3, min(self.right_mm, left + 62))
            self.y_mm += 2.5
        if penned:
            self.kinds.append("pen")
            self.inks["pen"] = self.pen

    def _scribble(self, left_mm: float, base_mm: float, right_mm: float) -> None:
        """Joined handwriting of nothing in particular."""
        t = np.arange(left_mm, right_mm, 0.15)
        phase = self.rng.uniform(0, math.tau, 3)
        y = (
            base_mm
            + 0.9 * np.sin(2.9 * t + phase[0])
            + 0.6 * np.sin(1.3 * t + phase[1])
            + 0.5 * np.sin(5.1 * t + phase[2])
        )
        x = t + 0.35 * np.sin(4.1 * t + phase[1])
        points = list(zip((x * self.mm).tolist(), (y * self.mm).tolist(), strict=True))
        self.draw.line(points, fill=self.pen, width=round(0.42 * self.mm), joint="curve")

    def _wrapped(self, text: str) -> None:
        font, words, line = self._font(self.size_pt), text.split(), ""
        for word in words:
            right = self.right_mm if self.y_mm < self.photo_bottom_mm else 190.0
            if line and font.getlength(f"{line} {word}") / self.mm > right - 24:
                self._line(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        self._line(line)

    def _table(self) -> None:
        self.kinds.append("table")
        self.y_mm = max(self.y_mm, self.photo_bottom_mm) + 3
        rows, height = int(self.rng.integers(3, 6)), self.size_pt * 0.353 * 1.6
        columns = [24.0, 36.0, 100.0, 140.0, 188.0]
        if self.rng.random() < 0.5:
            self.kinds.append("shading")
            box = [24 * self.mm, self.y_mm * self.mm, 188 * self.mm, (self.y_mm + height) * self.mm]
            self.draw.rectangle(box, fill=(226, 226, 226))
        for row in range(rows + 1):
            y = (self.y_mm + row * height) * self.mm
            self.draw.line([24 * self.mm, y, 188 * self.mm, y], fill=(30, 30, 30), width=3)
        for x in columns:
            self.draw.line(
                [x * self.mm, self.y_mm * self.mm, x * self.mm, (self.y_mm + rows * height) * self.mm],
                fill=(30, 30, 30),
                width=3,
            )
        for row in range(rows):
            cells = (
                ("TT", "Họ và tên", "Năm sinh", "Ghi chú")
                if row == 0
                else (str(row), "Trần Văn Giả Định", str(1950 + 7 * row), "Con ruột")
            )
            for x, cell in zip(columns, cells, strict=False):
                self.draw.text(
                    ((x + 1.5) * self.mm, (self.y_mm + row * height + 0.8) * self.mm),
                    cell,
                    font=self._font(self.size_pt - 1),
                    fill=(24, 24, 26),
                )
            self.lines.append(" ".join(cells))
        self.y_mm += rows * height + 4

    def _prose(self, paragraphs: int) -> None:
        for _ in range(paragraphs):
            if self.y_mm < 205:
                self._wrapped(str(self.rng.choice(_WORDS)) + ".")
                self.y_mm += 1.5

    def _end(self) -> None:
        self.y_mm = max(self.y_mm, self.photo_bottom_mm)
        middle = (float(self.rng.uniform(138, 160)), min(self.y_mm + 30, 262.0))
        if self.rng.random() < 0.8:
            self.kinds.append("signature")
            self.inks["pen"] = self.pen
            t = np.linspace(0, 1, 200)
            p = self.rng.uniform(0, math.tau, 3)
            x = (middle[0] + t * 46 - 23 + 5 * np.sin(9 * t * math.pi + p[0])) * self.mm
            y = (middle[1] + 7 * np.sin(5 * t * math.pi + p[1]) * (1 - 0.6 * t) + 3 * np.sin(13 * t + p[2])) * self.mm
            self.draw.line(
                list(zip(x.tolist(), y.tolist(), strict=True)),
                fill=self.pen,
                width=round(0.45 * self.mm),
                joint="curve",
            )
        if self.rng.random() < 0.85:
            self.kinds.append("stamp")
            self.inks["stamp"] = self.seal
            self._stamp((middle[0] - 14, middle[1]))
            if self.photo_bottom_mm and self.rng.random() < 0.6:
                self.kinds.append("stamp on photo")
                self._stamp((self.right_mm + 4, self.photo_bottom_mm - 8))

    def _stamp(self, middle_mm: tuple[float, float]) -> None:
        """Round and red, pressed on unevenly."""
        white = Image.new("RGB", (round(40 * self.mm),) * 2, "white")
        half = white.width / 2
        seal = np.array(simulated._stamped(white, (half, half), self.mm, float(self.rng.uniform(-12, 12))))
        strength = (255 - seal[:, :, 1].astype(np.float32)) / 225
        press = cv2.resize(
            self.rng.uniform(0.72, 1.0, (5, 5)).astype(np.float32), strength.shape, interpolation=cv2.INTER_CUBIC
        )
        strength = np.clip(strength * press, 0, 1)[:, :, None]
        ink = 255 - strength * (255 - np.array(self.seal, np.float32))
        left, top = round(middle_mm[0] * self.mm - half), round(middle_mm[1] * self.mm - half)
        box = (left, top, left + white.width, top + white.width)
        below = np.array(self.image.crop(box), np.float32)
        self.image.paste(Image.fromarray((below * ink / 255).astype(np.uint8)), (left, top))


def portrait(rng: np.random.Generator, width: int, height: int) -> Pixels:
    """Something like a passport photo: tones all over, soft edges, fine grain."""
    x, y = np.meshgrid(np.linspace(-1, 1, width), np.linspace(0, 1, height))
    ground = np.array(((120, 160, 215), (215, 220, 226), (90, 120, 170))[int(rng.integers(3))], np.float32)
    picture = ground * (1 - 0.12 * y[:, :, None])

    def lay(mask: Pixels, colour: tuple[int, int, int], shade: Pixels) -> None:
        soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), width / 150)[:, :, None]
        picture[:] = picture * (1 - soft) + soft * np.array(colour, np.float32) * shade[:, :, None]

    light = 0.85 + 0.25 * np.exp(-((x + 0.3) ** 2 + (y - 0.4) ** 2) * 3)
    lay(
        (np.abs(x) < 0.95) & (y > 0.72 + 0.18 * np.abs(x)), ((236, 236, 240), (60, 66, 90))[int(rng.integers(2))], light
    )
    lay((x / 0.56) ** 2 + ((y - 0.36) / 0.3) ** 2 < 1, (40, 32, 30), light)
    lay((np.abs(x) < 0.2) & (y > 0.5) & (y < 0.8), (198, 158, 132), light * 0.92)
    lay((x / 0.44) ** 2 + ((y - 0.42) / 0.24) ** 2 < 1, (216, 178, 150), light)
    for side in (-0.17, 0.17):
        lay(((x - side) / 0.08) ** 2 + ((y - 0.4) / 0.018) ** 2 < 1, (50, 40, 38), np.ones_like(x))
    lay((x / 0.13) ** 2 + ((y - 0.54) / 0.014) ** 2 < 1, (168, 92, 86), np.ones_like(x))
    picture += cv2.GaussianBlur(rng.normal(0, 9, (height, width, 1)).astype(np.float32), (0, 0), 1.2)[:, :, None]
    return np.clip(picture, 0, 255).astype(np.uint8)
