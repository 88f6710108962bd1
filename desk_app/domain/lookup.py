"""Rows and filters of dossier lists."""

from __future__ import annotations

import dataclasses
import datetime as dt

from desk_app.domain.dossier import Status
from desk_app.domain.queue import SyncState


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows a list; the default lets everything through.

    Attributes:
        received_from / received_to: first and last day of receipt, both included.
        due_to: last day on which the result is due, included.
    """

    statuses: frozenset[Status] = frozenset()
    procedure_code: str | None = None
    received_from: dt.date | None = None
    received_to: dt.date | None = None
    due_to: dt.date | None = None
    accepted_by: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class DossierRow:
    """One line of a list: enough to recognise a dossier. The identity number is whole; masking it is decided elsewhere."""

    id: str
    code: str
    provisional_code: str | None
    procedure_code: str
    procedure_name: str
    applicant_name: str
    id_number: str = dataclasses.field(repr=False)
    phone: str = dataclasses.field(repr=False)
    received_at: dt.datetime
    due_at: dt.datetime | None
    status: Status
    accepted_by: str
    accepted_by_name: str
    sync: SyncState
    revision: int = 1
