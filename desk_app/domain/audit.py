"""One line of the record of who did what."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping

from desk_app.domain.events import Author


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what, when; never changed afterwards.

    Attributes:
        seq: place in the record, counted from 1 without gaps.
        act: stable key of the act, as ``dossier.accepted``.
        who: None when the program itself acted (synchronisation, migration).
        detail: facts of the act as JSON values, free of what the dossier itself holds.
    """

    seq: int
    at: dt.datetime
    act: str
    who: Author | None
    dossier_id: str | None
    detail: Mapping[str, object]
