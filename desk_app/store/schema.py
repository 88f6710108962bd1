"""Which schema versions this program knows. alembic is loaded only when one has to be changed into another."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

REVISIONS = ("0001",)
"""Every revision in ``migrations/versions``, oldest first."""

HEAD = REVISIONS[-1]


def version_of(connection: Connection) -> str | None:
    """The schema version of an open database; None if it has none."""
    try:
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except OperationalError as error:
        if "no such table" in str(error.orig):
            return None
        raise
    return None if version is None else str(version)


def upgrade(connection: Connection) -> None:
    """Bring the database to ``HEAD`` in the transaction that the connection is in."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
