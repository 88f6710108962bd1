from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.domain.roles import Role
from desk_app.lanes import Lanes
from desk_app.ui import theme
from desk_app.ui.none_guard import keep_none_alive
from desk_app.ui.pills import Kind
from desk_app.ui.screen import Context, Session
from desk_app.ui.tasks import Tasks

keep_none_alive()


@pytest.fixture(scope="session", autouse=True)
def _fonts(qapp: QApplication) -> None:
    theme.load_fonts()
    theme.apply(qapp, "light")


@pytest.fixture(autouse=True)
def _light_again(qapp: QApplication) -> Iterator[None]:
    yield
    if theme.tokens_of_palette(qapp.palette()) is not theme.LIGHT:
        theme.apply(qapp, "light")


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    made = Lanes()
    yield made
    made.close()


@pytest.fixture
def errors() -> list[BaseException]:
    return []


@pytest.fixture
def tasks(lanes: Lanes, errors: list[BaseException]) -> Tasks:
    return Tasks(lanes, errors.append)


@pytest.fixture
def session() -> Session:
    return Session(
        account_id="a1",
        name="Trần Thị Thuý Hằng",
        role=Role.OFFICER,
        role_name="Cán bộ",
        desk="Quầy 2",
        unit_name="UBND xã Khánh An",
    )


class Told:
    """What a screen asked of the window."""

    def __init__(self) -> None:
        self.went: list[tuple[object, ...]] = []
        self.notices: list[tuple[Kind, str]] = []
        self.said: list[str] = []


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def make_context(tasks: Tasks, session: Session, told: Told) -> Callable[..., Context]:
    """A context for a screen; ``desk`` may be any object with the use cases that the screen needs."""

    def make(desk: object = None, *, session: Session = session, ports: dict[type, object] | None = None) -> Context:
        return Context(
            desk=desk,
            tasks=tasks,
            session=session,
            ports=ports or {},
            go_to=lambda *args: told.went.append(args),
            notify=lambda kind, text: told.notices.append((kind, text)),
            say=told.said.append,
        )

    return make


@pytest.fixture
def type_text() -> Callable[..., None]:
    """Types any letters: QTest.keyClicks aborts the interpreter at the first one beyond Latin-1."""

    def typed(widget: QWidget, text: str) -> None:
        for character in text:
            QTest.sendKeyEvent(
                QTest.KeyAction.Click, widget, Qt.Key.Key_unknown, character, Qt.KeyboardModifier.NoModifier
            )

    return typed


@pytest.fixture
def gun() -> Callable[..., None]:
    """Types as a barcode gun does: a few milliseconds between characters, Enter at the end."""

    def shoot(
        widget: QWidget, text: str, *, gap_ms: int = 5, end: Qt.Key = Qt.Key.Key_Return, began_ms: int = 1000
    ) -> None:
        at_ms = began_ms
        keys = [(Qt.Key.Key_unknown, character) for character in text] + [(end, "\r")]
        for key, character in keys:
            at_ms += gap_ms
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
                event.setTimestamp(at_ms)
                QApplication.sendEvent(widget, event)

    return shoot
