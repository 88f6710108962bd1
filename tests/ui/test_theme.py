from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_app.ui import icons, theme
from desk_app.ui.buttons import PrimaryButton
from desk_app.ui.theme import Tokens

TEXT_ON = [
    *(
        (ink, ground)
        for ink in ("text", "muted")
        for ground in ("background", "panel", "field", "hover", "neutral_soft", "accent_soft")
    ),
    *(("accent", ground) for ground in ("panel", "background", "hover", "accent_soft")),
    *((ink, ground) for ink in ("amber", "red", "green") for ground in ("panel", f"{ink}_soft")),
    *(("on_accent", ground) for ground in ("accent", "accent_hover")),
    *(("rail_text", ground) for ground in ("rail", "rail_active")),
    ("on_badge", "badge"),
]


@pytest.mark.parametrize("tokens", theme.THEMES.values(), ids=lambda t: t.name)
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON, ids="-on-".join)
def test_text_has_enough_contrast(tokens: Tokens, ink: str, ground: str) -> None:
    assert theme.contrast_ratio(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", theme.THEMES.values(), ids=lambda t: t.name)
def test_the_focus_ring_stands_out_from_what_is_around_it(tokens: Tokens) -> None:
    for ground in (tokens.panel, tokens.background, tokens.field):
        assert theme.contrast_ratio(tokens.accent, ground) >= 3


def test_contrast_is_computed_as_in_wcag() -> None:
    assert theme.contrast_ratio("#FFFFFF", "#000000") == pytest.approx(21)
    assert theme.contrast_ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_a_theme_switch_reaches_widgets_that_are_already_shown(qtbot: QtBot, qapp: QApplication) -> None:
    page = QWidget()
    button = PrimaryButton("Tiếp nhận", "F9")
    button.setParent(page)
    qtbot.addWidget(page)
    page.show()

    for name in ("dark", "contrast", "light"):
        theme.apply(qapp, name)

        assert theme.tokens_of(button).name == theme.tokens_of(page).name == name


def test_an_icon_label_follows_the_theme(qtbot: QtBot, qapp: QApplication) -> None:
    shown = icons.IconLabel("check", "text")
    qtbot.addWidget(shown)
    before = shown.pixmap().toImage()

    theme.apply(qapp, "dark")

    assert shown.pixmap().toImage() != before


def test_the_bundled_font_is_used_and_its_digits_are_equally_wide(qtbot: QtBot) -> None:
    label = QLabel("1")
    qtbot.addWidget(label)
    label.show()

    metrics = QFontMetrics(label.font())

    assert label.font().family() == theme.FAMILY
    widths_px = [metrics.horizontalAdvance(digit * 10) for digit in "0123456789"]
    assert max(widths_px) - min(widths_px) <= 1  # of ten digits: what rounding leaves


def test_every_letter_of_vietnamese_is_in_the_font() -> None:
    metrics = QFontMetrics(theme.base_font())
    letters = "aăâeêioôơuưyđAĂÂEÊIOÔƠUƯYĐ₫·–…“”" + "ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"

    assert [letter for letter in letters if not metrics.inFontUcs4(ord(letter))] == []


def test_the_style_sheet_names_only_files_that_exist() -> None:
    from desk_app import resources

    for tokens in theme.THEMES.values():
        sheet = theme.style_sheet(tokens)
        files = [part.split('"')[0] for part in sheet.split('url("style:')[1:]]
        assert files
        assert all(resources.path("style", *name.split("/")).is_file() for name in files)
        assert "$" not in sheet


def test_the_icons_in_the_style_sheet_have_the_colours_of_the_theme() -> None:
    from desk_app import resources

    for tokens, (name, role) in itertools.product(
        theme.THEMES.values(), (("chevron-down", "muted"), ("check", "on_accent"))
    ):
        text = resources.path("style", tokens.name, f"{name}.svg").read_text(encoding="utf-8")
        assert getattr(tokens, role) in text or tokens.name == "contrast"
