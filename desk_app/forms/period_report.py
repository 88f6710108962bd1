"""The figures of a period on one A4 page; numerator and denominator stand beside every percentage."""

from __future__ import annotations

from desk_app.domain.indicators import PeriodReport
from desk_app.forms import words
from desk_app.forms.fonts import Face, mm
from desk_app.forms.layout import Column, Field, Sheet, Type, fields, paginate, paragraph, table, with_gap
from desk_app.forms.pdf import Properties, write
from desk_app.forms.period_words import COLUMNS, NAMES, TITLE, outcome, percent
from desk_app.forms.typeset import Align, Span

_A4 = Sheet(width=210, height=297, left=30, right=20, top=20, bottom=20, footer=12)
_TYPE = Type(body=11.5, leading=16, small=9.5, signature_mm=24, gap=6)
_WIDTHS_MM = (0, 17, 19, 19, 20, 21)


def render(report: PeriodReport) -> bytes:
    """The report as PDF."""
    width = _A4.frame_width
    period = f"Từ {words.day(report.first)} đến {words.day(report.last)}"
    strips = [
        *paragraph([Span(TITLE.upper(), Face.BOLD)], width, _TYPE, align=Align.CENTRE, size=14),
        *paragraph([Span(period, Face.ITALIC)], width, _TYPE, align=Align.CENTRE),
        *with_gap(fields(width, _TYPE, Field("Đơn vị", f"{report.unit_name} ({report.unit})")), mm(4)),
        *fields(width, _TYPE, Field("Quầy", report.desk), Field("Số hồ sơ đã tiếp nhận", str(report.received))),
    ]
    columns = [
        Column(title, Align.LEFT if number == 0 else Align.CENTRE, fixed_mm)
        for number, (title, fixed_mm) in enumerate(zip(COLUMNS, _WIDTHS_MM, strict=True))
    ]
    rows = [
        (
            NAMES[line.indicator.measure],
            str(line.indicator.numerator),
            str(line.indicator.denominator),
            percent(line.indicator.share),
            "" if line.target is None else f"≥ {percent(line.target.share)}",
            outcome(line),
        )
        for line in report.lines
    ]
    strips += with_gap(table(columns, rows, width, _TYPE), mm(4))
    sources = sorted({line.target.source for line in report.lines if line.target is not None})
    if sources:
        note = f"Nguồn mục tiêu: {'; '.join(sources)}."
        strips += with_gap(paragraph([Span(note, Face.ITALIC)], width, _TYPE, size=_TYPE.small), mm(3))
    strips += paragraph([Span(f"Lập lúc {words.stamp(report.made_at)}", Face.ITALIC)], width, _TYPE, size=_TYPE.small)
    subject = f"{report.unit} {report.first.isoformat()} {report.last.isoformat()}"
    properties = Properties(title=TITLE, subject=subject, author=report.unit_name, creator="Quầy Một Cửa")
    return write(paginate(strips, _A4), properties)
