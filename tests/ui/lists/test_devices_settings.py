"""Scanners in the settings: found, tried, put on a key, all of it without the mouse."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desk_app.capture import simulated
from desk_app.capture.devices import FoundDevice, PageSource, PaperSource, RawPage, ScanOptions
from desk_app.capture.errors import FeederEmpty
from desk_app.capture.sources import registry
from desk_app.desk.capturing import Capturing, Device
from desk_app.desk.scanners import Scanners, ScanProfile
from desk_app.domain.errors import InvalidValue
from desk_app.domain.roles import Role
from desk_app.lanes import CancelToken
from desk_app.ui.settings.devices import DevicesSection
from desk_app.ui.settings.devices_form import ScannerForm
from desk_app.ui.settings.devices_scanners import ScannersPanel
from desk_app.ui.settings.devices_words import name_of, place_of, way_of
from desk_app.ui.settings.screen import SettingsScreen

BOTH = (PaperSource.FEEDER, PaperSource.FEEDER_DUPLEX)
CANON = FoundDevice(kind="tray", address="http://10.0.0.7:80/eSCL", name="Canon MF", papers=BOTH)
HP = FoundDevice(kind="tray", address="2", name="HP M428")


class Tray(PageSource):
    """A scanner of the test: one page, an error, or a page that does not come."""

    error: Exception | None = None
    hold: threading.Event | None = None
    seen: list[ScanOptions]

    def __init__(self) -> None:
        self.seen = []

    @property
    def name(self) -> str:
        return "Canon MF"

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        self.seen.append(options)
        if self.hold is not None:
            self.hold.set()
            cancel.wait(60)
            return
        if self.error is not None:
            raise self.error
        yield RawPage(simulated.jpeg_file(simulated.document_page(seed=1, dpi=60), dpi=60), ".jpg", "scan-001.jpg")


@pytest.fixture
def tray(monkeypatch: pytest.MonkeyPatch) -> Tray:
    made = Tray()
    monkeypatch.setitem(registry.REGISTRY, "tray", lambda settings: made)
    return made


@pytest.fixture
def finders(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """How devices are found in this test."""
    ways: dict[str, Any] = {"tray": lambda cancel: [CANON, HP]}
    monkeypatch.setattr(registry, "FINDERS", ways)
    return ways


@pytest.fixture
def scanners(office: Any) -> Scanners:
    return Scanners(office.program.store, Capturing())


@pytest.fixture
def panel(qtbot: Any, office: Any, scanners: Scanners, tray: Tray, finders: dict[str, Any]) -> Iterator[ScannersPanel]:
    screen = SettingsScreen(office.context(Role.OFFICER, ports={Scanners: scanners}), now=office.now)
    qtbot.addWidget(screen)
    screen.resize(1254, 640)
    screen.show()
    screen.entered()
    screen.show_section(DevicesSection)
    qtbot.waitUntil(lambda: screen.context.tasks.under_way == 0)
    section = screen.current
    assert isinstance(section, DevicesSection)
    assert section.scanners is not None
    yield section.scanners
    screen.close()


@pytest.fixture
def settled(qtbot: Any, panel: ScannersPanel) -> Callable[[], None]:
    tasks = panel._keeper.context.tasks
    return lambda: qtbot.waitUntil(lambda: tasks.under_way == 0, timeout=30_000)


def press(key: Qt.Key, *, ctrl: bool = False) -> None:
    """A key, where the focus is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier)


def keep(panel: ScannersPanel, office: Any, key: int, found: FoundDevice = CANON) -> None:
    device = Device(kind=found.kind, address=found.address, name=found.name, papers=found.papers)
    panel._scanners.keep(ScanProfile(key=key, name=found.name, device=device), who=office.who(Role.OFFICER))
    panel.read()


def test_without_any_scanner_the_page_says_how_to_get_one(panel: ScannersPanel) -> None:
    assert panel.model.rows() == ()
    assert not panel.form.isVisible()


def test_a_scanner_is_found_named_put_on_a_key_and_kept_without_the_mouse(
    qtbot: Any, panel: ScannersPanel, scanners: Scanners, settled: Callable[[], None]
) -> None:
    panel.found.find_button.setFocus()
    press(Qt.Key.Key_F, ctrl=True)
    settled()
    qtbot.waitUntil(lambda: len(panel.found.model.rows()) == 2)
    assert panel.found.table.hasFocus()
    panel.found.table.select_row(next(n for n, d in enumerate(panel.found.model.rows()) if d.name == "Canon MF"))
    press(Qt.Key.Key_Return)
    assert panel.form.name.line.hasFocus()
    QTest.keyClicks(panel.form.name.line, "May cua so 1")
    panel.form.key.combo.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_S, ctrl=True)
    settled()

    (kept,) = scanners.profiles()
    assert (kept.key, kept.name, kept.paper, kept.dpi, kept.colour) == (
        2,
        "May cua so 1",
        PaperSource.FEEDER,
        300,
        True,
    )
    assert kept.device.papers == BOTH
    assert panel.model.rows() == (kept,)
    assert "Ctrl+2" in panel.answer.text()


def test_devices_appear_while_the_search_still_runs_and_it_can_be_stopped(
    qtbot: Any, panel: ScannersPanel, finders: dict[str, Any], settled: Callable[[], None]
) -> None:
    told = threading.Event()

    def slow(cancel: CancelToken) -> Iterator[FoundDevice]:
        yield CANON
        if cancel.wait(60):
            told.set()

    finders["tray"] = slow
    panel.found.find_button.click()
    qtbot.waitUntil(lambda: len(panel.found.model.rows()) == 1, timeout=30_000)
    assert panel.found.is_searching

    panel.found.find_button.click()

    assert not panel.found.is_searching
    assert "1" in panel.found.words.text()
    settled()
    assert told.wait(30)


def test_leaving_the_page_stops_the_search(
    qtbot: Any, panel: ScannersPanel, finders: dict[str, Any], settled: Callable[[], None]
) -> None:
    finders["tray"] = lambda cancel: iter(lambda: cancel.wait(0.01) and None, None)
    panel.found.search()
    assert panel.found.is_searching

    panel.found.hide()

    assert not panel.found.is_searching
    settled()


def test_a_search_without_result_says_what_to_do(
    panel: ScannersPanel, finders: dict[str, Any], settled: Callable[[], None]
) -> None:
    finders.clear()

    panel.found.search()
    settled()

    assert "địa chỉ" in panel.found.words.text()
    assert not panel.found.table.isVisible()


def test_a_device_that_is_kept_already_is_marked_and_opens_its_profile(
    panel: ScannersPanel, office: Any, settled: Callable[[], None]
) -> None:
    keep(panel, office, 4)
    settled()

    panel.found.search()
    settled()
    texts = [panel.found._cells(device)[1].text for device in panel.found.model.rows()]
    panel.found.chosen.emit(next(d for d in panel.found.model.rows() if d.address == CANON.address))

    assert sorted(texts) == ["", "Đã có · Ctrl+4"]
    assert panel.form.kept_key == 4


def test_an_address_is_asked_and_its_scanner_stands_in_the_form(
    panel: ScannersPanel, scanners: Scanners, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def look_at(address: str, *, cancel: CancelToken) -> Device:
        asked.append(address)
        return Device(kind="escl", address="http://10.0.0.9:80/eSCL", name="Kyocera")

    monkeypatch.setattr(scanners, "look_at", look_at)
    panel.found.address.line.setFocus()
    QTest.keyClicks(panel.found.address.line, "10.0.0.9")
    press(Qt.Key.Key_Return)
    settled()

    assert asked == ["10.0.0.9"]
    assert panel.form.name.value() == "Kyocera"
    assert panel.form.profile().paper is PaperSource.FLATBED


@pytest.mark.parametrize("typed", ["", "may quet!", "http://127.0.0.1:1"])
def test_an_address_that_leads_nowhere_is_said_beside_the_line(
    panel: ScannersPanel, settled: Callable[[], None], typed: str
) -> None:
    panel.found.address.set_value(typed)

    panel.found.ask()
    settled()

    assert panel.found.address.error()


def test_the_one_f10_uses_is_marked_and_can_be_changed(
    panel: ScannersPanel, office: Any, scanners: Scanners, settled: Callable[[], None]
) -> None:
    keep(panel, office, 1)
    keep(panel, office, 2, HP)
    settled()
    assert [panel._cells(p)[3].text for p in panel.model.rows()] == ["F10", ""]
    assert not panel.form.default_button.isVisible()

    panel.table.select_row(1)
    panel.form.default_button.click()
    settled()

    assert [panel._cells(p)[3].text for p in panel.model.rows()] == ["", "F10"]
    default = scanners.default()
    assert default is not None
    assert default.key == 2


def test_a_key_that_is_taken_says_whose_it_is(panel: ScannersPanel, office: Any, settled: Callable[[], None]) -> None:
    keep(panel, office, 1)
    keep(panel, office, 2, HP)
    settled()

    panel.form.key.set_value(2)
    panel.form.key.chosen.emit(2)

    assert panel.form.key._hint.endswith("HP M428")


def test_a_profile_moves_to_another_key_and_is_removed(
    panel: ScannersPanel, office: Any, scanners: Scanners, settled: Callable[[], None]
) -> None:
    keep(panel, office, 1)
    settled()
    panel.form.key.set_value(7)
    panel.form.save_button.click()
    settled()
    assert [p.key for p in scanners.profiles()] == [7]

    panel.form.remove_button.click()
    settled()

    assert scanners.profiles() == ()
    assert not panel.form.isVisible()


def test_a_name_that_is_empty_is_that_of_the_device(
    panel: ScannersPanel, office: Any, scanners: Scanners, settled: Callable[[], None]
) -> None:
    keep(panel, office, 1)
    settled()
    panel.form.name.set_value(" ")

    panel.form.save_button.click()
    settled()

    assert scanners.profiles()[0].name == "Canon MF"


def test_a_trial_shows_the_page_that_came_with_what_stands_in_the_form(
    panel: ScannersPanel, office: Any, tray: Tray, scanners: Scanners, settled: Callable[[], None]
) -> None:
    keep(panel, office, 1)
    keep(panel, office, 2, HP)
    settled()
    panel.table.select_row(1)
    panel.form.dpi.set_value(150)
    panel.form.colour.set_value(False)

    panel.form.trial_button.click()
    settled()

    assert [(o.dpi, o.colour, o.most_pages) for o in tray.seen] == [(150, False, 1)]
    assert not panel.form.trial.picture.pixmap().isNull()
    assert "KB" in panel.form.trial.words.text()
    default = scanners.default()
    assert default is not None
    assert default.key == 1


def test_a_trial_that_fails_says_what_to_do(
    panel: ScannersPanel, office: Any, tray: Tray, settled: Callable[[], None]
) -> None:
    keep(panel, office, 1)
    settled()
    tray.error = FeederEmpty("Canon MF")

    panel.form.trial_button.click()
    settled()

    assert panel.form.trial.words.text().startswith("Khay nạp giấy của Canon MF đang trống")
    assert not panel.form.trial.picture.isVisible()


def test_a_trial_can_be_stopped(
    qtbot: Any, panel: ScannersPanel, office: Any, tray: Tray, settled: Callable[[], None]
) -> None:
    keep(panel, office, 1)
    settled()
    tray.hold = threading.Event()
    panel.form.trial_button.click()
    qtbot.waitUntil(tray.hold.is_set, timeout=30_000)
    assert panel.form.trial.is_running

    panel.form.trial_button.click()
    settled()

    assert not panel.form.trial.is_running
    assert panel.form.trial_button.text() == "Quét thử"


def test_another_profile_does_not_show_the_page_of_the_one_before(
    panel: ScannersPanel, office: Any, settled: Callable[[], None]
) -> None:
    keep(panel, office, 1)
    keep(panel, office, 2, HP)
    settled()
    panel.form.trial_button.click()
    settled()

    panel.table.select_row(1)

    assert not panel.form.trial.picture.isVisible()


def test_only_paper_sources_of_the_device_are_offered(
    panel: ScannersPanel, office: Any, settled: Callable[[], None]
) -> None:
    keep(panel, office, 2, HP)
    settled()
    everything = panel.form.paper._values

    panel.found.chosen.emit(Device(kind="tray", address="3", name="Only feeder", papers=(PaperSource.FEEDER,)))

    assert everything == list(PaperSource)
    assert panel.form.paper._values == [PaperSource.FEEDER]


def test_without_scanners_wired_there_are_camera_and_folder_only(qtbot: Any, office: Any) -> None:
    screen = SettingsScreen(office.context(Role.OFFICER), now=office.now)
    qtbot.addWidget(screen)
    screen.show_section(DevicesSection)
    section = screen.current

    assert isinstance(section, DevicesSection)
    assert section.scanners is None


def test_the_form_of_a_demo_does_not_offer_to_remove_the_simulated_scanner(qtbot: Any, office: Any) -> None:
    demo = Scanners(office.program.store, Capturing(simulation_allowed=True))
    profile = demo.default()
    assert profile is not None
    screen = SettingsScreen(office.context(Role.OFFICER), now=office.now)
    form = ScannerForm(screen.keeper)
    qtbot.addWidget(screen)
    qtbot.addWidget(form)
    form.show()

    form.show_kept(profile, taken={}, is_default=True)

    assert not form.remove_button.isVisible()


def test_devices_are_described_in_words() -> None:
    network = Device(kind="escl", address="https://printer.local:443/eSCL#sha256=" + "ab" * 32, name="")

    assert place_of(network) == name_of(network) == "Máy quét mạng · printer.local"
    assert place_of(Device(kind="wia", address="1")) == "Máy quét cắm vào máy này · WIA"
    assert way_of(ScanProfile(key=1, name="x", device=network, dpi=200, colour=False)) == "Mặt kính · 200 dpi · xám"


def test_what_is_refused_stands_beside_its_field_and_anything_else_on_top(
    panel: ScannersPanel, office: Any, settled: Callable[[], None]
) -> None:
    keep(panel, office, 1)
    settled()

    panel._refused(InvalidValue("scanner.dpi", "out_of_range"))
    panel._refused(FeederEmpty("Canon MF"))

    assert panel.form.dpi.error() == "Độ phân giải ngoài khoảng cho phép."
    assert panel.answer.text().startswith("Khay nạp giấy")
