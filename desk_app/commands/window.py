"""``desk-app``: the window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping

from desk_app.commands.command import Command, Complaint, Console, settings_of


def _arguments(parser: argparse.ArgumentParser) -> None:
    """The window takes none of its own."""


def _run(args: argparse.Namespace, console: Console) -> int:
    need_screen()
    import sqlalchemy  # noqa: F401 - before PySide6, whose import hook makes later imports slower

    from desk_app import app

    return app.run(settings_of(args))


def need_screen(environ: Mapping[str, str] | None = None) -> None:
    """Nothing if a window can open here, else the Complaint that names ``self-test``."""
    environment = os.environ if environ is None else environ
    if sys.platform in ("win32", "darwin"):
        return
    if environment.get("QT_QPA_PLATFORM") or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return
    raise Complaint("no_screen")


COMMAND = Command("window", "open the window (the default)", _arguments, _run)
