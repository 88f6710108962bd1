from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from desk_app.ui import language, screens

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def translate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("installer_translate", ROOT / "installer" / "translate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_text_is_translated(translate: ModuleType) -> None:
    assert translate.unfinished(translate.ENGLISH) == []
    assert translate.unfinished(translate.QT_VIETNAMESE) == []


def test_the_collected_texts_are_those_of_the_code(translate: ModuleType) -> None:
    assert translate.new_texts() == set()


def test_the_compiled_files_are_those_of_their_sources(translate: ModuleType) -> None:
    assert translate.stale() == []


def test_every_text_can_be_collected() -> None:
    """lupdate sees only ``self.tr("…")`` and ``translate("context", "…")`` with the texts written out."""
    unseen = []
    for path in sorted((ROOT / "desk_app" / "ui").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and not _paints(node.func)
                and _called(node.func) in ("tr", "translate", "_tr")
            ):
                written = [argument for argument in node.args if isinstance(argument, ast.Constant)]
                if len(written) < (2 if _called(node.func) == "translate" else 1) or _called(node.func) == "_tr":
                    unseen.append(f"{path.name}:{node.lineno}")

    assert unseen == []


def _paints(function: ast.expr) -> bool:
    """Whether it is ``painter.translate``, which moves a picture and no words."""
    return isinstance(function, ast.Attribute) and ast.unparse(function.value).endswith("painter")


def _called(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def test_a_translation_has_the_same_gaps_as_its_text(translate: ModuleType) -> None:
    for text, english in translate.pairs(translate.ENGLISH):
        assert sorted(re.findall(r"\{\w*\}", text)) == sorted(re.findall(r"\{\w*\}", english)), text


def test_no_vietnamese_is_left_in_english(translate: ModuleType) -> None:
    allowed = re.compile(r"UBND xã Khánh An|Quầy 2|Tiếng Việt|Khánh An|Nguyễn Văn A")
    for _, english in translate.pairs(translate.ENGLISH):
        assert not re.search(r"[ăâêôơưđĂÂÊÔƠƯĐ\u1ea0-\u1ef9]", allowed.sub("", english)), english


def test_english_can_be_switched_on_and_off(qapp: QApplication) -> None:
    loaded = language.install(qapp, "en")
    try:
        assert [spec.title() for spec in screens.REGISTRY][:2] == ["Intake", "Dossiers"]
    finally:
        language.remove(qapp, loaded)

    assert screens.REGISTRY[0].title() == "Tiếp nhận"


def test_qt_itself_speaks_vietnamese(qapp: QApplication) -> None:
    loaded = language.install(qapp, "vi")
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Huỷ"
        assert QCoreApplication.translate("QLineEdit", "&Paste") == "&Dán"
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "Huỷ"
    finally:
        language.remove(qapp, loaded)
    assert isinstance(qapp, QGuiApplication)
