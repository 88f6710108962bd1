"""Form 01 of Circular 01/2018/TT-VPCP: Giấy tiếp nhận hồ sơ và hẹn trả kết quả."""

from __future__ import annotations

from desk_app.domain.dossier import Component
from desk_app.domain.receipt import Receipt
from desk_app.forms import receipt as common
from desk_app.forms import words
from desk_app.forms.fonts import Face, mm, printable
from desk_app.forms.layout import Field, Strip, Type, bullet, fields, paragraph, with_next
from desk_app.forms.typeset import Span

SUBJECT = "Mẫu số 01, Thông tư 01/2018/TT-VPCP"


def render(receipt: Receipt) -> bytes:
    """The receipt as a PDF with both copies."""
    return common.render(receipt, PARTS)


def _fields(receipt: Receipt, width: float, type_: Type) -> list[Strip]:
    dossier = receipt.dossier
    due = words.moment(dossier.due.at) if dossier.due.at else ""
    where = words.return_place(dossier.return_method, printable(receipt.desk_body))
    return [
        *_people(receipt, width, type_),
        *fields(width, type_, Field("Nội dung yêu cầu giải quyết", printable(dossier.procedure_name))),
        *_components(dossier.components, width, type_),
        *fields(width, type_, Field("Số lượng hồ sơ", f"{words.count(dossier.sets)} (bộ)")),
        *fields(width, type_, Field("Thời gian giải quyết hồ sơ theo quy định là", words.limit(dossier.due))),
        *fields(width, type_, Field("Thời gian nhận hồ sơ", words.moment(dossier.received_at))),
        *fields(width, type_, Field("Thời gian trả kết quả giải quyết hồ sơ", due, Face.BOLD)),
        *fields(width, type_, Field("Đăng ký nhận kết quả tại", where)),
    ]


def _people(receipt: Receipt, width: float, type_: Type) -> list[Strip]:
    dossier = receipt.dossier
    person = dossier.submitter or dossier.applicant
    strips = [
        *fields(width, type_, common.receiving_body(receipt)),
        *fields(width, type_, Field("Tiếp nhận hồ sơ của", printable(person.full_name), Face.BOLD)),
        *fields(width, type_, Field("Địa chỉ", printable(person.address.text))),
        *fields(width, type_, Field("Số điện thoại", printable(person.phone)), Field("Email", printable(person.email))),
    ]
    if dossier.submitter:
        strips += fields(width, type_, Field("Chủ hồ sơ", printable(dossier.applicant.full_name), Face.BOLD))
        strips += fields(width, type_, Field("Địa chỉ chủ hồ sơ", printable(dossier.applicant.address.text)))
    return strips


def _components(components: tuple[Component, ...], width: float, type_: Type) -> list[Strip]:
    label = "Thành phần hồ sơ nộp gồm"
    if not components:
        return fields(width, type_, Field(label, ""))
    strips = with_next(paragraph([Span(f"{label}:")], width, type_))
    for number, component in enumerate(components, start=1):
        text = f"{printable(component.name)} ({_quantity(component)})"
        strips += bullet(f"{number}.", text, width, type_, indent=mm(4))
    return strips


def _quantity(component: Component) -> str:
    counts = ((component.originals, "bản chính"), (component.copies, "bản sao"))
    said = [words.tied(f"{words.count(number)} {name}") for number, name in counts if number]
    if component.presented_only:
        said.append("xuất trình")
    return ", ".join(said) or "không kèm bản giấy"


def _register(receipt: Receipt, width: float, type_: Type) -> list[Strip]:
    volume, number = printable(receipt.register_volume), printable(receipt.register_number)
    return fields(width, type_, Field("Vào Sổ theo dõi hồ sơ, Quyển số", volume), Field("Số thứ tự", number))


def _notes(receipt: Receipt, width: float, type_: Type) -> list[Strip]:
    desk = common.body_name(receipt)
    two_copies = (
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả được lập thành 2 liên; một liên chuyển kèm theo Phiếu kiểm soát quá trình "
        f"giải quyết hồ sơ và được lưu tại {desk} (trường hợp chưa có hệ thống điện tử); một liên giao cho tổ chức, cá nhân "
        "nộp hồ sơ."
    )
    by_post = (
        f"Tổ chức, cá nhân có thể đăng ký nhận kết quả tại {desk} hoặc tại nhà (trụ sở tổ chức) qua dịch vụ bưu chính."
    )
    return common.note_lines([two_copies, by_post, *common.lookup_note(receipt)], "Ghi chú:", width, type_)


PARTS = common.Parts(subject=SUBJECT, fields=_fields, register=_register, notes=_notes)
