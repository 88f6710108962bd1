"""The top line: one field for searching and scanning (F2), the connection, who is signed in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from desk_app.sync.status import SyncStatus
from desk_app.ui import icons, link_words, theme
from desk_app.ui.buttons import FlatButton, cap_width_px, paint_cap
from desk_app.ui.fields import LineEdit
from desk_app.ui.pills import Kind, pill_font, role_of
from desk_app.ui.screen import Session

HEIGHT_PX = 52


class SearchLine(LineEdit):
    """Takes a code, a name without accents, a phone or card number; Enter asks, Escape empties."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("F2", parent=parent)
        self.setProperty("search", "true")
        self.setPlaceholderText(self.tr("Quét mã, hoặc gõ mã hồ sơ, tên không dấu, số điện thoại, số căn cước…"))
        self.setAccessibleName(self.tr("Tìm hoặc quét"))
        self.returnPressed.connect(self._ask)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        icons.paint(painter, "scan-line", theme.tokens_of(self).muted, 11, (self.height() - 16) / 2, size_px=16)
        painter.end()

    def _ask(self) -> None:
        if self.value():
            self.asked.emit(self.value())


class LinkPill(QWidget):
    """How it stands with the centre; a button to the queue."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = link_words.describe(SyncStatus())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_status(self, status: SyncStatus) -> None:
        """Say how it stands."""
        self._words = link_words.describe(status)
        self.setAccessibleName(self._words.text)
        self.setToolTip(link_words.details(status))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """What it says."""
        return self._words.text

    def kind(self) -> Kind:
        """What it means."""
        return self._words.kind

    def sizeHint(self) -> QSize:
        return QSize(self._text_px() + 14 + 16 + 8 + 14, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(120, self.sizeHint().width()), 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        role = role_of(self._words.kind)
        ink, ground = getattr(tokens, role), getattr(tokens, "neutral_soft" if role == "muted" else f"{role}_soft")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outlined = self.hasFocus() or tokens.name == "contrast"
        painter.setPen(tokens.colour(role) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        box = self.rect().adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, 13, 13)
        icons.paint(painter, self._words.icon, ink, 14, (self.height() - 16) / 2, size_px=16)
        painter.setFont(pill_font(self.font(), size_px=theme.BASE_PX))
        painter.setPen(tokens.colour(role))
        room = box.adjusted(36, 0, -10, 0)
        shown = painter.fontMetrics().elidedText(self._words.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:
            self.clicked.emit()
            return True
        return super().event(event)

    def _text_px(self) -> int:
        return QFontMetrics(pill_font(self.font(), size_px=theme.BASE_PX)).horizontalAdvance(self._words.text)


class PersonButton(FlatButton):
    """Who is signed in: name, role, desk and unit on two lines; pressing it (Ctrl+U) lets somebody else sign in."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session.name, "Ctrl+U", parent=parent)
        self._second = " · ".join(filter(None, (session.role_name, session.desk, session.unit_name)))
        self.setToolTip(f"{session.name}\n{self._second}")
        self.setAccessibleName(f"{session.name}, {self._second}")
        self.setFixedHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        cap_px = cap_width_px(self.font(), self.key())
        return QSize(34 + min(self._lines_px(), 230) + 8 + cap_px + 8, 40)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 40)

    def _paint_content(self, painter: QPainter) -> None:
        tokens = theme.tokens_of(self)
        icons.paint(painter, "user", tokens.text, 6, (self.height() - 20) / 2, size_px=20)
        cap_px = cap_width_px(self.font(), self.key())
        paint_cap(
            painter, self.width() - cap_px - 6, self.height() / 2, self.key(), ink=tokens.muted, edge=tokens.border
        )
        room_px = self.width() - 34 - cap_px - 14
        for text, font, colour, top_px in (
            (self.text(), self._text_font(), tokens.text, 3),
            (self._second, self._small_font(), tokens.muted, 20),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room_px)
            painter.drawText(34, top_px + painter.fontMetrics().ascent(), shown)

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(theme.SMALL_PX)
        return font

    def _lines_px(self) -> int:
        first = QFontMetrics(self._text_font()).horizontalAdvance(self.text())
        return max(first, QFontMetrics(self._small_font()).horizontalAdvance(self._second)) + 2


class TopBar(QFrame):
    """Search, connection, person."""

    searched = Signal(str)
    switch_asked = Signal()
    queue_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setFixedHeight(HEIGHT_PX)
        self.search = SearchLine()
        self.pill = LinkPill()
        self.person = PersonButton(session)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.search, 1)
        row.addWidget(self.pill)
        row.addWidget(self.person)
        self.search.asked.connect(self.searched)
        self.pill.clicked.connect(self.queue_asked)
        self.person.clicked.connect(self.switch_asked)
