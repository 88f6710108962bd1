from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest

from desk_app.desk.settings import DeskSettings
from desk_app.domain.errors import NotPermitted
from desk_app.domain.events import ReceiptIssued
from desk_app.domain.printing import PrintState
from desk_app.domain.receipt import Circular, PaperSize


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def _reprint(counter: Any, dossier_id: str) -> Any:
    task = counter.desk.printing.print_again(dossier_id, who=counter.officer)
    return counter.desk.printing.printout(task.id, who=counter.officer)


def test_the_receipt_is_made_once_kept_with_the_dossier_and_queued(counter: Any) -> None:
    outcome = counter.accepted()

    first = counter.desk.printing.printout(outcome.print_task, who=counter.officer)
    again = counter.desk.printing.printout(outcome.print_task, who=counter.officer)

    assert again == first
    assert outcome.dossier.code in text_of(first.pdf)
    (kept,) = counter.desk.printing.receipts_of(outcome.dossier.id)
    assert counter.desk.printing.pdf_of(kept.copy.sha256) == first.pdf
    assert (kept.reprint, kept.copy.bytes, kept.circular) == (0, len(first.pdf), Circular.TT_03_2025)
    facts = [i.fact for i in counter.outbox(outcome.dossier.id) if isinstance(i.fact, ReceiptIssued)]
    assert [(f.copy, f.reprint) for f in facts] == [(kept.copy, 0)]


def test_the_title_in_the_printers_queue_names_nobody(counter: Any) -> None:
    outcome = counter.accepted()
    printout = counter.desk.printing.printout(outcome.print_task, who=counter.officer)

    assert printout.title == f"receipt {outcome.dossier.code}"
    assert "Hường" not in printout.title


def test_a_failed_print_leaves_its_task_with_the_reason_and_the_same_bytes(
    counter: Any, open_counter: Callable[[], Any]
) -> None:
    outcome = counter.accepted()
    first = counter.desk.printing.printout(outcome.print_task, who=counter.officer)

    counter.desk.printing.failed(outcome.print_task, "hết giấy")
    counter.program.close()

    again = open_counter()
    (task,) = again.desk.printing.pending()
    assert (task.id, task.state, task.reason) == (outcome.print_task, PrintState.FAILED, "hết giấy")
    again.now.move(hours=3)
    assert again.desk.printing.printout(task.id, who=again.officer).pdf == first.pdf
    again.desk.printing.printed(task.id, who=again.officer)
    assert again.desk.printing.pending() == ()
    assert again.audit(outcome.dossier.id) == ["dossier_accepted", "receipt_issued", "printed"]
    assert len(again.desk.printing.receipts_of(outcome.dossier.id)) == 1


def test_a_receipt_that_was_never_tried_waits_over_a_restart(counter: Any, open_counter: Callable[[], Any]) -> None:
    outcome = counter.accepted()
    counter.program.close()

    (task,) = open_counter().desk.printing.pending()

    assert (task.id, task.state) == (outcome.print_task, PrintState.PENDING)


def test_reprints_are_counted_and_marked(counter: Any) -> None:
    outcome = counter.accepted()
    original = counter.desk.printing.printout(outcome.print_task, who=counter.officer)

    reprints = [_reprint(counter, outcome.dossier.id) for _ in range(2)]

    assert [original.reprint, *(p.reprint for p in reprints)] == [0, 1, 2]
    texts = [text_of(p.pdf) for p in (original, *reprints)]
    assert "In lại lần" not in texts[0]
    assert "lần 1" in texts[1]
    assert "lần 2" in texts[2]
    assert [r.reprint for r in counter.desk.printing.receipts_of(outcome.dossier.id)] == [0, 1, 2]
    assert counter.audit(outcome.dossier.id).count("reprint_asked") == 2


def test_two_reprints_asked_for_before_either_is_made_are_not_the_same_reprint(counter: Any) -> None:
    # Both were number 1, so that the second came out as another copy of the first.
    outcome = counter.accepted()
    tasks = [counter.desk.printing.print_again(outcome.dossier.id, who=counter.officer) for _ in range(2)]

    assert [t.reprint for t in tasks] == [1, 2]
    printouts = [counter.desk.printing.printout(t.id, who=counter.officer) for t in tasks]
    assert printouts[0].pdf != printouts[1].pdf


def test_a_reprint_under_the_official_code_says_which_provisional_one_it_replaces(counter: Any) -> None:
    outcome = counter.accepted()
    provisional = outcome.dossier.code
    counter.desk.printing.printout(outcome.print_task, who=counter.officer)

    with counter.store.transaction() as uow:
        uow.dossiers.replace(outcome.dossier.with_official_code("H12.64-261123-0107"))
    text = text_of(_reprint(counter, outcome.dossier.id).pdf)

    assert "H12.64-261123-0107" in text
    assert f"thay cho mã tạm {provisional}" in text


def test_a_volunteer_prints_nothing(counter: Any) -> None:
    outcome = counter.accepted()

    with pytest.raises(NotPermitted):
        counter.desk.printing.printout(outcome.print_task, who=counter.volunteer)
    with pytest.raises(NotPermitted):
        counter.desk.printing.print_again(outcome.dossier.id, who=counter.volunteer)
    assert counter.desk.printing.receipts_of(outcome.dossier.id) == ()


@pytest.mark.parametrize("circular", Circular)
def test_a_preview_keeps_nothing(counter: Any, circular: Circular) -> None:
    dossier = counter.accepted().dossier
    before = (len(counter.outbox(dossier.id)), counter.desk.printing.receipts_of(dossier.id))

    pdf = counter.desk.printing.preview(dossier.id, circular=circular, size=PaperSize.A5)

    assert dossier.code in text_of(pdf)
    assert (len(counter.outbox(dossier.id)), counter.desk.printing.receipts_of(dossier.id)) == before


def test_the_specimen_shows_the_offices_paper_and_an_invented_citizen(counter: Any) -> None:
    settings = dataclasses.replace(counter.desk.settings.get(), desk_body="Bộ phận Một cửa")

    specimen = counter.desk.printing.specimen(settings)

    text = text_of(specimen.pdf)
    assert "Nguyễn Thị Mẫu" in text
    assert "H12.64-261123-0000" in text
    assert specimen.legal_basis
    assert specimen.provisional == bool(specimen.note)


@pytest.mark.parametrize(
    ("unit_name", "above", "place"),
    [
        ("UBND xã Khánh An", "UBND xã Khánh An", "Khánh An"),
        ("xã Khánh An", "UBND xã Khánh An", "Khánh An"),
        ("Ủy ban nhân dân phường An Xuyên", "Ủy ban nhân dân phường An Xuyên", "An Xuyên"),
        ("UBND đặc khu Thổ Châu", "UBND đặc khu Thổ Châu", "Thổ Châu"),
        ("", "", ""),
    ],
)
def test_the_head_of_the_slip_is_made_from_the_units_name_once(
    counter: Any, unit_name: str, above: str, place: str
) -> None:
    from desk_app.desk.printing import receipt_for

    dossier = counter.accepted().dossier
    receipt = receipt_for(dossier, DeskSettings(unit="H12.64", unit_name=unit_name, desk="Quầy 1"), at=counter.now())

    assert (receipt.superior_body, receipt.place) == (above, place)


def test_the_queue_is_told_when_a_receipt_was_made(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bool] = []
    outcome = counter.accepted()
    monkeypatch.setattr(counter.desk.printing, "_outbox_changed", lambda: told.append(True))

    counter.desk.printing.printout(outcome.print_task, who=counter.officer)
    counter.desk.printing.printout(outcome.print_task, who=counter.officer)

    assert told == [True]
