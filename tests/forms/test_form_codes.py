from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pypdfium2
import pytest
import receipts_for_tests as examples
import zxingcpp

from desk_app.domain import codes as dossier_codes
from desk_app.domain.receipt import Circular, PaperSize, Receipt
from desk_app.forms import codes, receipt_2025
from desk_app.forms import receipt as common
from desk_app.forms.catalogue import FormKind, render
from desk_app.forms.fonts import mm
from desk_app.forms.page import Fill, Rect

LONGEST = examples.of(
    dataclasses.replace(
        examples.LONG.dossier,
        code="H12.6400.0100.0200.0300.0400-261123-010712",
        procedure_code="1.002835.H12.64.01",
        applicant=dataclasses.replace(examples.PERSON, id_number="2001234567-001"),
    ),
    system_name="Hệ thống thông tin giải quyết thủ tục hành chính tỉnh Cà Mau; phân hệ quầy | dự phòng 100%",
)
RECEIPTS = {
    "simple": examples.RECEIPT,
    "old code": examples.SUBMITTED_BY_ANOTHER,
    "provisional": examples.PROVISIONAL,
    "without person": examples.REPRINT,
    "longest": LONGEST,
}


def rendered(receipt: Receipt, dpi: int) -> np.ndarray:
    document = pypdfium2.PdfDocument(render(FormKind.RECEIPT, receipt))
    pixels = document[0].render(scale=dpi / 72, grayscale=True).to_numpy().copy()
    document.close()
    return pixels


def read(receipt: Receipt, dpi: int = 200) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"qr": [], "bars": []}
    for symbol in zxingcpp.read_barcodes(np.squeeze(rendered(receipt, dpi))):
        if symbol.format == zxingcpp.BarcodeFormat.Code128:
            found["bars"].append(symbol.text)
        else:
            found["qr"].append(symbol.bytes.decode("utf-8"))
    return found


PRINTS = [(name, Circular.TT_03_2025, size) for name in RECEIPTS for size in PaperSize] + [
    ("simple", Circular.TT_01_2018, size) for size in PaperSize
]


@pytest.mark.parametrize(("name", "circular", "size"), PRINTS)
def test_qr_and_bars_are_read_back_from_a_200_dpi_scan(name: str, circular: Circular, size: PaperSize) -> None:
    receipt = dataclasses.replace(RECEIPTS[name], circular=circular, size=size)
    copies = 2 if size is PaperSize.TWO_A5_ON_A4 else 1

    found = read(receipt)

    assert found == {"qr": [common.qr_text(receipt)] * copies, "bars": [receipt.dossier.code] * copies}


@pytest.mark.parametrize("seed", range(8))
def test_codes_of_many_days_and_desks_are_read_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    day = dt.date(2026, 1, 1) + dt.timedelta(days=int(rng.integers(0, 365)))
    number = int(rng.integers(1, 9999))
    tag = "".join(rng.choice(list("0123456789ABCDEFGHJKMNPQRSTVWXYZ"), 4))
    code = dossier_codes.provisional(tag, day, number) if seed % 2 else dossier_codes.compose("H12.64", day, number)
    dossier = dataclasses.replace(examples.DOSSIER, code=code, provisional_code=code if seed % 2 else None)

    found = read(examples.of(dossier, size=PaperSize.A5))

    assert found["bars"] == [code]
    qr = dossier_codes.parse_receipt_qr(found["qr"][0])
    assert qr is not None
    assert qr.code == code


def test_the_qr_carries_the_person_only_where_the_office_wants_it() -> None:
    with_person, without = (
        common.qr_text(examples.RECEIPT),
        common.qr_text(dataclasses.replace(examples.RECEIPT, personal_id_in_qr=False)),
    )

    assert "096191004582" in with_person
    assert "096191004582" not in without
    qr = dossier_codes.parse_receipt_qr(without)
    assert qr is not None
    assert (qr.code, qr.paper) == ("H12.64-261123-0107", common.TITLE)
    assert qr.due_at == examples.DOSSIER.due.at


@pytest.mark.parametrize("name", list(RECEIPTS))
@pytest.mark.parametrize("size", [PaperSize.A4, PaperSize.A5])
def test_symbols_are_large_enough_with_their_quiet_zones(name: str, size: PaperSize) -> None:
    receipt = dataclasses.replace(RECEIPTS[name], size=size)
    form = {PaperSize.A4: common.A4, PaperSize.A5: common.A5}[size]

    page = common.pages(receipt, receipt_2025.PARTS)[0]
    qr, bars = (mark.bounds for mark in page.marks if isinstance(mark, Fill))
    modules = len(codes.qr_modules(common.qr_text(receipt)))
    assert qr.left == pytest.approx(mm(form.sheet.left))
    assert qr.top == pytest.approx(mm(form.sheet.top))
    assert min(qr.width, qr.height) >= mm(20)
    assert qr.width / modules >= mm(0.4)
    assert bars.width >= mm(75)
    assert bars.height >= mm(15) - 0.001
    bar_modules = len(codes.code128_modules(receipt.dossier.code))
    quiet = codes.QUIET_BAR_MODULES * bars.width / bar_modules
    beside = Rect(bars.left - quiet, bars.top, bars.width + 2 * quiet, bars.height)
    others = [mark.bounds for mark in page.marks if mark.bounds != bars]
    assert not any(meet(beside, other) for other in others)


def meet(one: Rect, other: Rect) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def test_qr_has_the_smallest_version_for_level_m() -> None:
    assert len(codes.qr_modules("a" * 14)) == 21 + 4  # with ECI 26 the header leaves no room in version 1
    assert len(codes.qr_modules("Đ" * 70)) == 17 + 4 * 8


def test_code_128_refuses_what_it_cannot_carry() -> None:
    with pytest.raises(ValueError):
        codes.code128_modules("HỒ SƠ")


@pytest.mark.parametrize(
    "text", ["H12.64-261123-0107", "TAM-261123-K7QX-0003-C", "000.00.21.H12-261121-0042", "1234567890"]
)
def test_bars_start_and_end_dark_and_count_as_the_standard_says(text: str) -> None:
    modules = codes.code128_modules(text)

    assert modules[0]
    assert modules[-1]
    assert (len(modules) - 2) % 11 == 0  # every character 11 modules, the stop pattern 13
