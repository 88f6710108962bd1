"""Everything a running gateway consists of, wired once per application."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from desk_app.central.database import Database
from desk_app.central.dossiers import Dossiers
from desk_app.central.feed import Bell
from desk_app.central.files import Files
from desk_app.central.ledger import Ledger
from desk_app.central.limits import Limits
from desk_app.central.rates import Bucket
from desk_app.central.uploads import Uploads


class Gateway:
    """The parts; routes and commands take from it what they need. The database is brought up to date on the way."""

    def __init__(self, database_url: str, files_dir: Path, *, clock: Callable[[], dt.datetime], limits: Limits) -> None:
        self.clock = clock
        self.limits = limits
        self.database = Database(database_url)
        self.database.migrate()
        self.files = Files(files_dir, free_bytes=limits.free_bytes)
        self.ledger = Ledger(self.database, clock=clock, limits=limits)
        self.uploads = Uploads(self.database, self.files, clock=clock, limits=limits)
        self.dossiers = Dossiers(self.database, self.files, clock=clock)
        self.bell = Bell()
        self.requests = Bucket(limits.requests)
        self.enrolments = Bucket(limits.enrolments)
        self.strangers = Bucket(limits.strangers)

    def close(self) -> None:
        """Let the database go."""
        self.database.close()
