"""Qt start-up: one instance, first run, sign-in, main window, the thread that sends, orderly shut-down.

The sign-in page comes first; the store, and all that is slow to import, is opened behind it while the PIN is typed.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desk_app import logs, look
from desk_app.config import Settings
from desk_app.domain.author import Author
from desk_app.domain.roles import Act, Role, allows
from desk_app.lanes import Lanes
from desk_app.look import Look, Theme
from desk_app.store import folder
from desk_app.ui import language as languages
from desk_app.ui import messages, theme
from desk_app.ui.idle import IdleWatch
from desk_app.ui.pills import Kind
from desk_app.ui.role_names import role_name
from desk_app.ui.sign_in import SignInPage, SignInPorts
from desk_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.bootstrap import Program
    from desk_app.desk.accounts import SignIn
    from desk_app.desk.first_run import FirstRun
    from desk_app.desk.settings import DeskSettings
    from desk_app.domain.accounts import Account
    from desk_app.store.keys import KeyStore
    from desk_app.ui.main_window import MainWindow
    from desk_app.ui.serial_gun import SerialGunWatch

USUAL_SIZE = (1366, 768)
USABLE, OPEN = "usable", "open"


def run(
    settings: Settings,
    *,
    key_store: KeyStore | None = None,
    on_stage: Callable[[str], None] | None = None,
    stay: bool = True,
) -> int:
    """Open the window and stay until it is closed; gives the exit code.

    Args:
        settings: which data folder.
        key_store: where its key is, None for the usual place.
        on_stage: told ``usable`` when the first page takes keys and ``open`` when the store stands behind it.
        stay: False closes the window after ``open`` (measurements).
    """
    application = _application(("desk-app",))
    shell = Shell(application, settings, key_store=key_store)
    sys.excepthook = shell.unforeseen
    if on_stage is not None:
        shell.stage.connect(on_stage)
    if not stay:
        shell.stage.connect(lambda stage: shell.close() if stage == OPEN else None)
    shell.begin()
    _show(shell)
    try:
        return application.exec()
    finally:
        shell.shut_down()


def show_once(settings: Settings, *, key_store: KeyStore | None = None) -> None:
    """Open the window, show every screen that the first person may see, close it: the self-test."""
    application = _application(("desk-app", "-platform", "offscreen"))
    shell = Shell(application, settings, key_store=key_store)
    try:
        shell.begin(behind=False)
        shell.show()
        shell.visit_all()
    finally:
        shell.close()
        shell.shut_down()


_SWITCH_S = 0.0005


class Shell(QStackedWidget):
    """The top-level window: shows one page at a time and owns the running desk. ``stage`` as ``on_stage`` of ``run``."""

    stage = Signal(str)
    _changed = Signal()
    """The sync thread changed dossiers; arrives in the window's thread."""

    def __init__(self, application: QApplication, settings: Settings, *, key_store: KeyStore | None = None) -> None:
        super().__init__()
        self._application = application
        self._settings = settings
        self._key_store = key_store
        self._program: Program | None = None
        self._lanes = Lanes()
        self._tasks = Tasks(self._lanes, self._task_failed, parent=self)
        self._serial_gun: SerialGunWatch | None = None
        self._author: Author | None = None
        self._translators: list[QTranslator] = []
        last = look.load(settings.data_dir)
        self._language = settings.language or last.language or messages.VIETNAMESE
        self._idle = IdleWatch(application, 0, parent=self)
        self._idle.idle.connect(self._lock)
        self._changed.connect(self._read_again, Qt.ConnectionType.QueuedConnection)
        self._speak(self._language)
        theme.apply(application, _theme_name(last.theme))
        self.setWindowTitle("Quầy Một Cửa")

    def begin(self, *, behind: bool = True) -> None:
        """Show what comes first: first run, or sign-in while the desk is opened ``behind`` it (False: open it at once)."""
        if not folder.is_there(self._settings.data_dir):
            self._show_first_run()
        elif behind:
            self._show_sign_in(opening=True)
            QTimer.singleShot(0, self._open_behind)
        else:
            try:
                self._opened(_open(self._settings, self._key_store, self._lanes))
            except Exception as error:  # noqa: BLE001 - whatever keeps the desk shut is shown in a sentence
                self._not_opened(error)

    def _open_behind(self) -> None:
        self.stage.emit(USABLE)
        settings, key_store, lanes = self._settings, self._key_store, self._lanes
        self._tasks.store(
            lambda: _open(settings, key_store, lanes), owner=self, done=self._opened, failed=self._not_opened
        )

    def _opened(self, program: Program) -> None:
        pending = program.pending_recovery_key()
        if pending is not None:
            self._program = program
            self._show_first_run(pending)
            self.stage.emit(OPEN)
            return
        self._adopt(program)
        page = self.currentWidget()
        if isinstance(page, SignInPage):
            people, settings = program.desk.accounts.all(), program.desk.settings.get()
            page.set_people(people, place=_place(settings), last_account_id=_first_to_ask(people))
        else:
            self._show_sign_in()
        self.stage.emit(OPEN)

    def _not_opened(self, error: BaseException) -> None:
        from desk_app import bootstrap

        if isinstance(error, bootstrap.NoDesk):
            self._show_first_run()
        else:
            self._show_trouble(error, ask_key=isinstance(error, bootstrap.KeyMissing))
        self.stage.emit(OPEN)

    def visit_all(self) -> None:
        """Sign the first person in without a PIN and show every screen once (self-test only: nothing is typed or changed)."""
        program = self._running()
        person = next(a for a in program.desk.accounts.all() if allows(a.role, Act.PREPARE))
        self._enter(Author(account_id=person.id, name=person.name, role=person.role))
        window = self._window()
        if window is not None:
            for screen_id in window.screen_ids():
                window.go_to(screen_id)
                self._application.processEvents()

    def unforeseen(self, _kind: type[BaseException], error: BaseException, _trace: types.TracebackType | None) -> None:
        """The last resort for errors nobody foresaw: logged with an id, shown, and the program goes on."""
        logs.bug(error, messages.bug_id(error))
        window = self._window()
        if window is not None:
            window.show_error(error)

    def shut_down(self) -> None:
        """Finish what is being written and let the data folder go."""
        sys.excepthook = sys.__excepthook__
        if self._serial_gun is not None:
            self._serial_gun.stop()
        if self._program is not None:
            self._program.close()
            self._program = None
        else:
            self._lanes.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the page in sight with the window."""
        page = self.currentWidget()
        if page is not None:
            page.close()
        super().closeEvent(event)

    def _window(self) -> MainWindow | None:
        """The main window if it is in sight."""
        from desk_app.ui.main_window import MainWindow

        page = self.currentWidget()
        return page if isinstance(page, MainWindow) else None

    def _running(self) -> Program:
        if self._program is None:
            msg = "no desk is open"
            raise RuntimeError(msg)
        return self._program

    def _adopt(self, program: Program) -> None:
        from desk_app.ui.scanner import GunWatch

        self._program = program
        gun = GunWatch(self._application, parent=self)
        gun.scanned.connect(self._scanned)
        self._listen_to_serial_gun()
        logs.start(self._settings.data_dir)
        settings = program.desk.settings.get()
        self.use_gun(settings.gun_port)
        self._look(settings)
        self._idle.set_minutes(settings.idle_lock_min)
        program.on_change(lambda _ids: self._changed.emit())
        QTimer.singleShot(0, program.courier.start)

    def _listen_to_serial_gun(self) -> None:
        from desk_app.desk.serial_gun import SerialGuns
        from desk_app.ui.serial_gun import SerialGunWatch

        self._serial_gun = SerialGunWatch(self._tasks, SerialGuns(), parent=self)
        self._serial_gun.scanned.connect(self._scanned)
        self._serial_gun.lost.connect(lambda key, port: self._tell(Kind.WAITING, key, device=port))
        self._serial_gun.back.connect(lambda: self._tell(Kind.PROVEN, "gun.back"))

    def use_gun(self, port: str) -> None:
        """Listen to the barcode gun on this serial port from now on, or to none."""
        if self._serial_gun is not None:
            self._serial_gun.use(port)

    def _tell(self, kind: Kind, key: str, **fields: object) -> None:
        window = self._window()
        if window is not None:
            window.notify(kind, messages.for_key(key, self._language, **fields))

    def _look(self, settings: DeskSettings) -> None:
        theme.apply(self._application, _theme_name(settings.theme))
        self._speak(self._settings.language or settings.language)
        look.save(self._settings.data_dir, Look(language=settings.language, theme=settings.theme))

    def _speak(self, language: str) -> None:
        languages.remove(self._application, self._translators)
        self._translators = languages.install(self._application, language)
        self._language = language

    def _put(self, page: QWidget) -> None:
        before = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        if before is not None:
            self.removeWidget(before)
            before.close()
            before.deleteLater()
        focused = page.focusWidget()
        if focused is None or focused is page:
            page.setFocus()
        else:  # the page has put it where work begins; taking it to the page itself would leave the keys without a field
            focused.setFocus()

    def _show_first_run(self, recovery_text: str | None = None) -> None:
        from desk_app import wiring
        from desk_app.ui.first_run import FirstRunPage, FirstRunPorts

        ports = FirstRunPorts(
            communes=wiring.communes(),
            create=self._create,
            print_key=wiring.print_recovery_key,
            enrol=self._enrol_first,
            devices=wiring.devices,
        )
        page = FirstRunPage(ports, self._tasks, language=self._language)
        page.language_asked.connect(self._first_run_in)
        page.finished.connect(self._first_run_done)
        page.key_confirmed.connect(lambda: self._running().confirm_recovery_key())
        if recovery_text is not None:
            page.go_on_with(recovery_text)
        self._put(page)

    def _first_run_in(self, language: str) -> None:
        self._speak(language)
        self._show_first_run()

    def _create(self, first: FirstRun) -> str:
        from desk_app import bootstrap

        created = bootstrap.create_desk(self._settings, first, key_store=self._key_store, lanes=self._lanes)
        self._program = created.program
        return created.recovery_text

    def _enrol_first(self, url: str, code: str) -> str:
        program = self._running()
        person = program.desk.accounts.find(None, act=Act.MANAGE_SETTINGS)
        enrolled = program.enrol(url, code, who=Author(account_id=person.id, name=person.name, role=person.role))
        return enrolled.unit_name or enrolled.unit

    def _first_run_done(self) -> None:
        self._adopt(self._running())
        self._show_sign_in()

    def _show_trouble(self, error: BaseException, *, ask_key: bool = False) -> None:
        if messages.is_bug(error):
            logs.bug(error, messages.bug_id(error))
        from desk_app.ui.start_trouble import StartTrouble

        page = StartTrouble(messages.for_error(error, self._language), ask_key=ask_key)
        page.again.connect(self.begin)
        page.key_given.connect(self._restore_key)
        self._put(page)

    def _restore_key(self, text: str) -> None:
        from desk_app import bootstrap

        try:
            bootstrap.restore_key(self._settings, text, key_store=self._key_store)
        except Exception as error:  # noqa: BLE001 - shown in a sentence, the field stays
            self._show_trouble(error, ask_key=True)
        else:
            self.begin()

    def _show_sign_in(self, *, can_cancel: bool = False, opening: bool = False) -> None:
        people: tuple[Account, ...] = () if opening else self._running().desk.accounts.all()
        page = SignInPage(
            people,
            SignInPorts(sign_in=self._try_pin),
            self._tasks,
            place="" if opening else _place(self._running().desk.settings.get()),
            opening=opening,
            last_account_id=self._author.account_id if self._author else _first_to_ask(people),
            can_cancel=can_cancel and self._author is not None,
            language=self._language,
        )
        page.signed_in.connect(self._enter)
        page.cancelled.connect(self._back)
        self._put(page)

    def _try_pin(self, account_id: str, pin: str) -> SignIn:
        return self._running().desk.accounts.sign_in(account_id, pin)

    def _back(self) -> None:
        if self._author is not None:
            self._enter(self._author)

    def _enter(self, author: Author, screen_id: str = "") -> None:
        from desk_app import wiring
        from desk_app.ui.main_window import MainWindow
        from desk_app.ui.screen import Session

        program = self._running()
        settings = program.desk.settings.get()
        self._author = author
        role = Role(author.role)
        window = MainWindow(
            desk=program.desk,
            tasks=self._tasks,
            session=Session(
                account_id=author.account_id,
                name=author.name,
                role=role,
                role_name=role_name(role),
                desk=settings.desk,
                unit_name=settings.unit_name,
            ),
            language=self._language,
            ports=wiring.of(
                program, show_theme=self.show_theme, show_language=self.show_language, use_gun=self.use_gun
            ),
        )
        window.switch_asked.connect(lambda: self._show_sign_in(can_cancel=True))
        window.follow(program.courier.loop.status)
        if screen_id:
            window.go_to(screen_id)
        self._put(window)

    def show_theme(self, wanted: str) -> None:
        """Show everything in this theme, now."""
        theme.apply(self._application, _theme_name(wanted))
        self._remember_look()

    def show_language(self, language: str) -> None:
        """Speak this language; the window in sight is made again, where it was."""
        self._speak(language)
        self._remember_look()
        window = self._window()
        if self._author is not None and window is not None:
            author, screen_id = self._author, window.current_id
            QTimer.singleShot(0, lambda: self._enter(author, screen_id))

    def _remember_look(self) -> None:
        settings = self._running().desk.settings.get()
        look.save(self._settings.data_dir, Look(language=self._language, theme=settings.theme))

    def _lock(self) -> None:
        if self._window() is not None:
            self._author = None
            self._show_sign_in()

    def _scanned(self, scan: object) -> None:
        window = self._window()
        if window is not None:
            window.take_scan(scan)  # type: ignore[arg-type] # a Signal(object) carries a Scan

    def _read_again(self) -> None:
        window = self._window()
        if window is not None:
            window.dossiers_changed()

    def _task_failed(self, error: BaseException) -> None:
        window = self._window()
        if window is not None:
            window.show_error(error)
        else:
            self._show_trouble(error)


def _application(argv: Sequence[str]) -> QApplication:
    QGuiApplication.setApplicationName("desk-app")
    QGuiApplication.setApplicationDisplayName("Quầy Một Cửa")
    QGuiApplication.setDesktopFileName("desk-app")
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(list(argv))
    theme.load_fonts()
    # Threads that prepare pages hold Python's lock ten times shorter than usual before the window's thread may have it.
    sys.setswitchinterval(_SWITCH_S)
    return application


def _show(shell: Shell) -> None:
    """Fill a small screen, be as large as the sketches on a big one."""
    screen = QGuiApplication.primaryScreen()
    free = screen.availableGeometry() if screen is not None else QRect(0, 0, *USUAL_SIZE)
    if free.width() <= USUAL_SIZE[0] or free.height() <= USUAL_SIZE[1]:
        shell.resize(free.size())
        shell.showMaximized()
    else:
        shell.resize(*USUAL_SIZE)
        shell.show()


def _open(settings: Settings, key_store: KeyStore | None, lanes: Lanes) -> Program:
    """In the store's lane: import what the desk needs, then open it."""
    from desk_app import bootstrap

    return bootstrap.open_desk(settings, key_store=key_store, lanes=lanes)


def _place(settings: DeskSettings) -> str:
    return f"{settings.desk} · {settings.unit_name}"


def _theme_name(wanted: str) -> str:
    if wanted in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST):
        return wanted
    hints = QGuiApplication.styleHints()
    return "dark" if hints is not None and hints.colorScheme().name == "Dark" else "light"


def _first_to_ask(people: Sequence[Account]) -> str:
    officers = [a.id for a in people if a.role is Role.OFFICER]
    return officers[0] if officers else ""
