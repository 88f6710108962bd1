"""Colours, fonts and the style sheet: light, dark and high contrast.

The theme of a widget is read from its palette (``tokens_of``), so nothing has to be handed around and a switch at run time
reaches every widget as an ordinary palette change.
"""

from __future__ import annotations

import dataclasses
import string

from PySide6.QtCore import QByteArray, QDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desk_app import resources
from desk_app.ui.none_guard import keep_none_alive
from desk_app.ui.tabular import with_tabular_digits

FAMILY = "Be Vietnam Pro"
BASE_PX = 13
SMALL_PX = 11
FIELD_HEIGHT_PX = 32
BUTTON_HEIGHT_PX = 34
PRIMARY_HEIGHT_PX = 42
RADIUS_PX = 6
CARD_RADIUS_PX = 8


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The colours of one theme as ``#RRGGBB``; a ``…_soft`` colour is the ground on which its namesake is written."""

    name: str
    background: str
    panel: str
    field: str
    line: str
    border: str
    text: str
    muted: str
    disabled: str
    accent: str
    accent_soft: str
    accent_hover: str
    on_accent: str
    amber: str
    amber_soft: str
    red: str
    red_soft: str
    green: str
    green_soft: str
    neutral_soft: str
    hover: str
    rail: str
    rail_active: str
    rail_text: str
    badge: str
    on_badge: str
    scroll: str

    def colour(self, role: str) -> QColor:
        """The colour of a role: one of the fields above."""
        return QColor(getattr(self, role))


LIGHT = Tokens(
    name="light",
    background="#F4F6F8",
    panel="#FFFFFF",
    field="#FFFFFF",
    line="#DDE3E9",
    border="#C3CDD6",
    text="#17212B",
    muted="#5B6B7A",
    disabled="#8896A3",
    accent="#0B6B74",
    accent_soft="#E3F1F2",
    accent_hover="#095A62",
    on_accent="#FFFFFF",
    amber="#9A5B00",
    amber_soft="#FFF3DC",
    red="#B3261E",
    red_soft="#FCEBE9",
    green="#1B6E3C",
    green_soft="#E4F4EA",
    neutral_soft="#EEF1F4",
    hover="#F0F3F6",
    rail="#0E2A33",
    rail_active="#1B434E",
    rail_text="#D5E3E8",
    badge="#F2B858",
    on_badge="#2B1A00",
    scroll="#B9C4CE",
)

DARK = Tokens(
    name="dark",
    background="#10171C",
    panel="#18222A",
    field="#10171C",
    line="#2A3843",
    border="#3A4B58",
    text="#E6EDF2",
    muted="#98A8B5",
    disabled="#667784",
    accent="#4FC3CC",
    accent_soft="#15343A",
    accent_hover="#74D4DB",
    on_accent="#0B1A1D",
    amber="#F2B858",
    amber_soft="#3A2C10",
    red="#FF8A80",
    red_soft="#3D1A18",
    green="#7AD39A",
    green_soft="#14301F",
    neutral_soft="#10171C",
    hover="#202D37",
    rail="#0A1014",
    rail_active="#15343A",
    rail_text="#D5E3E8",
    badge="#F2B858",
    on_badge="#2B1A00",
    scroll="#465967",
)

CONTRAST = Tokens(
    name="contrast",
    background="#000000",
    panel="#000000",
    field="#000000",
    line="#FFFFFF",
    border="#FFFFFF",
    text="#FFFFFF",
    muted="#E6E6E6",
    disabled="#A6A6A6",
    accent="#FFE45C",
    accent_soft="#33300F",
    accent_hover="#FFF2A8",
    on_accent="#000000",
    amber="#FFC163",
    amber_soft="#331F00",
    red="#FFA79E",
    red_soft="#3D0B07",
    green="#8DF0AE",
    green_soft="#052E14",
    neutral_soft="#1C1C1C",
    hover="#262626",
    rail="#000000",
    rail_active="#33300F",
    rail_text="#FFFFFF",
    badge="#FFC163",
    on_badge="#000000",
    scroll="#FFFFFF",
)

THEMES: dict[str, Tokens] = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}

_BY_MARK = {QColor(theme.accent).rgb(): theme for theme in THEMES.values()}


def tokens_of(widget: QWidget) -> Tokens:
    """The theme this widget is shown in."""
    return tokens_of_palette(widget.palette())


def tokens_of_palette(shown: QPalette) -> Tokens:
    """The theme that a palette belongs to.

    The palette's visited-link colour is the mark: style sheets never touch it and it differs in every theme.
    """
    return _BY_MARK.get(shown.color(QPalette.ColorRole.LinkVisited).rgb(), LIGHT)


def palette(tokens: Tokens) -> QPalette:
    """The palette for whatever the style sheet does not reach (selection, links, text drawn by delegates)."""
    role = QPalette.ColorRole
    made = QPalette()
    for name, colour in {
        role.Window: tokens.background,
        role.WindowText: tokens.text,
        role.Base: tokens.field,
        role.AlternateBase: tokens.hover,
        role.Text: tokens.text,
        role.Button: tokens.panel,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.red,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.text,
        role.ToolTipText: tokens.panel,
        role.PlaceholderText: tokens.muted,
        role.Light: tokens.panel,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.border,
        role.Shadow: tokens.border,
        role.Accent: tokens.accent,
    }.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.disabled))
    return made


def style_sheet(tokens: Tokens) -> str:
    """The style sheet of ``resources/style/desk.qss`` with this theme's colours filled in."""
    template = string.Template(resources.path("style", "desk.qss").read_text(encoding="utf-8"))
    values = {field.name: getattr(tokens, field.name) for field in dataclasses.fields(tokens)}
    sizes = {
        "family": FAMILY,
        "base_px": BASE_PX,
        "small_px": SMALL_PX,
        "radius": RADIUS_PX,
        "card_radius": CARD_RADIUS_PX,
    }
    return template.substitute(values | sizes)


def load_fonts() -> tuple[str, ...]:
    """Register the bundled fonts, with digits of equal width; the families that became available."""
    families: list[str] = []
    for path in sorted(resources.path("fonts").rglob("BeVietnamPro*.ttf")):
        number = QFontDatabase.addApplicationFontFromData(QByteArray(with_tabular_digits(path.read_bytes())))
        families.extend(QFontDatabase.applicationFontFamilies(number) if number >= 0 else [])
    return tuple(dict.fromkeys(families))


def base_font() -> QFont:
    """Be Vietnam Pro, 13 px."""
    font = QFont(FAMILY)
    font.setPixelSize(BASE_PX)
    return font


def apply(app: QApplication, name: str) -> Tokens:
    """Show the whole program in this theme (``light``, ``dark``, ``contrast``; anything else is light), now."""
    keep_none_alive()
    tokens = THEMES.get(name, LIGHT)
    QDir.setSearchPaths("style", [str(resources.path("style"))])
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setFont(base_font())
    app.setPalette(palette(tokens))
    app.setStyleSheet(style_sheet(tokens))
    return tokens


def contrast_ratio(one: str, other: str) -> float:
    """WCAG 2.2 contrast of two ``#RRGGBB`` colours: 1 (equal) to 21 (black on white)."""

    def luminance(colour: str) -> float:
        parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
