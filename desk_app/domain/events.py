"""Facts that leave the desk. One class per fact; its JSON is in ``sync/wire.py`` and frozen by a golden file.

Every fact names who did it, in which role, at which desk, and when (aware, UTC+7).
"""

from __future__ import annotations

import dataclasses
import datetime as dt

from desk_app.domain.author import Author as Author
from desk_app.domain.dossier import Dossier, ElectronicCopy, Extracted, NotDigitised


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact carries.

    Attributes:
        event_id: UUIDv7, the idempotency key for the life of the event.
        dossier_id: UUIDv7 of the dossier.
    """

    event_id: str
    dossier_id: str
    occurred_at: dt.datetime
    author: Author
    unit: str
    desk: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DossierReceived(Fact):
    """A dossier was accepted; the whole dossier as it was at that moment, its components without files."""

    dossier: Dossier


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ComponentDigitised(Fact):
    """A component now has this electronic copy (PDF/A), and what was taken out of it."""

    component_id: str
    component_name: str
    copy: ElectronicCopy
    extracted: tuple[Extracted, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ComponentNotDigitised(Fact):
    """A component has no electronic copy, and why."""

    component_id: str
    reason: NotDigitised
    note: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptIssued(Fact):
    """The receipt (giấy tiếp nhận hồ sơ và hẹn trả kết quả) was made; ``reprint`` counts from 0 for the first print."""

    form: str
    circular: str
    copy: ElectronicCopy
    reprint: int = 0
