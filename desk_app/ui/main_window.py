"""The frame around the screens: rail, top line, notice strip, the screen in sight, bottom line."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desk_app.domain.codes import CodeKind
from desk_app.domain.identity_card import IdentityCard
from desk_app.domain.identity_card import read as read_card
from desk_app.sync.status import StatusBoard, SyncStatus
from desk_app.ui import messages, scanner, screens
from desk_app.ui.banners import Banner
from desk_app.ui.key_bar import KeyBar
from desk_app.ui.pills import Kind
from desk_app.ui.rail import Rail
from desk_app.ui.screen import Context, Scan, ScanTrouble, Screen, SearchFor, Session
from desk_app.ui.screens import ScreenSpec
from desk_app.ui.tasks import Tasks
from desk_app.ui.top_bar import TopBar

if TYPE_CHECKING:
    from desk_app.desk.desk import Desk

_log = logging.getLogger(__name__)
LEAST_SIZE = QSize(1000, 600)


class MainWindow(QWidget):
    """One signed-in person's window; another person or language gets a new one.

    ``switch_asked``: somebody else wants to sign in (Ctrl+U). ``closing`` comes before the window is gone.
    """

    switch_asked = Signal()
    closing = Signal()
    _status_arrived = Signal(object)

    def __init__(
        self,
        *,
        desk: Desk,
        tasks: Tasks,
        session: Session,
        language: str = messages.VIETNAMESE,
        ports: Mapping[type, object] | None = None,
        specs: Sequence[ScreenSpec] = screens.REGISTRY,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Quầy Một Cửa"))
        self.setMinimumSize(LEAST_SIZE)
        self._language = language
        self._trouble_said = ""
        self._specs = {spec.id: spec for spec in specs if spec.visible(session.role)}
        self._screens: dict[str, Screen] = {}
        self._current = ""
        self._forget_board: Callable[[], None] | None = None
        self.context = Context(
            desk=desk,
            tasks=tasks,
            session=session,
            ports=ports or {},
            go_to=self.go_to,
            notify=self.notify,
            say=lambda text: self.keys.say(text),
            language=language,
        )
        self._build(session)
        self._status_arrived.connect(self.show_status, Qt.ConnectionType.QueuedConnection)
        if self._specs:
            self.go_to(next(iter(self._specs)))

    def _build(self, session: Session) -> None:
        self.rail = Rail([(spec.id, spec.title(), spec.icon, spec.key) for spec in self._specs.values()])
        self.top = TopBar(session)
        self.notice = Banner(closable=True)
        self.notice.hide()
        self.stack = QStackedWidget()
        self.keys = KeyBar()
        middle = QVBoxLayout()
        middle.setContentsMargins(14, 12, 14, 12)
        middle.setSpacing(10)
        middle.addWidget(self.notice)
        middle.addWidget(self.stack, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addLayout(middle, 1)
        right.addWidget(self.keys)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.rail.asked.connect(self.go_to)
        self.top.searched.connect(self.search)
        self.top.switch_asked.connect(self.switch_asked)
        self.top.queue_asked.connect(lambda: self.go_to(screens.QUEUE))

    @property
    def current(self) -> Screen | None:
        """The screen in sight."""
        return self._screens.get(self._current)

    @property
    def current_id(self) -> str:
        """The id of the screen in sight; empty when there is none."""
        return self._current

    def screen_ids(self) -> tuple[str, ...]:
        """The screens this person may see, in the order of the rail."""
        return tuple(self._specs)

    def screen_of(self, screen_id: str) -> Screen | None:
        """A screen by its id, made if it was not yet; None if this person may not see it."""
        spec = self._specs.get(screen_id)
        if spec is None:
            return None
        if screen_id not in self._screens:
            screen = spec.factory(self.context)
            screen.keys_changed.connect(lambda: self._show_keys(screen))
            screen.badge_changed.connect(self.rail.buttons[screen_id].set_count)
            self.stack.addWidget(screen)
            self._screens[screen_id] = screen
        return self._screens[screen_id]

    def go_to(self, screen_id: str, subject: object = None) -> None:
        """Show a screen, and hand it a subject (SearchFor, OpenDossier, Scan) if there is one."""
        screen = self.screen_of(screen_id)
        if screen is None:
            return
        before = self.current
        if screen is not before:
            if before is not None:
                before.left()
            self._current = screen_id
            self.stack.setCurrentWidget(screen)
            self.rail.show_current(screen_id)
            self._show_keys(screen)
            screen.entered()
        if subject is not None:
            screen.receive(subject)

    def search(self, text: str) -> None:
        """Somebody asked with the search line: a card or code is taken like a scan, anything else is searched for."""
        scan = scanner.understand(text)
        if scan.kind in (CodeKind.IDENTITY_CARD, CodeKind.PROCEDURE):
            self.top.search.clear()
            self.take_scan(scan)
            return
        if screens.DOSSIERS not in self._specs:
            self.notify(Kind.WAITING, self.tr("Vai trò này không tra cứu hồ sơ. Đổi người dùng (Ctrl+U) để tìm."))
            return
        self.go_to(screens.DOSSIERS, SearchFor(text))

    def take_scan(self, scan: Scan) -> None:
        """A code was scanned: first the screen in sight, then what the code is about."""
        if scan.trouble:
            self._tell_trouble(scan)
            return
        self._forget_trouble()
        if self.current is not None and self.current.take_scan(scan):
            return
        match scan.kind:
            case CodeKind.DOSSIER | CodeKind.PROVISIONAL:
                self.go_to(screens.DOSSIERS, SearchFor(scan.text))
            case CodeKind.IDENTITY_CARD:
                card = read_card(scan.text)
                number = card.number if isinstance(card, IdentityCard) else scan.text
                self.go_to(screens.DOSSIERS, SearchFor(number))
            case CodeKind.PROCEDURE:
                self.go_to(screens.INTAKE, scan)
            case CodeKind.HEALTH_INSURANCE:
                self.notify(Kind.WAITING, messages.for_key("card.health_insurance", self._language))
            case CodeKind.VIETQR | CodeKind.SEPARATOR:
                self.notify(Kind.NEUTRAL, messages.for_key("scan.not_here", self._language))
            case CodeKind.UNKNOWN:
                self.notify(Kind.WAITING, messages.for_key("scan.unknown", self._language))

    def _tell_trouble(self, scan: Scan) -> None:
        card = scan.kind is CodeKind.IDENTITY_CARD or "|" in scan.text
        key = "scan.too_long" if scan.trouble is ScanTrouble.TOO_LONG else "card.garbled" if card else "scan.garbled"
        self._trouble_said = messages.for_key(key, self._language)
        self.notify(Kind.PERSON, self._trouble_said)

    def _forget_trouble(self) -> None:
        """A scan that could be read has put right what was said about the one before."""
        if self._trouble_said and self.notice.text() == self._trouble_said:
            self.notify(Kind.NEUTRAL, "")
        self._trouble_said = ""

    def notify(self, kind: Kind, text: str) -> None:
        """A sentence in the strip above the screen, until it is closed or replaced; nothing hides it."""
        self.notice.show_message(kind, text)
        self.notice.setVisible(bool(text))

    def show_error(self, error: BaseException) -> None:
        """The sink of errors that nobody else shows; one that nobody foresaw goes to the log with its id."""
        if messages.is_bug(error):
            _log.error("bug %s", messages.bug_id(error), exc_info=error)
        self.notify(Kind.PERSON, messages.for_error(error, self._language))

    def follow(self, board: StatusBoard) -> None:
        """Show what the sync loop publishes, from now until the window closes."""
        self._forget_board = board.listen(self._status_arrived.emit)
        self.show_status(board.latest)

    def show_status(self, status: SyncStatus) -> None:
        """The state of the way to the centre, everywhere it is shown."""
        self.top.pill.show_status(status)
        self.keys.show_status(status)
        button = self.rail.buttons.get(screens.QUEUE)
        if button is not None:
            button.set_count(status.needs_person)

    def dossiers_changed(self) -> None:
        """Something in the store changed behind the screens: the one in sight reads again."""
        if self.current is not None:
            self.current.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._forget_board is not None:
            self._forget_board()
            self._forget_board = None
        self.closing.emit()
        super().closeEvent(event)

    def _show_keys(self, screen: Screen | None) -> None:
        if screen is not None and screen is self.current:
            self.keys.show_keys(screen.keys())
