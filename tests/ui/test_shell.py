"""The window as a whole: what it shows first, and that an interrupted first run goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desk_app import app, bootstrap, config
from desk_app.desk.first_run import FirstRun
from desk_app.store.keys import ProtectedFile
from desk_app.ui.first_run import FirstRunPage
from desk_app.ui.sign_in import SignInPage
from desk_app.ui.start_trouble import StartTrouble

FIRST = FirstRun(
    unit="H12.64", unit_name="UBND xã Khánh An", desk="Quầy 1", officer="Trần Thị Hằng", pin="2580", confirm_key=True
)


@pytest.fixture
def shells(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[[], app.Shell]]:
    """Opens the window of one data folder; the one before is closed first."""
    opened: list[app.Shell] = []

    def end() -> None:
        while opened:
            shell = opened.pop()
            shell.close()
            shell.shut_down()
            shell.deleteLater()

    def open_window() -> app.Shell:
        end()
        shell = app.Shell(qapp, config.Settings(data_dir=tmp_path / "desk"), key_store=ProtectedFile())
        opened.append(shell)
        shell.begin(behind=False)
        return shell

    yield open_window
    end()


def _made(tmp_path: Path) -> str:
    settings = config.Settings(data_dir=tmp_path / "desk")
    created = bootstrap.create_desk(settings, FIRST, key_store=ProtectedFile())
    created.program.close()
    return created.recovery_text


def test_an_empty_folder_begins_with_the_first_run(shells: Callable[[], app.Shell]) -> None:
    assert isinstance(shells().currentWidget(), FirstRunPage)


def test_a_recovery_key_nobody_confirmed_is_shown_again_until_somebody_does(
    shells: Callable[[], app.Shell], tmp_path: Path
) -> None:
    key = _made(tmp_path)

    page = shells().currentWidget()
    assert isinstance(page, FirstRunPage)
    page.key_confirmed.emit()

    assert key.split("-")[0] in "".join(label.text() for label in page.recovery.findChildren(type(page.title)))
    assert isinstance(shells().currentWidget(), SignInPage)


def test_a_desk_whose_key_is_lost_asks_for_the_recovery_key(
    qtbot: QtBot, shells: Callable[[], app.Shell], tmp_path: Path
) -> None:
    key = _made(tmp_path)
    (tmp_path / "desk" / "desk.key").unlink()
    shell = shells()
    trouble = shell.currentWidget()
    assert isinstance(trouble, StartTrouble)

    trouble.key_given.emit(key.lower().replace("-", " "))

    qtbot.waitUntil(lambda: isinstance(shell.currentWidget(), FirstRunPage))
