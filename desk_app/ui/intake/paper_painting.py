"""How a line of the checklist is drawn and edited."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIntValidator, QKeyEvent, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from desk_app.ui import theme
from desk_app.ui.intake.paper_model import COPIES, NAME, ORIGINALS, ROW, STATE, Index
from desk_app.ui.intake.paper_rows import PaperRow
from desk_app.ui.pills import paint_pill

NUMBER_PX, STATE_PX = 56, 112
MOST_DIGITS = 2
_PAD_PX = 10


class CountEdit(QLineEdit):
    """A number of papers, at most two digits; a third one means that it is something else (a telephone number): all is dropped."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.overflowed = False
        self.setValidator(QIntValidator(0, 99, self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isdigit() and len(self.text()) == MOST_DIGITS and not self.hasSelectedText():
            self.overflowed = True
        super().keyPressEvent(event)


class PaperDelegate(QStyledItemDelegate):
    """Draws a line: tick and name over two lines, the quiet detail, numbers, the pill of its state."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        view: QWidget = option.widget
        tokens = theme.tokens_of(view)
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, tokens.colour("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, tokens.colour("hover"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), tokens.colour("line"))
        if index.column() == NAME and isinstance(row, PaperRow):
            edge = "red" if row.missing else "accent" if selected and view.hasFocus() else ""
            if edge:
                painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height() - 1), tokens.colour(edge))
        self._paint_cell(painter, rect, row, index, tokens)
        if selected and view.hasFocus() and option.state & QStyle.StateFlag.State_HasFocus:
            self._paint_focus(painter, rect, index.column(), tokens)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        view = option.widget
        if index.column() != NAME or not isinstance(row, PaperRow) or not isinstance(view, QTableView):
            return QSize(NUMBER_PX, 30)
        width_px = view.columnWidth(NAME) - 2 * _PAD_PX
        strong, small = _fonts(option.font)
        lines = len(_lines(f"{row.number}. {row.name}", strong, width_px, most=2))
        below = len(_lines(row.detail, small, width_px, most=2)) if row.detail else 0
        height_px = lines * QFontMetrics(strong).height() + below * QFontMetrics(small).height()
        return QSize(width_px, height_px + 16)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = CountEdit(parent)
        editor.setProperty("cell", "true")
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CountEdit) and not editor.overflowed:
            super().setModelData(editor, model, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect
        editor.setGeometry(rect.left() + 2, rect.top() + 4, rect.width() - 4, 30)

    def _paint_cell(self, painter: QPainter, rect: QRectF, row: object, index: Index, tokens: theme.Tokens) -> None:
        if not isinstance(row, PaperRow):
            return
        box = rect.adjusted(_PAD_PX, 8, -_PAD_PX, -8)
        strong, small = _fonts(painter.font())
        line_px = QFontMetrics(strong).height()
        if index.column() == NAME:
            top_px = box.top()
            for text in _lines(f"{row.number}. {row.name}", strong, box.width(), most=2):
                _write(painter, box.left(), top_px, text, strong, tokens.text)
                top_px += line_px
            for text in _lines(row.detail, small, box.width(), most=2) if row.detail else ():
                _write(painter, box.left(), top_px, text, small, tokens.red if row.missing else tokens.muted)
                top_px += QFontMetrics(small).height()
        elif index.column() == STATE:
            middle_px = box.top() + line_px / 2
            paint_pill(
                painter, rect.left() + 4, middle_px, row.state, row.kind, tokens=tokens, icon=row.icon,
                most_px=int(rect.width() - 8),
            )  # fmt: skip
        else:
            number = row.originals if index.column() == ORIGINALS else row.copies
            painter.setPen(QColor(tokens.text if number else tokens.muted))
            first = QRectF(box.left(), box.top(), box.width(), line_px)
            painter.drawText(first, Qt.AlignmentFlag.AlignRight, str(number) if number else "–")

    def _paint_focus(self, painter: QPainter, rect: QRectF, column: int, tokens: theme.Tokens) -> None:
        """Where digits would go."""
        if column in (ORIGINALS, COPIES):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(tokens.colour("accent"))
            painter.drawRoundedRect(QRectF(rect.left() + 3, rect.top() + 4.5, rect.width() - 6, 26), 4, 4)


def _fonts(base: QFont) -> tuple[QFont, QFont]:
    strong, small = QFont(base), QFont(base)
    strong.setWeight(QFont.Weight.Medium)
    small.setPixelSize(theme.SMALL_PX)
    return strong, small


def _lines(text: str, font: QFont, width_px: float, *, most: int) -> list[str]:
    """The text broken at words into at most so many lines; the last one ends in … when there is more."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    found: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(20.0, width_px))
        start = line.textStart()
        if len(found) == most - 1:
            rest = text[start:]
            found.append(QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, int(width_px)))
            break
        found.append(text[start : start + line.textLength()].rstrip())
    layout.endLayout()
    return found


def _write(painter: QPainter, left_px: float, top_px: float, text: str, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(QRectF(left_px, top_px, 10_000, QFontMetrics(font).height()), Qt.AlignmentFlag.AlignLeft, text)
