"""Shows a PDF: a scrolling view with zoom, and a dialog around it. The bytes stay in memory, nothing is written to disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence, QPalette, QShortcut, QShowEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ui import theme
from desk_app.ui.buttons import IconButton, QuietButton
from desk_app.ui.cards import EmptyState
from desk_app.ui.labels import ElidedLabel, label

_LEAST_ZOOM, _MOST_ZOOM, _STEP = 0.25, 4.0, 1.2


class _Pages(QPdfView):
    """The pages on the ground of the theme; Ctrl and the wheel zoom."""

    def __init__(self, zoom: Callable[[float], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._zoom = zoom

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(_STEP if event.angleDelta().y() > 0 else 1 / _STEP)
            event.accept()
            return
        super().wheelEvent(event)


class PdfView(QWidget):
    """A PDF from memory, fitted to the width until somebody zooms."""

    def __init__(self, *, bar: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buffer: QBuffer | None = None
        self.document = QPdfDocument(self)
        self.pages = _Pages(self.zoom, self)
        self.pages.setDocument(self.document)
        self.pages.setPageMode(QPdfView.PageMode.MultiPage)
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.pages.setAccessibleName(self.tr("Trang PDF"))
        self._counted = label("", "small")
        self._trouble = EmptyState("triangle-alert", self.tr("Không mở được tệp này."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pages)
        self._stack.addWidget(self._trouble)
        self._bar = self._make_bar()
        self._bar.setVisible(bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)

    def show_pdf(self, pdf: bytes) -> bool:
        """Show these bytes from their first page; False, and a sentence instead, if they are no PDF."""
        self.document.close()
        buffer = QBuffer(self)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(buffer)
        if self._buffer is not None:
            self._buffer.deleteLater()
        self._buffer = buffer
        good = self.document.error() is QPdfDocument.Error.None_ and self.document.pageCount() > 0
        self._stack.setCurrentIndex(0 if good else 1)
        self._counted.setText(self.tr("{count} trang").format(count=self.document.pageCount()) if good else "")
        if good:
            self.pages.pageNavigator().jump(0, QPoint().toPointF(), 0)
        self._tint()
        return good

    def page_count(self) -> int:
        """How many pages are shown."""
        return self.document.pageCount() if self._stack.currentIndex() == 0 else 0

    def zoom(self, factor: float) -> None:
        """Larger or smaller by a factor."""
        self._set_zoom(self._scale() * factor)

    def fit_width(self) -> None:
        """As wide as the view."""
        self.pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _make_bar(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._counted)
        row.addStretch(1)
        row.addWidget(IconButton(self.tr("Thu nhỏ"), "zoom-out", "Ctrl+-", run=lambda: self.zoom(1 / _STEP)))
        row.addWidget(IconButton(self.tr("Phóng to"), "zoom-in", "Ctrl++", run=lambda: self.zoom(_STEP)))
        row.addWidget(QuietButton(self.tr("Vừa chiều rộng"), "Ctrl+0", run=self.fit_width))
        return holder

    def _scale(self) -> float:
        if self.pages.zoomMode() is QPdfView.ZoomMode.Custom:
            return float(self.pages.zoomFactor())
        points = self.document.pagePointSize(0) if self.document.pageCount() else None
        if points is None or not points.width():
            return 1.0
        inch_px = self.pages.logicalDpiX()
        room: QRect = self.pages.viewport().rect()
        return max(_LEAST_ZOOM, (room.width() - 12) / (points.width() / 72 * inch_px))

    def _set_zoom(self, scale: float) -> None:
        self.pages.setZoomMode(QPdfView.ZoomMode.Custom)
        self.pages.setZoomFactor(min(_MOST_ZOOM, max(_LEAST_ZOOM, scale)))

    def _tint(self) -> None:
        if not hasattr(self, "pages"):
            return
        tokens = theme.tokens_of(self)
        palette = self.pages.palette()
        palette.setColor(QPalette.ColorRole.Dark, tokens.colour("background"))
        self.pages.setPalette(palette)


class PdfDialog(QDialog):
    """A PDF in a window of its own; Escape closes it, Ctrl+P prints where that is offered."""

    def __init__(
        self,
        title: str,
        pdf: bytes,
        *,
        secondary: str = "",
        print_text: str = "",
        on_print: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(860, 660)
        self.view = PdfView()
        self.view.show_pdf(pdf)
        head = QHBoxLayout()
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(ElidedLabel(title, "heading"))
        if secondary:
            words.addWidget(ElidedLabel(secondary, "small"))
        head.addLayout(words, 1)
        if on_print is not None:
            head.addWidget(QuietButton(print_text or self.tr("In"), "Ctrl+P", icon="printer", run=on_print))
        head.addWidget(QuietButton(self.tr("Đóng"), "Esc", bind=False, run=self.reject))
        QShortcut(QKeySequence("Ctrl+W"), self).activated.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter belongs to no button here
        self.view.pages.setFocus()
