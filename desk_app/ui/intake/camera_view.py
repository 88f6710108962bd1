"""What the camera sees, live: Space takes a page, a card is believed after several equal readings."""

from __future__ import annotations

import contextlib
import threading

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app import lanes
from desk_app.desk.capturing import Capturing
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.live_camera import READINGS_NEEDED, LiveCamera, Sight
from desk_app.lanes import CancelToken
from desk_app.ui import messages, theme
from desk_app.ui.buttons import PrimaryButton, QuietButton
from desk_app.ui.labels import label
from desk_app.ui.tasks import Tasks

KEPT_WARM_MS = 60_000


class LivePicture(QWidget):
    """The newest frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: QImage | None = None
        self.setMinimumSize(120, 90)
        self.setAccessibleName(self.tr("Hình từ camera"))

    def show_frame(self, picture: QImage | None) -> None:
        """Show a frame, or nothing."""
        self._picture = picture
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(tokens.colour("line"))
        painter.setBrush(QColor("#0B1114"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._picture is not None:
            scale = min((self.width() - 2) / self._picture.width(), (self.height() - 2) / self._picture.height())
            wide, high = self._picture.width() * scale, self._picture.height() * scale
            painter.drawImage(QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high), self._picture)
        painter.end()


class CameraView(QWidget):
    """``card_read`` carries the text of a card, ``shot`` an IncomingFile; ``closed`` says that nobody looks any more."""

    card_read = Signal(str)
    shot = Signal(object)
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
        self._address = ""
        self._camera: LiveCamera | None = None
        self._token: CancelToken | None = None
        self._lock = threading.Lock()
        self._latest: Sight | None = None
        self._for_card = False
        self._shooting = False
        self.picture = LivePicture()
        self.sentence = label("", "muted", wrap=True)
        self.shoot = PrimaryButton(self.tr("Chụp"), icon="camera", small=True)
        self.shoot.clicked.connect(self.take_shot)
        self.leave = QuietButton(self.tr("Đóng"), "Esc", run=self.close_view, bind=False)
        row = QHBoxLayout()
        row.addWidget(self.shoot)
        row.addWidget(self.leave)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.picture, 1)
        column.addWidget(self.sentence)
        column.addLayout(row)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._seen.connect(self._show_latest, Qt.ConnectionType.QueuedConnection)
        self._cool = QTimer(self, singleShot=True, interval=KEPT_WARM_MS)
        self._cool.timeout.connect(self.let_go)
        self._ends = _Ends()
        self.destroyed.connect(self._ends.end)

    @property
    def is_live(self) -> bool:
        """Whether somebody looks through it."""
        return self._token is not None

    def open(self, address: str, *, for_card: bool) -> None:
        """Look through the camera; it is opened in the background."""
        self.close_view(quietly=True)
        self._cool.stop()
        if self._camera is None or address != self._address:
            self.let_go()
            self._camera = self._capturing.camera(address)
            self._address = address
        self._for_card = for_card
        self.shoot.setVisible(not for_card)
        self.sentence.setText(self.tr("Đang mở camera…"))
        token = CancelToken()
        self._token = token
        self._ends.keep(token, self._camera)
        camera = self._camera

        def look() -> None:
            for sight in camera.sights(cancel=token, for_card=for_card):
                self._offer(sight)

        self._tasks.device("camera", look, owner=self, done=lambda _none: self._ended(token), failed=self._failed)
        self.setFocus()

    def take_shot(self) -> None:
        """Take a page, the sharpest of the next frames."""
        camera = self._camera
        if camera is None or self._shooting or not self.is_live:
            return
        self._shooting = True
        self.shoot.setEnabled(False)
        token = self._token or CancelToken()
        self._tasks.device(
            "camera-shot",
            lambda: camera.shot(cancel=token),
            owner=self,
            done=self._shot_taken,
            failed=self._shot_failed,
        )

    def close_view(self, *, quietly: bool = False) -> None:
        """Look no more; the camera stays warm for a minute."""
        if self._token is None:
            return
        self._token.cancel()
        self._token = None
        with self._lock:
            self._latest = None
        self.picture.show_frame(None)
        self._cool.start()
        if not quietly:
            self.closed.emit()

    def let_go(self) -> None:
        """Give the camera free."""
        camera, self._camera = self._camera, None
        if camera is not None:
            self._ends.keep(None, None)
            lanes.start_thread("camera-close", camera.close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_view()
        elif event.key() == Qt.Key.Key_Space and not self._for_card and not event.isAutoRepeat():
            self.take_shot()
        else:
            super().keyPressEvent(event)

    def _offer(self, sight: Sight) -> None:
        """On the camera's lane: only the newest frame waits for the window; a card that was read is never skipped."""
        with self._lock:
            waiting = self._latest
            if waiting is not None and waiting.card:
                return
            self._latest = sight
        if waiting is None:
            with contextlib.suppress(RuntimeError):
                self._seen.emit()

    def _show_latest(self) -> None:
        with self._lock:
            sight, self._latest = self._latest, None
        if sight is None or not self.is_live:
            return
        shown = sight.picture
        frame = QImage(shown.rgb, shown.width_px, shown.height_px, shown.width_px * 3, QImage.Format.Format_RGB888)
        self.picture.show_frame(frame.copy())
        if sight.card:
            self.close_view()
            self.card_read.emit(sight.card)
        elif self._for_card and sight.readings:
            self.sentence.setText(
                self.tr("Giữ yên thẻ: đã đọc {count}/{needed} lần giống nhau…").format(
                    count=min(sight.readings, READINGS_NEEDED), needed=READINGS_NEEDED
                )
            )
        elif self._for_card:
            self.sentence.setText(
                self.tr("Đưa mã QR trên thẻ căn cước vào giữa khung, cách camera khoảng một gang tay.")
            )
        else:
            self.sentence.setText(self.tr("Đặt giấy nằm gọn trong khung, rồi bấm phím cách."))

    def _shot_taken(self, file: IncomingFile) -> None:
        self._shooting = False
        self.shoot.setEnabled(True)
        self.shot.emit(file)

    def _shot_failed(self, error: BaseException) -> None:
        self._shooting = False
        self.shoot.setEnabled(True)
        self._failed(error)

    def _ended(self, token: CancelToken) -> None:
        if token is self._token:
            self.close_view()

    def _failed(self, error: BaseException) -> None:
        self.picture.show_frame(None)
        self.sentence.setText(messages.for_error(error, self._language))


class _Ends:
    """Ends what runs when the view is gone; it must not be the view itself."""

    def __init__(self) -> None:
        self._token: CancelToken | None = None
        self._camera: LiveCamera | None = None

    def keep(self, token: CancelToken | None, camera: LiveCamera | None) -> None:
        self._token, self._camera = token, camera

    def end(self) -> None:
        if self._token is not None:
            self._token.cancel()
        if self._camera is not None:
            lanes.start_thread("camera-close", self._camera.close)
