"""Words and numbers as Vietnamese administrative paper writes them (typography of Decree 30/2020/NĐ-CP, Appendix I)."""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from desk_app import clock
from desk_app.domain.dossier import Due, FeeLine
from desk_app.domain.procedure import ReturnMethod, TimeUnit
from desk_app.forms.typeset import TIE


def day(on: dt.date) -> str:
    """Days below ten and the first two months with a leading zero (Decree 30/2020, Appendix I, II.4); never broken between lines.

    >>> day(dt.date(2026, 2, 5)).replace(TIE, " ")
    'ngày 05 tháng 02 năm 2026'
    >>> day(dt.date(2026, 11, 3)).replace(TIE, " ")
    'ngày 03 tháng 11 năm 2026'
    """
    month = f"{on.month:02d}" if on.month <= 2 else str(on.month)
    return tied(f"ngày {on.day:02d} tháng {month} năm {on.year}")


def moment(at: dt.datetime) -> str:
    """Hour, minute and day in Vietnam time, "08 giờ 05 phút, ngày …"."""
    local = at.astimezone(clock.VIETNAM)
    return tied(f"{local:%H} giờ {local:%M} phút,") + f" {day(local.date())}"


def tied(text: str) -> str:
    """The same words, never broken between lines."""
    return text.replace(" ", TIE)


def stamp(at: dt.datetime) -> str:
    """A short form for footers and marks, "08:05 23/11/2026"."""
    return at.astimezone(clock.VIETNAM).strftime("%H:%M %d/%m/%Y")


def limit(due: Due) -> str:
    """The processing time as it was stated, empty when none is.

    >>> limit(Due(at=None, amount=5, unit="working_day"))
    '05 ngày làm việc'
    """
    if due.amount is None:
        return ""
    if due.amount == 0:
        return "trong ngày"
    return f"{due.amount:02d} {_UNITS.get(due.unit, due.unit)}".strip()


_UNITS: dict[str, str] = {
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.CALENDAR_DAY: "ngày",
    TimeUnit.HOUR: "giờ làm việc",
    TimeUnit.MONTH: "tháng",
}


def count(number: int) -> str:
    """A number of papers, two digits; a dash for none."""
    return f"{number:02d}" if number else "–"


def dong(amount_vnd: int) -> str:
    """An amount with points between thousands.

    >>> dong(1250000)
    '1.250.000 đồng'
    """
    return f"{amount_vnd:,} đồng".replace(",", ".")


def fee(line: FeeLine) -> str:
    """One fee with its amount, or that it is not known at the desk."""
    amount = "chưa xác định" if line.amount_vnd is None else dong(line.amount_vnd) if line.amount_vnd else "miễn"
    note = f" ({line.note})" if line.note else ""
    return f"{line.name}: {amount}{note}"


def fee_total(lines: tuple[FeeLine, ...]) -> int | None:
    """What is to be paid in all, in đồng; None when a part of it is not known at the desk."""
    total = 0
    for line in lines:
        if line.amount_vnd is None:
            return None
        total += line.amount_vnd
    return total


def return_place(method: ReturnMethod, desk_body: str) -> str:
    """Where the result will be had."""
    match method:
        case ReturnMethod.DESK:
            return desk_body
        case ReturnMethod.POSTAL:
            return "Tại nhà (trụ sở tổ chức) qua dịch vụ bưu chính"
        case ReturnMethod.ONLINE:
            return "Bản điện tử, nhận trực tuyến"
        case _:
            assert_never(method)
