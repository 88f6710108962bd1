"""What the receipts of every circular share: paper sizes, head, title and codes, signatures, copies, page numbers.

Giấy tiếp nhận hồ sơ và hẹn trả kết quả. The circulars differ in what stands between title and signatures and under them; that is
what their own modules give.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Sequence

from desk_app import clock
from desk_app.domain import vietnamese
from desk_app.domain.applicant import ApplicantKind
from desk_app.domain.codes import ReceiptQr, receipt_qr_text
from desk_app.domain.receipt import PaperSize, Receipt
from desk_app.forms import codes, fonts, pdf, words
from desk_app.forms.fonts import Face, mm
from desk_app.forms.heading import Issuer, heading
from desk_app.forms.layout import (
    Field,
    Sheet,
    Strip,
    Type,
    boxed,
    centred,
    kept_together,
    paginate,
    paragraph,
    with_gap,
    with_next,
)
from desk_app.forms.page import Mark, Page, Stroke, side_by_side
from desk_app.forms.typeset import Align, Span, place

TITLE = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"


class Copy(enum.StrEnum):
    """Liên: the copy that the desk keeps and the one the person takes away."""

    KEPT = "Liên 1: Lưu"
    GIVEN = "Liên 2: Giao khách hàng"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A paper with the sizes of letters to try on it, largest first."""

    sheet: Sheet
    types: tuple[Type, ...]
    nation_pt: float
    title_pt: float
    bars_mm: tuple[float, float]


A4 = Format(
    # Margins of Decree 30/2020: left 30 (for the binding), right, top and bottom 20 mm.
    sheet=Sheet(width=210, height=297, left=30, right=20, top=20, bottom=20, footer=12),
    types=(
        Type(body=11.5, leading=17, small=9.5, signature_mm=24, gap=6),
        Type(body=11.5, leading=15.5, small=9.5, signature_mm=22, gap=4),
        Type(body=11, leading=14.2, small=9, signature_mm=20, gap=3),
        Type(body=10.5, leading=13.2, small=9, signature_mm=17, gap=2),
        Type(body=10, leading=12.4, small=8.5, signature_mm=15, gap=1),
    ),
    nation_pt=11,
    title_pt=14,
    bars_mm=(95, 16),
)
A5 = Format(
    sheet=Sheet(width=148, height=210, left=12, right=10, top=8, bottom=11, footer=6),
    types=(
        Type(body=10.5, leading=13.6, small=8.5, signature_mm=18, gap=4),
        Type(body=10.5, leading=13, small=8.5, signature_mm=16, gap=3),
        Type(body=10, leading=12.2, small=8.5, signature_mm=15, gap=2),
        Type(body=9.5, leading=11.5, small=8, signature_mm=13, gap=1),
        Type(body=9.5, leading=11.1, small=8, signature_mm=12, gap=0.5),
        Type(body=9, leading=10.9, small=8, signature_mm=12, gap=0.5),
    ),
    nation_pt=8.5,
    title_pt=12,
    bars_mm=(90, 15),
)
_FORMATS = {PaperSize.A4: A4, PaperSize.A5: A5, PaperSize.TWO_A5_ON_A4: A5}

_LEAST_BAR_MODULE_MM = 0.34
_FOOTER_PT = 7.5

Body = Callable[[Receipt, float, Type], list[Strip]]
"""The strips between title and signatures, or after the signatures, for a frame width in points."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What one circular brings.

    Attributes:
        subject: form and circular, for the properties of the PDF.
        fields: what stands between title and signatures.
        register: the line that stays with the signatures.
        notes: what stands under them.
    """

    subject: str
    fields: Body
    register: Body
    notes: Body


def render(receipt: Receipt, parts: Parts) -> bytes:
    """The PDF with both copies."""
    properties = pdf.Properties(
        title=f"{TITLE} {receipt.dossier.code}",
        subject=parts.subject,
        author=fonts.printable(receipt.desk_body),
        creator=fonts.printable(receipt.system_name),
    )
    return pdf.write(pages(receipt, parts), properties)


def pages(receipt: Receipt, parts: Parts) -> list[Page]:
    """Both copies: one after the other on A4 and A5, side by side on landscape A4 for two A5."""
    form = _FORMATS[receipt.size]
    # Making a QR is half the work of a receipt, so it is made once.
    qr = codes.qr_modules(qr_text(receipt))
    type_ = _largest_type(receipt, parts, qr, form)
    copies = [_copy(receipt, parts, qr, copy, form, type_) for copy in Copy]
    if receipt.size is PaperSize.TWO_A5_ON_A4:
        return [side_by_side(kept, given, width=mm(A4.sheet.height)) for kept, given in zip(*copies, strict=True)]
    return [page for copy in copies for page in copy]


def qr_text(receipt: Receipt) -> str:
    """What the QR of this receipt says (Circular 01/2023/TT-VPCP, Article 26), the person only where the office wants it."""
    dossier = receipt.dossier
    content = ReceiptQr(
        code=dossier.code,
        procedure=dossier.procedure_code,
        person=dossier.applicant.id_number if receipt.personal_id_in_qr else "",
        paper=TITLE,
        system=fonts.printable(receipt.system_name),
        published_at=receipt.printed_at,
        due_at=dossier.due.at,
    )
    return receipt_qr_text(content)


def is_service_centre(receipt: Receipt) -> bool:
    """Whether the desk is a Trung tâm Phục vụ hành chính công; otherwise it is a Bộ phận Tiếp nhận và Trả kết quả."""
    return vietnamese.fold(receipt.desk_body).startswith("trung tam")


def body_name(receipt: Receipt) -> str:
    """What kind of desk it is, in full."""
    return "Trung tâm Phục vụ hành chính công" if is_service_centre(receipt) else "Bộ phận Tiếp nhận và Trả kết quả"


def receiving_body(receipt: Receipt) -> Field:
    """The first field: which desk, of which body."""
    return Field(body_name(receipt), fonts.printable(receipt.dossier.unit_name or receipt.superior_body))


def _largest_type(receipt: Receipt, parts: Parts, qr: codes.Modules, form: Format) -> Type:
    """The largest letters that need the fewest pages."""
    fewest: tuple[int, Type] | None = None
    for type_ in form.types:
        needed = len(paginate(_strips(receipt, parts, qr, Copy.GIVEN, form, type_), form.sheet))
        if needed == 1:
            return type_
        if fewest is None or needed < fewest[0]:
            fewest = (needed, type_)
    return fewest[1] if fewest else form.types[0]


def _copy(receipt: Receipt, parts: Parts, qr: codes.Modules, copy: Copy, form: Format, type_: Type) -> list[Page]:
    pages = paginate(_strips(receipt, parts, qr, copy, form, type_), form.sheet)
    return [
        _with_footer(page, receipt, copy, form.sheet, number, len(pages)) for number, page in enumerate(pages, start=1)
    ]


def _strips(receipt: Receipt, parts: Parts, qr: codes.Modules, copy: Copy, form: Format, type_: Type) -> list[Strip]:
    width = form.sheet.frame_width
    signing = [*parts.register(receipt, width, type_), _signatures(receipt, width, type_)]
    return [
        heading(_issuer(receipt), qr, width, type_, nation_pt=form.nation_pt),
        *_title(receipt, copy, form, type_),
        *with_gap(parts.fields(receipt, width, type_), type_.gap + mm(0.8)),
        *kept_together(signing),
        *with_gap(kept_together(parts.notes(receipt, width, type_)), type_.gap + mm(1)),
    ]


def _issuer(receipt: Receipt) -> Issuer:
    place_name = fonts.printable(receipt.place)
    on = words.day(receipt.printed_at.astimezone(clock.VIETNAM).date())
    return Issuer(
        superior=fonts.printable(receipt.superior_body).upper(),
        body=fonts.printable(receipt.desk_body).upper(),
        number=fonts.printable(receipt.register_number),
        suffix="TTPVHCC" if is_service_centre(receipt) else "BPTNTKQ",
        place_and_day=f"{place_name}, {on}" if place_name else on.capitalize(),
    )


def _title(receipt: Receipt, copy: Copy, form: Format, type_: Type) -> list[Strip]:
    """Title, which copy, bars with the code beneath, and what must be known about the code or the print."""
    width, dossier = form.sheet.frame_width, receipt.dossier
    label = "Mã hồ sơ (mã tạm): " if dossier.is_provisional else "Mã hồ sơ: "
    strips = [
        *with_gap(
            paragraph([Span(TITLE.upper(), Face.BOLD)], width, type_, align=Align.CENTRE, size=form.title_pt),
            type_.gap + mm(1),
        ),
        *paragraph([Span(f"({copy.value})", Face.ITALIC)], width, type_, align=Align.CENTRE),
        _bars(dossier.code, form),
        *paragraph(
            [Span(label), Span(dossier.code, Face.BOLD)], width, type_, align=Align.CENTRE, size=type_.body + 0.5
        ),
    ]
    for remark in _remarks(receipt):
        strips.extend(paragraph(remark, width, type_, align=Align.CENTRE, size=type_.small + 0.5))
    if receipt.reprint:
        mark = [Span(f"BẢN IN LẠI lần {receipt.reprint}", Face.BOLD), Span(f" – lúc {words.stamp(receipt.printed_at)}")]
        strips.extend(with_gap(boxed(mark, width, type_, size=type_.body), mm(0.8)))
    return with_next(strips)


def _bars(code: str, form: Format) -> Strip:
    width_mm, height_mm = form.bars_mm
    modules = len(codes.code128_modules(code))
    room = form.sheet.frame_width * modules / (modules + 2 * codes.QUIET_BAR_MODULES)
    bars_width = min(max(mm(width_mm), modules * mm(_LEAST_BAR_MODULE_MM)), room)
    symbol = codes.code128(code, bars_width, mm(height_mm))
    return Strip(mm(height_mm + 0.5), (centred(symbol, form.sheet.frame_width),), gap=mm(1.5))


def _remarks(receipt: Receipt) -> list[list[Span]]:
    dossier = receipt.dossier
    remarks = []
    if dossier.is_provisional:
        remarks.append(
            [
                Span(
                    "Mã tạm cấp khi chưa kết nối; mã chính thức được thông báo sau, mã tạm vẫn dùng để tra cứu.",
                    Face.ITALIC,
                )
            ]
        )
    elif dossier.provisional_code:
        remarks.append([Span("(thay cho mã tạm "), Span(dossier.provisional_code, Face.BOLD), Span(")")])
    return remarks


def _signatures(receipt: Receipt, width: float, type_: Type) -> Strip:
    """Two blocks side by side with room to sign, and the names beneath."""
    dossier = receipt.dossier
    # Whoever stands at the counter for a body without being named signs, but is not called by the body's name.
    itself = dossier.applicant.full_name if dossier.applicant.kind is ApplicantKind.CITIZEN else ""
    submitter = dossier.submitter.full_name if dossier.submitter else itself
    half = width / 2
    marks: list[Mark] = []
    bottoms = []
    for left, role, name in (
        (0.0, "NGƯỜI NỘP HỒ SƠ", submitter),
        (half, "NGƯỜI TIẾP NHẬN HỒ SƠ", dossier.accepted_by_name),
    ):
        column = [
            *paragraph([Span(role, Face.BOLD)], half, type_, align=Align.CENTRE),
            *paragraph(
                [Span("(Ký và ghi rõ họ tên)", Face.ITALIC)], half, type_, align=Align.CENTRE, size=type_.body - 0.5
            ),
            Strip(mm(type_.signature_mm)),
            *paragraph([Span(fonts.printable(name), Face.BOLD)], half - mm(4), type_, align=Align.CENTRE, indent=mm(4)),
        ]
        y = 0.0
        for strip in column:
            marks.extend(mark.moved(left, y) for mark in strip.marks)
            y += strip.height
        bottoms.append(y)
    return Strip(max(bottoms), tuple(marks), gap=type_.gap + mm(1.5))


def _with_footer(page: Page, receipt: Receipt, copy: Copy, sheet: Sheet, number: int, total: int) -> Page:
    """System and time of print at the left; which page of which dossier at the right when there are several."""
    left, right, y = mm(sheet.left), mm(sheet.width - sheet.right), mm(sheet.height - sheet.footer)
    said = [fonts.printable(receipt.system_name), f"in lúc {words.stamp(receipt.printed_at)}"]
    marks: list[Mark] = [*place((Span(" · ".join(filter(None, said)), Face.ITALIC),), left, y, _FOOTER_PT)]
    if total > 1:
        which = f"{receipt.dossier.code} · {copy.value.split(':')[0]} · Trang {number}/{total}"
        marks.extend(place((Span(which),), left, y, _FOOTER_PT, width=right - left, align=Align.RIGHT))
    rule = y - _FOOTER_PT * 1.15
    return dataclasses.replace(page, marks=(*page.marks, Stroke(left, rule, right, rule, 0.3), *marks))


def note_lines(notes: Sequence[str], title: str, width: float, type_: Type) -> list[Strip]:
    """Small notes under the signatures, each behind a dash."""
    strips = paragraph([Span(title, Face.BOLD_ITALIC)], width, type_, size=type_.small)
    for note in notes:
        strips.extend(paragraph([Span(f"- {note}", Face.ITALIC)], width, type_, size=type_.small))
    return strips


def lookup_note(receipt: Receipt) -> list[str]:
    """Where to follow the dossier and whom to call, as far as the desk has said so."""
    where = fonts.printable(receipt.lookup)
    phone = fonts.printable(receipt.contact_phone)
    said = [f"tra cứu tình trạng hồ sơ tại {where}" if where else "", f"điện thoại liên hệ {phone}" if phone else ""]
    text = "; ".join(filter(None, said))
    return [text[0].upper() + text[1:] + "."] if text else []
