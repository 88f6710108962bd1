"""Tables of the gateway. The schema in earnest is made by ``migrations``; a test compares the two.

Text columns hold JSON where the content is not asked for by the database; moments are kept as UTC text that sorts.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from desk_app import clock

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(sa.types.TypeDecorator[dt.datetime]):
    """An aware moment, kept as UTC text of fixed width so that it sorts, given back in Vietnam time."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """To the database; a naive moment is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a naive moment must not be stored"
            raise ValueError(msg)
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> dt.datetime | None:  # noqa: ARG002 - likewise
        """From the database."""
        return None if value is None else dt.datetime.fromisoformat(value).astimezone(clock.VIETNAM)


_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # SQLite numbers rows by itself only in an INTEGER column

enrolments = sa.Table(
    "enrolments",
    metadata,
    sa.Column("code_hash", sa.String(64), primary_key=True),
    sa.Column("unit", sa.String(64), nullable=False),
    sa.Column("unit_name", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("used_by", sa.String(36)),
)

devices = sa.Table(
    "devices",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("unit", sa.String(64), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("enrolled_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
)

operators = sa.Table(
    "operators",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("unit", sa.String(64)),  # None: of every unit
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("event_id", sa.String(36), primary_key=True),
    sa.Column("unit", sa.String(64), nullable=False),
    sa.Column("dossier_id", sa.String(36), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("device_id", sa.String(36), nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("result", sa.String(16), nullable=False),
    sa.Column("official_code", sa.String(64)),
    sa.Column("reason", sa.String(40)),
    sa.Column("field", sa.String(200)),
    sa.Column("detail", sa.String(200)),
    sa.Column("envelope", sa.Text, nullable=False),
    sa.Column("arrived_at", Moment, nullable=False),
    sa.Index("ix_events_dossier_id_arrived_at", "dossier_id", "arrived_at"),
)

dossiers = sa.Table(
    "dossiers",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("unit", sa.String(64), nullable=False),
    sa.Column("code", sa.String(64), nullable=False, unique=True),
    sa.Column("provisional_code", sa.String(64)),
    sa.Column("code_day", sa.Date, nullable=False),
    sa.Column("code_number", sa.Integer, nullable=False),
    sa.Column("procedure_code", sa.String(64), nullable=False),
    sa.Column("procedure_version", sa.Text, nullable=False),
    sa.Column("procedure_name", sa.Text, nullable=False),
    sa.Column("procedure_field", sa.Text, nullable=False),
    sa.Column("status", sa.String(32), nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("due_at", Moment),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("arrived_at", Moment, nullable=False),
    sa.UniqueConstraint("unit", "provisional_code"),
    sa.Index("ix_dossiers_unit_code_day_code_number", "unit", "code_day", "code_number"),
)

components = sa.Table(
    "components",
    metadata,
    sa.Column("dossier_id", sa.ForeignKey("dossiers.id"), primary_key=True),
    sa.Column("component_id", sa.String(64), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sha256", sa.String(64)),
    sa.Column("bytes", sa.BigInteger),
    sa.Column("pages", sa.Integer),
    sa.Column("not_digitised_because", sa.String(32)),
)

receipts = sa.Table(
    "receipts",
    metadata,
    sa.Column("event_id", sa.String(36), primary_key=True),
    sa.Column("dossier_id", sa.ForeignKey("dossiers.id"), nullable=False, index=True),
    sa.Column("form", sa.String(64), nullable=False),
    sa.Column("circular", sa.String(64), nullable=False),
    sa.Column("reprint", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("pages", sa.Integer, nullable=False),
)

counters = sa.Table(
    "counters",
    metadata,
    sa.Column("unit", sa.String(64), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("next", sa.Integer, nullable=False),
)

leases = sa.Table(
    "leases",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("unit", sa.String(64), nullable=False),
    sa.Column("device_id", sa.ForeignKey("devices.id"), nullable=False),
    sa.Column("request_id", sa.String(64), nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("numbers", sa.Integer, nullable=False),
    sa.Column("first", sa.Integer, nullable=False),
    sa.Column("last", sa.Integer, nullable=False),
    sa.Column("unused_from", sa.Integer),
    sa.Column("granted_at", Moment, nullable=False),
    sa.UniqueConstraint("device_id", "request_id"),
    sa.Index("ix_leases_unit_day", "unit", "day"),
)

changes = sa.Table(
    "changes",
    metadata,
    sa.Column("id", _BIG, primary_key=True, autoincrement=True),
    sa.Column("unit", sa.String(64), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("dossier_id", sa.String(36)),
    sa.Column("at", Moment, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_changes_unit_id", "unit", "id"),
    sqlite_autoincrement=True,  # a number once given is never given again
)

uploads = sa.Table(
    "uploads",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("unit", sa.String(64), nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("held_at", Moment),  # None: not complete; set: the whole is held and its digest was right
    sa.UniqueConstraint("unit", "sha256"),
)

dossier_files = sa.Table(
    "dossier_files",
    metadata,
    sa.Column("dossier_id", sa.ForeignKey("dossiers.id"), primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True),
)

acknowledgements = sa.Table(
    "acknowledgements",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("dossier_id", sa.ForeignKey("dossiers.id"), nullable=False),
    sa.Column("manifest_hash", sa.String(64), nullable=False),
    sa.Column("files", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.UniqueConstraint("dossier_id", "manifest_hash"),
)

acts = sa.Table(
    "acts",
    metadata,
    sa.Column("id", _BIG, primary_key=True, autoincrement=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("act", sa.String(40), nullable=False),
    sa.Column("unit", sa.String(64)),
    sa.Column("dossier_id", sa.String(36)),
    sa.Column("detail", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
