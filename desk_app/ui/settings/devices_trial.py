"""A trial scan: one page with the settings in the form, shown small, or the sentence that says what is the matter."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desk_app import clock
from desk_app.desk.digitisation import IncomingFile
from desk_app.lanes import CancelToken
from desk_app.ui.labels import label, restyle
from desk_app.ui.settings.devices_stream import Stream
from desk_app.ui.tasks import Tasks

PICTURE_PX = QSize(232, 200)
_DENSITY = 2
LANE = "scanner"
Scan = Callable[[CancelToken], Iterator[IncomingFile]]


@dataclasses.dataclass(frozen=True, slots=True)
class Tried:
    """The page that came: a small picture of it (None for a kind of file that is not drawn here), its size and the time it took."""

    picture: QImage | None
    bytes: int
    took_s: float


class Trial(QFrame):
    """Where the page appears. ``changed`` comes when a trial begins or ends."""

    changed = Signal()

    def __init__(self, tasks: Tasks, sentence: Callable[[BaseException], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = sentence
        self._stream = Stream(tasks, LANE, self)
        self._stream.came.connect(self._show)
        self._stream.failed.connect(self._fail)
        self._stream.ended.connect(self._end)
        self._has_answer = False
        self.picture = QLabel(alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.words = label("", "small", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.picture)
        self.clear()

    @property
    def is_running(self) -> bool:
        """Whether the page is still to come."""
        return self._stream.is_running

    def clear(self) -> None:
        """Nothing was tried."""
        self._stream.stop()
        self._has_answer = False
        self.picture.hide()
        self.words.hide()

    def start(self, scan: Scan) -> None:
        """Try; the page or a sentence appears."""
        self._has_answer = False
        self.picture.hide()
        self._stream.start(lambda token: _tried(scan, token))
        self._say(self.tr("Đang quét thử một trang…"))
        self.changed.emit()

    def stop(self) -> None:
        """Never mind."""
        self._stream.stop()

    def _show(self, tried: object) -> None:
        if not isinstance(tried, Tried):
            return
        self._has_answer = True
        self._say(
            self.tr("Trang đã về sau {seconds} giây, {size} KB.").format(
                seconds=max(1, round(tried.took_s)), size=max(1, round(tried.bytes / 1000))
            )
        )
        if tried.picture is not None:
            pixmap = QPixmap.fromImage(tried.picture)
            pixmap.setDevicePixelRatio(_DENSITY)
            self.picture.setPixmap(pixmap)
            self.picture.setAccessibleName(self.tr("Trang quét thử"))
            self.picture.show()

    def _fail(self, error: BaseException) -> None:
        self._has_answer = True
        self._say(self._sentence(error), trouble=True)

    def _end(self) -> None:
        if not self._has_answer:
            self._say(self.tr("Không có trang nào."))
        self.changed.emit()

    def _say(self, sentence: str, *, trouble: bool = False) -> None:
        restyle(self.words, role="error" if trouble else "small")
        self.words.setText(sentence)
        self.words.show()


def _tried(scan: Scan, token: CancelToken) -> Iterable[Tried]:
    """On the device's lane: the first page, made small."""
    began_s = clock.monotonic_s()
    for file in scan(token):
        took_s = clock.monotonic_s() - began_s
        yield Tried(_small(file.data), len(file.data), took_s)
        return


def _small(data: bytes) -> QImage | None:
    """Decoded at about the size it is shown in, which for a JPEG takes a few milliseconds."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    size = reader.size()
    if not size.isValid():
        return None
    reader.setScaledSize(size.scaled(PICTURE_PX * _DENSITY, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image
