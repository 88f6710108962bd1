"""``desk-app drivers``: the process in which scanner drivers run; the window starts it and speaks with it over pipes."""

from __future__ import annotations

import argparse

from desk_app.commands.command import Command, Console


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Runs the driver of a scanner apart from the window, which starts this by itself. Not for people."
    )


def _run(args: argparse.Namespace, console: Console) -> int:
    from desk_app.capture.sources import drivers

    drivers.main()
    return 0


COMMAND = Command(_arguments, _run)
