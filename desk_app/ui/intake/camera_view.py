"""What the camera sees, live: a sheet that lies still is taken by itself, else by key or pedal; cards are read."""

from __future__ import annotations

import collections
import contextlib
import threading

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desk_app import lanes
from desk_app.capture.errors import DeviceBusy, DeviceMissing
from desk_app.desk.capturing import Capturing
from desk_app.desk.live_camera import LiveCamera, Sight
from desk_app.lanes import CancelToken
from desk_app.ui import messages
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import Chip, IconButton, PrimaryButton, QuietButton
from desk_app.ui.intake import camera_words
from desk_app.ui.intake.camera_ends import Ends
from desk_app.ui.intake.camera_picture import LivePicture, mark_of
from desk_app.ui.labels import label
from desk_app.ui.pills import Kind
from desk_app.ui.tasks import Tasks

WARM_AFTER_MS = 1_500
KEPT_WARM_MS = 180_000
GIVEN_FREE_MS = 5_000
IDLE_MS = 600_000
IDLE_AWAY_MS = 60_000
TRY_AGAIN_MS = 2_000
PEDAL_KEYS = frozenset(
    {
        Qt.Key.Key_Space,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_B,
        Qt.Key.Key_F7,
        Qt.Key.Key_F8,
    }
)
"""Keys that foot pedals and presenters send."""
_TAKE_IT = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class CameraView(QWidget):
    """Looks through a camera.

    ``card_read`` carries the text of a card, ``shot`` an IncomingFile as soon as each page is taken; ``superseded`` comes just
    before a ``shot`` that was taken in place of the last one; ``closed`` says that nobody looks any more.
    """

    card_read = Signal(str)
    shot = Signal(object)
    superseded = Signal()
    closed = Signal()
    _seen = Signal()

    def __init__(
        self,
        tasks: Tasks,
        capturing: Capturing,
        *,
        language: str = messages.VIETNAMESE,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._capturing, self._language = tasks, capturing, language
        self._address = self._wished = ""
        self._camera: LiveCamera | None = None
        self._token: CancelToken | None = None
        self._lock = threading.Lock()
        self._waiting: collections.deque[Sight] = collections.deque()
        self._for_card = False
        self._doubtful = False
        self._replacing = False
        self._last: Sight | None = None
        self.taken = 0
        self._lay_out()
        self._seen.connect(self._show_waiting, Qt.ConnectionType.QueuedConnection)
        self._cool = QTimer(self, singleShot=True, interval=KEPT_WARM_MS)
        self._cool.timeout.connect(self.let_go)
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._close_idle)
        self._warm = QTimer(self, singleShot=True, interval=WARM_AFTER_MS)
        self._warm.timeout.connect(self._warm_now)
        self._again = QTimer(self, singleShot=True, interval=TRY_AGAIN_MS)
        self._again.timeout.connect(self._look)
        self._ends = Ends()
        self.destroyed.connect(self._ends.end)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._mind_others)

    def _lay_out(self) -> None:
        self.picture = LivePicture()
        self.sentence = label("", "muted", wrap=True)
        self.doubt = Banner(Kind.WAITING)
        self.doubt.hide()
        self.shoot = PrimaryButton(self.tr("Chụp"), icon="camera", small=True, run=self.take_shot)
        self.shoot.setToolTip(self.tr("Chụp (phím cách hoặc bàn đạp)"))
        self.automatic = Chip(self.tr("Tự chụp"))
        self.automatic.setToolTip(self.tr("Tự chụp khi giấy nằm yên (A)"))
        self.automatic.setChecked(True)
        self.automatic.toggled.connect(self._switch)
        self.sound = IconButton(self.tr("Tiếng báo khi tự chụp"), "volume-2")
        self.sound.setCheckable(True)
        self.sound.setChecked(True)
        self.sound.toggled.connect(lambda on: self.sound.set_icon("volume-2" if on else "volume-x"))
        self.accept = QuietButton(self.tr("Giữ trang"), "Enter", run=self.accept_doubtful, bind=False)
        self.accept.hide()
        self.leave = IconButton(self.tr("Đóng (Esc)"), "x", run=self.close_view)
        row = QHBoxLayout()
        row.setSpacing(8)
        for act in (self.shoot, self.accept, self.automatic, self.sound, self.leave):
            act.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            if act is self.leave:
                row.addStretch(1)
            row.addWidget(act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.picture, 1)
        column.addWidget(self.sentence)
        column.addWidget(self.doubt)
        column.addLayout(row)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def is_live(self) -> bool:
        """Whether somebody looks through it."""
        return self._token is not None

    def warm_up(self, address: str) -> None:
        """Open the camera in the background before somebody looks; it is given free again when nobody does for long."""
        self._wished = address
        self._warm.start()

    def open(self, address: str, *, for_card: bool) -> None:
        """Look through the camera; it is opened in the background."""
        self.close_view(quietly=True)
        self._cool.stop()
        self._camera_at(address)
        self._for_card = for_card
        self._last, self.taken = None, 0
        for act in (self.shoot, self.automatic, self.sound):
            act.setVisible(not for_card)
        self.sentence.setText(self.tr("Đang mở camera…"))
        self._token = CancelToken()
        self._idle.start(IDLE_MS)
        self._look()
        self.setFocus()

    def take_shot(self) -> None:
        """Take a page, the sharpest of the next frames; in place of the last one while that is in doubt."""
        if self._camera is None or not self.is_live or self._for_card:
            return
        self._replacing = self._replacing or self._doubtful
        self._settle_doubt()
        self.sentence.setText(self.tr("Đang chụp…"))
        self._idle.start()
        self._camera.ask_shot()

    def accept_doubtful(self) -> None:
        """Keep the last page although it may be bad."""
        self._settle_doubt()

    def close_view(self, *, quietly: bool = False) -> None:
        """Look no more; the camera stays warm for a while."""
        if self._token is None:
            return
        self._token.cancel()
        self._token = None
        self._again.stop()
        self._idle.stop()
        self._replacing = False
        self._settle_doubt()
        with self._lock:
            kept = [sight for sight in self._waiting if sight.shot is not None]
            self._waiting.clear()
        for sight in kept:  # a page that was taken is never lost
            self.shot.emit(sight.shot)
        self.picture.show_frame(None)
        self._cool.start(KEPT_WARM_MS)
        if not quietly:
            self.closed.emit()

    def let_go(self) -> None:
        """Give the camera free."""
        camera, self._camera = self._camera, None
        if camera is not None:
            self._ends.keep(None, None)
            lanes.start_thread("camera-close", camera.close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if key == Qt.Key.Key_Escape:
            self.close_view()
        elif not plain or self._for_card or event.isAutoRepeat():
            super().keyPressEvent(event)
        elif self._doubtful and key in _TAKE_IT:
            self.accept_doubtful()
        elif key in PEDAL_KEYS:
            self.take_shot()
        elif key == Qt.Key.Key_A:
            self.automatic.toggle()
        else:
            super().keyPressEvent(event)

    # looking

    def _camera_at(self, address: str) -> LiveCamera:
        if self._camera is None or address != self._address:
            self.let_go()
            self._camera = self._capturing.camera(address)
            self._address = address
            self._ends.keep(None, self._camera)
        return self._camera

    def _look(self) -> None:
        token, camera = self._token, self._camera
        if token is None or camera is None:
            return
        self._ends.keep(token, camera)
        for_card, automatic = self._for_card, self.automatic.isChecked()

        def look() -> None:
            for sight in camera.sights(cancel=token, for_card=for_card, automatic=automatic):
                self._offer(sight)

        self._tasks.device(
            "camera",
            look,
            owner=self,
            done=lambda _none: self._ended(token),
            failed=lambda error: self._failed(error, token),
        )

    def _offer(self, sight: Sight) -> None:
        """On the camera's lane: only the newest frame waits for the window; a page or card is never skipped."""
        with self._lock:
            first = not self._waiting
            if not first and not _must_arrive(self._waiting[-1]):
                self._waiting.pop()
            self._waiting.append(sight)
        if first:
            with contextlib.suppress(RuntimeError):
                self._seen.emit()

    def _show_waiting(self) -> None:
        with self._lock:
            sights = list(self._waiting)
            self._waiting.clear()
        for sight in sights:
            if self.is_live:
                self._show(sight)
            elif sight.shot is not None:
                self.shot.emit(sight.shot)

    def _show(self, sight: Sight) -> None:
        if self._last is None or (sight.state, sight.warnings) != (self._last.state, self._last.warnings):
            self._idle.start()
        self._last = sight
        if sight.shot is not None:
            self._arrived(sight)
        shown = sight.picture
        frame = QImage(shown.rgb, shown.width_px, shown.height_px, shown.width_px * 3, QImage.Format.Format_RGB888)
        automatic = self.automatic.isChecked()
        self.picture.show_frame(frame.copy(), mark_of(sight, automatic=automatic))
        if sight.card:
            self.close_view()
            self.card_read.emit(sight.card)
        elif self._for_card:
            self.sentence.setText(camera_words.about_card(sight.readings))
        else:
            self.sentence.setText(camera_words.about_sheet(sight, automatic=automatic, taken=self.taken))

    def _arrived(self, sight: Sight) -> None:
        """A page: on to whoever keeps it first, then ask about it."""
        replaces, self._replacing = self._replacing and not sight.by_itself, False
        if replaces:
            self.superseded.emit()
        else:
            self.taken += 1
        self.shot.emit(sight.shot)
        if sight.by_itself and self.sound.isChecked():
            QApplication.beep()
        asked = camera_words.question(sight.warnings)
        self.doubt.show_message(Kind.WAITING, asked)
        self._ask(doubtful=bool(asked))

    def _settle_doubt(self) -> None:
        self._ask(doubtful=False)

    def _ask(self, *, doubtful: bool) -> None:
        """Only the two answers are offered while there is a question."""
        self._doubtful = doubtful
        self.doubt.setVisible(doubtful)
        self.accept.setVisible(doubtful)
        self.shoot.setText(self.tr("Chụp lại") if doubtful else self.tr("Chụp"))
        for act in (self.automatic, self.sound):
            act.setVisible(not doubtful and not self._for_card)

    def _switch(self, on: bool) -> None:
        if self._camera is not None:
            self._camera.automatic = on

    # endings

    def _warm_now(self) -> None:
        """When the screen has settled: nothing at its start waits for a camera."""
        if self.is_live:
            return
        camera = self._camera_at(self._wished)
        self._cool.start(KEPT_WARM_MS)
        lanes.start_thread("camera-warm", camera.warm_up)

    def _ended(self, token: CancelToken) -> None:
        if token is self._token:
            self.close_view()

    def _failed(self, error: BaseException, token: CancelToken) -> None:
        """Say it; one that is only away or in other hands is looked for again, quietly."""
        if token is not self._token:
            return
        self.picture.show_frame(None)
        self.sentence.setText(messages.for_error(error, self._language))
        if isinstance(error, DeviceMissing | DeviceBusy):
            self._again.start()

    def _close_idle(self) -> None:
        self.close_view()
        self.let_go()

    def _mind_others(self, state: Qt.ApplicationState) -> None:
        """Somebody works in another program, which may want the camera."""
        away = state != Qt.ApplicationState.ApplicationActive
        if self.is_live:
            self._idle.start(IDLE_AWAY_MS if away else IDLE_MS)
        elif self._camera is not None:
            self._cool.start(GIVEN_FREE_MS if away else KEPT_WARM_MS)


def _must_arrive(sight: Sight) -> bool:
    return bool(sight.card) or sight.shot is not None
