"""The record of a dossier in plain sentences: who did what, when. No widgets."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from desk_app import clock
from desk_app.domain.audit import AuditEntry
from desk_app.domain.dossier import Status
from desk_app.ui import dossier_words, messages

translate = QCoreApplication.translate


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the timeline.

    Attributes:
        detail: a reason or note, empty where there is none.
    """

    at: dt.datetime
    icon: str
    text: str
    detail: str = ""


def lines(entries: Sequence[AuditEntry], *, language: str = messages.VIETNAMESE) -> tuple[Line, ...]:
    """Newest first; looks of one person that follow one another on one day are one line."""
    told: list[Line] = []
    backwards = list(reversed(entries))
    latest, looks = None, 0
    for entry, older in itertools.zip_longest(backwards, backwards[1:]):
        latest, looks = latest or entry, looks + 1
        if older is not None and entry.act == "viewed" and _same_look(entry, older):
            continue
        told.append(_line(entry, looks, latest.at, language))
        latest, looks = None, 0
    return tuple(told)


def _same_look(one: AuditEntry, other: AuditEntry) -> bool:
    return (
        other.act == one.act
        and other.who == one.who
        and other.at.astimezone(clock.VIETNAM).date() == one.at.astimezone(clock.VIETNAM).date()
    )


def _line(entry: AuditEntry, count: int, latest_at: dt.datetime, language: str) -> Line:
    who = entry.who.name if entry.who else translate("timeline", "Chương trình")
    said = _SAID.get(entry.act)
    if entry.act == "viewed":
        return Line(at=latest_at, icon="eye", text=_viewed(who, count))
    if said is None:
        return Line(at=entry.at, icon="info", text=f"{who}: {entry.act}")
    icon, say = said
    text, detail = say(_Told(who, entry.detail, language))
    return Line(at=entry.at, icon=icon, text=text, detail=detail)


@dataclasses.dataclass(frozen=True, slots=True)
class _Told:
    """An act: who, and its facts as texts; what is missing is empty."""

    who: str
    values: Mapping[str, object]
    language: str

    def __getitem__(self, name: str) -> str:
        value = self.values.get(name)
        return "" if value is None else str(value)


def _viewed(who: str, count: int) -> str:
    if count == 1:
        return translate("timeline", "{who} xem hồ sơ.").format(who=who)
    return translate("timeline", "{who} xem hồ sơ ({count} lần).").format(who=who, count=count)


def _accepted(told: _Told) -> tuple[str, str]:
    more = []
    if told["missing_accepted_because"]:
        text = translate("timeline", "Nhận khi còn thiếu giấy tờ: {reason}")
        more.append(text.format(reason=told["missing_accepted_because"]))
    if told["received_at_reason"]:
        text = translate("timeline", "Thời điểm tiếp nhận được ghi lùi: {reason}")
        more.append(text.format(reason=told["received_at_reason"]))
    return translate("timeline", "{who} tiếp nhận hồ sơ, mã {code}.").format(who=told.who, code=told["code"]), " ".join(
        more
    )


def _issued(told: _Told) -> tuple[str, str]:
    if told["reprint"] in ("", "0"):
        return translate("timeline", "{who} lập giấy tiếp nhận và hẹn trả kết quả.").format(who=told.who), ""
    text = translate("timeline", "{who} lập bản in lại lần {number} của giấy hẹn.")
    return text.format(who=told.who, number=told["reprint"]), ""


def _printed(told: _Told) -> tuple[str, str]:
    if told["reprint"] in ("", "0"):
        return translate("timeline", "{who} in giấy hẹn.").format(who=told.who), ""
    return translate("timeline", "{who} in lại giấy hẹn, lần {number}.").format(
        who=told.who, number=told["reprint"]
    ), ""


def _reprint(told: _Told) -> tuple[str, str]:
    text = translate("timeline", "{who} yêu cầu in lại giấy hẹn, lần {number}.")
    return text.format(who=told.who, number=told["reprint"]), ""


def _sent_again(told: _Told) -> tuple[str, str]:
    reason = messages.for_refusal(told["reason"], language=told.language)
    return translate("timeline", "{who} gửi lại lên trung tâm.").format(who=told.who), reason


def _file_sent_again(told: _Told) -> tuple[str, str]:
    return translate("timeline", "{who} gửi lại một tệp lên trung tâm.").format(who=told.who), ""


def _corrected(told: _Told) -> tuple[str, str]:
    field = messages.field_name(told["field"], told.language)
    return translate("timeline", "{who} sửa mục “{field}” và gửi lại.").format(who=told.who, field=field), ""


def _assigned(told: _Told) -> tuple[str, str]:
    text = translate("timeline", "Trung tâm cấp mã {code}, thay mã tạm {replaces}.")
    return text.format(code=told["code"], replaces=told["replaces"]), ""


def _conflict(told: _Told) -> tuple[str, str]:
    text = translate("timeline", "Trung tâm báo mã {code}, nhưng mã này không hợp với hồ sơ; giữ nguyên mã cũ.")
    return text.format(code=told["code"]), ""


def _moved(told: _Told) -> tuple[str, str]:
    text = translate("timeline", "Trung tâm báo: {before} → {after}.")
    said = text.format(before=_status(told["from"]), after=_status(told["to"]))
    return said, " · ".join(filter(None, (told["actor"], told["note"])))


def _status(value: str) -> str:
    return dossier_words.status_name(Status(value)) if value in tuple(Status) else value


_SAID = {
    "dossier_accepted": ("inbox", _accepted),
    "receipt_issued": ("file-text", _issued),
    "printed": ("printer", _printed),
    "reprint_asked": ("printer", _reprint),
    "sent_again": ("send", _sent_again),
    "file_sent_again": ("send", _file_sent_again),
    "field_corrected": ("pencil", _corrected),
    "code_assigned": ("check", _assigned),
    "code_conflict": ("triangle-alert", _conflict),
    "status_changed": ("refresh-cw", _moved),
    "status_from_centre": ("refresh-cw", _moved),
}
