"""What the connection pill and the status line say: the state of the way to the centre in words. No widgets."""

from __future__ import annotations

import dataclasses
import datetime as dt

from PySide6.QtCore import QCoreApplication

from desk_app import clock
from desk_app.sync.status import LinkState, SyncStatus
from desk_app.ui.pills import Kind


@dataclasses.dataclass(frozen=True, slots=True)
class LinkWords:
    """Text, meaning and icon of the pill."""

    text: str
    kind: Kind
    icon: str


def describe(status: SyncStatus) -> LinkWords:
    """The pill: red only where a person is needed, green only where everything is proven to have arrived."""
    waiting = status.waiting_dossiers
    translate = QCoreApplication.translate
    match status.state:
        case LinkState.NOT_ENROLLED:
            return LinkWords(
                _with(translate("link_words", "Chưa kết nối trung tâm"), waiting), Kind.NEUTRAL, "cloud-off"
            )
        case LinkState.PAUSED:
            return LinkWords(_with(translate("link_words", "Tạm dừng gửi"), waiting), Kind.PERSON, "pause")
        case LinkState.PORTAL:
            return LinkWords(_with(translate("link_words", "Mạng cần đăng nhập"), waiting), Kind.PERSON, "wifi-off")
        case LinkState.OFFLINE:
            return LinkWords(_with(translate("link_words", "Ngoại tuyến"), waiting), Kind.WAITING, "wifi-off")
        case LinkState.SENDING:
            text = translate("link_words", "Trực tuyến · đang gửi {count} hồ sơ").format(count=waiting)
            return LinkWords(text, Kind.WAITING, "upload")
        case LinkState.ONLINE if waiting:
            return LinkWords(_with(translate("link_words", "Trực tuyến"), waiting), Kind.WAITING, "upload")
        case LinkState.ONLINE:
            text = translate("link_words", "Trực tuyến · đã gửi hết {at}").format(at=time_text(status.last_contact_at))
            return LinkWords(text.strip(), Kind.PROVEN, "circle-check")


def details(status: SyncStatus) -> str:
    """The rest, for the status line: what waits, when it is tried again, when the centre last answered."""
    parts = []
    if status.waiting_dossiers or status.waiting_files:
        text = QCoreApplication.translate("link_words", "{dossiers} hồ sơ, {files} tệp, {size} chờ gửi")
        size = size_text(status.waiting_bytes)
        parts.append(text.format(dossiers=status.waiting_dossiers, files=status.waiting_files, size=size))
    if status.next_try_at is not None and status.state is not LinkState.ONLINE:
        parts.append(
            QCoreApplication.translate("link_words", "thử lại lúc {at}").format(at=time_text(status.next_try_at))
        )
    if status.last_contact_at is not None:
        text = QCoreApplication.translate("link_words", "lần liên lạc cuối {at}")
        parts.append(text.format(at=time_text(status.last_contact_at)))
    return "; ".join(parts)


def leases(status: SyncStatus) -> str:
    """How many official codes are left, or nothing to say."""
    if status.state is LinkState.NOT_ENROLLED:
        return ""
    return QCoreApplication.translate("link_words", "Còn {count} mã cho hôm nay").format(count=status.leases_left)


def time_text(moment: dt.datetime | None) -> str:
    """``10:37``, with the date where it is another day than today; empty for None."""
    if moment is None:
        return ""
    local = moment.astimezone(clock.VIETNAM)
    return f"{local:%H:%M}" if local.date() == clock.now().date() else f"{local:%H:%M %d/%m}"


def size_text(size_bytes: int) -> str:
    """A size as people write it here, with a decimal comma.

    >>> size_text(5_452_595), size_text(640_000), size_text(12)
    ('5,2 MB', '625 KB', '1 KB')
    """
    if size_bytes >= 1024 * 1024:
        return f"{size_bytes / 1024 / 1024:.1f} MB".replace(".", ",")
    return f"{max(1, round(size_bytes / 1024))} KB" if size_bytes else "0 KB"


def _with(text: str, waiting: int) -> str:
    if not waiting:
        return text
    return text + " · " + QCoreApplication.translate("link_words", "{count} hồ sơ chờ gửi").format(count=waiting)
