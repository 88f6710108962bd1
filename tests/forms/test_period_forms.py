from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from xml.etree import ElementTree

import pypdfium2
import pytest

from desk_app.clock import VIETNAM
from desk_app.domain.indicators import Indicator, Line, Measure, PeriodReport, Target
from desk_app.forms import period_report, period_sheet, recovery_key
from desk_app.forms.period_words import COLUMNS, NAMES, percent

DAY = dt.date(2026, 11, 23)
TARGET = Target(share=0.7, source="Cà Mau 2023, chỉ tiêu từ 15/12/2023")
REPORT = PeriodReport(
    first=dt.date(2026, 11, 1),
    last=DAY,
    unit="H12.64",
    unit_name="UBND xã Khánh An",
    desk="Quầy 1",
    made_at=dt.datetime(2026, 11, 23, 17, 0, tzinfo=VIETNAM),
    received=120,
    lines=(
        Line(indicator=Indicator(Measure.FILED_ONLINE, 90, 120), target=TARGET),
        Line(indicator=Indicator(Measure.DIGITISED_LOOSE, 100, 120), target=None),
        Line(indicator=Indicator(Measure.DIGITISED, 60, 120), target=TARGET),
        Line(indicator=Indicator(Measure.PAPERS_DIGITISED, 0, 120), target=None),
        Line(indicator=Indicator(Measure.NOT_OVERDUE, 0, 0), target=None),
    ),
)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def rows_of(xlsx: bytes) -> dict[str, tuple[str, str]]:
    """Formula and value of each cell, by its address."""
    space = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(xlsx)) as archive:
        strings = [
            "".join(part.text or "" for part in item.iter(f"{{{space['s']}}}t"))
            for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")).findall("s:si", space)  # noqa: S314 - our own file
        ]
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
    found: dict[str, tuple[str, str]] = {}
    for cell in sheet.iter(f"{{{space['s']}}}c"):
        value = cell.findtext("s:v", "", space)
        found[cell.attrib["r"]] = (
            cell.findtext("s:f", "", space),
            strings[int(value)] if cell.attrib.get("t") == "s" else value,
        )
    return found


def test_the_printed_report_has_numerator_and_denominator_beside_every_share() -> None:
    text = text_of(period_report.render(REPORT))

    for part in (
        "01 tháng 11 năm 2026",
        "23 tháng 11 năm 2026",
        "UBND xã Khánh An",
        "H12.64",
        "Quầy 1",
        "120",
        TARGET.source,
    ):
        assert part in text
    assert "90 120 75,0 % ≥ 70,0 % Đạt" in text
    assert "60 120 50,0 % ≥ 70,0 % Chưa đạt" in text
    assert all(word in text for column in COLUMNS for word in column.split())


def test_the_printed_report_is_one_page_and_the_same_every_time() -> None:
    first, again = period_report.render(REPORT), period_report.render(REPORT)

    assert first == again
    with pypdfium2.PdfDocument(io.BytesIO(first)) as document:
        assert len(document) == 1


def test_a_measure_without_anything_to_count_has_a_dash_and_no_verdict() -> None:
    nothing = dataclasses.replace(
        REPORT, lines=(Line(indicator=Indicator(Measure.FILED_ONLINE, 0, 0), target=TARGET),), received=0
    )
    text = text_of(period_report.render(nothing))

    assert "0 0 –" in text
    assert "Đạt" not in text.replace("Số đạt", "")


def test_every_measure_has_its_name() -> None:
    assert set(NAMES) == set(Measure)


@pytest.mark.parametrize(("share", "said"), [(None, "–"), (0.0, "0,0 %"), (0.754, "75,4 %"), (1.0, "100,0 %")])
def test_a_share_has_one_decimal_and_a_comma(share: float | None, said: str) -> None:
    assert percent(share) == said


def test_the_sheet_holds_counts_as_numbers_and_shares_as_formulas_over_them() -> None:
    cells = rows_of(period_sheet.render(REPORT))

    assert cells["B4"] == ("", "120")
    assert (cells["B7"][1], cells["C7"][1]) == ("90", "120")
    assert cells["D7"] == ('IF(C7=0,"",B7/C7)', "0.75")
    assert cells["E7"][1] == "0.7"
    assert cells["F7"][1] == "Đạt"
    assert cells["F9"][1] == "Chưa đạt"


def test_a_share_of_nought_is_nought_in_the_sheet_and_not_empty() -> None:
    # Programs that show what was stored, without calculating, had an empty cell for 0 of 120.
    cells = rows_of(period_sheet.render(REPORT))

    assert float(cells["D10"][1]) == 0.0
    assert cells["D11"][1] == ""


def test_words_that_look_like_a_formula_stay_words() -> None:
    sly = dataclasses.replace(REPORT, unit_name='=HYPERLINK("http://evil","x")', desk="=1+1")
    cells = rows_of(period_sheet.render(sly))

    assert cells["A2"][0] == ""
    assert cells["A2"][1].startswith("=HYPERLINK")


def test_the_recovery_key_is_on_one_small_page_in_rows_of_four_groups() -> None:
    key = "-".join(f"{n:05d}" for n in range(12))
    pdf = recovery_key.render(key, at=REPORT.made_at)

    text = text_of(pdf)
    assert "00000 - 00001 - 00002 - 00003" in text
    assert "00008 - 00009 - 00010 - 00011" in text
    assert "17:00" in text or "17 giờ" in text
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        assert len(document) == 1
        assert key not in str(document.get_metadata_dict())
