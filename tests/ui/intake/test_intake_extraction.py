from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk_app.domain.dossier import Extracted, ExtractedKind
from desk_app.domain.draft import DraftComponent
from desk_app.domain.extraction import Proposal
from desk_app.ui.intake.extraction import ExtractionDialog

NUMBER = Extracted(ExtractedKind.NUMBER, "214/QĐ-UBND")
DAY = Extracted(ExtractedKind.ISSUED_ON, "2026-03-05")
PAPER = DraftComponent(id="c1", name="Quyết định công nhận", extracted=(NUMBER,))


@pytest.fixture
def dialog(qtbot: QtBot) -> Callable[..., ExtractionDialog]:
    def make(paper: DraftComponent = PAPER) -> ExtractionDialog:
        made = ExtractionDialog(paper)
        qtbot.addWidget(made)
        made.show()
        return made

    return make


def test_what_was_confirmed_before_is_not_overwritten_by_what_is_read(dialog: Callable[..., ExtractionDialog]) -> None:
    open_ = dialog()

    open_.propose([Proposal(Extracted(ExtractedKind.NUMBER, "999/XX"), 0), Proposal(DAY, 1)], read=True)

    assert open_.facts() == (NUMBER, DAY)
    assert open_.fields[ExtractedKind.ISSUED_ON].value() == "05/03/2026"


def test_nothing_is_kept_until_a_person_says_so(dialog: Callable[..., ExtractionDialog], qtbot: QtBot) -> None:
    open_ = dialog(DraftComponent(id="c1", name="Quyết định"))
    open_.propose([Proposal(NUMBER, 0)], read=True)
    kept: list[Any] = []
    open_.kept.connect(kept.append)

    qtbot.keyClick(open_, Qt.Key.Key_Escape)
    assert kept == []

    open_.show()
    open_.keep()
    assert kept == [(NUMBER,)]


def test_a_day_that_is_none_is_said_at_its_field_and_nothing_is_kept(dialog: Callable[..., ExtractionDialog]) -> None:
    open_ = dialog()
    open_.fields[ExtractedKind.ISSUED_ON].set_value("31/02/2026")
    kept: list[Any] = []
    open_.kept.connect(kept.append)

    open_.keep()

    assert kept == []
    assert "05/03/2026" in open_.fields[ExtractedKind.ISSUED_ON].error()


def test_the_facts_of_a_paper_are_kept_in_the_draft_and_can_be_undone(counter: Any, qtbot: QtBot) -> None:
    screen = counter.open()
    counter.choose()
    paper = counter.draft.components[0]
    counter.add_page(paper)
    screen.papers.table.select(paper.id)

    screen.papers.ask_facts()
    open_ = next(d for d in screen.window().findChildren(ExtractionDialog) if d.isVisible())
    counter.settle()
    open_.fields[ExtractedKind.NUMBER].set_value("214/QĐ-UBND")
    open_.keep()

    assert counter.draft.components[0].extracted == (NUMBER,)
    screen.visit.session.undo()
    assert counter.draft.components[0].extracted == ()
