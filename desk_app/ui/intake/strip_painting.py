"""How the entries of the page strip are drawn."""

from __future__ import annotations

import dataclasses
from collections import OrderedDict

from PySide6.QtCore import QCoreApplication, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desk_app.domain.draft import PageRef
from desk_app.ui import icons, theme
from desk_app.ui.intake.strip_model import ENTRY, Heading, Index, Leaf
from desk_app.ui.intake.thumbnails import THUMBNAIL_PX, Thumbnails

translate = QCoreApplication.translate

WIDTH_PX = 116
CELL_PX = QSize(92, 124)
"""Of a page on the sheet."""

_THUMB_PX = (66, 90)
_SHEET_THUMB_PX = (74, 98)
_HEADING_PX, _PAGE_PX = 26, 116
_MOST_CELLS = 360
_TINTS = {
    "light": ("#0B6B74", "#8A4FA8", "#B4690E", "#2F6FB7", "#3E7D34", "#B0416A"),
    "dark": ("#4FC3CC", "#C79AE0", "#F2B858", "#86B8F0", "#8FD384", "#F29ABB"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class _Look:
    """How one page is drawn."""

    tokens: theme.Tokens
    picture: QPixmap | None
    selected: bool
    focused: bool
    thumb_px: tuple[int, int]


def tint_of(number: int, tokens: theme.Tokens) -> QColor:
    """The colour of a proposed group."""
    tints = _TINTS["light" if tokens.name == "light" else "dark"]
    return QColor(tints[number % len(tints)])


class StripDelegate(QStyledItemDelegate):
    """Draws headings in the accent colour and pages as paper with their number and what is odd about them.

    Attributes:
        sheet: pages stand side by side, and headings between them like the registers of a binder.
    """

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.sheet = False
        self._cells: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()
        self._smalls: OrderedDict[tuple[object, ...], QPixmap] = OrderedDict()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if self.sheet:
            return CELL_PX
        return QSize(WIDTH_PX - 16, _HEADING_PX if isinstance(index.data(ENTRY), Heading) else _PAGE_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY)
        view: QWidget = option.widget
        state = option.state
        ratio = painter.device().devicePixelRatioF()
        picture = self._small(entry.page, ratio) if isinstance(entry, Leaf) else None
        look = _Look(
            theme.tokens_of(view),
            picture,
            bool(state & QStyle.StateFlag.State_Selected),
            view.hasFocus() and bool(state & QStyle.StateFlag.State_HasFocus),
            _SHEET_THUMB_PX if self.sheet else _THUMB_PX,
        )
        size = option.rect.size()
        seen = picture.cacheKey() if picture is not None else 0
        key = (
            entry,
            seen,
            look.tokens.name,
            look.selected,
            look.focused,
            self.sheet,
            ratio,
            size.width(),
            size.height(),
        )
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = self._drawn(entry, look, option, ratio)
            while len(self._cells) > _MOST_CELLS:
                self._cells.popitem(last=False)
        else:
            self._cells.move_to_end(key)
        painter.drawPixmap(option.rect.topLeft(), cell)

    def _small(self, page: PageRef, ratio: float) -> QPixmap | None:
        """The page at the size in which it stands here; shrinking it costs more than all the rest of a cell."""
        picture = self._thumbnails.picture(page, THUMBNAIL_PX)
        if picture is None or picture.isNull():
            return None
        wide, high = _SHEET_THUMB_PX if self.sheet else _THUMB_PX
        key = (picture.cacheKey(), wide, ratio)
        small = self._smalls.get(key)
        if small is None:
            room = QSize(round(wide * ratio), round(high * ratio))
            how = Qt.TransformationMode.SmoothTransformation
            small = QPixmap.fromImage(picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, how))
            small.setDevicePixelRatio(ratio)
            self._smalls[key] = small
            while len(self._smalls) > _MOST_CELLS:
                self._smalls.popitem(last=False)
        return small

    def _drawn(self, entry: Heading | Leaf, look: _Look, option: QStyleOptionViewItem, ratio: float) -> QPixmap:
        """One cell as a picture: drawing it takes thirty times as long as showing it again."""
        cell = QPixmap(round(option.rect.width() * ratio), round(option.rect.height() * ratio))
        cell.setDevicePixelRatio(ratio)
        cell.fill(look.tokens.colour("panel"))  # without transparency it is copied, not blended
        painter = QPainter(cell)
        painter.setFont(option.font)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        rect = QRectF(0, 0, option.rect.width(), option.rect.height())
        if isinstance(entry, Leaf):
            _paint_leaf(painter, rect, entry, look)
        elif self.sheet:
            _paint_divider(painter, rect, entry, look.tokens)
        else:
            _paint_heading(painter, rect, entry, look.tokens)
        painter.end()
        return cell


def _paint_heading(painter: QPainter, rect: QRectF, entry: Heading, tokens: theme.Tokens) -> None:
    font = _small(painter, QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(_ink(entry, tokens))
    text = f"{entry.number}. {entry.text}" if entry.number else entry.text
    text = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width()) - 2)
    painter.drawText(rect, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, text)


def _paint_divider(painter: QPainter, rect: QRectF, entry: Heading, tokens: theme.Tokens) -> None:
    """A card between the pages, like a register in a binder: number, name, how many pages follow."""
    ink = _ink(entry, tokens)
    card = rect.adjusted(5, 5, -5, -20)
    ground = QColor(ink)
    ground.setAlpha(44 if entry.tint >= 0 else 26)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(card, 6, 6)
    painter.setBrush(ink)
    painter.drawRoundedRect(QRectF(card.left(), card.top(), 3, card.height()), 1.5, 1.5)
    inner = card.adjusted(11, 7, -6, -7)
    painter.setPen(ink)
    if entry.number:
        font = QFont(painter.font())
        font.setPixelSize(20)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.drawText(inner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, str(entry.number))
        inner.setTop(inner.top() + 28)
    painter.setFont(_small(painter, QFont.Weight.DemiBold))
    wrap = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
    painter.drawText(inner.adjusted(0, 0, 2, -14), wrap, entry.text)
    painter.setFont(_small(painter, QFont.Weight.Normal))
    painter.setPen(QColor(tokens.muted))
    count = translate("PageStrip", "{count} trang").format(count=entry.pages)
    painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, count)


def _paint_leaf(painter: QPainter, rect: QRectF, leaf: Leaf, look: _Look) -> None:
    page, tokens = leaf.page, look.tokens
    wide, high = look.thumb_px
    paper = QRectF(rect.center().x() - wide / 2, rect.top() + 5, wide, high)
    if look.selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("accent_soft"))
        painter.drawRoundedRect(rect.adjusted(2, 0, -2, -1), 6, 6)
    if leaf.tint >= 0:
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 3, rect.width(), 3), tint_of(leaf.tint, tokens))
    picture = look.picture
    if picture is not None and not picture.isNull():
        paper = _fitted(picture, paper)
        painter.setOpacity(0.32 if page.excluded else 1.0)
        painter.drawPixmap(paper.topLeft(), picture)
        painter.setOpacity(1.0)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour("red_soft" if page.failed else "neutral_soft"))
        painter.drawRoundedRect(paper, 3, 3)
        name = "circle-alert" if page.failed else "clock"
        ink = tokens.red if page.failed else tokens.muted
        icons.paint(painter, name, ink, paper.center().x() - 9, paper.center().y() - 9)
    edge = "red" if page.failed else "accent" if look.selected else "border"
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(tokens.colour(edge), 2.0 if look.focused else 1.4 if look.selected else 1.0))
    painter.drawRoundedRect(paper.adjusted(-1, -1, 1, 1), 3, 3)
    if page.excluded:
        _cross_out(painter, paper, tokens)
    _paint_marks(painter, paper, leaf, tokens)
    _paint_number(painter, QRectF(rect.left(), rect.top() + high + 8, rect.width(), 14), leaf, look)


def _paint_marks(painter: QPainter, paper: QRectF, leaf: Leaf, tokens: theme.Tokens) -> None:
    """At the right edge, from the top: suspicious or looked at, turned, both sides of a card."""
    page = leaf.page
    marks: list[tuple[str, str, str]] = []
    if page.flags and not page.failed and not page.excluded:
        good = page.reviewed
        marks.append(("check", "green", "green_soft") if good else ("triangle-alert", "amber", "amber_soft"))
    if page.turned % 360 or page.rotation % 360:
        marks.append(("rotate-cw", "accent", "accent_soft"))
    if page.back is not None:
        marks.append(("id-card", "accent", "accent_soft"))
    for number, (icon, ink, ground) in enumerate(marks):
        corner = QRectF(paper.right() - 19, paper.top() + 2 + 20 * number, 17, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour(ground))
        painter.drawRoundedRect(corner, 8, 8)
        icons.paint(painter, icon, getattr(tokens, ink), corner.left() + 2.5, corner.top() + 2.5, size_px=12)


def _cross_out(painter: QPainter, paper: QRectF, tokens: theme.Tokens) -> None:
    """Stays in the strip, does not go into the dossier."""
    painter.setPen(QPen(tokens.colour("muted"), 1.4))
    painter.drawLine(paper.topLeft() + QPointF(5, 5), paper.bottomRight() - QPointF(5, 5))


def _paint_number(painter: QPainter, below: QRectF, leaf: Leaf, look: _Look) -> None:
    font = _small(painter, QFont.Weight.DemiBold if look.focused or look.selected else QFont.Weight.Normal)
    font.setStrikeOut(leaf.page.excluded)
    painter.setFont(font)
    painter.setPen(QColor(look.tokens.accent if look.selected else look.tokens.muted))
    painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, str(leaf.number) if leaf.number else "")


def _fitted(picture: QPixmap, paper: QRectF) -> QRectF:
    """On whole pixels, so that small print is not smeared."""
    size = picture.deviceIndependentSize()
    left = round(paper.center().x() - size.width() / 2)
    return QRectF(left, round(paper.center().y() - size.height() / 2), size.width(), size.height())


def _ink(entry: Heading, tokens: theme.Tokens) -> QColor:
    if entry.tint >= 0:
        return tint_of(entry.tint, tokens)
    return QColor(tokens.accent if entry.component else tokens.amber)


def _small(painter: QPainter, weight: QFont.Weight) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(theme.SMALL_PX)
    font.setWeight(weight)
    return font
