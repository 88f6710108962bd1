"""One transaction: every repository, the outbox and the audit record on the same connection. Commit or nothing."""

from __future__ import annotations

from sqlalchemy import Connection

from desk_app.domain.procedure import Procedure
from desk_app.store.accounts import Accounts
from desk_app.store.audit import Audit
from desk_app.store.dossiers import Dossiers
from desk_app.store.drafts import Drafts
from desk_app.store.inbox import Inbox
from desk_app.store.moments import Clock
from desk_app.store.numbering import Numbering
from desk_app.store.outbox import Outbox
from desk_app.store.prints import PrintTasks, Receipts
from desk_app.store.procedures import Procedures
from desk_app.store.queries import Queries
from desk_app.store.settings import Settings


class UnitOfWork:
    """What one transaction can reach. It ends with the ``with`` block that gave it and must not be kept."""

    def __init__(
        self, connection: Connection, *, clock: Clock, seal_key: bytes, known_procedures: dict[str, Procedure]
    ) -> None:
        self.dossiers = Dossiers(connection, clock)
        self.drafts = Drafts(connection, clock)
        self.procedures = Procedures(connection, clock, known_procedures)
        self.accounts = Accounts(connection)
        self.settings = Settings(connection)
        self.outbox = Outbox(connection, clock)
        self.inbox = Inbox(connection, clock)
        self.numbering = Numbering(connection, clock)
        self.audit = Audit(connection, seal_key)
        self.prints = PrintTasks(connection, clock)
        self.receipts = Receipts(connection)
        self.queries = Queries(connection)
