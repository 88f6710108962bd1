"""A person who signs in at this desk, as the store keeps it."""

from __future__ import annotations

import dataclasses
import datetime as dt

from desk_app.domain.roles import Role


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who works at this desk.

    Attributes:
        id: UUIDv7.
        name: as shown and printed; unique at this desk, whatever its case and marks.
        pin_hash: the hashed PIN as text, never the PIN.
        failed_attempts: wrong PINs since the last right one.
        locked: nobody may sign in with it until a supervisor or administrator opens it again.
    """

    id: str
    name: str
    role: Role
    pin_hash: str = dataclasses.field(repr=False)
    failed_attempts: int = 0
    locked: bool = False
    created_at: dt.datetime
