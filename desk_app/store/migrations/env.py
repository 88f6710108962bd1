"""alembic runs this: inside the program on the connection it is given, on a developer's desk on a scratch database.

To write the next revision: change ``tables.py``, then ``alembic -c desk_app/store/migrations/alembic.ini revision --autogenerate``.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, create_engine

from desk_app.store.tables import metadata

FULL_TEXT = "dossier_tokens"


def _ours(object_: object, name: str | None, type_: str, reflected: bool, compare_to: object) -> bool:  # noqa: ARG001
    """Leave the tables of the full-text index alone: they are made by hand."""
    return not (type_ == "table" and (name or "").startswith(FULL_TEXT))


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_object=_ours,
        render_as_batch=True,  # SQLite alters a table by making it anew
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _run(given)
else:
    with create_engine("sqlite://").begin() as scratch:
        _run(scratch)
