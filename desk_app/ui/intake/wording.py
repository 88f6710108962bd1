"""Words of the intake screen for domain values: due times, fees, papers, reasons. No widgets."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication

from desk_app.domain import fees
from desk_app.domain.applicant import ApplicantKind, IdType, Sex
from desk_app.domain.dossier import Due, FeeLine, NotDigitised
from desk_app.domain.procedure import Channel, Duration, OnlineLevel, Procedure, ReturnMethod, TimeUnit

translate = QCoreApplication.translate


def weekday(day: dt.date) -> str:
    """``thứ Tư``."""
    names = (
        translate("intake", "thứ Hai"),
        translate("intake", "thứ Ba"),
        translate("intake", "thứ Tư"),
        translate("intake", "thứ Năm"),
        translate("intake", "thứ Sáu"),
        translate("intake", "thứ Bảy"),
        translate("intake", "Chủ nhật"),
    )
    return names[day.weekday()]


def due_text(at: dt.datetime) -> str:
    """``10 giờ 45, thứ Tư 25/11/2026``."""
    return translate("intake", "{hour} giờ {minute}, {weekday} {day}").format(
        hour=at.hour, minute=f"{at.minute:02d}", weekday=weekday(at.date()), day=f"{at:%d/%m/%Y}"
    )


def duration_text(amount: int, unit: str) -> str:
    """``5 ngày làm việc``."""
    names = {
        TimeUnit.WORKING_DAY: translate("intake", "{count} ngày làm việc"),
        TimeUnit.CALENDAR_DAY: translate("intake", "{count} ngày"),
        TimeUnit.HOUR: translate("intake", "{count} giờ làm việc"),
        TimeUnit.MONTH: translate("intake", "{count} tháng"),
    }
    return names[TimeUnit(unit)].format(count=amount)


def due_reason(due: Due, received_at: dt.datetime) -> str:
    """Why the result is due then: limit, first day, holidays passed over, the hour of the same-day rule."""
    if due.amount is None:
        return translate("intake", "Thủ tục không nêu thời hạn giải quyết.")
    limit = duration_text(due.amount, due.unit) if due.amount else translate("intake", "Trong ngày")
    parts = [
        translate("intake", "{limit} từ {weekday} {day}").format(
            limit=limit, weekday=weekday(received_at), day=_short(received_at)
        )
    ]
    if due.after_cutoff:
        parts.append(translate("intake", "nhận sau giờ chốt, cộng 1 ngày"))
    for day, name in due.skipped[:2]:
        parts.append(translate("intake", "nghỉ {day} ({name})").format(day=_short(day), name=name))
    if len(due.skipped) > 2:
        parts.append(translate("intake", "và {count} ngày nghỉ khác").format(count=len(due.skipped) - 2))
    return "; ".join(parts)


def _short(day: dt.date) -> str:
    return f"{day:%d/%m}"


def limit_text(procedure: Procedure, channel: Channel, case: str | None) -> str:
    """The time limit as published, with the hour of the same-day rule."""
    time = procedure.time_for(channel, case)
    duration: Duration | None = time.duration if time else None
    cutoff = procedure.same_day_cutoff
    if duration is None:
        said = translate("intake", "Trong ngày") if cutoff else translate("intake", "Không nêu")
    else:
        said = duration_text(duration.amount, duration.unit) if duration.amount else translate("intake", "Trong ngày")
    if cutoff is not None:
        said = translate("intake", "{limit} · sau {hour} giờ sang ngày tiếp theo").format(limit=said, hour=cutoff.hour)
    return said


def money(vnd: int) -> str:
    """``8.000 đ``."""
    return f"{vnd:,} đ".replace(",", ".")


def fees_text(lines: tuple[FeeLine, ...]) -> str:
    """The fees in a few words; an amount that is decided elsewhere is said to be so."""
    if not lines:
        return translate("intake", "Không thu")
    total = fees.total_vnd(lines)
    if total == 0:
        return translate("intake", "Miễn phí")
    known = sum(line.amount_vnd or 0 for line in lines)
    if total is not None:
        return money(total)
    if known:
        return translate("intake", "{sum} + phần chưa định").format(sum=money(known))
    return translate("intake", "Theo quy định của tỉnh")


def fees_detail(lines: tuple[FeeLine, ...]) -> str:
    """One line for each fee, for the tooltip."""
    rows = []
    for line in lines:
        amount = money(line.amount_vnd) if line.amount_vnd is not None else translate("intake", "theo quy định")
        rows.append(f"{line.name}: {amount}" + (f" ({line.note})" if line.note else ""))
    return "\n".join(rows)


def reason_text(reason: NotDigitised) -> str:
    """Why a paper is not digitised."""
    match reason:
        case NotDigitised.SHARED_DATA:
            return translate("intake", "dữ liệu đã có trong cơ sở dữ liệu dùng chung")
        case NotDigitised.COPY_SUBMITTED:
            return translate("intake", "nộp bản sao, bản chụp")
        case NotDigitised.PRESENTED_ONLY:
            return translate("intake", "chỉ xuất trình")
        case NotDigitised.STATE_SECRET:
            return translate("intake", "bí mật nhà nước")
        case NotDigitised.NO_DEVICE:
            return translate("intake", "không có thiết bị, số hoá sau")
        case NotDigitised.OTHER:
            return translate("intake", "lý do khác")


def channel_text(channel: Channel) -> str:
    """How it is filed."""
    match channel:
        case Channel.DIRECT:
            return translate("intake", "Trực tiếp")
        case Channel.ONLINE:
            return translate("intake", "Trực tuyến")
        case Channel.POSTAL:
            return translate("intake", "Bưu chính")


def return_text(method: ReturnMethod) -> str:
    """How the result reaches the person."""
    match method:
        case ReturnMethod.DESK:
            return translate("intake", "Tại quầy")
        case ReturnMethod.POSTAL:
            return translate("intake", "Qua bưu chính")
        case ReturnMethod.ONLINE:
            return translate("intake", "Trực tuyến")


def sex_text(sex: Sex) -> str:
    """As on the card."""
    return translate("intake", "Nam") if sex is Sex.MALE else translate("intake", "Nữ")


def kind_text(kind: ApplicantKind) -> str:
    """What the applicant is."""
    match kind:
        case ApplicantKind.CITIZEN:
            return translate("intake", "Công dân")
        case ApplicantKind.BUSINESS:
            return translate("intake", "Doanh nghiệp, hộ kinh doanh")
        case ApplicantKind.ORGANISATION:
            return translate("intake", "Tổ chức, cơ quan")


def id_text(id_type: IdType) -> str:
    """Which number it is."""
    match id_type:
        case IdType.CCCD:
            return translate("intake", "Số định danh cá nhân")
        case IdType.CMND:
            return translate("intake", "Số chứng minh nhân dân")
        case IdType.PASSPORT:
            return translate("intake", "Số hộ chiếu")
        case IdType.TAX:
            return translate("intake", "Mã số thuế")


def level_text(level: OnlineLevel | None) -> str:
    """Level of online service, empty where none is published."""
    match level:
        case OnlineLevel.FULL:
            return translate("intake", "Toàn trình")
        case OnlineLevel.PARTIAL:
            return translate("intake", "Một phần")
        case OnlineLevel.INFORMATION:
            return translate("intake", "Cung cấp thông tin")
        case None:
            return ""


def procedure_line(procedure: Procedure) -> str:
    """Code, field, levels and online level on one line."""
    parts = (procedure.code, procedure.field, ", ".join(procedure.levels), level_text(procedure.online_level))
    return " · ".join(part for part in parts if part)
