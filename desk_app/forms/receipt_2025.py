"""Form 01 of Circular 03/2025/TT-VPCP, Appendix I: Giấy tiếp nhận hồ sơ và hẹn trả kết quả.

Provisional: the layout of the appendix could not be had. This is what provinces print in 2025–26 (order and labels of "TNTKQ-V5.1",
columns of papers as in Thanh Hóa), to be compared with Appendix I before it is used in earnest.
"""

from __future__ import annotations

from desk_app.domain.applicant import Applicant, IdType, Submitter
from desk_app.domain.dossier import Dossier
from desk_app.domain.fees import amount_in_words
from desk_app.domain.receipt import Receipt
from desk_app.forms import receipt as common
from desk_app.forms import words
from desk_app.forms.fonts import Face, mm, printable
from desk_app.forms.layout import (
    Column,
    Field,
    Strip,
    Type,
    bullet,
    fields,
    item,
    paragraph,
    table,
    with_gap,
    with_next,
)
from desk_app.forms.typeset import Align, Span

TO_COMPARE = "bản tạm – đối chiếu Phụ lục I TT 03/2025"
SUBJECT = f"Mẫu số 01, Thông tư 03/2025/TT-VPCP ({TO_COMPARE})"

_COLUMNS = (
    Column("STT", Align.CENTRE, fixed_mm=11),
    Column("Tên giấy tờ"),
    Column("Bản\nchính", Align.CENTRE, fixed_mm=14),
    Column("Bản\nsao", Align.CENTRE, fixed_mm=14),
)
_NUMBERS: dict[IdType | None, str] = {
    IdType.CCCD: "Số CCCD",
    IdType.CMND: "Số CMND",
    IdType.PASSPORT: "Số hộ chiếu",
    IdType.TAX: "Mã số thuế",
}


def render(receipt: Receipt) -> bytes:
    """The receipt as a PDF with both copies."""
    return common.render(receipt, PARTS)


def _fields(receipt: Receipt, width: float, type_: Type) -> list[Strip]:
    dossier = receipt.dossier
    code = words.tied(f"(Mã thủ tục: {dossier.procedure_code})")
    procedure = f"{printable(dossier.procedure_name)} {code}".lstrip()
    where = words.return_place(dossier.return_method, printable(receipt.desk_body))
    sets = Field("Số lượng hồ sơ", f"{words.count(dossier.sets)} (bộ)")
    received = Field("Thời gian nhận hồ sơ", words.moment(dossier.received_at))
    return [
        *_people(receipt, width, type_),
        *fields(width, type_, Field("Thủ tục hành chính cần giải quyết", procedure)),
        *_components(dossier, width, type_),
        *with_gap(item("2.", width, type_, lambda room: fields(room, type_, sets)), mm(1)),
        *item("3.", width, type_, lambda room: fields(room, type_, received)),
        *item("4.", width, type_, lambda room: _due(dossier, room, type_)),
        *item("5.", width, type_, lambda room: fields(room, type_, Field("Đăng ký trả kết quả tại", where))),
        *item("6.", width, type_, lambda room: _fees(dossier, room, type_)),
    ]


def _people(receipt: Receipt, width: float, type_: Type) -> list[Strip]:
    dossier = receipt.dossier
    person = dossier.submitter or dossier.applicant
    strips = [
        *fields(width, type_, common.receiving_body(receipt)),
        *fields(width, type_, Field("Tiếp nhận hồ sơ của", printable(person.full_name), Face.BOLD)),
        *fields(width, type_, _number(person), Field("Số điện thoại", printable(person.phone))),
        *fields(width, type_, Field("Địa chỉ", printable(person.address.text))),
    ]
    if person.email:
        strips += fields(width, type_, Field("Email", printable(person.email)))
    if dossier.submitter:
        if dossier.submitter.authority:
            strips += fields(width, type_, Field("Tư cách người nộp", printable(dossier.submitter.authority)))
        owner = dossier.applicant
        strips += fields(width, type_, Field("Chủ hồ sơ", printable(owner.full_name), Face.BOLD), _number(owner))
        strips += fields(width, type_, Field("Địa chỉ chủ hồ sơ", printable(owner.address.text)))
    return strips


def _number(person: Applicant | Submitter) -> Field:
    return Field(_NUMBERS.get(person.id_type, "Số CCCD/MST"), printable(person.id_number))


def _components(dossier: Dossier, width: float, type_: Type) -> list[Strip]:
    label = "Thành phần hồ sơ, yêu cầu và số lượng mỗi loại giấy tờ gồm"
    if not dossier.components:
        return item("1.", width, type_, lambda room: fields(room, type_, Field(label, "")))
    rows = [
        (
            str(number),
            printable(component.name) + (" (xuất trình)" if component.presented_only else ""),
            words.count(component.originals),
            words.count(component.copies),
        )
        for number, component in enumerate(dossier.components, start=1)
    ]
    lead = item("1.", width, type_, lambda room: paragraph([Span(f"{label}:")], room, type_))
    return [*with_next(lead), *with_gap(table(_COLUMNS, rows, width, type_), mm(0.8))]


def _due(dossier: Dossier, width: float, type_: Type) -> list[Strip]:
    field = Field("Thời gian trả kết quả", words.moment(dossier.due.at) if dossier.due.at else "", Face.BOLD)
    limit = words.limit(dossier.due)
    if not field.value or not limit:
        return fields(width, type_, field)
    stated = words.tied(f"(theo quy định: {limit})")
    return paragraph([*field.spans, Span(f" {stated}")], width, type_)


def _fees(dossier: Dossier, width: float, type_: Type) -> list[Strip]:
    label = "Phí, lệ phí (nếu có)"
    if not dossier.fees:
        return fields(width, type_, Field(label, "không"))
    lines = [printable(words.fee(line)) for line in dossier.fees]
    total = words.fee_total(dossier.fees)
    in_words = Span(f" (Bằng chữ: {amount_in_words(total)})" if total else "", Face.ITALIC)
    if len(lines) == 1:
        return paragraph([Span(f"{label}: {lines[0]}"), in_words], width, type_)
    strips = with_next(paragraph([Span(f"{label}:")], width, type_))
    for line in lines:
        strips += bullet("-", line, width, type_)
    if total:
        strips += paragraph([Span(f"Tổng cộng: {words.dong(total)}"), in_words], width, type_)
    return strips


def _register(receipt: Receipt, width: float, type_: Type) -> list[Strip]:
    volume, number = printable(receipt.register_volume), printable(receipt.register_number)
    return fields(width, type_, Field("Vào sổ theo dõi hồ sơ, Quyển số", volume), Field("Số thứ tự", number))


def _notes(receipt: Receipt, width: float, type_: Type) -> list[Strip]:
    to_bring = (
        "Khi đến nhận kết quả, mang theo giấy này, thẻ căn cước (CCCD) và nộp phí, lệ phí (nếu có); người nhận thay mang theo giấy "
        "uỷ quyền theo quy định."
    )
    return common.note_lines([to_bring, *common.lookup_note(receipt)], "Chú ý:", width, type_)


PARTS = common.Parts(subject=SUBJECT, fields=_fields, register=_register, notes=_notes)
