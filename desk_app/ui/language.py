"""Vietnamese and English. The source texts are Vietnamese; English and Qt's own dialogs come from compiled translations."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desk_app import resources
from desk_app.ui.messages import ENGLISH, VIETNAMESE

LANGUAGES = (VIETNAMESE, ENGLISH)


def install(app: QApplication, language: str) -> list[QTranslator]:
    """Make the program speak a language; windows made from now on do. Keep what is returned for ``remove``."""
    english = language == ENGLISH
    QLocale.setDefault(QLocale("en_GB" if english else "vi_VN"))
    translator = QTranslator(app)
    if not translator.load("desk_app_en" if english else "qt_vi", str(resources.path("translations"))):
        return []
    app.installTranslator(translator)
    return [translator]


def remove(app: QApplication, translators: list[QTranslator]) -> None:
    """Take the translations back before another language is installed."""
    for translator in translators:
        app.removeTranslator(translator)
