"""A dossier (hồ sơ) and its components (thành phần hồ sơ), the ten national statuses and the moves between them.

Statuses and moves: TT 22/2019/TT-BTTTT, as used by the national portal's synchronisation.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum

from desk_app.domain.applicant import Applicant, Submitter
from desk_app.domain.errors import MoveNotAllowed
from desk_app.domain.procedure import Channel, ReturnMethod


class Status(enum.StrEnum):
    """The ten national statuses; ``national_code`` gives the number that travels to the portal."""

    REGISTERED = "registered"  # 1 Mới đăng ký
    RECEIVED = "received"  # 2 Được tiếp nhận
    NOT_RECEIVED = "not_received"  # 3 Không được tiếp nhận
    IN_PROCESS = "in_process"  # 4 Đang xử lý
    SUPPLEMENT_ASKED = "supplement_asked"  # 5 Yêu cầu bổ sung giấy tờ
    PAYMENT_ASKED = "payment_asked"  # 6 Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWAL_ASKED = "withdrawal_asked"  # 7 Công dân yêu cầu rút hồ sơ
    STOPPED = "stopped"  # 8 Dừng xử lý
    DONE = "done"  # 9 Đã xử lý xong
    RETURNED = "returned"  # 10 Đã trả kết quả

    @property
    def national_code(self) -> int:
        """1 to 10."""
        return list(Status).index(self) + 1


MOVES: dict[Status, frozenset[Status]] = {
    Status.REGISTERED: frozenset({Status.RECEIVED, Status.NOT_RECEIVED}),
    Status.RECEIVED: frozenset({Status.IN_PROCESS}),
    Status.IN_PROCESS: frozenset(
        {Status.SUPPLEMENT_ASKED, Status.PAYMENT_ASKED, Status.WITHDRAWAL_ASKED, Status.STOPPED, Status.DONE}
    ),
    Status.SUPPLEMENT_ASKED: frozenset({Status.RECEIVED, Status.IN_PROCESS, Status.STOPPED}),
    Status.PAYMENT_ASKED: frozenset({Status.IN_PROCESS}),
    Status.WITHDRAWAL_ASKED: frozenset({Status.STOPPED}),
    Status.DONE: frozenset({Status.RETURNED}),
    Status.NOT_RECEIVED: frozenset(),
    Status.STOPPED: frozenset(),
    Status.RETURNED: frozenset(),
}


class NotDigitised(enum.StrEnum):
    """Why a component has no electronic copy ("không số hoá vì…"; TT 01/2023/TT-VPCP scope), so that the indicator is right."""

    SHARED_DATA = "shared_data"  # dữ liệu đã có trong cơ sở dữ liệu dùng chung
    COPY_SUBMITTED = "copy_submitted"  # nộp bản sao, bản chụp
    PRESENTED_ONLY = "presented_only"  # chỉ xuất trình
    STATE_SECRET = "state_secret"  # bí mật nhà nước  # noqa: S105
    NO_DEVICE = "no_device"  # không có thiết bị: số hoá sau
    OTHER = "other"  # lý do khác, ghi rõ trong ghi chú

    @property
    def exempt(self) -> bool:
        """True where the rules ask for no electronic copy at all; False where it is merely still owed."""
        return self not in (NotDigitised.NO_DEVICE, NotDigitised.OTHER)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ElectronicCopy:
    """A file that belongs to a dossier: identity is the SHA-256 (hex) of the content."""

    sha256: str
    bytes: int
    pages: int


class ExtractedKind(enum.StrEnum):
    """What is taken out of a digitised paper (bóc tách dữ liệu, TT 01/2023/TT-VPCP Điều 9 as far as it is known)."""

    PAPER_NAME = "paper_name"
    NUMBER = "number"
    """Number and symbol of the paper, as ``12/QĐ-UBND``."""
    ABSTRACT = "abstract"
    OWNER_ID = "owner_id"
    """Personal or organisation number of the one it belongs to."""
    ISSUER = "issuer"
    SIGNER = "signer"
    ISSUED_ON = "issued_on"
    VALID_UNTIL = "valid_until"
    SCOPE = "scope"


@dataclasses.dataclass(frozen=True, slots=True)
class Extracted:
    """One fact about a paper that a person confirmed; days are written as ``YYYY-MM-DD``."""

    kind: ExtractedKind
    value: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A paper that was handed in.

    Attributes:
        id: UUIDv7, made at the desk.
        code: code of the procedure's required component, None for an extra paper.
        not_digitised_because: reason when there is no copy; ``not_digitised_note`` holds the words for ``OTHER``.
        extracted: what was taken out of the paper, each kind once.
    """

    id: str
    name: str
    code: str | None = None
    originals: int = 0
    copies: int = 0
    mandatory: bool = False
    presented_only: bool = False
    not_digitised_because: NotDigitised | None = None
    not_digitised_note: str = ""
    copy: ElectronicCopy | None = None
    extracted: tuple[Extracted, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When the result is due and why.

    Attributes:
        at: aware time (UTC+7), None for procedures without a due date.
        amount, unit: how the limit was stated, as ``5`` and ``working_day``; None and empty when none is stated.
        skipped: the non-working days that were passed over, with their names, in order.
        unit_assumed: the catalogue named no unit and working days were taken.
        after_cutoff: received after the same-day hour of the procedure, so one working day was added.
    """

    at: dt.datetime | None
    amount: int | None = None
    unit: str = ""
    skipped: tuple[tuple[dt.date, str], ...] = ()
    unit_assumed: bool = False
    after_cutoff: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class FeeLine:
    """A fee of this dossier in đồng; None when the amount is not known at the desk."""

    name: str
    amount_vnd: int | None
    note: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Hồ sơ: what was accepted at the desk. Immutable; each step gives a new value with ``revision`` one higher.

    Attributes:
        id: UUIDv7, made at the desk, the real key for ever.
        code: the code valid now (official, or provisional until the official one arrives).
        provisional_code: the provisional code once printed, kept searchable for ever; None if an official code was there at once.
        procedure_code / procedure_version / procedure_name: the frozen version at receipt.
        received_at: the legal time of receipt; recorded_at: the clock's time. Both aware, UTC+7.
        unit: identifier of the receiving body (``H12.64``).
        missing_accepted_because: why it was accepted without mandatory papers, empty otherwise.
    """

    id: str
    code: str
    provisional_code: str | None = None
    procedure_code: str
    procedure_version: str
    procedure_name: str
    field: str = ""
    case: str | None = None
    channel: Channel = Channel.DIRECT
    return_method: ReturnMethod = ReturnMethod.DESK
    applicant: Applicant
    submitter: Submitter | None = None
    components: tuple[Component, ...] = ()
    sets: int = 1
    note: str = ""
    fees: tuple[FeeLine, ...] = ()
    received_at: dt.datetime
    received_at_reason: str = ""
    recorded_at: dt.datetime
    due: Due
    status: Status = Status.RECEIVED
    unit: str
    unit_name: str = ""
    desk: str = ""
    accepted_by: str = ""
    accepted_by_name: str = ""
    missing_accepted_because: str = ""
    revision: int = 1

    @property
    def is_provisional(self) -> bool:
        """True while the official code has not arrived."""
        return self.provisional_code is not None and self.code == self.provisional_code

    def with_official_code(self, code: str) -> Dossier:
        """The same dossier under its official code; the provisional one stays searchable. No change if it is already so."""
        if code == self.code:
            return self
        if not self.is_provisional:
            raise MoveNotAllowed(self.status, "assign_code")
        return dataclasses.replace(self, code=code, revision=self.revision + 1)

    def moved_to(self, status: Status) -> Dossier:
        """The same dossier in another status; MoveNotAllowed if the table has no such move. Same status: no change."""
        if status is self.status:
            return self
        if status not in MOVES[self.status]:
            raise MoveNotAllowed(self.status, status)
        return dataclasses.replace(self, status=status, revision=self.revision + 1)

    def with_component(self, component: Component) -> Dossier:
        """The same dossier with this component put in place of the one with its id (or added at the end)."""
        ids = [c.id for c in self.components]
        if component.id in ids:
            changed = tuple(component if c.id == component.id else c for c in self.components)
        else:
            changed = (*self.components, component)
        return dataclasses.replace(self, components=changed, revision=self.revision + 1)
