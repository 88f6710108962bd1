"""A whole dossier with keys and the gun alone, in the real window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.desk.capturing import Capturing
from desk_app.domain.roles import Role
from desk_app.ui import screens
from desk_app.ui.main_window import MainWindow
from desk_app.ui.printer import Printer
from desk_app.ui.scanner import GunWatch
from desk_app.ui.screen import Session

CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"


def test_a_birth_registration_needs_no_mouse(counter, qapp, gun):
    window = MainWindow(
        desk=counter.program.desk,
        tasks=counter.tasks,
        session=Session(account_id=counter.officer.account_id, name=counter.officer.name, role=Role.OFFICER),
        ports={Capturing: Capturing(simulation_allowed=True), Printer: counter.printer},
        specs=screens.REGISTRY[:1],
    )
    watch = GunWatch(qapp)
    watch.scanned.connect(window.take_scan)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    screen = counter.adopt(window)

    def press(key):
        counter.press(QApplication.focusWidget() or window, key)

    counter.until(lambda: QApplication.focusWidget() is screen.person.procedure.picker.line)
    counter.type(QApplication.focusWidget(), "ks")
    counter.until(screen.person.procedure.picker.is_open)
    while screen.person.procedure.picker._list.currentIndex().data() != "Đăng ký khai sinh":
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    counter.until(lambda: QApplication.focusWidget() is screen.person.name.line)

    gun(QApplication.focusWidget(), CARD)
    counter.until(lambda: QApplication.focusWidget() is screen.person.phone.line)
    assert screen.person.name.value() == "Nguyễn Thị Hường"

    counter.type(QApplication.focusWidget(), "0918224156")
    for _ in range(4):
        press(Qt.Key.Key_Return)
        qapp.processEvents()
    counter.until(lambda: QApplication.focusWidget() is screen.papers.table)
    press(Qt.Key.Key_F10)
    counter.until(lambda: len(counter.draft.pages) == 2 and not screen.taking.scanning.is_running, timeout=40000)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    for _ in range(6):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_F9)
    counter.until(lambda: counter.printer.printed, timeout=40000)

    assert counter.draft.is_empty
    counter.until(lambda: QApplication.focusWidget() is screen.person.procedure.picker.line)
    qapp.removeEventFilter(watch)
    counter.settle()
