"""Sheets to be laid between papers before scanning, and the cover sheet of a dossier that lists them for barcode guns.

A separator sheet carries the same message three times: a QR, the bars of Kodak's patch T at both short edges (so that scanners and
programs that know nothing of ours separate too, whichever way up it is fed), and words for people.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import segno

from desk_app.domain import codes as texts
from desk_app.forms import codes, fonts, pdf
from desk_app.forms.fonts import Face, mm
from desk_app.forms.page import Fill, Mark, Page, Rect, Stroke, moved
from desk_app.forms.typeset import Align, Span, break_lines, place

SEPARATOR_TITLE = "Tờ phân cách"
COVER_TITLE = "Tờ bìa quét hồ sơ"
_SYSTEM = "Quầy Một Cửa"
_USE = "Đặt tờ này ngay trước giấy tờ ghi ở trên rồi quét cả xấp. Máy tự nhận ra tờ này và không đưa vào bản điện tử."
_NEXT = "Giấy tờ tiếp theo"
_USE_NEXT = "Đặt tờ này ngay trước mỗi giấy tờ, theo đúng thứ tự của danh mục. Máy tự nhận ra tờ này và không đưa vào bản điện tử."
_CARE = "Dùng lại được nhiều lần. Không viết, không gập qua phần mã và vạch đen; in đúng 100% khổ giấy."
_COVER_USE = (
    "Dùng súng đọc mã: quét mã cạnh tên giấy tờ để chọn giấy tờ đó rồi quét trang. Tờ này không phải giấy tờ của hồ sơ."
)


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the checklist.

    Attributes:
        number: its place in the checklist, from 1; 0 for a sheet that names no paper.
        text: of the QR (``codes.separator``).
    """

    number: int
    name: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the cover sheet says.

    Attributes:
        code: of the dossier; empty while it has none.
    """

    procedure_code: str
    procedure_name: str
    papers: tuple[Paper, ...]
    code: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A sheet of paper and what stands on it, in millimetres and points.

    Attributes:
        patch: length of the bars of the patch code; scanners look for it up to 64 mm beside the middle of the sheet.
        quiet: between patch code and anything else; Kodak asks for 6.
        name_pt: sizes of the name of a paper, the largest first; name: how high it may become.
    """

    width: float
    height: float
    margin: float
    patch: float
    quiet: float
    qr: float
    bars: float
    name_pt: tuple[float, ...]
    name: float
    title_pt: float
    small_pt: float


A4 = Size(
    width=210,
    height=297,
    margin=20,
    patch=130,
    quiet=11,
    qr=66,
    bars=16,
    name_pt=(40, 36, 32, 28, 24, 20, 18),
    name=46,
    title_pt=20,
    small_pt=12,
)
A5 = Size(
    width=148,
    height=210,
    margin=12,
    patch=124,
    quiet=7,
    qr=36,
    bars=11,
    name_pt=(28, 25, 22, 19, 16, 14),
    name=26,
    title_pt=14,
    small_pt=9,
)

_EDGE_MM = 10
"""From the edge of the sheet to the first bar: beyond what printers cannot print, and the 6 mm that Kodak asks for."""
_PATCH_MM = sum(texts.PATCH_T_BARS_MM) + 3 * texts.PATCH_SPACE_MM
_BAR_MODULE_MM = 0.45
_ROW_MM, _ROW_QR_MM, _HEAD_QR_MM = 29, 20, 21
_LINE = 1.18


def separators(papers: Sequence[Paper], size: Size, *, procedure: str = "") -> list[Page]:
    """One sheet for each paper; ``procedure`` stands small above."""
    return [_separator(paper, size, procedure) for paper in papers]


def render(cover: Cover | None, papers: Sequence[Paper], size: Size, *, procedure: str = "") -> bytes:
    """The PDF: the cover sheet where one is wanted, then the separator sheets. Equal input gives equal bytes."""
    pages = covers(cover, size) if cover is not None else []
    pages += separators(papers, size, procedure=procedure)
    title = SEPARATOR_TITLE if cover is None else COVER_TITLE
    return pdf.write(pages, pdf.Properties(title=title, subject="", author="", creator=_SYSTEM))


def patch_t(left: float, top: float, length: float, *, upwards: bool = False) -> Fill:
    """The bars of patch T, true to size; ``upwards`` for the lower edge, where the sheet is fed the other way up."""
    heights = [mm(bar) for bar in texts.PATCH_T_BARS_MM]
    at = top
    rects = []
    for height in reversed(heights) if upwards else heights:
        rects.append(Rect(left, at, length, height))
        at += height + mm(texts.PATCH_SPACE_MM)
    return Fill(tuple(rects))


def sheet_qr(text: str) -> codes.Modules:
    """ASCII alone needs no character set; strong correction, because sheets get dirty."""
    code = segno.make_qr(text, error="q", boost_error=True)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


class _Column:
    """Sets things one under the other in the middle of a sheet."""

    def __init__(self, size: Size, top: float) -> None:
        self.size = size
        self.left, self.width = mm(size.margin), mm(size.width - 2 * size.margin)
        self.at = top
        self.marks: list[Mark] = []

    def say(self, text: str, size_pt: float, *, face: Face = Face.REGULAR, gap_mm: float = 0) -> None:
        """Lines of text in the middle."""
        self.at += mm(gap_mm)
        for line in break_lines([Span(fonts.printable(text), face)], self.width, size_pt):
            self.at += size_pt * _LINE
            down = self.at - fonts.DESCENT * size_pt
            self.marks.extend(place(line, self.left, down, size_pt, width=self.width, align=Align.CENTRE))

    def show(self, symbol: Fill, *, gap_mm: float) -> None:
        """A symbol in the middle."""
        self.at += mm(gap_mm)
        box = symbol.bounds
        self.marks.append(symbol.moved(self.left + (self.width - box.width) / 2 - box.left, self.at - box.top))
        self.at += box.height

    def rule(self, *, gap_mm: float) -> None:
        """A thin line across."""
        self.at += mm(gap_mm)
        self.marks.append(Stroke(self.left, self.at, self.left + self.width, self.at, 0.6))


def _separator(paper: Paper, size: Size, procedure: str) -> Page:
    column = _Column(size, mm(_EDGE_MM + _PATCH_MM + size.quiet))
    column.say(SEPARATOR_TITLE.upper(), size.title_pt, face=Face.BOLD)
    column.say("Không phải giấy tờ của hồ sơ", size.small_pt, face=Face.ITALIC)
    if procedure and paper.number:
        said = _shortened(f"Thủ tục: {procedure}", column.width, size.small_pt, lines=2)
        column.say(said, size.small_pt, gap_mm=1.5)
    column.rule(gap_mm=2.5)
    if paper.number:
        column.say(f"GIẤY TỜ SỐ {paper.number}", size.title_pt * 0.8, gap_mm=2)
    name = paper.name if paper.number else _NEXT
    name_pt = _largest(name, column.width, size)
    lines = int(mm(size.name) / (name_pt * _LINE))
    column.say(
        _shortened(name, column.width, name_pt, lines=lines), name_pt, face=Face.BOLD, gap_mm=0.5 if paper.number else 4
    )
    notes = _notes(paper, size)
    symbols = mm(size.qr + size.bars) + size.small_pt * _LINE
    # What room is left stands in equal parts above, between and below the symbols.
    gap_mm = max(2.0, (notes[0] - column.at - symbols) / 3 / fonts.POINTS_PER_MM)
    column.show(codes.qr(sheet_qr(paper.text), mm(size.qr)), gap_mm=gap_mm)
    modules = len(codes.code128_modules(paper.text))
    width = min(modules * mm(_BAR_MODULE_MM), column.width * 0.9)
    column.show(codes.code128(paper.text, width, mm(size.bars)), gap_mm=gap_mm)
    column.say(paper.text, size.small_pt, gap_mm=0.6)
    return Page(mm(size.width), mm(size.height), (*_patches(size), *column.marks, *notes[1]))


def _notes(paper: Paper, size: Size) -> tuple[float, list[Mark]]:
    """How to use the sheet, right above the lower bars, and where that begins."""
    column = _Column(size, 0)
    column.say(_USE if paper.number else _USE_NEXT, size.small_pt)
    column.say(_CARE, size.small_pt, face=Face.ITALIC)
    top = mm(size.height - _EDGE_MM - _PATCH_MM - size.quiet) - column.at
    return top, list(moved(column.marks, 0, top))


def _patches(size: Size) -> tuple[Fill, Fill]:
    left, length = mm((size.width - size.patch) / 2), mm(size.patch)
    lower = mm(size.height - _EDGE_MM - _PATCH_MM)
    return patch_t(left, mm(_EDGE_MM), length), patch_t(left, lower, length, upwards=True)


def covers(cover: Cover, size: Size) -> list[Page]:
    """The cover sheet, on as many pages as its papers need."""
    rows = max(1, int((_foot(size) - mm(1.5) - _cover_head(cover, size, 1, 2).at) / mm(_ROW_MM)))
    parts = [cover.papers[start : start + rows] for start in range(0, max(1, len(cover.papers)), rows)]
    return [_cover(cover, part, size, number, len(parts)) for number, part in enumerate(parts, start=1)]


def _cover(cover: Cover, papers: Sequence[Paper], size: Size, number: int, total: int) -> Page:
    column = _cover_head(cover, size, number, total)
    for place_in_list, paper in enumerate(papers):
        _row(column, paper, right=place_in_list % 2 == 1)
    column.at = _foot(size)
    column.say(_COVER_USE, size.small_pt * 0.92, face=Face.ITALIC)
    return Page(mm(size.width), mm(size.height), tuple(column.marks))


def _foot(size: Size) -> float:
    return mm(size.height - size.margin * 0.7) - size.small_pt * 2.6


def _cover_head(cover: Cover, size: Size, number: int, total: int) -> _Column:
    """The mark of the cover at the left, the procedure's code for guns at the right, the title between them."""
    column = _Column(size, mm(size.margin * 0.7))
    side, top = mm(_HEAD_QR_MM), column.at
    column.marks.append(codes.qr(sheet_qr(texts.COVER), side, column.left, top))
    if cover.procedure_code:
        column.marks.append(codes.qr(sheet_qr(cover.procedure_code), side, column.left + column.width - side, top))
    inner = _Column(size, top)
    inner.left, inner.width = column.left + side + mm(4), column.width - 2 * side - mm(8)
    inner.say(COVER_TITLE.upper(), size.title_pt * 0.92, face=Face.BOLD)
    if total > 1:
        inner.say(f"Trang {number}/{total}", size.small_pt)
    if cover.procedure_code:
        inner.say(f"Thủ tục {cover.procedure_code}", size.small_pt, gap_mm=1)
    column.marks.extend(inner.marks)
    column.at = max(inner.at, top + side)
    name = _shortened(cover.procedure_name, column.width, size.small_pt * 1.15, lines=2)
    column.say(name, size.small_pt * 1.15, face=Face.BOLD, gap_mm=3)
    if cover.code:
        modules = len(codes.code128_modules(cover.code))
        column.show(codes.code128(cover.code, min(modules * mm(0.4), column.width * 0.92), mm(13)), gap_mm=3)
        column.say(cover.code, size.small_pt, face=Face.BOLD, gap_mm=0.6)
    column.rule(gap_mm=3)
    return column


def _row(column: _Column, paper: Paper, *, right: bool) -> None:
    """A paper with its QR, at the left and at the right in turn, so that a gun does not catch the one above or below."""
    top, side, pt = column.at, mm(_ROW_QR_MM), column.size.small_pt * 1.1
    at = column.left + column.width - side - mm(4) if right else column.left + mm(4)
    column.marks.append(codes.qr(sheet_qr(paper.text), side, at, top + (mm(_ROW_MM) - side) / 2))
    left = column.left + (0 if right else side + mm(12))
    width = column.width - side - mm(12)
    align = Align.RIGHT if right else Align.LEFT
    label = _shortened(f"{paper.number}. {paper.name}", width, pt, lines=3)
    lines = break_lines([Span(label)], width, pt)
    tiny = column.size.small_pt * 0.75
    base = top + (mm(_ROW_MM) - len(lines) * pt * _LINE - tiny * _LINE) / 2
    for line in lines:
        base += pt * _LINE
        column.marks.extend(place(line, left, base - fonts.DESCENT * pt, pt, width=width, align=align))
    down = base + tiny * _LINE - fonts.DESCENT * tiny
    column.marks.extend(place((Span(paper.text),), left, down, tiny, width=width, align=align))
    column.at = top + mm(_ROW_MM)
    column.marks.append(Stroke(column.left, column.at, column.left + column.width, column.at, 0.3))


def _largest(name: str, width: float, size: Size) -> float:
    """The largest letters in which the name fits its room, the smallest where it fits in none."""
    spans = [Span(fonts.printable(name), Face.BOLD)]

    def fits(pt: float) -> bool:
        return len(break_lines(spans, width, pt)) * pt * _LINE <= mm(size.name)

    return next((pt for pt in size.name_pt if fits(pt)), size.name_pt[-1])


def _shortened(text: str, width: float, size_pt: float, *, lines: int) -> str:
    """The text cut to so many lines (in bold, the widest face), with an ellipsis where something is left out."""
    words = fonts.printable(text).split(" ")

    def cut(count: int) -> str:
        return " ".join(words[:count]) + (" …" if count < len(words) else "")

    def fits(count: int) -> bool:
        return len(break_lines([Span(cut(count), Face.BOLD)], width, size_pt)) <= lines

    return cut(next((count for count in range(len(words), 0, -1) if fits(count)), 1))
