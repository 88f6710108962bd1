"""The first schema.

Revision: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("folded", name=op.f("uq_accounts_folded")),
    )
    op.create_table(
        "acknowledgements",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("receipt_id", sa.Text(), nullable=False),
        sa.Column("digests", sa.Text(), nullable=False),
        sa.Column("covers", sa.Boolean(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("raw", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_acknowledgements")),
    )
    op.create_index("ix_acknowledgements_dossier_id", "acknowledgements", ["dossier_id"], unique=False)
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("account_name", sa.Text(), nullable=True),
        sa.Column("account_role", sa.Text(), nullable=True),
        sa.Column("dossier_id", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_audit_dossier_id", "audit", ["dossier_id"], unique=False, sqlite_where=sa.text("dossier_id IS NOT NULL")
    )
    op.create_table(
        "dispatches",
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("unproven", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", sa.Integer(), nullable=True),
        sa.Column("manifest_next_at", sa.Integer(), nullable=True),
        sa.Column("manifest_attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_dispatches")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_dispatches_acknowledged_at",
        "dispatches",
        ["acknowledged_at"],
        unique=False,
        sqlite_where=sa.text("acknowledged_at IS NOT NULL"),
    )
    op.create_index(
        "ix_dispatches_unproven", "dispatches", ["since"], unique=False, sqlite_where=sa.text("unproven = 1")
    )
    op.create_table(
        "dossier_files",
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dossier_id", "role", "ref", name=op.f("pk_dossier_files")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dossier_procedures",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("code", "name", name=op.f("pk_dossier_procedures")),
    )
    op.create_table(
        "dossiers",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("provisional_code", sa.Text(), nullable=True),
        sa.Column("procedure_code", sa.Text(), nullable=False),
        sa.Column("procedure_name", sa.Text(), nullable=False),
        sa.Column("applicant_name", sa.Text(), server_default="", nullable=False),
        sa.Column("id_number", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("names", sa.Text(), server_default="", nullable=False),
        sa.Column("numbers", sa.Text(), server_default="", nullable=False),
        sa.Column("received_at", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.Integer(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), server_default="", nullable=False),
        sa.Column("accepted_by", sa.Text(), server_default="", nullable=False),
        sa.Column("accepted_by_name", sa.Text(), server_default="", nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_dossiers")),
        sa.UniqueConstraint("code", name=op.f("uq_dossiers_code")),
        sa.UniqueConstraint("id", name=op.f("uq_dossiers_id")),
    )
    op.create_index("ix_dossiers_accepted_by", "dossiers", ["accepted_by"], unique=False)
    op.create_index(
        "ix_dossiers_id_number", "dossiers", ["id_number"], unique=False, sqlite_where=sa.text("id_number <> ''")
    )
    op.create_index(
        "ix_dossiers_provisional_code",
        "dossiers",
        ["provisional_code"],
        unique=True,
        sqlite_where=sa.text("provisional_code IS NOT NULL"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index("ix_drafts_open", "drafts", ["updated_at"], unique=False, sqlite_where=sa.text("closed_at IS NULL"))
    op.create_table(
        "inbox",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=True),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
    )
    op.create_index("ix_inbox_dossier_id", "inbox", ["dossier_id"], unique=False)
    op.create_table(
        "leases",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("unused_from", sa.Integer(), nullable=False),
        sa.Column("returned_at", sa.Integer(), nullable=True),
        sa.CheckConstraint("first <= last AND unused_from BETWEEN first AND last + 1", name=op.f("ck_leases_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leases")),
    )
    op.create_index("ix_leases_unit_day", "leases", ["unit", "day"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("field", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("server_text", sa.Text(), server_default="", nullable=False),
        sa.Column("queued_at", sa.Integer(), nullable=False),
        sa.Column("attempted_at", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.Integer(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sa.UniqueConstraint("event_id", name=op.f("uq_outbox_event_id")),
    )
    op.create_index("ix_outbox_dossier_id", "outbox", ["dossier_id"], unique=False)
    op.create_index(
        "ix_outbox_queued", "outbox", ["attempts", "seq"], unique=False, sqlite_where=sa.text("state = 'queued'")
    )
    op.create_index(
        "ix_outbox_unsettled",
        "outbox",
        ["dossier_id", "seq"],
        unique=False,
        sqlite_where=sa.text("state <> 'confirmed'"),
    )
    op.create_table(
        "outbox_replaced",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("field", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("server_text", sa.Text(), server_default="", nullable=False),
        sa.Column("queued_at", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_outbox_replaced")),
    )
    op.create_index("ix_outbox_replaced_dossier_id", "outbox_replaced", ["dossier_id"], unique=False)
    op.create_table(
        "print_tasks",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reprint", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_tasks")),
    )
    op.create_index(
        "ix_print_tasks_pending", "print_tasks", ["created_at"], unique=False, sqlite_where=sa.text("state <> 'done'")
    )
    op.create_table(
        "procedure_uses",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("used_at", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_procedure_uses")),
    )
    op.create_table(
        "procedures",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Text(), nullable=True),
        sa.Column("valid_to", sa.Text(), nullable=True),
        sa.Column("stored_at", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_procedures")),
    )
    op.create_index("ix_procedures_code", "procedures", ["code"], unique=False)
    op.create_table(
        "provisional_numbers",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_provisional_numbers")),
    )
    op.create_table(
        "receipts",
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("circular", sa.Text(), nullable=False),
        sa.Column("reprint", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_receipts")),
        sa.UniqueConstraint("dossier_id", "form", "reprint", name=op.f("uq_receipts_dossier_id_form_reprint")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "transfers",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.Integer(), nullable=True),
        sa.Column("upload_url", sa.Text(), server_default="", nullable=False),
        sa.Column("sent_bytes", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("queued_at", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_transfers")),
        sa.UniqueConstraint("dossier_id", "sha256", name=op.f("uq_transfers_dossier_id_sha256")),
    )
    op.create_index(
        "ix_transfers_queued",
        "transfers",
        ["role", "attempts", "seq"],
        unique=False,
        sqlite_where=sa.text("state = 'queued'"),
    )
    op.create_index(
        "ix_transfers_unheld", "transfers", ["dossier_id", "seq"], unique=False, sqlite_where=sa.text("state <> 'held'")
    )
    op.create_table(
        "dossier_revisions",
        sa.Column("dossier_n", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_n"], ["dossiers.n"], name=op.f("fk_dossier_revisions_dossier_n")),
        sa.PrimaryKeyConstraint("dossier_n", "revision", name=op.f("pk_dossier_revisions")),
    )

    op.execute(
        "CREATE VIRTUAL TABLE dossier_tokens USING fts5(tokens, content = '', contentless_delete = 1, detail = 'none', "
        """tokenize = "unicode61 remove_diacritics 0 tokenchars '_'")"""
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_refuses_{act.lower()} BEFORE {act} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit record is append-only'); END"
        )
