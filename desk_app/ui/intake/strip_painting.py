"""How the entries of the page strip are drawn."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk_app.ui import icons, theme
from desk_app.ui.intake.strip_model import ENTRY, Heading, Index, Leaf
from desk_app.ui.intake.thumbnails import THUMBNAIL_PX, Thumbnails

WIDTH_PX = 116
_THUMB_PX = (66, 90)
_HEADING_PX, _PAGE_PX = 26, 116


class StripDelegate(QStyledItemDelegate):
    """Draws headings in the accent colour and pages as paper with their number and what is odd about them."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = isinstance(index.data(ENTRY), Heading)
        return QSize(WIDTH_PX - 16, _HEADING_PX if heading else _PAGE_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        view: QWidget = option.widget
        tokens = theme.tokens_of(view)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if isinstance(entry, Heading):
            _paint_heading(painter, rect, entry, tokens)
        elif isinstance(entry, Leaf):
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            focused = view.hasFocus() and bool(option.state & QStyle.StateFlag.State_HasFocus)
            picture = self._thumbnails.picture(entry.page, THUMBNAIL_PX)
            _paint_leaf(painter, rect, entry, picture, tokens, selected=selected, focused=focused)
        painter.restore()


def _paint_heading(painter: QPainter, rect: QRectF, entry: Heading, tokens: theme.Tokens) -> None:
    font = QFont(painter.font())
    font.setPixelSize(theme.SMALL_PX)
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(tokens.accent if entry.component else tokens.amber))
    text = QFontMetrics(font).elidedText(entry.text, Qt.TextElideMode.ElideRight, int(rect.width()) - 2)
    painter.drawText(rect, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_leaf(
    painter: QPainter,
    rect: QRectF,
    leaf: Leaf,
    picture: QImage | None,
    tokens: theme.Tokens,
    *,
    selected: bool,
    focused: bool,
) -> None:
    wide, high = _THUMB_PX
    paper = QRectF(rect.center().x() - wide / 2, rect.top() + 4, wide, high)
    page = leaf.page
    if picture is not None and not picture.isNull():
        scale = min(wide / picture.width(), high / picture.height())
        size = (picture.width() * scale, picture.height() * scale)
        paper = QRectF(rect.center().x() - size[0] / 2, rect.top() + 4 + (high - size[1]) / 2, *size)
        painter.drawImage(paper, picture)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("red_soft" if page.failed else "neutral_soft"))
        painter.drawRoundedRect(paper, 3, 3)
        name = "circle-alert" if page.failed else "clock"
        ink = tokens.red if page.failed else tokens.muted
        icons.paint(painter, name, ink, paper.center().x() - 9, paper.center().y() - 9)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = painter.pen()
    pen.setColor(tokens.colour("red" if page.failed else "accent" if selected else "border"))
    pen.setStyle(Qt.PenStyle.SolidLine)
    pen.setWidthF(2.0 if selected else 1.0)
    painter.setPen(pen)
    painter.drawRoundedRect(paper.adjusted(-1, -1, 1, 1), 3, 3)
    if page.flags and not page.failed:
        corner = QRectF(paper.right() - 19, paper.top() + 2, 17, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("amber_soft"))
        painter.drawRoundedRect(corner, 8, 8)
        icons.paint(painter, "triangle-alert", tokens.amber, corner.left() + 2.5, corner.top() + 2, size_px=12)
    small = QFont(painter.font())
    small.setPixelSize(theme.SMALL_PX)
    small.setWeight(QFont.Weight.DemiBold if focused else QFont.Weight.Normal)
    painter.setFont(small)
    painter.setPen(QColor(tokens.accent if selected else tokens.muted))
    below = QRectF(rect.left(), rect.top() + high + 8, rect.width(), 16)
    painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, str(leaf.number))
