"""Renders every screen and looks for text that does not fit: light and dark, Vietnamese and English, small and large screen.

    python tests/pictures/take_pictures.py OUT [--only NAME …] [--theme NAME …] [--language NAME …] [--size 1366x768 …]

The screens come from ``ui/screens.py`` by themselves, shown on an empty desk and on one in the middle of a day; what else there
is to see is a line in ``SCENES``. Exits 1 when a text is cut somewhere.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


from PySide6.QtCore import QCoreApplication, QEvent, Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget  # noqa: E402

from desk_app import clock  # noqa: E402

if __name__ == "__main__":
    # A Monday morning at the counter, whenever the pictures are taken; before anything takes clock.now as its default.
    _just_now = clock.now
    _until_then = dt.datetime(2026, 11, 23, 10, 42, 7, tzinfo=clock.VIETNAM) - _just_now()
    clock.now = lambda: _just_now() + _until_then

from desk_app import app as desk_window  # noqa: E402
from desk_app import bootstrap, config  # noqa: E402
from desk_app.commands import demo_day  # noqa: E402
from desk_app.desk.first_run import FirstRun  # noqa: E402
from desk_app.domain.events import Author  # noqa: E402
from desk_app.domain.roles import Role  # noqa: E402
from desk_app.store.errors import StoreLocked  # noqa: E402
from desk_app.store.keys import ProtectedFile  # noqa: E402
from desk_app.ui import language as languages  # noqa: E402
from desk_app.ui import screens, theme  # noqa: E402
from desk_app.ui.first_run import FirstRunPage  # noqa: E402
from desk_app.ui.labels import ElidedLabel  # noqa: E402
from desk_app.ui.main_window import MainWindow  # noqa: E402
from desk_app.ui.screen import OpenDossier  # noqa: E402
from tests.pictures import device_scenes, pane_scenes, phone_scenes  # noqa: E402

THEMES = ("light", "dark")
LANGUAGES = ("vi", "en")
SIZES = ("1366x768", "1920x1080")
PIN = "2580"
NOTHING, EMPTY, BUSY = "nothing", "empty", "busy"
KEY = "00000-11111-22222-33333-44444-55555-66666-77777-88888-99999-00V33-RQ56T"


@dataclasses.dataclass(frozen=True, slots=True)
class Scene:
    """Something to look at.

    Attributes:
        name: becomes the name of the file.
        desk: the data it is seen with: no desk at all, an empty one, one in the middle of a day.
        show: brings it into sight.
    """

    name: str
    desk: str
    show: Callable[[desk_window.Shell], None]


def _first_run(number: int) -> Callable[[desk_window.Shell], None]:
    def show(shell: desk_window.Shell) -> None:
        page = shell.currentWidget()
        assert isinstance(page, FirstRunPage)
        page.recovery.show_key(KEY)
        page._show(number)

    return show


def _sign_in(shell: desk_window.Shell) -> None:
    shell._show_sign_in()


def _trouble(shell: desk_window.Shell) -> None:
    shell._show_trouble(StoreLocked(Path("C:/ProgramData/desk-app")), ask_key=True)


def _screen(screen_id: str) -> Callable[[desk_window.Shell], None]:
    def show(shell: desk_window.Shell) -> None:
        window = shell.currentWidget()
        if not isinstance(window, MainWindow):
            _enter(shell)
            window = shell.currentWidget()
        assert isinstance(window, MainWindow)
        window.go_to(screen_id)

    return show


def _filled(key: Qt.Key | None = None) -> Callable[[desk_window.Shell], None]:
    """The officer's half-filled form, and what a key then does."""

    def show(shell: desk_window.Shell) -> None:
        _enter(shell, Role.OFFICER)
        window = shell.currentWidget()
        assert isinstance(window, MainWindow)
        window.go_to(screens.INTAKE)
        settle(shell)
        if key is not None:
            QTest.keyClick(window.current, key)

    return show


def _opened(shell: desk_window.Shell) -> None:
    """A dossier with its papers and its history."""
    _enter(shell, Role.OFFICER)
    window = shell.currentWidget()
    assert isinstance(window, MainWindow)
    row = shell._running().desk.lookup.search("ut", who=shell._author)[0]
    window.go_to(screens.DOSSIERS, OpenDossier(row.id))


def _enter(shell: desk_window.Shell, *wanted: Role) -> None:
    """As a supervisor where there is one and nobody else is wanted: sees every screen with all its buttons."""
    people = shell._running().desk.accounts.all()
    wanted = wanted or (Role.SUPERVISOR, Role.OFFICER)
    person = next(account for role in wanted for account in people if account.role is role)
    shell._enter(Author(account_id=person.id, name=person.name, role=person.role))


SCENES: tuple[Scene, ...] = (
    *(Scene(f"first-run-{number + 1}", NOTHING, _first_run(number)) for number in range(4)),
    Scene("trouble", NOTHING, _trouble),
    Scene("sign-in", BUSY, _sign_in),
    *(Scene(f"{spec.id}-{desk}", desk, _screen(spec.id)) for desk in (EMPTY, BUSY) for spec in screens.REGISTRY),
    Scene("intake-filled", BUSY, _filled()),
    Scene("intake-stopped", BUSY, _filled(Qt.Key.Key_F9)),
    Scene("dossier-open", BUSY, _opened),
    *(Scene(name, EMPTY, show) for name, show in pane_scenes.scenes(_filled())),
    *(Scene(name, BUSY, show) for name, show in phone_scenes.scenes(_filled(), _enter)),
    *(Scene(name, EMPTY, show) for name, show in device_scenes.scenes(_enter, lambda shell: settle(shell))),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take them; 0 when nothing is cut."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="names of scenes, or how they begin")
    parser.add_argument("--theme", nargs="*", default=THEMES, choices=list(theme.THEMES))
    parser.add_argument("--language", nargs="*", default=LANGUAGES)
    parser.add_argument("--size", nargs="*", default=SIZES)
    wanted = parser.parse_args(arguments)
    wanted.out.mkdir(parents=True, exist_ok=True)
    scenes = [scene for scene in SCENES if not wanted.only or scene.name.startswith(tuple(wanted.only))]
    application = desk_window._application(("desk-app",))
    cut: list[str] = []
    count = 0
    for desk in dict.fromkeys(scene.desk for scene in scenes):
        shown = [scene for scene in scenes if scene.desk == desk]
        with tempfile.TemporaryDirectory(prefix="desk-app-pictures-", ignore_cleanup_errors=True) as folder:
            _prepare(Path(folder), desk)
            for name, page in _all(application, Path(folder), shown, wanted):
                page.grab().save(str(wanted.out / f"{name}.png"))
                cut += [f"{name}: {words}" for words in clipped(page)]
                count += 1
    sys.stdout.write("".join(f"{line}\n" for line in cut) + f"{count} pictures in {wanted.out}\n")
    return 1 if cut else 0


def _all(
    application: QApplication, folder: Path, scenes: Sequence[Scene], wanted: argparse.Namespace
) -> Iterator[tuple[str, QWidget]]:
    for language in wanted.language:
        shell = desk_window.Shell(
            application,
            config.Settings(data_dir=folder / "desk", language=language, demo=True),
            key_store=ProtectedFile(),
        )
        shell.begin(behind=False)
        shell.show()
        try:
            for scene in scenes:
                scene.show(shell)
                for size in wanted.size:
                    shell.resize(*(int(part) for part in size.split("x")))
                    for name in wanted.theme:
                        theme.apply(application, name)
                        settle(shell)
                        yield f"{scene.name}-{language}-{name}-{size}", shell
        finally:
            shell.close()
            shell.shut_down()
            languages.remove(application, shell._translators)
            shell.deleteLater()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _prepare(folder: Path, desk: str) -> None:
    if desk == NOTHING:
        return
    settings = config.Settings(data_dir=folder / "desk", demo=True)
    first = FirstRun(
        unit="H12.64", unit_name="UBND xã Khánh An", desk="Quầy 2", officer=demo_day.OFFICER, pin=PIN, place="Khánh An"
    )
    program = bootstrap.create_desk(settings, first, key_store=ProtectedFile()).program
    if desk == BUSY:
        demo_day.open_counter(program)
        demo_day.line_down(program)
    program.close()


def settle(shell: desk_window.Shell) -> None:
    """Let everything arrive that is under way, and the layout come to rest."""
    quiet = 0
    for _ in range(300):
        QTest.qWait(15)
        tasks = shell._tasks
        quiet = quiet + 1 if tasks is None or tasks.under_way == 0 else 0
        if quiet >= 4:
            return


def clipped(page: QWidget) -> list[str]:
    """Texts in sight that do not fit where they stand."""
    labels = [
        widget for widget in page.findChildren(QLabel) if widget.isVisible() and not isinstance(widget, ElidedLabel)
    ]
    buttons = [button for button in page.findChildren(QPushButton) if button.isVisible() and button.text()]
    return [
        *(widget.text() for widget in labels if not widget.visibleRegion().isEmpty() and _is_cut(widget)),
        *(f"[{button.text()}]" for button in buttons if button.width() < button.sizeHint().width()),
    ]


def _is_cut(shown: QLabel) -> bool:
    room = shown.contentsRect()
    if not shown.text():
        return False
    if shown.wordWrap():
        return shown.heightForWidth(shown.width()) > shown.height() + 2
    lines = shown.text().split("\n")
    return max(shown.fontMetrics().horizontalAdvance(line) for line in lines) > room.width() + 1


if __name__ == "__main__":
    sys.exit(main())
