"""The recovery key on one page, to be printed once and locked away."""

from __future__ import annotations

import datetime as dt

from desk_app.forms import words
from desk_app.forms.fonts import Face, mm
from desk_app.forms.layout import Sheet, Type, bullet, paginate, paragraph, with_gap
from desk_app.forms.pdf import Properties, write
from desk_app.forms.typeset import Align, Span

_A5 = Sheet(width=148, height=210, left=15, right=15, top=18, bottom=15, footer=8)
_TYPE = Type(body=11, leading=16, small=9, signature_mm=20, gap=6)
_NOTES = (
    "Ai có mã này đọc được toàn bộ dữ liệu của quầy: cất trong két hoặc tủ khoá của đơn vị, không chụp ảnh, không gửi qua mạng.",
    "Cần đến khi máy tính hỏng, cài lại Windows, hoặc khôi phục bản sao lưu sang máy khác.",
    "Mã chỉ in một lần khi cài đặt.",
)


def render(text: str, *, at: dt.datetime) -> bytes:
    """The page as PDF; ``text`` is the key as twelve groups of letters and digits."""
    width = _A5.frame_width
    groups = text.split("-")
    rows = [" - ".join(groups[start : start + 4]) for start in range(0, len(groups), 4)]
    title = paragraph([Span("MÃ KHÔI PHỤC DỮ LIỆU CỦA QUẦY", Face.BOLD)], width, _TYPE, align=Align.CENTRE, size=14)
    strips = list(title)
    for number, row in enumerate(rows):
        line = paragraph([Span(row, Face.BOLD)], width, _TYPE, align=Align.CENTRE, size=13)
        strips.extend(with_gap(line, mm(8) if number == 0 else mm(2)))
    for number, note in enumerate(_NOTES):
        strips.extend(with_gap(bullet("-", note, width, _TYPE), mm(8) if number == 0 else mm(1)))
    strips.extend(with_gap(paragraph([Span(f"In lúc {words.stamp(at)}", Face.ITALIC)], width, _TYPE), mm(6)))
    properties = Properties(title="Mã khôi phục", subject="", author="", creator="Quầy Một Cửa")
    return write(paginate(strips, _A5), properties)
