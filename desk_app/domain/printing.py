"""What was printed for a dossier and what still waits for a printer."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum

from desk_app.domain.dossier import ElectronicCopy


class PrintState(enum.StrEnum):
    """What became of something that is to be printed."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PrintTask:
    """A paper that a printer owes, written in the same transaction as the dossier it belongs to.

    Attributes:
        id: UUIDv7.
        kind: key of the form, as in ``receipt``.
        reprint: 0 for the first print, then 1, 2, ….
        reason: why it failed, empty otherwise.
    """

    id: str
    dossier_id: str
    kind: str
    reprint: int = 0
    state: PrintState = PrintState.PENDING
    reason: str = ""
    created_at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class IssuedReceipt:
    """A receipt that was made (giấy tiếp nhận hồ sơ và hẹn trả kết quả), with the file that was printed.

    Attributes:
        form: key of the form; circular: the set of forms it was made from.
        reprint: 0 for the first print, then 1, 2, ….
    """

    dossier_id: str
    form: str
    circular: str
    copy: ElectronicCopy
    reprint: int
    printed_at: dt.datetime
