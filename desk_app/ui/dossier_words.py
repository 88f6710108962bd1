"""Words, colours and icons for the state of a dossier: national status, way to the centre, due date. No widgets."""

from __future__ import annotations

import dataclasses
import datetime as dt

from PySide6.QtCore import QCoreApplication

from desk_app import clock
from desk_app.domain.dossier import NotDigitised, Status
from desk_app.domain.queue import SyncState
from desk_app.ui.pills import Kind

translate = QCoreApplication.translate

OPEN = frozenset(
    {
        Status.REGISTERED,
        Status.RECEIVED,
        Status.IN_PROCESS,
        Status.SUPPLEMENT_ASKED,
        Status.PAYMENT_ASKED,
        Status.WITHDRAWAL_ASKED,
    }
)
"""Statuses in which somebody still waits for a result."""


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """A state in a word or two, with its meaning and icon."""

    text: str
    kind: Kind
    icon: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class DueWords:
    """A due date: what to read first, the rest, and the colour (``red``, ``amber``, ``muted`` or nothing)."""

    text: str
    detail: str = ""
    tone: str = ""


def status_name(status: Status) -> str:
    """The national status as people say it."""
    match status:
        case Status.REGISTERED:
            return translate("dossier_words", "Mới đăng ký")
        case Status.RECEIVED:
            return translate("dossier_words", "Đã tiếp nhận")
        case Status.NOT_RECEIVED:
            return translate("dossier_words", "Không tiếp nhận")
        case Status.IN_PROCESS:
            return translate("dossier_words", "Đang xử lý")
        case Status.SUPPLEMENT_ASKED:
            return translate("dossier_words", "Yêu cầu bổ sung")
        case Status.PAYMENT_ASKED:
            return translate("dossier_words", "Chờ nộp phí")
        case Status.WITHDRAWAL_ASKED:
            return translate("dossier_words", "Xin rút hồ sơ")
        case Status.STOPPED:
            return translate("dossier_words", "Dừng xử lý")
        case Status.DONE:
            return translate("dossier_words", "Đã có kết quả")
        case Status.RETURNED:
            return translate("dossier_words", "Đã trả kết quả")


def status(value: Status) -> Words:
    """The status as a pill: amber where the citizen is waited for, grey where nothing is left to do."""
    if value in (Status.SUPPLEMENT_ASKED, Status.PAYMENT_ASKED, Status.WITHDRAWAL_ASKED):
        return Words(status_name(value), Kind.WAITING)
    if value in OPEN or value is Status.DONE:
        return Words(status_name(value), Kind.ACCENT)
    return Words(status_name(value), Kind.NEUTRAL)


def sync(state: SyncState) -> Words:
    """Where a dossier or file is on its way; green only when the centre is proven to hold it."""
    match state:
        case SyncState.WAITING:
            return Words(translate("dossier_words", "Chờ gửi"), Kind.WAITING, "clock")
        case SyncState.SENDING:
            return Words(translate("dossier_words", "Đang gửi"), Kind.WAITING, "upload")
        case SyncState.NEEDS_PERSON:
            return Words(translate("dossier_words", "Cần xử lý"), Kind.PERSON, "circle-alert")
        case SyncState.CONFIRMED:
            return Words(translate("dossier_words", "Đã xác nhận"), Kind.PROVEN, "check")


def file(state: SyncState) -> Words:
    """Where a file is; green only when the centre is proven to hold it."""
    if state is SyncState.CONFIRMED:
        return Words(translate("dossier_words", "Trung tâm đã giữ"), Kind.PROVEN, "check")
    return sync(state)


def due(due_at: dt.datetime | None, value: Status, now: dt.datetime) -> DueWords:
    """The due date: red once it is over and nobody has the result yet, amber on its day."""
    if due_at is None:
        return DueWords(translate("dossier_words", "Không hẹn"), tone="muted")
    local = due_at.astimezone(clock.VIETNAM)
    day = f"{local:%d/%m/%Y}"
    if value not in OPEN:
        return DueWords(day, tone="muted")
    today = now.astimezone(clock.VIETNAM).date()
    days = (local.date() - today).days
    if due_at < now:
        text = (
            translate("dossier_words", "Quá hạn {days} ngày").format(days=-days)
            if days
            else translate("dossier_words", "Quá giờ {at}")
        )
        return DueWords(text.format(at=f"{local:%H:%M}"), day, "red")
    if days == 0:
        return DueWords(translate("dossier_words", "Hôm nay {at}").format(at=f"{local:%H:%M}"), day, "amber")
    if days == 1:
        return DueWords(day, translate("dossier_words", "ngày mai, {at}").format(at=f"{local:%H:%M}"))
    return DueWords(day, translate("dossier_words", "còn {days} ngày").format(days=days))


def not_digitised(reason: NotDigitised | None, note: str = "") -> str:
    """Why a paper has no electronic copy."""
    match reason:
        case None:
            return translate("dossier_words", "Chưa số hoá")
        case NotDigitised.SHARED_DATA:
            return translate("dossier_words", "Không số hoá: đã có trong cơ sở dữ liệu")
        case NotDigitised.COPY_SUBMITTED:
            return translate("dossier_words", "Không số hoá: nộp bản sao")
        case NotDigitised.PRESENTED_ONLY:
            return translate("dossier_words", "Không số hoá: chỉ xuất trình")
        case NotDigitised.STATE_SECRET:
            return translate("dossier_words", "Không số hoá: bí mật nhà nước")
        case NotDigitised.NO_DEVICE:
            return translate("dossier_words", "Chưa số hoá: không có thiết bị")
        case NotDigitised.OTHER:
            return translate("dossier_words", "Chưa số hoá: {reason}").format(
                reason=note or translate("dossier_words", "lý do khác")
            )


def moment(at: dt.datetime, now: dt.datetime | None = None) -> str:
    """``10:45 hôm nay``, ``10:45 21/11``, ``10:45 21/11/2025`` where it is another year."""
    local = at.astimezone(clock.VIETNAM)
    today = (now or clock.now()).astimezone(clock.VIETNAM).date()
    if local.date() == today:
        return translate("dossier_words", "{at} hôm nay").format(at=f"{local:%H:%M}")
    return f"{local:%H:%M %d/%m}" if local.year == today.year else f"{local:%H:%M %d/%m/%Y}"
