from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app import resources
from desk_app.ui import icons, theme
from desk_app.ui.banners import Banner
from desk_app.ui.buttons import (
    Chip,
    DangerButton,
    FlatButton,
    IconButton,
    KeyButton,
    LinkButton,
    PrimaryButton,
    QuietButton,
)
from desk_app.ui.cards import Card, EmptyState, Figure
from desk_app.ui.labels import ElidedLabel
from desk_app.ui.pills import Kind, Pill
from desk_app.ui.tables import Cell, Column, RowsModel, Table, split_line

COLUMNS = [
    Column(title="Mã hồ sơ", width_px=150),
    Column(title="Hồ sơ", stretch=True),
    Column(title="Lần", width_px=60, right=True),
]


def cells(row: str) -> list[Cell]:
    return [Cell(text=row, strong=True), Cell(text="Khai sinh", detail="2 trang"), Cell(text="Chờ", pill=Kind.WAITING)]


@pytest.mark.parametrize("kind", [PrimaryButton, QuietButton, DangerButton, LinkButton, FlatButton])
def test_a_button_answers_to_its_key(qtbot: QtBot, kind: type[KeyButton]) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    pressed: list[bool] = []
    QVBoxLayout(page).addWidget(kind("Quét", "F10", icon="scan-line", run=lambda: pressed.append(True)))
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)

    qtbot.keyClick(page, Qt.Key.Key_F10)

    qtbot.waitUntil(lambda: pressed == [True])


def test_a_button_that_is_off_does_not_answer(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    button = QuietButton("Quét", "F10", run=lambda: pressed.append(True))
    qtbot.addWidget(button)
    button.show()
    button.setEnabled(False)

    button._press()

    assert pressed == []


def test_buttons_have_the_heights_of_the_design(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    buttons = [
        PrimaryButton("Tiếp nhận", "F9"),
        PrimaryButton("Gửi", small=True),
        QuietButton("Mở"),
        IconButton("Xoay", "rotate-cw"),
    ]
    for button in buttons:
        column.addWidget(button)
    page.show()

    assert [button.height() for button in buttons] == [42, 34, 34, 34]


def test_every_button_has_a_name_to_be_spoken(qtbot: QtBot) -> None:
    for button in (PrimaryButton("Tiếp nhận", "F9"), IconButton("Xoay trang", "rotate-cw"), Chip("Quá hạn")):
        qtbot.addWidget(button)
        assert button.accessibleName()


def test_a_long_text_is_cut_with_an_ellipsis_and_a_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan có thẩm quyền cấp")
    qtbot.addWidget(label)

    label.resize(120, 20)
    label.show()
    assert label.toolTip() == label.text()

    label.resize(900, 20)
    assert label.toolTip() == ""


def test_a_pill_says_what_it_means(qtbot: QtBot) -> None:
    pill = Pill("Chờ 3", Kind.WAITING)
    qtbot.addWidget(pill)
    before_px = pill.sizeHint().width()

    pill.show_state("Đã xác nhận 27", Kind.PROVEN, icon="check")

    assert pill.accessibleName() == "Đã xác nhận 27"
    assert pill.sizeHint().width() > before_px


def test_a_figure_speaks_its_value(qtbot: QtBot) -> None:
    figure = Figure("Chờ gửi")
    qtbot.addWidget(figure)

    figure.show_value("3 hồ sơ", "5,2 MB", tone="amber")

    assert figure.accessibleName() == "Chờ gửi: 3 hồ sơ: 5,2 MB"


def test_a_card_hides_its_head_without_a_title(qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    card.show()
    assert not card._head_row.isVisible()

    card.set_title("Thành phần hồ sơ")
    card.set_aside("1 bộ")

    assert card._head_row.isVisible()


def test_a_banner_acts_and_closes(qtbot: QtBot) -> None:
    acted: list[bool] = []
    banner = Banner(Kind.WAITING, "Còn thiếu 1 giấy tờ.", action="Xem", run=lambda: acted.append(True), closable=True)
    qtbot.addWidget(banner)
    banner.show()

    qtbot.mouseClick(banner._button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(banner.dismissed):
        qtbot.mouseClick(banner._close, Qt.MouseButton.LeftButton)

    assert acted == [True]
    assert not banner.isVisible()


def test_an_empty_state_teaches_with_a_button(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    state = EmptyState(
        "scan-line", "Bỏ giấy vào máy rồi bấm F10.", button=QuietButton("Quét", "F10", run=lambda: pressed.append(True))
    )
    qtbot.addWidget(state)
    state.show()

    qtbot.mouseClick(state.findChild(QuietButton), Qt.MouseButton.LeftButton)

    assert pressed == [True]


def test_a_table_opens_with_enter_and_tells_where_it_is(qtbot: QtBot) -> None:
    model: RowsModel[str] = RowsModel(COLUMNS, cells)
    table = Table(COLUMNS, name="Hàng đợi")
    qtbot.addWidget(table)
    table.setModel(model)
    model.replace(["A", "B", "C"])
    table.show()
    opened: list[QModelIndex] = []
    moved: list[str | None] = []
    table.opened.connect(opened.append)
    table.moved.connect(lambda index: moved.append(model.row(index)))

    table.select_row(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)

    assert moved == ["A", "B"]
    assert [model.row(index) for index in opened] == ["B"]
    assert table.current_row() == 1


def test_new_content_of_the_same_rows_keeps_the_selection(qtbot: QtBot) -> None:
    model: RowsModel[str] = RowsModel(COLUMNS, cells)
    table = Table(COLUMNS)
    qtbot.addWidget(table)
    table.setModel(model)
    model.replace(["A", "B", "C"])
    table.select_row(1)

    model.replace(["A", "B′", "C"])
    assert table.current_row() == 1

    model.append(["D"])
    assert model.rowCount() == 4
    assert table.current_row() == 1


def test_a_cell_speaks_both_its_lines(qtbot: QtBot) -> None:
    model: RowsModel[str] = RowsModel(COLUMNS, cells)
    model.replace(["A"])

    assert model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole) == "Khai sinh, 2 trang"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Mã hồ sơ"


def test_a_line_breaks_after_a_space_or_a_hyphen() -> None:
    metrics = QFontMetrics(theme.base_font())
    width_px = metrics.horizontalAdvance("H12.64-261123-") + 1

    assert split_line("H12.64-261123-0098", metrics, width_px) == ("H12.64-261123-", "0098")
    assert split_line("Chứng thực bản sao", metrics, metrics.horizontalAdvance("Chứng thực b")) == (
        "Chứng thực",
        "bản sao",
    )


def test_a_word_wider_than_the_cell_breaks_anywhere() -> None:
    metrics = QFontMetrics(theme.base_font())

    first, rest = split_line("nghiêng" * 5, metrics, 60)

    assert first + rest == "nghiêng" * 5
    assert 0 < metrics.horizontalAdvance(first) <= 60


def test_every_icon_that_the_code_names_is_bundled() -> None:
    import re
    from pathlib import Path

    names = set()
    for path in (Path(__file__).resolve().parents[2] / "desk_app" / "ui").rglob("*.py"):
        names |= set(re.findall(r'icon="([a-z0-9-]+)"', path.read_text(encoding="utf-8")))

    assert [name for name in sorted(names) if not resources.path("icons", f"{name}.svg").is_file()] == []


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_icons_are_sharp_at_every_scale(qtbot: QtBot, scale: float) -> None:
    drawn = icons.pixmap("printer", "#17212B", size_px=18, scale=scale)

    assert drawn.width() == round(18 * scale)
    assert drawn.devicePixelRatio() == scale


@pytest.mark.parametrize("name", theme.THEMES)
def test_everything_can_be_painted_in_every_theme(qtbot: QtBot, qapp: QApplication, name: str) -> None:
    theme.apply(qapp, name)
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    table = Table(COLUMNS)
    model: RowsModel[str] = RowsModel(COLUMNS, cells)
    table.setModel(model)
    model.replace(["H12.64-261123-0098"])
    for widget in (
        PrimaryButton("Tiếp nhận", "F9"),
        QuietButton("Mở"),
        Chip("Lọc"),
        Pill("Chờ", Kind.PERSON),
        table,
        Banner(Kind.PROVEN, "Xong"),
    ):
        column.addWidget(widget)
    page.show()

    image = page.grab().toImage()

    colours = {
        image.pixelColor(x, y).name().upper() for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)
    }
    assert theme.THEMES[name].accent in colours
