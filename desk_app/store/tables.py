"""The tables, as SQLAlchemy Core knows them. Seen inside the store only; how they came about is in ``migrations``.

Moments are integers (microseconds since 1970, UTC), days are ISO text, contents are JSON text made by ``codec``.
``dossiers.n`` grows with every dossier and is the row number of the search index, so that "newest first" needs no sorting.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    UniqueConstraint,
    column,
    table,
    text,
)

AnyRow: TypeAlias = Row[*tuple[Any, ...]]

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str, *, default: str | None = "") -> Column[str]:
    """A text that is never NULL; ``default=None`` makes it required."""
    return Column(name, Text, nullable=False, server_default=default)


dossiers = Table(
    "dossiers",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False, unique=True),
    Column("provisional_code", Text),
    _text("procedure_code", default=None),
    _text("procedure_name", default=None),
    _text("applicant_name"),
    _text("id_number"),
    _text("phone"),
    # What verifies a candidate of the search index: folded names; numbers without punctuation.
    _text("names"),
    _text("numbers"),
    Column("received_at", Integer, nullable=False),
    Column("recorded_at", Integer, nullable=False),
    Column("due_at", Integer),
    _text("status", default=None),
    _text("unit", default=None),
    _text("desk"),
    _text("accepted_by"),
    _text("accepted_by_name"),
    Column("revision", Integer, nullable=False),
    Index(
        "ix_dossiers_provisional_code",
        "provisional_code",
        unique=True,
        sqlite_where=text("provisional_code IS NOT NULL"),
    ),
    Index("ix_dossiers_id_number", "id_number", sqlite_where=text("id_number <> ''")),
    Index("ix_dossiers_accepted_by", "accepted_by"),
)

dossier_revisions = Table(
    "dossier_revisions",
    metadata,
    Column("dossier_n", Integer, ForeignKey("dossiers.n"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("stored_at", Integer, nullable=False),
    _text("content", default=None),
)

# The procedures that dossiers here were made from: small, so that words of a procedure's name are looked up in it first.
dossier_procedures = Table(
    "dossier_procedures",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    _text("folded", default=None),
)

# FTS5, contentless: see ``terms`` for the tokens.
dossier_tokens = table("dossier_tokens", column("rowid", Integer), column("tokens", Text))

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    _text("author"),
    _text("content", default=None),
    Column("updated_at", Integer, nullable=False),
    Column("closed_at", Integer),
    Index("ix_drafts_open", "updated_at", sqlite_where=text("closed_at IS NULL")),
)

procedures = Table(
    "procedures",
    metadata,
    Column("version", Text, primary_key=True),
    _text("code", default=None),
    _text("name", default=None),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("stored_at", Integer, nullable=False),
    _text("content", default=None),
    Index("ix_procedures_code", "code"),
)

procedure_uses = Table(
    "procedure_uses",
    metadata,
    Column("code", Text, primary_key=True),
    Column("used_at", Integer, nullable=False),
    Column("times", Integer, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    _text("name", default=None),
    Column("folded", Text, nullable=False, unique=True),
    _text("role", default=None),
    _text("pin_hash"),
    Column("failed_attempts", Integer, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("created_at", Integer, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    _text("value", default=None),
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    _text("dossier_id", default=None),
    _text("kind", default=None),
    _text("state", default=None),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Integer),
    _text("reason"),
    _text("field"),
    _text("detail"),
    _text("server_text"),
    Column("queued_at", Integer, nullable=False),
    Column("attempted_at", Integer),
    Column("settled_at", Integer),
    # Last, so that a scan of the columns before it need not read its overflow pages.
    _text("content", default=None),
    Index("ix_outbox_dossier_id", "dossier_id"),
    Index("ix_outbox_unsettled", "dossier_id", "seq", sqlite_where=text("state <> 'confirmed'")),
    Index("ix_outbox_queued", "attempts", "seq", sqlite_where=text("state = 'queued'")),
)

# Refused events whose place a corrected one took.
outbox_replaced = Table(
    "outbox_replaced",
    metadata,
    Column("event_id", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
    _text("dossier_id", default=None),
    _text("kind", default=None),
    _text("content", default=None),
    _text("reason"),
    _text("field"),
    _text("detail"),
    _text("server_text"),
    Column("queued_at", Integer, nullable=False),
    Column("replaced_at", Integer, nullable=False),
    Index("ix_outbox_replaced_dossier_id", "dossier_id"),
)

# The files that belong to a dossier as it is now.
dossier_files = Table(
    "dossier_files",
    metadata,
    Column("dossier_id", Text, primary_key=True),
    Column("role", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    _text("sha256", default=None),
    Column("bytes", Integer, nullable=False),
    sqlite_with_rowid=False,
)

transfers = Table(
    "transfers",
    metadata,
    Column("seq", Integer, primary_key=True),
    _text("dossier_id", default=None),
    _text("sha256", default=None),
    Column("bytes", Integer, nullable=False),
    _text("role", default=None),
    _text("state", default=None),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Integer),
    _text("upload_url"),
    Column("sent_bytes", Integer, nullable=False, server_default="0"),
    _text("reason"),
    _text("detail"),
    Column("queued_at", Integer, nullable=False),
    Column("held_at", Integer),
    UniqueConstraint("dossier_id", "sha256"),
    Index("ix_transfers_unheld", "dossier_id", "seq", sqlite_where=text("state <> 'held'")),
    Index("ix_transfers_queued", "role", "attempts", "seq", sqlite_where=text("state = 'queued'")),
)

# One row per dossier that has something to send. ``unproven``: no acknowledgement covers what it is now.
dispatches = Table(
    "dispatches",
    metadata,
    Column("dossier_id", Text, primary_key=True),
    Column("unproven", Boolean, nullable=False),
    Column("since", Integer, nullable=False),
    Column("acknowledged_at", Integer),
    Column("manifest_next_at", Integer),
    Column("manifest_attempts", Integer, nullable=False, server_default="0"),
    Index("ix_dispatches_unproven", "since", sqlite_where=text("unproven = 1")),
    Index("ix_dispatches_acknowledged_at", "acknowledged_at", sqlite_where=text("acknowledged_at IS NOT NULL")),
    sqlite_with_rowid=False,
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("n", Integer, primary_key=True),
    _text("dossier_id", default=None),
    _text("receipt_id", default=None),
    _text("digests", default=None),
    Column("covers", Boolean, nullable=False),
    Column("at", Integer, nullable=False),
    _text("raw"),
    Index("ix_acknowledgements_dossier_id", "dossier_id"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Text, primary_key=True),
    _text("kind", default=None),
    Column("dossier_id", Text),
    Column("at", Integer, nullable=False),
    Column("arrived_at", Integer, nullable=False),
    _text("body", default=None),
    Index("ix_inbox_dossier_id", "dossier_id"),
)

leases = Table(
    "leases",
    metadata,
    Column("id", Text, primary_key=True),
    _text("unit", default=None),
    _text("day", default=None),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("unused_from", Integer, nullable=False),
    Column("returned_at", Integer),
    CheckConstraint("first <= last AND unused_from BETWEEN first AND last + 1", name="range"),
    Index("ix_leases_unit_day", "unit", "day"),
)

provisional_numbers = Table(
    "provisional_numbers",
    metadata,
    Column("day", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

print_tasks = Table(
    "print_tasks",
    metadata,
    Column("id", Text, primary_key=True),
    _text("dossier_id", default=None),
    _text("kind", default=None),
    Column("reprint", Integer, nullable=False),
    _text("state", default=None),
    _text("reason"),
    Column("created_at", Integer, nullable=False),
    Column("settled_at", Integer),
    Index("ix_print_tasks_pending", "created_at", sqlite_where=text("state <> 'done'")),
)

receipts = Table(
    "receipts",
    metadata,
    Column("n", Integer, primary_key=True),
    _text("dossier_id", default=None),
    _text("form", default=None),
    _text("circular", default=None),
    Column("reprint", Integer, nullable=False),
    _text("sha256", default=None),
    Column("bytes", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("printed_at", Integer, nullable=False),
    UniqueConstraint("dossier_id", "form", "reprint"),
)

# Append-only: triggers refuse UPDATE and DELETE; ``seal`` chains every row to the one before it.
audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    _text("act", default=None),
    Column("account_id", Text),
    Column("account_name", Text),
    Column("account_role", Text),
    Column("dossier_id", Text),
    _text("detail", default=None),
    _text("seal", default=None),
    Index("ix_audit_dossier_id", "dossier_id", sqlite_where=text("dossier_id IS NOT NULL")),
    sqlite_autoincrement=True,
)

# Conditions of the partial indexes, as they stand there: SQLite takes no bound value for proof that such an index may be used.
UNSETTLED = text("outbox.state <> 'confirmed'")
QUEUED = text("outbox.state = 'queued'")
QUEUED_FILE = text("transfers.state = 'queued'")
UNHELD = text("transfers.state <> 'held'")
UNPROVEN = text("dispatches.unproven = 1")
HAS_ID_NUMBER = text("dossiers.id_number <> ''")
