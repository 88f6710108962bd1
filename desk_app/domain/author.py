"""Who does what is done at the desk."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who did it, kept for ever whoever is signed in when it is sent."""

    account_id: str
    name: str
    role: str
