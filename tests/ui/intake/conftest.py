from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_app import bootstrap
from desk_app.bootstrap import Program
from desk_app.capture import simulated
from desk_app.config import Settings
from desk_app.desk import settings as desk_settings
from desk_app.desk.accounts import author_of
from desk_app.desk.capturing import Capturing
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.first_run import FirstRun
from desk_app.domain.codes import CodeKind
from desk_app.domain.draft import DraftComponent, IntakeDraft
from desk_app.domain.events import Author
from desk_app.domain.roles import Act, Role
from desk_app.store.keys import ProtectedFile
from desk_app.store.numbering import Lease
from desk_app.ui.intake.screen import IntakeScreen
from desk_app.ui.main_window import MainWindow
from desk_app.ui.printer import Printer, PrintFailed
from desk_app.ui.screen import Context, Scan, Session
from desk_app.ui.tasks import Tasks

VIETNAM = dt.timezone(dt.timedelta(hours=7))
MONDAY = dt.datetime(2026, 11, 23, 10, 42, 7, tzinfo=VIETNAM)
BIRTH = "1.001193"
CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"
OTHER_CARD = "096088001234||Trần Văn Bảy|01021988|Nam|Ấp 4, Khánh An, U Minh, Cà Mau|10052021"


class FakePrinter(Printer):
    """Remembers what it was given; fails with ``reason`` while that is set."""

    def __init__(self) -> None:
        self.printed: list[tuple[bytes, str, int]] = []
        self.reason = ""

    def print_pdf(self, pdf: bytes, *, title: str, copies: int = 1, printer: str = "") -> None:
        if self.reason:
            raise PrintFailed(self.reason, printer)
        self.printed.append((pdf, title, copies))


@functools.lru_cache(maxsize=8)
def page_file(seed: int = 0) -> bytes:
    return simulated.jpeg_file(simulated.document_page(seed=seed, dpi=70), dpi=70)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "data"
    first = FirstRun(
        unit="H12.64", unit_name="UBND xã Khánh An", desk="Quầy 2", officer="Trần Thị Thuý Hằng", pin="2580"
    )
    program = bootstrap.create_desk(
        Settings(data_dir=folder), first, key_store=ProtectedFile(), now=lambda: MONDAY
    ).program
    admin = author_of(program.desk.accounts.find("", act=Act.MANAGE_PEOPLE))
    program.desk.accounts.add(name="Lê Minh Tâm", role=Role.VOLUNTEER, pin="2580", who=admin)
    with program.store.transaction() as uow:
        uow.numbering.add_lease(Lease(id="l1", unit="H12.64", day=MONDAY.date(), first=107, last=199))
    program.close()
    return folder


@pytest.fixture
def program(template: Path, tmp_path: Path) -> Iterator[Program]:
    folder = tmp_path / "data"
    shutil.copytree(template, folder)
    opened = bootstrap.open_desk(Settings(data_dir=folder), key_store=ProtectedFile(), now=lambda: MONDAY)
    yield opened
    opened.close()


class Counter:
    """The intake screen in front of a real desk."""

    def __init__(self, qtbot: QtBot, program: Program) -> None:
        self.qtbot, self.program = qtbot, program
        self.errors: list[BaseException] = []
        self.went: list[tuple[object, ...]] = []
        self.said: list[str] = []
        self.printer = FakePrinter()
        self.tasks = Tasks(program.lanes, self.errors.append)
        self.officer = author_of(program.desk.accounts.find("Trần Thị Thuý Hằng", act=Act.ACCEPT))
        self.volunteer = author_of(program.desk.accounts.find("Lê Minh Tâm", act=Act.SCAN))
        self.screen: IntakeScreen
        self._opened: list[QWidget] = []

    def open(
        self, who: Author | None = None, *, capturing: Capturing | None = None, width_px: int = 1280
    ) -> IntakeScreen:
        who = who or self.officer
        session = Session(account_id=who.account_id, name=who.name, role=Role(who.role))
        self.screen = IntakeScreen(
            Context(
                desk=self.program.desk,
                tasks=self.tasks,
                session=session,
                ports={Capturing: capturing or Capturing(simulation_allowed=True), Printer: self.printer},
                go_to=lambda *args: self.went.append(args),
                notify=lambda _kind, _text: None,
                say=self.said.append,
            )
        )
        self._opened.append(self.screen)
        self.screen.resize(width_px, 656)
        with self.qtbot.waitExposed(self.screen):
            self.screen.show()
        self.screen.activateWindow()
        self.screen.entered()
        self.settle()
        return self.screen

    def adopt(self, window: MainWindow) -> IntakeScreen:
        """Work on the screen of a whole window."""
        screen = window.current
        assert isinstance(screen, IntakeScreen)
        self.screen = screen
        self._opened.append(window)
        return screen

    def close(self) -> None:
        """As when the window is closed: the screens go, what was typed stays."""
        while self._opened:
            window = self._opened.pop()
            window.close()
            shiboken6.delete(window)
        self.program.lanes.store.submit(lambda: None).result(10)

    @property
    def draft(self) -> IntakeDraft:
        return self.screen.visit.draft

    def until(self, condition: Callable[[], object], *, timeout: int = 15000) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=timeout)

    def settle(self) -> None:
        """Everything asked for has been answered; a watched folder goes on being watched."""
        self.until(
            lambda: (
                self.tasks.under_way == int(self.screen.taking.folder.is_running)
                and not self.screen.visit._look.isActive()
            )
        )

    def choose(self, code: str = BIRTH) -> None:
        self.screen.choose_procedure(code)
        self.until(lambda: self.draft.procedure_code == code and self.screen.visit.procedure is not None)

    def scan_card(self, text: str = CARD) -> None:
        self.screen.take_scan(Scan(text=text, kind=CodeKind.IDENTITY_CARD))
        self.settle()

    def add_page(self, component: DraftComponent | None = None, seed: int = 0) -> None:
        before = len(self.draft.pages)
        self.screen.taking.take(
            [IncomingFile("trang.jpg", page_file(seed))], component=component.id if component else None
        )
        self.until(lambda: len(self.draft.pages) > before and all(p.prepared for p in self.draft.pages))

    def fill(self, *, card: str = CARD, phone: str = "0918224156") -> None:
        """A birth registration that can be accepted."""
        self.choose()
        self.scan_card(card)
        self.screen.visit.edit(applicant=dataclasses.replace(self.draft.applicant, phone=phone))
        for number in (0, 1):
            self.add_page(self.draft.components[number], seed=number)
        self.screen.papers.tick(self.draft.components[7].id)
        self.settle()

    def type(self, widget: QWidget, text: str) -> None:
        widget.setFocus()
        for character in text:
            QTest.sendKeyEvent(
                QTest.KeyAction.Click, widget, Qt.Key.Key_unknown, character, Qt.KeyboardModifier.NoModifier
            )

    def press(
        self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(widget, key, modifiers)

    def accepted_code(self) -> str:
        with self.program.store.read() as uow:
            rows = uow.queries.recent(10, None)
        return rows[0].code if rows else ""

    def change_settings(self, **changes: object) -> None:
        with self.program.store.transaction() as uow:
            settings = desk_settings.load(uow.settings)
            desk_settings.store(uow.settings, dataclasses.replace(settings, **changes))  # type: ignore[arg-type]


@pytest.fixture
def counter(qtbot: QtBot, program: Program) -> Iterator[Counter]:
    made = Counter(qtbot, program)
    yield made
    made.close()
    assert made.errors == []
