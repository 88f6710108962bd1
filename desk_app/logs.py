"""The program's log: what happened by ids and counts, bugs by where they happened. Never names, numbers or the words of an error.

One file of a bounded size in the data folder, with three older ones beside it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import traceback
from pathlib import Path

FILE = "desk-app.log"
DEBUG_VARIABLE = "DESK_APP_DEBUG"
_SIZE = 1_000_000
_log = logging.getLogger("desk_app")
# Without a file nothing is logged: Python's way out would be standard error, where each failure has one sentence and no more.
_log.addHandler(logging.NullHandler())


def start(folder: Path) -> None:
    """Log to a file in this folder from now on; without the folder, or the right to write there, nothing is logged."""
    from logging.handlers import RotatingFileHandler

    if not folder.is_dir() or any(isinstance(h, RotatingFileHandler) for h in _log.handlers):
        return
    with contextlib.suppress(OSError):
        handler = RotatingFileHandler(folder / FILE, maxBytes=_SIZE, backupCount=3, encoding="utf-8")
        handler.setFormatter(_WithoutWords("%(asctime)s %(levelname)s %(name)s %(message)s"))
        _log.addHandler(handler)
        _log.setLevel(logging.INFO)


def bug(error: BaseException, bug_id: str) -> None:
    """Note an error nobody foresaw: its type and the places it came through, under the id that people are shown."""
    _log.error("bug %s %s\n%s", bug_id, type(error).__name__, places(error))
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)


def places(error: BaseException) -> str:
    """Files, lines and functions, outermost first, without the values that were there."""
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join(f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)


class _WithoutWords(logging.Formatter):
    """Leaves the message of an exception out, which may quote what somebody typed."""

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        error = ei[1] if isinstance(ei, tuple) else None
        return f"{type(error).__name__}\n{places(error)}" if isinstance(error, BaseException) else ""
