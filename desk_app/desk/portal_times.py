"""Times and fees of a procedure as the national portal publishes them, one text per channel.

``THOIGIANGIAIQUYET`` is a number with or without a unit; ``MOTA`` holds the fee, its explanation and a description in one
run-on text: ``Không có thông tin2,000 Việt Nam Đồng(/trang)Tại Ủy ban…``. What cannot be read is left unstated, never
guessed into a date.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from desk_app.desk.portal_report import Warn, WarningKind
from desk_app.desk.portal_text import NOT_STATED, rows, shortened, stated, text
from desk_app.domain.procedure import Channel, Duration, FeeItem, ProcessingTime, TimeUnit
from desk_app.domain.vietnamese import fold

_CHANNELS = {
    "1": Channel.DIRECT, "2": Channel.ONLINE, "3": Channel.POSTAL,
    "truc tiep": Channel.DIRECT, "truc tuyen": Channel.ONLINE, "dich vu buu chinh": Channel.POSTAL,
}  # fmt: skip
_UNITS = {
    "ngay lam viec": TimeUnit.WORKING_DAY,
    "ngay": TimeUnit.CALENDAR_DAY,
    "gio": TimeUnit.HOUR,
    "thang": TimeUnit.MONTH,
}
_LONGEST = {TimeUnit.WORKING_DAY: 1000, TimeUnit.CALENDAR_DAY: 1500, TimeUnit.HOUR: 2000, TimeUnit.MONTH: 60}
_HOURS = {TimeUnit.WORKING_DAY: 34, TimeUnit.CALENDAR_DAY: 24, TimeUnit.HOUR: 1, TimeUnit.MONTH: 730}
# A bare number beyond this is a fee that ran into the time ("1" and "20,000" became "120,000").
_LONGEST_BARE = 90
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d)?")
_CURRENCY = r"(?:Việt Nam Đồng|VNĐ|VND|đồng|đ|USD|EUR|Euro|Đô la Mỹ)"
_STRAY_CURRENCY = re.compile(rf"^{_CURRENCY}(?!\w)", re.IGNORECASE)
_FEE = re.compile(
    rf"(?P<free>Miễn phí)|(?P<unknown>{NOT_STATED})"
    rf"|(?P<amount>\d{{1,3}}(?:[.,]\d{{3}})+|\d+)\s*(?P<currency>{_CURRENCY})(?![a-zà-ỹ])",
    re.IGNORECASE,
)
_DECIDED_ELSEWHERE = (
    "hoi dong nhan dan",
    "hdnd",
    "theo quy dinh",
    "thong tu",
    "nghi quyet",
    "nghi dinh",
    "theo luat",
    "muc thu",
    "chi phi",
)
_NO_FEE = ("khong", "khong co", "khong quy dinh", "khong thu", "khong thu phi", "khong thu phi le phi", "mien phi")
_NOTE_LIMIT = 600
_SMALLEST_FEE = 500


def times_and_fees(value: object, warn: Warn) -> tuple[tuple[ProcessingTime, ...], tuple[FeeItem, ...]]:
    """Times and fees of all channels (``CACHTHUCTHUCHIEN``); of several times of a channel the longest stands first."""
    times: list[ProcessingTime] = []
    fees: list[FeeItem] = []
    for row in rows(value):
        channel = _channel(row.get("KENH"), warn)
        for entry in rows(row.get("THOIGIAN")):
            time, entry_fees = _entry(entry, channel, warn)
            times.append(time)
            fees.extend(entry_fees)
    return _ordered(times, warn), tuple(dict.fromkeys(fees))


def _channel(value: object, warn: Warn) -> Channel | None:
    name = text(value)
    found = _CHANNELS.get(name) or _CHANNELS.get(fold(name))
    if found is None:
        warn(WarningKind.CHANNEL_UNKNOWN, name)
    return found


def _entry(entry: Mapping[str, object], channel: Channel | None, warn: Warn) -> tuple[ProcessingTime, list[FeeItem]]:
    amount, unit, described = (
        stated(entry.get("THOIGIANGIAIQUYET")),
        stated(entry.get("DONVITINH")),
        text(entry.get("MOTA")),
    )
    duration = _duration(amount, unit, described, warn)
    if duration is None and amount == "":
        described = described.removeprefix(NOT_STATED)
    fees, note = _fees(described, channel, warn)
    if duration is None and amount:
        note = f"{amount} {unit} {note}".replace("  ", " ").strip()
    return ProcessingTime(channel=channel, duration=duration, note=shortened(note, _NOTE_LIMIT)), fees


def _duration(amount: str, unit: str, described: str, warn: Warn) -> Duration | None:
    if not amount:
        return None
    known = _UNITS.get(fold(unit))
    if unit and known is None:
        warn(WarningKind.UNIT_UNKNOWN, unit)
        return None
    if _NUMBER.fullmatch(amount) is None or _STRAY_CURRENCY.match(described):
        warn(WarningKind.TIME_UNREADABLE, amount)
        return None
    number = float(amount.replace(",", "."))
    whole = math.ceil(number)
    if whole > (_LONGEST[known] if known else _LONGEST_BARE):
        warn(WarningKind.TIME_UNREADABLE, f"{amount} {unit}".strip())
        return None
    if whole != number:
        warn(WarningKind.TIME_ROUNDED, f"{amount} {unit}".strip())
    if known is None:
        warn(WarningKind.UNIT_ASSUMED, amount)
    return Duration(whole, known or TimeUnit.WORKING_DAY, unit_assumed=known is None)


def _ordered(times: list[ProcessingTime], warn: Warn) -> tuple[ProcessingTime, ...]:
    distinct = list(dict.fromkeys(times))
    for channel in dict.fromkeys(t.channel for t in distinct):
        durations = {t.duration for t in distinct if t.channel is channel and t.duration}
        if len(durations) > 1:
            warn(WarningKind.TIME_AMBIGUOUS, channel or "")
    return tuple(sorted(distinct, key=_longest_first))


def _longest_first(time: ProcessingTime) -> tuple[str, int]:
    hours = time.duration.amount * _HOURS[time.duration.unit] if time.duration else 0
    return time.channel or "", -hours


def _fees(described: str, channel: Channel | None, warn: Warn) -> tuple[list[FeeItem], str]:
    """The fees at the head of a description, and what is left of it."""
    fees: list[FeeItem] = []
    stray = _STRAY_CURRENCY.match(described)
    if stray:  # the amount has run into the time and cannot be told apart from it
        explanation, rest = _parenthesis(described[stray.end() :])
        warn(WarningKind.FEE_UNREADABLE, shortened(described, 60))
        return [_fee(None, explanation, channel)], rest
    while found := _FEE.match(described):
        explanation, described = _parenthesis(described[found.end() :])
        if found["unknown"]:
            if explanation:
                fees.append(_fee(None, explanation, channel))
            continue
        fee = _priced(found, explanation, channel)
        if fee.amount_vnd is not None and 0 < fee.amount_vnd < _SMALLEST_FEE:
            warn(WarningKind.FEE_UNREADABLE, f"{fee.amount_vnd} {explanation}")
            fee = _fee(None, explanation, channel)
        fees.append(fee)
    return fees, described.strip()


def _priced(found: re.Match[str], explanation: str, channel: Channel | None) -> FeeItem:
    folded = fold(explanation)
    if found["free"]:
        elsewhere = folded not in _NO_FEE and any(words in folded for words in _DECIDED_ELSEWHERE)
        return _fee(None if elsewhere else 0, explanation, channel)
    digits = int(re.sub(r"\D", "", found["amount"]))
    if fold(found["currency"]) not in ("viet nam dong", "vnd", "dong", "d"):
        return _fee(None, f"{found['amount']} {found['currency']} {explanation}".strip(), channel)
    if folded.startswith(("trang", "to ", "mot trang")):  # priced by the page: known only once the pages are counted
        return _fee(None, f"{digits:,} đồng {explanation}".replace(",", "."), channel)
    return _fee(digits, explanation, channel)


def _fee(amount: int | None, explanation: str, channel: Channel | None) -> FeeItem:
    folded = fold(explanation)
    name = (
        "Lệ phí"
        if "le phi" in folded and not folded.startswith("phi")
        else "Phí"
        if folded.startswith("phi")
        else "Phí, lệ phí"
    )
    return FeeItem(name=name, amount_vnd=amount, channel=channel, note=shortened(explanation, _NOTE_LIMIT))


def _parenthesis(rest: str) -> tuple[str, str]:
    """The balanced parenthesis at the start of a text, and what follows; an unclosed one reaches to the end."""
    if not rest.startswith("("):
        return "", rest
    depth = 0
    for position, character in enumerate(rest):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return rest[1:position].lstrip("(").strip(" -*;"), rest[position + 1 :]
    return rest[1:].strip(" -*;("), ""
