"""``desk-app``: the window."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from desk_app.commands.command import Command, Complaint, Console, settings_of
from desk_app.config import Settings

if TYPE_CHECKING:
    from desk_app.store.keys import KeyStore


def _arguments(parser: argparse.ArgumentParser) -> None:
    """The window takes none of its own."""


def _run(args: argparse.Namespace, console: Console) -> int:
    need_screen()
    return open_window(settings_of(args))


def open_window(
    settings: Settings,
    *,
    key_store: KeyStore | None = None,
    on_stage: Callable[[str], None] | None = None,
    stay: bool = True,
) -> int:
    """Open the window of a desk; ``on_stage`` and ``stay`` as in ``app.run``."""
    from desk_app.ui.qt_start import import_qt

    import_qt()
    from desk_app import app

    return app.run(settings, key_store=key_store, on_stage=on_stage, stay=stay)


def need_screen(environ: Mapping[str, str] | None = None) -> None:
    """Nothing if a window can open here, else the Complaint that names ``self-test``."""
    environment = os.environ if environ is None else environ
    if sys.platform in ("win32", "darwin"):
        return
    if environment.get("QT_QPA_PLATFORM") or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return
    raise Complaint("no_screen")


COMMAND = Command(_arguments, _run)
