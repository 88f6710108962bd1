"""All commands, in the order in which ``--help`` lists them."""

from __future__ import annotations

from desk_app.commands import (
    central,
    demo,
    digitise,
    enrol,
    import_catalogue,
    intake,
    lookup,
    queue,
    read_codes,
    report,
    self_test,
    setup,
    sync,
    window,
)
from desk_app.commands.command import Command

COMMANDS: tuple[Command, ...] = (
    window.COMMAND,
    demo.COMMAND,
    setup.COMMAND,
    enrol.COMMAND,
    intake.COMMAND,
    digitise.COMMAND,
    read_codes.COMMAND,
    queue.COMMAND,
    sync.COMMAND,
    lookup.SEARCH,
    lookup.SHOW,
    import_catalogue.COMMAND,
    report.COMMAND,
    central.COMMAND,
    self_test.COMMAND,
)
