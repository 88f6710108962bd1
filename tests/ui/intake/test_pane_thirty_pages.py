"""A mixed stack of thirty pages is scanned and filed into six papers, key by key, without the mouse; each key is counted."""

from __future__ import annotations

import functools
import hashlib
import random

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.capture import simulated
from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.scanners import Scanners, ScanProfile
from desk_app.domain import arrangement, codes
from desk_app.domain.roles import Role
from desk_app.domain.sheet_names import sheet_names
from desk_app.ui import screens
from desk_app.ui.main_window import MainWindow
from desk_app.ui.printer import Printer
from desk_app.ui.scanner import GunWatch
from desk_app.ui.screen import Session

COUNTS = (5, 2, 8, 1, 10, 4)
DPI = 50


@functools.cache
def sheet(number: int) -> bytes:
    return simulated.jpeg_file(simulated.document_page(seed=number, dpi=DPI), dpi=DPI)


@functools.cache
def separator(text: str) -> bytes:
    page = np.full((round(297 / 25.4 * 100), round(210 / 25.4 * 100), 3), 255, np.uint8)
    code = simulated.qr_pixels(text, size_px=200)
    page[120:320, 300:500] = code
    return simulated.jpeg_file(page, dpi=100)


class Feeder(Scanners):
    """A scanner with a stack in its feeder; ``breaks_after`` pages it is jammed."""

    def __init__(self) -> None:
        self.stack: list[bytes] = []
        self.asked: list[tuple[int, int]] = []
        self.breaks_after: tuple[int, Exception] | None = None
        self._profile = ScanProfile(key=3, name="Máy quét phòng 2", device=Device(kind="fake", name="Máy quét phòng 2"))

    def profiles(self):
        return (self._profile,)

    def default(self):
        return self._profile

    def scan(self, profile, *, cancel, most_pages=0):
        self.asked.append((profile.key, most_pages))
        for number, data in enumerate(self.stack[: most_pages or None], start=1):
            if cancel.is_cancelled:
                return
            yield IncomingFile("", data, source=profile.name)
            if self.breaks_after is not None and number == self.breaks_after[0]:
                raise self.breaks_after[1]


class Hands:
    """Presses keys where the focus is, as a person does, and counts them."""

    def __init__(self, counter, window) -> None:
        self._counter, self._window = counter, window
        self.keys = 0

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.keys += 1
        self._counter.press(QApplication.focusWidget() or self._window, key, modifiers)

    def digit(self, number):
        self.press(Qt.Key(Qt.Key.Key_0 + number))

    def type(self, text):
        self.keys += len(text)
        self._counter.type(QApplication.focusWidget(), text)


@pytest.fixture
def feeder():
    return Feeder()


@pytest.fixture
def window(counter, qapp, feeder):
    made = MainWindow(
        desk=counter.program.desk,
        tasks=counter.tasks,
        session=Session(account_id=counter.officer.account_id, name=counter.officer.name, role=Role.OFFICER),
        ports={Capturing: Capturing(), Scanners: feeder, Printer: counter.printer},
        specs=screens.REGISTRY[:1],
    )
    watch = GunWatch(qapp)
    watch.scanned.connect(made.take_scan)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    counter.adopt(made)
    counter.choose()
    counter.settle()
    yield made
    qapp.removeEventFilter(watch)


@pytest.fixture
def hands(counter, window):
    return Hands(counter, window)


def raws(counter, number):
    """What lies in the paper of this number, by content, without what is left out."""
    return [page.raw for page in counter.draft.bound_pages_of(counter.draft.components[number - 1].id)]


def ids_of(files):
    return [hashlib.sha256(data).hexdigest() for data in files]


def scan_stack(counter, hands, feeder, files):
    """F12 for the wide pane, F10 for the whole stack; pages keep the order of the feeder."""
    feeder.stack = files
    screen = counter.screen
    hands.press(Qt.Key.Key_F12)
    assert screen.wide.is_on
    assert not screen.person.isVisible()
    hands.press(Qt.Key.Key_F10)
    counter.until(
        lambda: len(counter.draft.pages) == len(files) and not screen.taking.scanning.is_running, timeout=60000
    )
    assert QApplication.focusWidget() is screen.pages.strip
    assert [page.raw for page in arrangement.shown(counter.draft)] == ids_of(files)
    assert {page.component for page in counter.draft.pages} == {None}
    assert len({page.batch for page in counter.draft.pages}) == 1


def test_thirty_pages_in_any_order_take_one_key_each(counter, hands, feeder):
    owners = [paper for paper, count in enumerate(COUNTS, start=1) for _ in range(count)]
    random.Random(3).shuffle(owners)
    files = [sheet(number) for number in range(30)]
    scan_stack(counter, hands, feeder, files)
    strip = counter.screen.pages.strip
    assert strip.current() == counter.draft.pages[0]

    for place, paper in enumerate(owners):
        page = strip.current()
        assert page.raw == ids_of(files)[place]
        hands.digit(paper)
        counter.until(lambda page=page, paper=paper: raws(counter, paper)[-1:] == [page.raw])

    for paper in range(1, 7):
        wanted = [raw for raw, owner in zip(ids_of(files), owners, strict=True) if owner == paper]
        assert raws(counter, paper) == wanted
    assert not counter.draft.pages_of(None)
    assert hands.keys == 32
    counter.settle()


def test_thirty_pages_that_lie_in_order_take_the_numbers_of_pages(counter, hands, feeder):
    files = [sheet(number) for number in range(30)]
    scan_stack(counter, hands, feeder, files)
    pages = counter.screen.pages

    hands.press(Qt.Key.Key_N)
    counter.until(lambda: QApplication.focusWidget() is pages.plan_bar.counts)
    hands.type("5 2 8 1 10 4")
    assert {page.component for page in counter.draft.pages} == {None}
    headings = [e for e in pages.planning.entries("-") if hasattr(e, "pages")]
    assert [(h.number, h.pages, h.tint) for h in headings] == [(n + 1, c, n) for n, c in enumerate(COUNTS)]
    hands.press(Qt.Key.Key_Return)

    start = 0
    for paper, count in enumerate(COUNTS, start=1):
        assert raws(counter, paper) == ids_of(files)[start : start + count]
        start += count
    assert hands.keys == 16
    assert QApplication.focusWidget() is pages.strip

    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert {page.component for page in counter.draft.pages} == {None}
    assert len(counter.draft.pages) == 30
    counter.settle()


def test_separator_sheets_file_thirty_pages_with_four_keys(counter, hands, feeder):
    names = sheet_names(counter.draft.components)
    files: list[bytes] = []
    number = 0
    for component, count in zip(counter.draft.components, COUNTS, strict=False):
        files.append(separator(codes.separator(names[component.id])))
        files += [sheet(number + n) for n in range(count)]
        number += count
    scan_stack(counter, hands, feeder, files)
    pages = counter.screen.pages
    counter.until(lambda: counter.screen.visit.state.preparing == 0, timeout=180000)

    hands.press(Qt.Key.Key_S)
    counter.until(lambda: pages.planning.is_open)
    assert "30 trang vào 6 giấy tờ" in pages.plan_bar.title.text()
    assert {page.component for page in counter.draft.pages} == {None}
    hands.press(Qt.Key.Key_Return)

    number = 0
    for paper, count in enumerate(COUNTS, start=1):
        assert raws(counter, paper) == ids_of([sheet(number + n) for n in range(count)])
        number += count
    assert sum(page.excluded for page in counter.draft.pages) == 6
    assert hands.keys == 4
    hands.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any(page.excluded or page.component for page in counter.draft.pages)
    counter.settle()


def test_a_jam_in_the_middle_keeps_what_came_and_the_rest_follows(counter, hands, feeder):
    from desk_app.capture.errors import PaperJam

    screen = counter.screen
    files = [sheet(number) for number in range(6)]
    feeder.stack, feeder.breaks_after = files, (4, PaperJam("Máy quét phòng 2"))
    hands.press(Qt.Key.Key_F12)
    hands.press(Qt.Key.Key_F10)
    counter.until(lambda: screen.notices.text("source") and len(counter.draft.pages) == 4, timeout=60000)

    assert screen.pages.scan.text() == "Quét cả chồng"
    feeder.stack, feeder.breaks_after = files[4:], None
    hands.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    counter.until(lambda: len(counter.draft.pages) == 6, timeout=60000)

    assert [page.raw for page in counter.draft.pages] == ids_of(files)
    assert screen.notices.text("source") == ""
    counter.settle()
