"""What the pane says of one dossier: facts about it, its people, its papers. No widgets."""

from __future__ import annotations

import dataclasses
import datetime as dt

from PySide6.QtCore import QCoreApplication

from desk_app import clock
from desk_app.desk.lookup import Detail
from desk_app.domain.applicant import Applicant, IdType, Sex, Submitter
from desk_app.domain.dossier import Component, Dossier, Due, FeeLine
from desk_app.domain.printing import IssuedReceipt
from desk_app.domain.procedure import Channel, ReturnMethod, TimeUnit
from desk_app.domain.queue import SyncState
from desk_app.domain.roles import masked
from desk_app.ui import dossier_words
from desk_app.ui.dossier_words import Words
from desk_app.ui.fields import date_text
from desk_app.ui.link_words import size_text

translate = QCoreApplication.translate
Facts = tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper or a printed form.

    Attributes:
        sha256: of the file that can be looked at, None where there is none.
    """

    name: str
    detail: str
    state: Words | None = None
    sha256: str | None = None


def about(dossier: Dossier, now: dt.datetime) -> Facts:
    """Receipt, due date, fee and who took it in."""
    due = dossier_words.due(dossier.due.at, dossier.status, now)
    late = f" · {due.text}" if due.tone in ("red", "amber") else ""
    return (
        (translate("dossier_detail", "Tiếp nhận"), _full(dossier.received_at)),
        (translate("dossier_detail", "Hẹn trả"), (_full(dossier.due.at) + late) if dossier.due.at else due.text),
        (translate("dossier_detail", "Thời hạn"), limit(dossier.due)),
        (translate("dossier_detail", "Cách nộp"), channel(dossier.channel)),
        (translate("dossier_detail", "Nhận kết quả"), return_method(dossier.return_method)),
        (translate("dossier_detail", "Phí, lệ phí"), fees(dossier.fees)),
        (
            translate("dossier_detail", "Người nhận"),
            " · ".join(filter(None, (dossier.accepted_by_name, dossier.desk))),
        ),
        (translate("dossier_detail", "Thiếu giấy tờ"), dossier.missing_accepted_because),
        (translate("dossier_detail", "Ghi chú"), dossier.note),
    )


def person(applicant: Applicant, *, whole: bool) -> Facts:
    """The applicant; the number is masked for whoever may not see it."""
    number = applicant.id_number if whole else masked(applicant.id_number)
    return (
        (translate("dossier_detail", "Họ và tên"), applicant.full_name),
        (_id_name(applicant.id_type), number),
        (
            translate("dossier_detail", "Ngày sinh"),
            " · ".join(filter(None, (date_text(applicant.born), _sex(applicant.sex)))),
        ),
        (translate("dossier_detail", "Điện thoại"), applicant.phone),
        (translate("dossier_detail", "Thư điện tử"), applicant.email),
        (translate("dossier_detail", "Nơi cư trú"), applicant.address.text),
    )


def submitter(who: Submitter, *, whole: bool) -> Facts:
    """Whoever brought it for somebody else."""
    return (
        (translate("dossier_detail", "Người nộp thay"), who.full_name),
        (_id_name(who.id_type), who.id_number if whole else masked(who.id_number)),
        (translate("dossier_detail", "Điện thoại"), who.phone),
        (translate("dossier_detail", "Căn cứ"), who.authority),
    )


def papers(detail: Detail) -> tuple[PaperLine, ...]:
    """Each component with what became of its electronic copy."""
    return tuple(_paper(number, c, detail) for number, c in enumerate(detail.dossier.components, start=1))


def printed(detail: Detail, now: dt.datetime) -> tuple[PaperLine, ...]:
    """Each receipt that was made."""
    return tuple(_receipt(receipt, detail, now) for receipt in detail.receipts)


def limit(due: Due) -> str:
    """``1 ngày làm việc, nghỉ 24/11 (Ngày Văn hoá Việt Nam)``."""
    if due.amount is None:
        return ""
    parts = [_amount(due)]
    if due.after_cutoff:
        parts.append(translate("dossier_detail", "nhận sau giờ chốt nên cộng 1 ngày"))
    parts += [
        translate("dossier_detail", "nghỉ {day} ({name})").format(day=f"{day:%d/%m}", name=name)
        for day, name in due.skipped
    ]
    return ", ".join(parts)


def fees(lines: tuple[FeeLine, ...]) -> str:
    """The sum, or that nothing is paid; a line without an amount is named."""
    if not lines:
        return ""
    known = sum(line.amount_vnd or 0 for line in lines)
    if any(line.amount_vnd is None for line in lines):
        return translate("dossier_detail", "Theo thông báo phí")
    if not known:
        return translate("dossier_detail", "Miễn phí")
    return translate("dossier_detail", "{amount} đồng").format(amount=f"{known:,}".replace(",", "."))


def channel(value: Channel) -> str:
    """How it was filed."""
    match value:
        case Channel.DIRECT:
            return translate("dossier_detail", "Trực tiếp tại quầy")
        case Channel.ONLINE:
            return translate("dossier_detail", "Trực tuyến")
        case Channel.POSTAL:
            return translate("dossier_detail", "Qua bưu chính")


def return_method(value: ReturnMethod) -> str:
    """How the result reaches the person."""
    match value:
        case ReturnMethod.DESK:
            return translate("dossier_detail", "Tại quầy")
        case ReturnMethod.POSTAL:
            return translate("dossier_detail", "Qua bưu chính")
        case ReturnMethod.ONLINE:
            return translate("dossier_detail", "Bản điện tử")


def _paper(number: int, component: Component, detail: Detail) -> PaperLine:
    name = f"{number}. {component.name}"
    if component.copy is None:
        return PaperLine(
            name=name,
            detail=" · ".join(
                filter(
                    None,
                    (
                        _handed_in(component),
                        dossier_words.not_digitised(component.not_digitised_because, component.not_digitised_note),
                    ),
                )
            ),
        )
    state = detail.file_sync.get(component.copy.sha256, SyncState.WAITING)
    pages = translate("dossier_detail", "{pages} trang, {size}").format(
        pages=component.copy.pages, size=size_text(component.copy.bytes)
    )
    return PaperLine(
        name=name,
        detail=" · ".join(filter(None, (_handed_in(component), pages))),
        state=dossier_words.file(state),
        sha256=component.copy.sha256,
    )


def _receipt(receipt: IssuedReceipt, detail: Detail, now: dt.datetime) -> PaperLine:
    name = (
        translate("dossier_detail", "Giấy hẹn, in lại lần {number}").format(number=receipt.reprint)
        if receipt.reprint
        else translate("dossier_detail", "Giấy tiếp nhận và hẹn trả")
    )
    made = dossier_words.moment(receipt.printed_at, now)
    return PaperLine(
        name=name,
        detail=f"{made} · {circular_name(receipt.circular)}",
        state=dossier_words.file(detail.file_sync.get(receipt.copy.sha256, SyncState.WAITING)),
        sha256=receipt.copy.sha256,
    )


def circular_name(value: str) -> str:
    """``tt-03-2025`` → ``TT 03/2025``."""
    _, number, year = [*value.split("-"), "", ""][:3]
    return f"TT {number}/{year}" if year else value


def _handed_in(component: Component) -> str:
    parts = []
    if component.originals:
        parts.append(translate("dossier_detail", "{count} bản chính").format(count=component.originals))
    if component.copies:
        parts.append(translate("dossier_detail", "{count} bản sao").format(count=component.copies))
    return ", ".join(parts)


def _amount(due: Due) -> str:
    match due.unit:
        case TimeUnit.WORKING_DAY if not due.amount:
            return translate("dossier_detail", "Trong ngày")
        case TimeUnit.WORKING_DAY:
            text = translate("dossier_detail", "{count} ngày làm việc")
        case TimeUnit.HOUR:
            text = translate("dossier_detail", "{count} giờ làm việc")
        case TimeUnit.MONTH:
            text = translate("dossier_detail", "{count} tháng")
        case _:
            text = translate("dossier_detail", "{count} ngày")
    return text.format(count=due.amount)


def _id_name(id_type: IdType | None) -> str:
    match id_type:
        case IdType.TAX:
            return translate("dossier_detail", "Mã số thuế")
        case IdType.PASSPORT:
            return translate("dossier_detail", "Hộ chiếu")
        case IdType.CMND:
            return translate("dossier_detail", "Số CMND")
        case _:
            return translate("dossier_detail", "Số định danh")


def _sex(sex: Sex | None) -> str:
    match sex:
        case Sex.MALE:
            return translate("dossier_detail", "Nam")
        case Sex.FEMALE:
            return translate("dossier_detail", "Nữ")
        case None:
            return ""


def _full(at: dt.datetime) -> str:
    return f"{at.astimezone(clock.VIETNAM):%H:%M %d/%m/%Y}"
