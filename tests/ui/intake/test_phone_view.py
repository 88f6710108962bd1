"""The phone panel over a real server on loopback, with httpx as the phone."""

from __future__ import annotations

import concurrent.futures as cf
import contextlib
import dataclasses
import hashlib
from collections.abc import Callable, Iterator

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.capture import simulated
from desk_app.capture.codes import symbols
from desk_app.capture.sources.phone import firewall
from desk_app.capture.sources.phone.firewall import Findings, Verdict
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.intake_session import SessionState
from desk_app.desk.phone import Address, PhoneLink, Phones
from desk_app.desk.settings import DeskSettings
from desk_app.domain.draft import IntakeDraft, PageRef, PageSide
from desk_app.domain.errors import NotPermitted
from desk_app.domain.events import Author
from desk_app.domain.roles import Act, Role
from desk_app.ui import messages
from desk_app.ui.intake.phone_view import PhoneView
from desk_app.ui.tasks import Tasks

HERE = Address("127.0.0.1", "Wi-Fi")
OFFICER = Author(account_id="a1", name="Hằng", role=Role.OFFICER)
PHOTO = simulated.jpeg_file(simulated.document_page(seed=3, dpi=60), dpi=60)
DIGEST = hashlib.sha256(PHOTO).hexdigest()


class FakeSettings:
    """The settings of a desk, in memory."""

    def __init__(self, **fields: object) -> None:
        self.kept = DeskSettings(phone_port=0, **fields)  # type: ignore[arg-type]
        self.refuses = False

    def get(self) -> DeskSettings:
        return self.kept

    def remember_devices(self, *, who: Author, phone_allowed: bool) -> DeskSettings:
        if self.refuses:
            raise NotPermitted(who.role, Act.SCAN)
        self.kept = dataclasses.replace(self.kept, phone_allowed=phone_allowed)
        return self.kept


class Panel:
    """The panel, the draft it serves, and a phone."""

    def __init__(self, qtbot: QtBot, tasks: Tasks, settings: FakeSettings, addresses: list[Address]) -> None:
        self.qtbot, self.tasks, self.settings = qtbot, tasks, settings
        self.addresses = addresses
        phones = Phones(settings, addresses=lambda: self.addresses)  # type: ignore[arg-type]
        self.view = PhoneView(tasks, phones, who=OFFICER)
        self.came: list[IncomingFile] = []
        self.closed: list[bool] = []
        self.view.arrived.connect(self.came.append)
        self.view.closed.connect(lambda: self.closed.append(True))
        self.window = QWidget()
        qtbot.addWidget(self.window)
        QVBoxLayout(self.window).addWidget(self.view)
        self.window.resize(412, 480)
        self.window.show()
        self._work = cf.ThreadPoolExecutor(1)

    @property
    def link(self) -> PhoneLink:
        link = self.view._link
        assert link is not None
        return link

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=20_000)

    def open(self) -> None:
        self.view.open()
        self.until(lambda: self.view._link is not None)

    def get(self, url: str) -> httpx.Response:
        return self._work.submit(httpx.get, url, timeout=30).result(40)

    def send(self, data: bytes = PHOTO) -> None:
        def post() -> None:
            digest = hashlib.sha256(data).hexdigest()
            headers = {"content-type": "application/octet-stream", "x-photo-size": str(len(data)), "x-photo-at": "0"}
            httpx.post(f"{self.link.url}/photos/{digest}", content=data, headers=headers, timeout=30)

        self._work.submit(post).result(40)

    def told(self, digest: str = DIGEST) -> tuple[str, str]:
        """What the phone hears of a photo."""
        photo = self.get(f"{self.link.url}/state").json()["photos"][digest]
        return photo["state"], photo["why"]

    def close(self) -> None:
        self.view.close_view(quietly=True)
        self.until(lambda: self.tasks.under_way == 0)
        self._work.shutdown()


@pytest.fixture
def make_panel(qtbot: QtBot, tasks: Tasks, errors: list[BaseException]) -> Iterator[Callable[..., Panel]]:
    made: list[Panel] = []

    def make(*addresses: Address, allowed: bool = True, **fields: object) -> Panel:
        made.append(Panel(qtbot, tasks, FakeSettings(phone_allowed=allowed, **fields), list(addresses)))
        return made[-1]

    yield make
    for panel in made:
        panel.close()
    assert errors == []


@pytest.fixture
def panel(make_panel: Callable[..., Panel]) -> Panel:
    opened = make_panel(HERE)
    opened.open()
    return opened


def a_state(*raws: str, taking_in: int = 0, binned: tuple[str, ...] = (), back: str = "") -> SessionState:
    pages = tuple(PageRef(id=raw[:8], raw=raw, back=PageSide(raw=back) if back else None) for raw in raws)
    draft = dataclasses.replace(
        IntakeDraft(id="d1"), pages=pages, dustbin=tuple(PageRef(id=raw[:8], raw=raw) for raw in binned)
    )
    return SessionState(
        draft=draft,
        saved_at=None,
        save_error=None,
        taking_in=taking_in,
        preparing=0,
        can_undo=False,
        can_redo=False,
    )


def test_it_is_off_until_somebody_switches_it_on(make_panel: Callable[..., Panel]) -> None:
    panel = make_panel(HERE, allowed=False)
    panel.view.open()
    panel.until(panel.view.allow.isVisible)

    assert panel.view._link is None
    assert panel.view.plain.isVisible()
    assert not panel.view.code.isVisible()
    panel.view.allow.click()

    panel.until(lambda: panel.view._link is not None)
    assert panel.settings.kept.phone_allowed
    assert panel.view.code.isVisible()


def test_who_may_not_scan_may_not_switch_it_on(make_panel: Callable[..., Panel]) -> None:
    panel = make_panel(HERE, allowed=False)
    panel.settings.refuses = True
    panel.view.open()
    panel.until(panel.view.allow.isVisible)

    panel.view.allow.click()

    panel.until(lambda: panel.view.note.text() == messages.for_error(NotPermitted(Role.OFFICER, Act.SCAN)))
    assert not panel.settings.kept.phone_allowed


def test_the_code_on_the_screen_is_the_link(panel: Panel) -> None:
    picture = panel.view.code.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    import numpy as np

    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    pixels = rows[:, : picture.width() * 3].reshape(picture.height(), picture.width(), 3)

    assert [symbol.text for symbol in symbols.read_symbols(np.ascontiguousarray(pixels))] == [panel.link.url]
    assert panel.view.address.text().replace("\n", "") == panel.link.url
    panel.view.copy.click()
    assert QGuiApplication.clipboard().text() == panel.link.url


def test_a_photo_arrives_and_the_phone_hears_of_it_once_its_page_is_on_disk(panel: Panel) -> None:
    panel.send()
    panel.until(lambda: panel.came)

    assert panel.came == [IncomingFile("phone.jpg", PHOTO, source="phone")]
    panel.view.show_state(a_state(taking_in=1))
    assert panel.told() == ("waiting", "")
    panel.view.show_state(a_state(DIGEST))

    assert panel.told() == ("kept", "")
    panel.until(lambda: panel.view.pill.text() == "Đã nhận 1 ảnh")


@pytest.mark.parametrize("state", [a_state("f" * 64, binned=(DIGEST,)), a_state("f" * 64, back=DIGEST)])
def test_a_page_in_the_dustbin_or_on_a_back_side_was_received_too(panel: Panel, state: SessionState) -> None:
    panel.send()
    panel.until(lambda: panel.came)

    panel.view.show_state(state)

    assert panel.told() == ("kept", "")


def test_a_photo_that_could_not_be_put_on_disk_is_told_to_the_phone(panel: Panel) -> None:
    panel.send()
    panel.until(lambda: panel.came)

    panel.view.show_state(a_state("f" * 64))

    assert panel.told() == ("refused", "not_kept")


def test_a_photo_still_on_its_way_to_the_window_is_not_given_up(panel: Panel) -> None:
    panel.view.show_state(a_state())
    panel.send()
    panel.view.show_state(a_state())  # another edit, before the photo was shown to anybody

    assert panel.came == []
    assert panel.told() == ("waiting", "")
    panel.until(lambda: panel.came)


def test_what_the_phones_do_is_seen(panel: Panel) -> None:
    assert panel.view.pill.text() == "Chờ điện thoại"
    assert panel.view.left.text().startswith("Còn 14:") or panel.view.left.text() == "Còn 15:00"

    panel.get(panel.link.url)

    panel.until(lambda: panel.view.pill.text() == "Điện thoại đã vào trang")


def test_stopping_takes_the_page_away(panel: Panel) -> None:
    url = panel.link.url

    panel.view.stop.click()

    assert panel.closed == [True]
    assert not panel.view.is_live
    panel.until(lambda: panel.tasks.under_way == 0)
    with pytest.raises(httpx.TransportError):
        panel.get(url)


def test_escape_stops_too(panel: Panel) -> None:
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)

    assert panel.closed == [True]


def test_a_photo_that_comes_after_stopping_is_not_shown(panel: Panel) -> None:
    panel.send()
    panel.view.close_view()
    panel.until(lambda: panel.tasks.under_way == 0)

    assert panel.came == []


def test_each_session_has_another_link(panel: Panel) -> None:
    first = panel.link.url
    panel.view.close_view()
    panel.open()

    assert panel.link.url != first


def test_a_session_that_is_over_offers_a_new_one(panel: Panel) -> None:
    first = panel.link.url
    panel.link._reception.close()

    panel.until(panel.view.again.isVisible)
    assert "hết giờ" in panel.view.note.text()
    panel.view.again.click()

    panel.until(lambda: panel.view._link is not None)
    assert panel.link.url != first


def test_without_a_network_it_says_so_and_tries_again(make_panel: Callable[..., Panel]) -> None:
    panel = make_panel()
    panel.view.open()
    panel.until(panel.view.again.isVisible)
    assert panel.view.note.text() == messages.for_key("phone.no_network")

    panel.addresses.append(HERE)
    panel.view.again.click()

    panel.until(lambda: panel.view._link is not None)


def test_an_address_that_is_gone_is_a_sentence(make_panel: Callable[..., Panel]) -> None:
    panel = make_panel(Address("192.0.2.7", "Wi-Fi"))
    panel.view.open()

    panel.until(lambda: panel.view.note.text() == messages.for_key("phone.address"))


def test_a_certificate_that_cannot_be_used_is_a_sentence(make_panel: Callable[..., Panel]) -> None:
    panel = make_panel(HERE, phone_certificate="nowhere.pem", phone_certificate_key="nowhere.key")
    panel.view.open()

    panel.until(lambda: panel.view.note.text() == messages.for_key("phone.certificate"))


def test_another_network_may_be_chosen(make_panel: Callable[..., Panel]) -> None:
    panel = make_panel(HERE, Address("127.0.0.1", "Ethernet"), Address("192.0.2.7", "vEthernet"))
    panel.open()
    assert panel.view.adapter.isVisible()
    first = panel.link.url

    panel.view.adapter.chosen.emit("127.0.0.1")

    panel.until(lambda: panel.view._link is not None and panel.link.url != first)
    with pytest.raises(httpx.TransportError):
        panel.get(first)


def test_one_network_is_not_asked_about(panel: Panel) -> None:
    assert not panel.view.adapter.isVisible()


@pytest.mark.parametrize(
    ("findings", "key"),
    [
        (Findings(Verdict.FIREWALL, firewall.command(8632)), "phone.firewall"),
        (Findings(Verdict.FIREWALL_ALWAYS), "phone.firewall_always"),
        (Findings(Verdict.OPEN), "phone.open"),
        (Findings(Verdict.NOT_LISTENING), "phone.not_listening"),
    ],
)
def test_when_no_phone_comes_it_says_why_and_what_to_do(
    panel: Panel, monkeypatch: pytest.MonkeyPatch, findings: Findings, key: str
) -> None:
    monkeypatch.setattr(panel.link, "why_silent", lambda: findings)

    panel.view._silent_ms = 20_000

    panel.until(lambda: panel.view.note.text() == messages.for_key(key))
    panel.view.help.click()
    if findings.command:
        assert QGuiApplication.clipboard().text() == findings.command


def test_the_reason_goes_away_when_a_phone_comes(panel: Panel) -> None:
    panel.view._silent_ms = 20_000
    panel.until(lambda: panel.view.note.text() and panel.view.note.isVisible())
    assert panel.view.note.text().count(panel.link.url.rpartition("/")[0].rpartition(":")[2]) == 1

    panel.get(panel.link.url)

    panel.until(lambda: not panel.view.note.isVisible())


def test_the_panel_may_go_while_a_session_is_open(qtbot: QtBot, tasks: Tasks) -> None:
    import shiboken6

    panel = Panel(qtbot, tasks, FakeSettings(phone_allowed=True), [HERE])
    panel.open()
    url = panel.link.url

    shiboken6.delete(panel.view)

    qtbot.waitUntil(lambda: tasks.under_way == 0, timeout=20_000)
    answer = None
    with contextlib.suppress(httpx.TransportError):
        answer = httpx.get(url, timeout=10)
    assert answer is None or answer.status_code == 404
