"""What a screen is and what it is given: a widget with keys, a way to take a scan, and ports to the use cases."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk_app.domain.codes import CodeKind
from desk_app.domain.roles import Act, Role, allows
from desk_app.ui.pills import Kind
from desk_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from desk_app.desk.desk import Desk

Port = TypeVar("Port")


class ScanTrouble(enum.StrEnum):
    """Why a scanned text cannot be used as it is."""

    NONE = ""
    GARBLED = "garbled"
    """An input method (Telex, VNI) or a wrong code page damaged it on the way from the gun."""
    TOO_LONG = "too_long"
    """Longer than any of our codes; its text is not kept."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """A text that came from a barcode gun (or was pasted into the search line) and what it is."""

    text: str
    kind: CodeKind
    trouble: ScanTrouble = ScanTrouble.NONE


@dataclasses.dataclass(frozen=True, slots=True)
class SearchFor:
    """A subject for ``receive``: search for this text."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class OpenDossier:
    """A subject for ``receive``: show this dossier."""

    dossier_id: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class KeyAction:
    """A key that works on a screen, shown as a button at the bottom.

    Attributes:
        key: ``F9``, ``Ctrl+B``.
        text: what it does, one to three words.
        run: does it.
        bound: the screen already has a visible button bound to this key; it is only shown, not bound again.
    """

    key: str
    text: str
    run: Callable[[], object]
    enabled: bool = True
    bound: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Who is signed in at this desk."""

    account_id: str
    name: str
    role: Role
    role_name: str = ""
    desk: str = ""
    unit_name: str = ""

    def may(self, act: Act) -> bool:
        """Whether this person's role allows it."""
        return allows(self.role, act)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Context:
    """What every screen is given.

    Attributes:
        desk: the use cases; whatever of them touches the store is called through ``tasks``.
        tasks: runs work off the GUI thread.
        session: who is signed in.
        ports: what a screen needs beyond the use cases (printer, camera), by type; ``context.port(Printer)``.
        go_to: show another screen by its id; a second argument is handed to its ``receive``.
        notify: a sentence in the notice strip above the screen: kind, text.
        say: a short sentence in the status line at the bottom.
        language: ``vi`` or ``en``, for the sentences of ``messages``.
    """

    desk: Desk
    tasks: Tasks
    session: Session
    go_to: Callable[..., None]
    notify: Callable[[Kind, str], None]
    say: Callable[[str], None]
    ports: Mapping[type, object] = dataclasses.field(default_factory=dict)
    language: str = "vi"

    def port(self, kind: type[Port]) -> Port:
        """The use cases of this type; KeyError when nobody wired them."""
        found = self.ports[kind]
        if not isinstance(found, kind):
            msg = f"{kind.__name__} is wired to {type(found).__name__}"
            raise TypeError(msg)
        return found


class Screen(QWidget):
    """One screen of the main window.

    ``keys_changed`` asks the window to read ``keys()`` again; ``badge_changed`` sets the count on the rail (0 hides it).
    """

    keys_changed = Signal()
    badge_changed = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def keys(self) -> tuple[KeyAction, ...]:
        """The keys that work here now."""
        return ()

    def status(self) -> str:
        """What stands at the left of the bottom line after "everything is saved"; empty for nothing."""
        return ""

    def entered(self) -> None:
        """The screen has come into sight: read again what may have changed, put the focus where work begins."""

    def left(self) -> None:
        """Another screen comes into sight."""

    def receive(self, subject: object) -> None:
        """Another screen sent somebody here with something to show: SearchFor, OpenDossier, a Scan."""

    def take_scan(self, scan: Scan) -> bool:
        """Use a scanned code; False lets the window decide (a dossier code opens the dossier)."""
        return False

    def refresh(self) -> None:
        """Something changed in the store (sync brought news): read again what is in sight."""
