"""Qt start-up: one instance, first run, sign-in, main window, the thread that sends, orderly shut-down."""

from __future__ import annotations

import sys
import types
from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desk_app import bootstrap, logs
from desk_app.bootstrap import Program
from desk_app.config import Settings
from desk_app.desk.first_run import FirstRun
from desk_app.desk.settings import DeskSettings, Theme
from desk_app.domain.accounts import Account
from desk_app.domain.events import Author
from desk_app.domain.roles import Act, Role, allows
from desk_app.lanes import Lanes
from desk_app.store.keys import KeyStore
from desk_app.ui import language as languages
from desk_app.ui import messages, theme
from desk_app.ui.first_run import FirstRunPage, FirstRunPorts
from desk_app.ui.idle import IdleWatch
from desk_app.ui.main_window import MainWindow
from desk_app.ui.role_names import role_name
from desk_app.ui.scanner import GunWatch
from desk_app.ui.screen import Session
from desk_app.ui.sign_in import SignInPage, SignInPorts
from desk_app.ui.start_trouble import StartTrouble
from desk_app.ui.tasks import Tasks

USUAL_SIZE = (1366, 768)


def run(settings: Settings, *, key_store: KeyStore | None = None, argv: Sequence[str] = ("desk-app",)) -> int:
    """Open the window and stay until it is closed; gives the exit code."""
    application = _application(argv)
    shell = Shell(application, settings, key_store=key_store)
    sys.excepthook = shell.unforeseen
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
        shell.begin()
        shell.show()
        shell.visit_all()
    finally:
        shell.close()
        shell.shut_down()


class Shell(QStackedWidget):
    """The top-level window: shows one page at a time and owns the running desk."""

    _changed = Signal()
    """The sync thread changed dossiers; arrives in the window's thread."""

    def __init__(self, application: QApplication, settings: Settings, *, key_store: KeyStore | None = None) -> None:
        super().__init__()
        self._application = application
        self._settings = settings
        self._key_store = key_store
        self._program: Program | None = None
        self._lanes: Lanes | None = None
        self._tasks: Tasks | None = None
        self._author: Author | None = None
        self._translators: list[QTranslator] = []
        self._language = settings.language or messages.VIETNAMESE
        self._gun = GunWatch(application, parent=self)
        self._gun.scanned.connect(self._scanned)
        self._idle = IdleWatch(application, 0, parent=self)
        self._idle.idle.connect(self._lock)
        self._changed.connect(self._read_again, Qt.ConnectionType.QueuedConnection)
        self._speak(self._language)
        theme.apply(application, _theme_name(Theme.SYSTEM))
        self.setWindowTitle("Quầy Một Cửa")

    def begin(self) -> None:
        """Open the desk of the data folder and show what comes first: first run, sign-in, or what is wrong."""
        try:
            program = bootstrap.open_desk(self._settings, key_store=self._key_store)
        except bootstrap.NoDesk:
            self._show_first_run()
        except Exception as error:  # noqa: BLE001 - whatever keeps the desk shut is shown in a sentence
            self._show_trouble(error, ask_key=isinstance(error, bootstrap.KeyMissing))
        else:
            self._adopt(program)
            self._show_sign_in()

    def visit_all(self) -> None:
        """Sign the first person in without a PIN and show every screen once (self-test only: nothing is typed or changed)."""
        program = self._running()
        person = next(a for a in program.desk.accounts.all() if allows(a.role, Act.PREPARE))
        self._enter(Author(account_id=person.id, name=person.name, role=person.role))
        window = self.currentWidget()
        if isinstance(window, MainWindow):
            for screen_id in window.screen_ids():
                window.go_to(screen_id)
                self._application.processEvents()

    def unforeseen(self, _kind: type[BaseException], error: BaseException, _trace: types.TracebackType | None) -> None:
        """The last resort for errors nobody foresaw: logged with an id, shown, and the program goes on."""
        logs.bug(error, messages.bug_id(error))
        window = self.currentWidget()
        if isinstance(window, MainWindow):
            window.show_error(error)

    def shut_down(self) -> None:
        """Finish what is being written and let the data folder go."""
        sys.excepthook = sys.__excepthook__
        if self._program is not None:
            self._program.close()
            self._program = None
        elif self._lanes is not None:
            self._lanes.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the page in sight with the window."""
        page = self.currentWidget()
        if page is not None:
            page.close()
        super().closeEvent(event)

    def _running(self) -> Program:
        if self._program is None:
            msg = "no desk is open"
            raise RuntimeError(msg)
        return self._program

    def _adopt(self, program: Program) -> None:
        self._program = program
        self._lanes = program.lanes
        self._tasks = Tasks(program.lanes, self._task_failed, parent=self)
        logs.start(self._settings.data_dir)
        settings = program.desk.settings.get()
        self._look(settings)
        self._idle.set_minutes(settings.idle_lock_min)
        program.on_change(lambda _ids: self._changed.emit())
        QTimer.singleShot(0, program.courier.start)

    def _look(self, settings: DeskSettings) -> None:
        theme.apply(self._application, _theme_name(settings.theme))
        self._speak(self._settings.language or settings.language)

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
        page.setFocus()

    def _show_first_run(self) -> None:
        from desk_app import wiring

        if self._tasks is None:
            self._lanes = Lanes()
            self._tasks = Tasks(self._lanes, self._task_failed, parent=self)
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
        self._put(page)

    def _first_run_in(self, language: str) -> None:
        self._speak(language)
        self._show_first_run()

    def _create(self, first: FirstRun) -> str:
        created = bootstrap.create_desk(self._settings, first, key_store=self._key_store)
        self._program = created.program
        return created.recovery_text

    def _enrol_first(self, url: str, code: str) -> str:
        program = self._running()
        person = program.desk.accounts.find(None, act=Act.MANAGE_SETTINGS)
        enrolled = program.enrol(url, code, who=Author(account_id=person.id, name=person.name, role=person.role))
        return enrolled.unit_name or enrolled.unit

    def _first_run_done(self) -> None:
        if self._lanes is not None and self._program is not None and self._lanes is not self._program.lanes:
            self._lanes.close(wait=False)
        self._adopt(self._running())
        self._show_sign_in()

    def _show_trouble(self, error: BaseException, *, ask_key: bool = False) -> None:
        if messages.is_bug(error):
            logs.bug(error, messages.bug_id(error))
        page = StartTrouble(messages.for_error(error, self._language), ask_key=ask_key)
        page.again.connect(self.begin)
        page.key_given.connect(self._restore_key)
        self._put(page)

    def _restore_key(self, text: str) -> None:
        try:
            bootstrap.restore_key(self._settings, text, key_store=self._key_store)
        except Exception as error:  # noqa: BLE001 - shown in a sentence, the field stays
            self._show_trouble(error, ask_key=True)
        else:
            self.begin()

    def _show_sign_in(self, *, can_cancel: bool = False) -> None:
        program = self._running()
        settings = program.desk.settings.get()
        people: tuple[Account, ...] = program.desk.accounts.all()
        page = SignInPage(
            people,
            SignInPorts(sign_in=program.desk.accounts.sign_in),
            self._must_tasks(),
            place=f"{settings.desk} · {settings.unit_name}",
            last_account_id=self._author.account_id if self._author else _first_to_ask(people),
            can_cancel=can_cancel and self._author is not None,
            language=self._language,
        )
        page.signed_in.connect(self._enter)
        page.cancelled.connect(self._back)
        self._put(page)

    def _back(self) -> None:
        if self._author is not None:
            self._enter(self._author)

    def _enter(self, author: Author) -> None:
        from desk_app import wiring

        program = self._running()
        settings = program.desk.settings.get()
        self._author = author
        role = Role(author.role)
        window = MainWindow(
            desk=program.desk,
            tasks=self._must_tasks(),
            session=Session(
                account_id=author.account_id,
                name=author.name,
                role=role,
                role_name=role_name(role),
                desk=settings.desk,
                unit_name=settings.unit_name,
            ),
            language=self._language,
            ports=wiring.of(program, author, look_changed=self._look_changed),
        )
        window.switch_asked.connect(lambda: self._show_sign_in(can_cancel=True))
        window.follow(program.sync.status)
        self._put(window)

    def _look_changed(self) -> None:
        """Somebody chose another theme or language: at once, and the window is made again where texts change."""
        settings = self._running().desk.settings.get()
        language_before = self._language
        self._look(settings)
        self._idle.set_minutes(settings.idle_lock_min)
        if self._language != language_before and self._author is not None:
            author = self._author
            QTimer.singleShot(0, lambda: self._enter(author))

    def _lock(self) -> None:
        if isinstance(self.currentWidget(), MainWindow):
            self._author = None
            self._show_sign_in()

    def _scanned(self, scan: object) -> None:
        window = self.currentWidget()
        if isinstance(window, MainWindow):
            window.take_scan(scan)  # type: ignore[arg-type] # a Signal(object) carries a Scan

    def _read_again(self) -> None:
        window = self.currentWidget()
        if isinstance(window, MainWindow):
            window.dossiers_changed()

    def _task_failed(self, error: BaseException) -> None:
        window = self.currentWidget()
        if isinstance(window, MainWindow):
            window.show_error(error)
        else:
            self._show_trouble(error)

    def _must_tasks(self) -> Tasks:
        if self._tasks is None:
            msg = "no lanes yet"
            raise RuntimeError(msg)
        return self._tasks


def _application(argv: Sequence[str]) -> QApplication:
    QGuiApplication.setApplicationName("desk-app")
    QGuiApplication.setApplicationDisplayName("Quầy Một Cửa")
    QGuiApplication.setDesktopFileName("desk-app")
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(list(argv))
    theme.load_fonts()
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


def _theme_name(wanted: Theme) -> str:
    if wanted is not Theme.SYSTEM:
        return wanted.value
    hints = QGuiApplication.styleHints()
    return "dark" if hints is not None and hints.colorScheme().name == "Dark" else "light"


def _first_to_ask(people: Sequence[Account]) -> str:
    officers = [a.id for a in people if a.role is Role.OFFICER]
    return officers[0] if officers else ""
