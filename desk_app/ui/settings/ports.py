"""What the settings need beyond the use cases; wired where the program is put together.

::

    EnrolPort     connects this desk to a gateway
    SafetyPort    copies the data folder, examines it
    LookPort      theme and language of the running program
    GunPlug       the barcode gun on a serial port
"""

from __future__ import annotations

import abc
from pathlib import Path

from desk_app.desk.settings import Theme
from desk_app.domain.events import Author


class EnrolPort(abc.ABC):
    """The way to a gateway. Called on the work lane."""

    @abc.abstractmethod
    def enrol(self, url: str, code: str, *, who: Author) -> None:
        """Connect this desk with a one-time code.

        Raises:
            NotPermitted, AddressError, WrongUnit, CentralError: it is not connected, or to where it was before.
        """

    @abc.abstractmethod
    def test(self, url: str) -> None:
        """Ask whether a gateway answers at this address; AddressError or CentralError if none does."""


class SafetyPort(abc.ABC):
    """The safety of the data folder. Called on the work lane; slow."""

    @abc.abstractmethod
    def backup(self, to: Path) -> None:
        """Make a whole, encrypted copy in a folder that is not there yet; StoreError or OSError if none was made."""

    @abc.abstractmethod
    def check(self) -> list[str]:
        """Read everything; what is wrong, as short technical lines, empty when all is well."""


class LookPort(abc.ABC):
    """The look of the program. Called in the GUI thread."""

    @abc.abstractmethod
    def show_theme(self, theme: Theme) -> None:
        """Show everything in this theme, now."""

    @abc.abstractmethod
    def show_language(self, language: str) -> None:
        """Speak this language (``vi``, ``en``) from now on; the window may be made anew."""


class GunPlug(abc.ABC):
    """The barcode gun on a serial port. Called in the GUI thread."""

    @abc.abstractmethod
    def use(self, port: str) -> None:
        """Listen to the gun on this port from now on, or to none where it is empty."""
