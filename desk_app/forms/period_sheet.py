"""The figures of a period as a spreadsheet, percentages as formulas over the counts so that anybody can check them."""

from __future__ import annotations

import io

import xlsxwriter

from desk_app.domain.indicators import PeriodReport
from desk_app.forms.period_words import COLUMNS, NAMES, TITLE, outcome

_FIRST_ROW = 6


def render(report: PeriodReport) -> bytes:
    """The report as XLSX. Texts are written as texts: nothing that was typed becomes a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": TITLE, "created": report.made_at.replace(tzinfo=None)})
    sheet = book.add_worksheet("Báo cáo")
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#E3F1F2"})
    cell, share = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "0.0%"})
    sheet.write_string(0, 0, TITLE, bold)
    sheet.write_string(1, 0, f"{report.unit_name} ({report.unit}) – {report.desk}")
    sheet.write_string(2, 0, f"{report.first:%d/%m/%Y} – {report.last:%d/%m/%Y}")
    sheet.write_string(3, 0, "Số hồ sơ đã tiếp nhận")
    sheet.write_number(3, 1, report.received)
    for column, title in enumerate(COLUMNS):
        sheet.write_string(_FIRST_ROW - 1, column, title, head)
    for row, line in enumerate(report.lines, start=_FIRST_ROW):
        found = line.indicator
        sheet.write_string(row, 0, NAMES[found.measure], cell)
        sheet.write_number(row, 1, found.numerator, cell)
        sheet.write_number(row, 2, found.denominator, cell)
        sheet.write_formula(
            row, 3, f'=IF(C{row + 1}=0,"",B{row + 1}/C{row + 1})', share, "" if found.share is None else found.share
        )
        if line.target is None:
            sheet.write_blank(row, 4, None, cell)
        else:
            sheet.write_number(row, 4, line.target.share, share)
        sheet.write_string(row, 5, outcome(line), cell)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, len(COLUMNS) - 1, 12)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()
