from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

from desk_app.ui import screens


@pytest.fixture(scope="module")
def pictures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("take_pictures", Path(__file__).with_name("take_pictures.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_every_screen_of_the_registry_is_a_scene(pictures: ModuleType) -> None:
    names = {scene.name for scene in pictures.SCENES}

    assert {f"{spec.id}-{desk}" for spec in screens.REGISTRY for desk in ("empty", "busy")} <= names


@pytest.mark.slow
def test_one_command_renders_a_scene(pictures: ModuleType, qapp: QApplication, tmp_path: Path) -> None:
    wanted = ["--only", "sign-in", "--theme", "dark", "--language", "en", "--size", "1366x768"]

    code = pictures.main([str(tmp_path), *wanted])

    assert code == 0
    assert QImage(str(tmp_path / "sign-in-en-dark-1366x768.png")).size().toTuple() == (1366, 768)


def test_a_text_that_does_not_fit_is_found(pictures: ModuleType, qapp: QApplication) -> None:
    page = QWidget()
    row = QHBoxLayout(page)
    row.addWidget(QLabel("Trần Thị Thuý Hằng"))
    cut = QLabel("Chứng thực bản sao từ bản chính")
    cut.setFixedWidth(60)
    row.addWidget(cut)
    page.show()

    assert pictures.clipped(page) == ["Chứng thực bản sao từ bản chính"]
    page.close()
