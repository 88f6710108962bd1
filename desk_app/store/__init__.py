"""SQLite (SQLCipher) and encrypted files: takes and gives domain objects; rows never leave this package.

May import ``domain``, ``clock``, ``ids``, SQLAlchemy Core and alembic; nothing of paper, pixels, network or window.
One more thing to keep is a table in ``tables.py``, a migration beside the others, and a repository named in ``unit_of_work.py``.
"""
