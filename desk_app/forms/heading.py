"""The head of an administrative paper: QR, the body that issues it, the national heading, number and date.

Places and faces follow Decree 30/2020/NĐ-CP, Appendix I, scaled to what one-stop desks print; the QR stands at the top left as
Circular 01/2023/TT-VPCP, Article 26 asks.
"""

from __future__ import annotations

import dataclasses

from desk_app.forms import codes, fonts
from desk_app.forms.fonts import Face, mm
from desk_app.forms.layout import Strip, Type
from desk_app.forms.page import Mark, Stroke
from desk_app.forms.typeset import Align, Span, break_lines, line_width, place

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

_LEAST_QR_MM = 22
_LEAST_MODULE_MM = 0.42
_QR_GAP_MM = 3


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues the paper, where, under which number and when.

    Attributes:
        number: of the paper, empty to leave dots.
        suffix: what follows the number ("TTPVHCC").
        place_and_day: "Khánh An, ngày 23 tháng 11 năm 2026".
    """

    superior: str
    body: str
    number: str
    suffix: str
    place_and_day: str


def heading(issuer: Issuer, qr: codes.Modules, width: float, type_: Type, *, nation_pt: float) -> Strip:
    """The whole head as one strip; ``nation_pt`` is the size of the first national line, the motto is half a point larger."""
    side = max(mm(_LEAST_QR_MM), len(qr) * mm(_LEAST_MODULE_MM))
    nation_width = fonts.width_pt(NATION, Face.BOLD, nation_pt)
    left = side + mm(_QR_GAP_MM)
    body_width = width - left - nation_width - mm(2)
    body_marks, body_bottom = _body(issuer, left, body_width, nation_pt)
    nation_marks, nation_bottom = _nation(width - nation_width, nation_width, nation_pt)
    leading = type_.leading
    line = max(body_bottom, nation_bottom) + leading * 1.25
    marks: list[Mark] = [codes.qr(qr, side), *body_marks, *nation_marks]
    marks.extend(_number(issuer, left, body_width, line, type_.body))
    day_lines = break_lines([Span(issuer.place_and_day, Face.ITALIC)], nation_width, type_.body)
    for at, day_line in enumerate(day_lines):
        y = line + at * leading
        marks.extend(place(day_line, width - nation_width, y, type_.body, width=nation_width, align=Align.CENTRE))
    return Strip(max(side, line + (len(day_lines) - 1) * leading) + mm(1.5), tuple(marks), keep=True)


def _body(issuer: Issuer, left: float, width: float, size: float) -> tuple[list[Mark], float]:
    """The superior body upright, the issuing body bold, a line of a third of its words beneath."""
    marks: list[Mark] = []
    y = size * fonts.ASCENT
    widest = 0.0
    for text, face in ((issuer.superior, Face.REGULAR), (issuer.body, Face.BOLD)):
        if not text:
            continue
        for line in break_lines([Span(text, face)], width, size):
            marks.extend(place(line, left, y, size, width=width, align=Align.CENTRE))
            widest = line_width(line, size)
            y += size * 1.2
    if not marks:
        return marks, y
    y -= size * 1.2
    half = max(widest, mm(20)) / 5
    rule = y + size * 0.45
    marks.append(Stroke(left + width / 2 - half, rule, left + width / 2 + half, rule, 0.6))
    return marks, rule


def _nation(left: float, width: float, size: float) -> tuple[list[Mark], float]:
    """The two national lines and the rule exactly as long as the motto."""
    motto_pt = size + 0.5
    marks: list[Mark] = [*place((Span(NATION, Face.BOLD),), left, size * fonts.ASCENT, size)]
    y = size * fonts.ASCENT + motto_pt * 1.25
    motto = place((Span(MOTTO, Face.BOLD),), left, y, motto_pt, width=width, align=Align.CENTRE)
    marks.extend(motto)
    rule = y + motto_pt * 0.4
    marks.append(Stroke(motto[0].bounds.left, rule, motto[0].bounds.right, rule, 0.8))
    return marks, rule


def _number(issuer: Issuer, left: float, width: float, y: float, size: float) -> list[Mark]:
    """The line "Số: 107/TTPVHCC", with dots where the number is to be written."""
    label, suffix = "Số: ", f"/{issuer.suffix}"
    if issuer.number:
        return list(place((Span(label + issuer.number + suffix),), left, y, size, width=width, align=Align.CENTRE))
    room = mm(9)
    label_width = fonts.width_pt(label, Face.REGULAR, size)
    start = left + (width - label_width - room - fonts.width_pt(suffix, Face.REGULAR, size)) / 2
    end = start + label_width + room
    dots = Stroke(start + label_width, y, end - mm(0.8), y, 0.7, dots=True)
    return [*place((Span(label.rstrip()),), start, y, size), dots, *place((Span(suffix),), end, y, size)]
