"""All papers of the checklist in a few lines: the number that sends pages there, how many it has, what is missing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from desk_app.domain import checklist
from desk_app.domain.draft import IntakeDraft
from desk_app.ui import icons, theme
from desk_app.ui.intake.incoming import page_ids
from desk_app.ui.intake.paper_rows import short_name

_LINE_PX, _GAP_PX, _PAD_PX, _MOST_LINES = 28, 6, 9, 3


@dataclasses.dataclass(frozen=True, slots=True)
class Slot:
    """One paper: ``missing`` stops the acceptance."""

    number: int
    component: str
    name: str
    pages: int
    missing: bool


def slots_of(draft: IntakeDraft) -> tuple[Slot, ...]:
    """The papers of a draft."""
    missing = {c.id for c in checklist.missing(draft)}
    return tuple(
        Slot(n, c.id, short_name(c.name), len(draft.bound_pages_of(c.id)), c.id in missing)
        for n, c in enumerate(draft.components, start=1)
    )


class PaperTray(QWidget):
    """``picked`` carries the number of a paper that was clicked, ``dropped`` page ids and a component."""

    picked = Signal(int)
    dropped = Signal(list, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slots: tuple[Slot, ...] = ()
        self._boxes: list[QRectF] = []
        self.setAcceptDrops(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Giấy tờ và phím số"))

    def show_slots(self, slots: Sequence[Slot]) -> None:
        """Show the papers of a draft."""
        if tuple(slots) != self._slots:
            self._slots = tuple(slots)
            said = ", ".join(f"{s.number} {s.name}: {s.pages}" for s in self._slots)
            self.setAccessibleDescription(said)
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.tokens_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for slot, box in zip(self._slots, self._boxes, strict=False):
            self._paint(painter, slot, box, tokens)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        slot = self._slot_at(event.position())
        if slot is not None:
            self.picked.emit(slot.number)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if page_ids(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.setAccepted(self._slot_at(event.position()) is not None)

    def dropEvent(self, event: QDropEvent) -> None:
        slot = self._slot_at(event.position())
        if slot is not None:
            self.dropped.emit(page_ids(event.mimeData()), slot.component)
            event.acceptProposedAction()

    def _slot_at(self, at: QPointF) -> Slot | None:
        found = (slot for slot, box in zip(self._slots, self._boxes, strict=False) if box.contains(at))
        return next(found, None)

    def _arrange(self) -> None:
        """Side by side, in as many lines as are needed; with many papers the names get shorter."""
        most_px = 400.0
        while True:
            boxes = self._boxes_with(most_px)
            lines = round(boxes[-1].bottom() / (_LINE_PX + _GAP_PX)) + 1 if boxes else 0
            if lines <= _MOST_LINES or most_px < 90:
                break
            most_px -= 30
        self._boxes = boxes
        self.setFixedHeight(round(boxes[-1].bottom()) + 2 if boxes else 0)
        self.update()

    def _boxes_with(self, most_px: float) -> list[QRectF]:
        metrics = QFontMetrics(_font(self.font(), bold=False))
        boxes: list[QRectF] = []
        left, top = 0.0, 0.0
        for slot in self._slots:
            wide = min(most_px, 22 + metrics.horizontalAdvance(slot.name) + 34 + 2 * _PAD_PX)
            if left and left + wide > self.width():
                left, top = 0.0, top + _LINE_PX + _GAP_PX
            boxes.append(QRectF(left + 0.5, top + 0.5, wide - 1, _LINE_PX - 1))
            left += wide + _GAP_PX
        return boxes

    def _paint(self, painter: QPainter, slot: Slot, box: QRectF, tokens: theme.Tokens) -> None:
        ground = "red_soft" if slot.missing else "accent_soft" if slot.pages else "neutral_soft"
        ink = tokens.red if slot.missing else tokens.accent if slot.pages else tokens.muted
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour(ground))
        painter.drawRoundedRect(box, 6, 6)
        middle = box.center().y()
        painter.setFont(_font(self.font(), bold=True))
        painter.setPen(QColor(ink))
        left = box.left() + _PAD_PX
        painter.drawText(QRectF(left, box.top(), 18, box.height()), Qt.AlignmentFlag.AlignVCenter, str(slot.number))
        left += 18
        painter.setFont(_font(self.font(), bold=False))
        painter.setPen(QColor(tokens.text if slot.pages or slot.missing else tokens.muted))
        metrics = QFontMetrics(painter.font())
        room = box.right() - 28 - left
        text = metrics.elidedText(slot.name, Qt.TextElideMode.ElideRight, int(room) + 1)
        painter.drawText(QPointF(left, middle + (metrics.ascent() - metrics.descent()) / 2), text)
        if slot.missing:
            icons.paint(painter, "circle-alert", ink, box.right() - _PAD_PX - 14, middle - 7, size_px=14)
        elif slot.pages:
            painter.setFont(_font(self.font(), bold=True))
            painter.setPen(QColor(ink))
            count = QRectF(box.right() - _PAD_PX - 24, box.top(), 24, box.height())
            painter.drawText(count, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(slot.pages))


def _font(base: QFont, *, bold: bool) -> QFont:
    font = QFont(base)
    font.setPixelSize(theme.BASE_PX - 1)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Medium)
    return font
