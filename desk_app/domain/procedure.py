"""Administrative procedures (thủ tục hành chính): cases, components, times and fees, each per channel where they differ.

Shape of the national catalogue (2,642 procedures of 2026 read); a dossier keeps the version that was in force at its receipt.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum


class Channel(enum.StrEnum):
    """How a dossier is filed (national codes 1, 2, 3)."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class ReturnMethod(enum.StrEnum):
    """How the result reaches the person."""

    DESK = "desk"
    POSTAL = "postal"
    ONLINE = "online"


class TimeUnit(enum.StrEnum):
    """Unit of a processing time."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    HOUR = "hour"
    MONTH = "month"


class SupplementPolicy(enum.StrEnum):
    """What a supplement does to the time limit: NĐ 61/2018 Đ19(4) restarts it; many provincial systems only pause it."""

    RESTART = "restart"
    PAUSE = "pause"


class OnlineLevel(enum.StrEnum):
    """Level of online service since 2022 (mức độ dịch vụ công trực tuyến)."""

    FULL = "full"
    PARTIAL = "partial"
    INFORMATION = "information"


@dataclasses.dataclass(frozen=True, slots=True)
class Duration:
    """A processing time.

    Attributes:
        amount: how many units, ≥ 0.
        unit: the unit; where the catalogue names none it is taken as working days and ``unit_assumed`` is True.
    """

    amount: int
    unit: TimeUnit
    unit_assumed: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingTime:
    """Time limit of one channel and case; None in ``channel`` or ``case`` means any; None in ``duration`` means not stated."""

    channel: Channel | None = None
    case: str | None = None
    duration: Duration | None = None
    note: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FeeItem:
    """One fee or charge (phí, lệ phí) in đồng; None in ``amount_vnd`` means decided elsewhere (HĐND tỉnh, page count, …)."""

    name: str
    amount_vnd: int | None
    channel: Channel | None = None
    case: str | None = None
    note: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class RequiredComponent:
    """A paper the procedure asks for (thành phần hồ sơ).

    Attributes:
        code: stable within the procedure version: official paper code where there is one, else ``c01``, ``c02``, ….
        case: code of the case it belongs to, None for every case.
        mandatory: False for "nếu có" papers.
        presented_only: shown and given back (xuất trình), therefore not digitised (TT 01/2023/TT-VPCP).
        alternatives: papers sharing the same non-empty group name replace one another; one of them is enough.
        form: name or number of the form to be filled, as published.
    """

    code: str
    name: str
    originals: int = 1
    copies: int = 0
    mandatory: bool = True
    presented_only: bool = False
    case: str | None = None
    alternatives: str = ""
    form: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ProcedureCase:
    """One of the situations (trường hợp) for which papers and times differ."""

    code: str
    name: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    r"""One version of a procedure.

    Attributes:
        code: national code, ``^[1-6]\\.\\d{6}$``; a provincial suffix is kept apart.
        version: SHA-256 (hex) of the canonical content, made by the store; empty before that.
        field: lĩnh vực.
        levels: where it is done, as published ("Cấp xã", "Cấp tỉnh", …).
        decision: number of the publishing decision (số quyết định công bố).
        same_day_cutoff: for "trong ngày; nhận sau 15 giờ … ngày làm việc tiếp theo" procedures the hour, else None.
        receipt_on_request: result on the spot, so no receipt unless asked for (NĐ 61/2018 Đ17(4)).
        sample: True for the catalogue shipped for trying.
        valid_from: first day it may be used for a new dossier.
        valid_to: last day, None while in force.
        source: where the facts were taken from.
    """

    code: str
    name: str
    field: str = ""
    version: str = ""
    suffix: str = ""
    levels: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    decision: str = ""
    agency: str = ""
    online_level: OnlineLevel | None = None
    cases: tuple[ProcedureCase, ...] = ()
    components: tuple[RequiredComponent, ...] = ()
    times: tuple[ProcessingTime, ...] = ()
    fees: tuple[FeeItem, ...] = ()
    results: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    same_day_cutoff: dt.time | None = None
    receipt_on_request: bool = False
    supplement_policy: SupplementPolicy = SupplementPolicy.RESTART
    sample: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source: str = ""

    def components_for(self, case: str | None) -> tuple[RequiredComponent, ...]:
        """The papers of one case, in published order; those without a case always belong."""
        return tuple(c for c in self.components if c.case is None or c.case == case)

    def time_for(self, channel: Channel, case: str | None) -> ProcessingTime | None:
        """The time limit that fits best: exact case before any, exact channel before any; None when nothing is stated."""
        return _best(self.times, channel, case)

    def fees_for(self, channel: Channel, case: str | None) -> tuple[FeeItem, ...]:
        """The fee items of one channel and case."""
        return tuple(f for f in self.fees if f.channel in (None, channel) and f.case in (None, case))


def _best(times: tuple[ProcessingTime, ...], channel: Channel, case: str | None) -> ProcessingTime | None:
    fitting = [t for t in times if t.channel in (None, channel) and t.case in (None, case)]
    if not fitting:
        return None
    return max(fitting, key=lambda t: (t.case is not None, t.channel is not None))
