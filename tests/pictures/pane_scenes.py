"""Scenes of the pane of pages: one citizen's pile of thirty pages in every state somebody may see."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from desk_app.app import Shell
from desk_app.desk.digitisation import IncomingFile
from desk_app.ui.intake.screen import IntakeScreen
from desk_app.ui.main_window import MainWindow
from tests.pictures.mixed_stack import GROUPS, thirty_pages

BIRTH = "1.001193"
Show = Callable[[Shell], None]


def scenes(enter: Show) -> tuple[tuple[str, Show], ...]:
    """Names and what brings each into sight; ``enter`` signs the officer in at the intake screen."""

    def scene(then: Callable[[IntakeScreen], None], *, sorted_in: bool = True) -> Show:
        def show(shell: Shell) -> None:
            enter(shell)
            screen = _screen(shell)
            _load(screen)
            _calm(screen)
            _sort(screen, into_papers=sorted_in)
            then(screen)
            _settle(screen)

        return show

    return (
        ("pane-column", scene(lambda _screen: None)),
        ("pane-scanned", scene(_wide, sorted_in=False)),
        ("pane-sorted", scene(_wide)),
        ("pane-selection", scene(_selection)),
        ("pane-review", scene(lambda s: s.pages.review())),
        ("pane-before", scene(_before)),
        ("pane-loupe", scene(_loupe)),
        ("pane-closer", scene(_closer)),
        ("pane-bin", scene(_bin)),
        ("pane-left-out", scene(_left_out)),
        ("pane-count", scene(_count, sorted_in=False)),
        ("pane-camera", scene(lambda s: s.pages.open_camera("0", for_card=False))),
        ("pane-phone", scene(lambda s: s.pages.open_phone())),
        *((f"pane-duplex-{step}", scene(lambda s, step=step: _duplex(s, step))) for step in (1, 2, 3)),  # type: ignore[misc]
        ("pane-keys", scene(_keys)),
        ("pane-jam", scene(_jam, sorted_in=False)),
    )


def _screen(shell: Shell) -> IntakeScreen:
    window = shell.currentWidget()
    assert isinstance(window, MainWindow)
    screen = window.current
    assert isinstance(screen, IntakeScreen)
    return screen


def _load(screen: IntakeScreen) -> None:
    if len(screen.visit.draft.pages) + len(screen.visit.draft.dustbin) >= 30:
        return
    screen.start_new()
    screen.choose_procedure(BIRTH)
    _until(lambda: bool(screen.visit.draft.components))
    for number, data in enumerate(thirty_pages(), start=1):
        screen.visit.add_files([IncomingFile(f"{number}.jpg", data, source="Máy quét")], component=None, batch="run")
        _until(lambda number=number: len(screen.visit.draft.pages) >= number)  # type: ignore[misc]
    _until(lambda: screen.visit.state.preparing == 0)


def _until(condition: Callable[[], bool]) -> None:
    for _ in range(12000):
        if condition():
            return
        QTest.qWait(20)


def _calm(screen: IntakeScreen) -> None:
    """Everything closed, nothing taken out."""
    pages = screen.pages
    pages.planning.leave()
    pages.reviewing.leave()
    pages.stage.start_over()
    pages.show_scanning(running=False)
    screen.notices.forget("source")
    screen.wide.show(on=False)
    session = screen.visit.session
    session.restore([p.id for p in screen.visit.draft.dustbin])
    session.exclude([p.id for p in screen.visit.draft.pages if p.excluded], out=False)


def _sort(screen: IntakeScreen, *, into_papers: bool) -> None:
    order = [p.id for p in sorted(screen.visit.draft.pages, key=lambda p: p.id)]
    start = 0
    for component, count in zip(screen.visit.draft.components, GROUPS, strict=False):
        target = component.id if into_papers else None
        screen.visit.session.move(order[start : start + count], component=target)
        start += count
    screen.pages.strip.look_at(order[0])


def _settle(screen: IntakeScreen) -> None:
    QTest.qWait(200)
    _until(lambda: screen.context.tasks.under_way == int(screen.taking.folder.is_running))
    if screen.pages.stage.currentWidget() is screen.pages.look:
        _until(screen.pages.view.has_picture)


def _wide(screen: IntakeScreen) -> None:
    screen.wide.show(on=True)


def _selection(screen: IntakeScreen) -> None:
    _wide(screen)
    strip = screen.pages.strip
    strip.look_at(screen.visit.draft.pages[7].id)
    for _ in range(4):
        QTest.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)


def _before(screen: IntakeScreen) -> None:
    _wide(screen)
    photo = next((p for p in screen.visit.draft.pages if "no_sheet" in p.flags), screen.visit.draft.pages[21])
    screen.pages.strip.look_at(photo.id)
    screen.pages.show_as_it_came()


def _loupe(screen: IntakeScreen) -> None:
    _wide(screen)
    screen.pages.stage.use_loupe(on=True)
    screen.pages.view.loupe.hold(QPointF(0.5, 0.24))
    QTest.qWait(600)


def _closer(screen: IntakeScreen) -> None:
    _wide(screen)
    screen.pages.come_closer()


def _bin(screen: IntakeScreen) -> None:
    _wide(screen)
    screen.visit.session.delete([p.id for p in screen.visit.draft.pages[8:11]])
    screen.pages.open_bin()


def _left_out(screen: IntakeScreen) -> None:
    _wide(screen)
    screen.visit.session.exclude([p.id for p in screen.visit.draft.pages[9:12]])


def _count(screen: IntakeScreen) -> None:
    screen.pages.count()
    screen.pages.plan_bar.counts.setText("5 2 8 1 10")
    screen.pages.plan_bar.counts.textEdited.emit("5 2 8 1 10")


def _duplex(screen: IntakeScreen, step: int) -> None:
    screen.pages.guide_duplex()
    guide = screen.pages.stage.duplex
    guide._step = type(guide.step)(step)
    guide._show()


def _keys(screen: IntakeScreen) -> None:
    _wide(screen)
    screen.pages.stage.show_keys()


def _jam(screen: IntakeScreen) -> None:
    from desk_app.capture.errors import PaperJam

    _wide(screen)
    screen.pages.show_scanning(running=True, came=17)
    screen.taking._tell_error(PaperJam("Máy quét"))
