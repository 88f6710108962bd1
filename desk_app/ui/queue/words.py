"""What the queue says: figures, the line of a dossier, states. No widgets."""

from __future__ import annotations

import dataclasses
import datetime as dt

from PySide6.QtCore import QCoreApplication

from desk_app import clock
from desk_app.domain.queue import QueueCounts, QueueRow, SyncState
from desk_app.sync.status import LinkState, SyncStatus
from desk_app.ui import dossier_words, messages
from desk_app.ui.link_words import size_text
from desk_app.ui.tables import Cell, Column

translate = QCoreApplication.translate
_BITS = 8
_KILO = 1000


@dataclasses.dataclass(frozen=True, slots=True)
class FigureWords:
    """A figure: its value, the line beneath, its colour."""

    value: str
    secondary: str
    tone: str = ""


def columns() -> tuple[Column, ...]:
    """The columns in the language of the window."""
    return (
        Column(title=translate("queue", "Tình trạng"), width_px=124),
        Column(title=translate("queue", "Mã hồ sơ"), width_px=196),
        Column(title=translate("queue", "Hồ sơ"), width_px=200, stretch=True),
        Column(title=translate("queue", "Chi tiết"), width_px=200, stretch=True),
        Column(title=translate("queue", "Dung lượng"), width_px=92, right=True),
        Column(title=translate("queue", "Lần thử"), width_px=68, right=True),
    )


def cells(row: QueueRow, *, language: str = messages.VIETNAMESE) -> tuple[Cell, ...]:
    """A dossier of the queue in words."""
    state = dossier_words.sync(row.state)
    size = row.bytes_waiting or row.bytes_total
    return (
        Cell(text=state.text, pill=state.kind, icon="check" if row.state is SyncState.CONFIRMED else ""),
        Cell(text=row.code, strong=True),
        Cell(text=row.applicant_name, detail=row.procedure_name),
        Cell(text=line(row, language=language), tone="red" if row.state is SyncState.NEEDS_PERSON else ""),
        Cell(text=size_text(size) if size else "–", tone="" if size else "muted"),
        Cell(text=str(row.attempts), tone="" if row.attempts else "muted"),
    )


def line(row: QueueRow, *, language: str = messages.VIETNAMESE) -> str:
    """How it stands with a dossier, in one sentence."""
    match row.state:
        case SyncState.NEEDS_PERSON:
            return messages.for_refusal(row.reason or "refused", row.field, language)
        case SyncState.CONFIRMED:
            return translate("queue", "Trung tâm giữ {files}/{files} tệp, trùng mã băm").format(files=row.files_total)
        case SyncState.SENDING if row.events_waiting:
            return translate("queue", "Đang gửi hồ sơ")
        case SyncState.SENDING:
            return translate("queue", "Đang gửi tệp · {percent} %").format(percent=percent(row))
        case SyncState.WAITING:
            return _waiting(row, language)


def percent(row: QueueRow) -> int:
    """How much of the files has arrived, 0 to 100."""
    if not row.bytes_total:
        return 0
    return max(0, min(100, 100 * (row.bytes_total - row.bytes_waiting) // row.bytes_total))


def _waiting(row: QueueRow, language: str) -> str:
    if row.next_at is not None:
        why = messages.for_refusal(row.reason, row.field, language) if row.reason else ""
        text = translate("queue", "Thử lại lúc {at}.").format(at=_clock(row.next_at))
        return f"{text} {why}".strip()
    if row.events_waiting:
        return translate("queue", "Đến lượt sẽ gửi")
    if row.files_waiting:
        return translate("queue", "Hồ sơ đã tới trung tâm, còn {files} tệp").format(files=row.files_waiting)
    return translate("queue", "Đã gửi hết, chờ trung tâm xác nhận")


def waiting(counts: QueueCounts) -> FigureWords:
    """What is on its way or waits for it."""
    if not counts.waiting_dossiers and not counts.waiting_files:
        return FigureWords(translate("queue", "Không có"), translate("queue", "không còn gì phải gửi"))
    value = translate("queue", "{dossiers} hồ sơ · {files} tệp").format(
        dossiers=counts.waiting_dossiers, files=counts.waiting_files
    )
    second = size_text(counts.waiting_bytes)
    if counts.oldest_at is not None:
        since = _clock(counts.oldest_at)
        second = translate("queue", "{size}, hồ sơ cũ nhất từ {at}").format(size=second, at=since)
    return FigureWords(value, second)


def link(status: SyncStatus, *, language: str = messages.VIETNAMESE) -> FigureWords:
    """The line to the centre: its pace while it carries, else how it stands and what comes next."""
    match status.state:
        case LinkState.SENDING:
            pace = _pace(status.rate_bytes_s) if status.rate_bytes_s else translate("queue", "Đang gửi")
            until = translate("queue", "xong khoảng {at}").format(at=_clock(status.done_by)) if status.done_by else ""
            return FigureWords(pace, until or _contact(status))
        case LinkState.ONLINE:
            return FigureWords(translate("queue", "Trực tuyến"), _contact(status))
        case LinkState.OFFLINE:
            return FigureWords(translate("queue", "Ngoại tuyến"), _next(status) or _contact(status), "amber")
        case LinkState.PORTAL:
            return FigureWords(
                translate("queue", "Mạng cần đăng nhập"), translate("queue", "mở trình duyệt để vào mạng"), "red"
            )
        case LinkState.PAUSED:
            why = messages.for_refusal(status.reason, language=language) if status.reason in _TOLD else ""
            return FigureWords(
                translate("queue", "Tạm dừng"), why or translate("queue", "bấm Tiếp tục để gửi"), "amber"
            )
        case LinkState.NOT_ENROLLED:
            return FigureWords(
                translate("queue", "Chưa kết nối"), translate("queue", "quầy chưa đăng ký với trung tâm")
            )


def person(counts: QueueCounts) -> FigureWords:
    """What somebody has to look at."""
    if counts.needs_person:
        return FigureWords(
            translate("queue", "{count} hồ sơ").format(count=counts.needs_person),
            translate("queue", "trung tâm từ chối, có lý do"),
            "red",
        )
    return FigureWords("0", translate("queue", "không có gì vướng"))


def confirmed(counts: QueueCounts) -> FigureWords:
    """What the centre is proven to hold, of today; green only then."""
    value = translate("queue", "{count} hồ sơ").format(count=counts.confirmed_today)
    second = translate("queue", "trung tâm giữ đủ tệp, mã băm khớp")
    return FigureWords(value, second, "green") if counts.confirmed_today else FigureWords("0", second)


def _pace(rate_bytes_s: float) -> str:
    kilobits = rate_bytes_s * _BITS / _KILO
    if kilobits >= _KILO:
        return f"{kilobits / _KILO:.1f} Mbit/s".replace(".", ",")
    return f"{kilobits:.0f} kbit/s"


def _contact(status: SyncStatus) -> str:
    if status.last_contact_at is None:
        return translate("queue", "chưa liên lạc từ khi mở chương trình")
    return translate("queue", "liên lạc lúc {at}").format(at=_clock(status.last_contact_at))


def _next(status: SyncStatus) -> str:
    if status.next_try_at is None:
        return ""
    return translate("queue", "thử lại lúc {at}").format(at=_clock(status.next_try_at))


def _clock(at: dt.datetime) -> str:
    local = at.astimezone(clock.VIETNAM)
    return f"{local:%H:%M}" if local.date() == clock.now().date() else f"{local:%H:%M %d/%m}"


_TOLD = ("enrol_again", "another_sender")
