"""All commands, in the order in which ``--help`` lists them. Only the module of the command that was asked for is imported.

The window opens without any of them: what they import would double the time until its first page.
"""

from __future__ import annotations

import dataclasses
import importlib

from desk_app.commands.command import Command


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """One command: its word and line of help, and where it is.

    Attributes:
        module: name of the module in this package.
        attribute: name of the Command in it.
    """

    name: str
    help: str
    module: str
    attribute: str = "COMMAND"

    def load(self) -> Command:
        """The command itself; imports its module."""
        found = getattr(importlib.import_module(f"{__package__}.{self.module}"), self.attribute)
        if not isinstance(found, Command):
            msg = f"{self.module}.{self.attribute} is no command"
            raise TypeError(msg)
        return found


REGISTRY: tuple[Entry, ...] = (
    Entry("demo", "a throw-away desk to try everything", "demo"),
    Entry("setup", "set this desk up without the window", "setup"),
    Entry("enrol", "connect this desk to a gateway", "enrol"),
    Entry("intake", "accept a dossier described by a JSON file", "intake"),
    Entry("digitise", "make a PDF/A of images, straightened and cleaned", "digitise"),
    Entry("read-codes", "read barcodes and QR codes of images", "read_codes"),
    Entry("sheets", "print separator and cover sheets", "sheets"),
    Entry("queue", "what waits to reach the centre", "queue"),
    Entry("sync", "send what waits and fetch what is new", "sync"),
    Entry("search", "look dossiers up", "lookup", "SEARCH"),
    Entry("show", "one dossier by its code", "lookup", "SHOW"),
    Entry("import-catalogue", "import procedures of the national portal", "import_catalogue"),
    Entry("report", "indicators of a period against targets", "report"),
    Entry("central", "the central gateway", "central"),
    Entry("drivers", "run a scanner's driver apart from the window, which starts this by itself", "drivers"),
    Entry("self-test", "boot everything once and exit 0 or 1", "self_test"),
)
