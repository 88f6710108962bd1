"""Importing Qt without what slows down every import after it."""

from __future__ import annotations

import builtins


def import_qt() -> None:
    """Import PySide6 and take its import hook out again.

    The hook reads the source of every module imported later, to see whether it uses ``__feature__``, which we never do: it makes
    SQLAlchemy and our own modules a third slower to import.
    """
    plain_import = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = plain_import
