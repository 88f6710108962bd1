from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QApplication

from desk_app.domain.printing import PrintState
from desk_app.store.errors import DiskFull


def test_f9_makes_a_dossier_prints_its_receipt_and_is_ready_for_the_next(counter):
    screen = counter.open()
    counter.fill()

    screen.main_act()
    counter.until(lambda: counter.printer.printed)
    counter.until(lambda: "Đã in giấy hẹn" in screen.notices.text("accepted"))

    pdf, title, copies = counter.printer.printed[0]
    assert pdf.startswith(b"%PDF")
    assert "H12.64-261123-0107" in title
    assert "Nguyễn" not in title
    assert copies == 2
    assert "H12.64-261123-0107" in screen.notices.text("accepted")
    assert "thứ Tư 25/11/2026" in screen.notices.text("accepted")
    assert counter.draft.is_empty
    assert QApplication.focusWidget() is screen.person.procedure.picker.line
    assert counter.program.desk.printing.pending() == ()
    counter.settle()


def test_f9_with_gaps_says_what_is_missing_and_goes_to_the_first(counter):
    screen = counter.open()
    counter.choose()

    screen.main_act()
    counter.until(lambda: screen.notices.text("refused"))

    assert "Nhập họ và tên" in screen.notices.text("refused")
    assert screen.person.name.error()
    assert QApplication.focusWidget() is screen.person.name.line
    assert counter.accepted_code() == ""
    counter.settle()


def test_a_missing_paper_takes_the_focus_to_its_line(counter):
    screen = counter.open()
    counter.fill()
    screen.visit.session.delete([p.id for p in counter.draft.pages_of(counter.draft.components[0].id)])
    screen.papers.tick(counter.draft.components[0].id)

    screen.main_act()
    counter.until(lambda: screen.notices.text("refused"))

    assert "Tờ khai đăng ký khai sinh" in screen.notices.text("refused")
    assert screen.papers.table.current_id() == counter.draft.components[0].id
    screen.papers.tick(counter.draft.components[0].id)
    counter.until(lambda: not screen.notices.text("refused"))
    counter.settle()


def test_what_is_still_being_typed_is_accepted_with_the_rest(counter):
    screen = counter.open()
    counter.fill(phone="")
    counter.type(screen.person.phone.line, "0918 224 156")

    screen.main_act()
    counter.until(lambda: counter.draft.is_empty)

    counter.until(lambda: counter.accepted_code())
    detail = counter.program.desk.lookup.by_code(counter.accepted_code(), who=counter.officer)
    assert detail.dossier.applicant.phone == "0918224156"
    counter.settle()


def test_a_printer_that_fails_leaves_the_task_and_can_be_asked_again(counter):
    screen = counter.open()
    counter.fill()
    counter.printer.reason = "no_printer"

    screen.main_act()
    counter.until(lambda: counter.program.desk.printing.pending())
    counter.until(lambda: screen.notices.text("print"))
    counter.settle()
    assert "Đang in" not in screen.notices.text("accepted")
    assert counter.program.desk.printing.pending()[0].state is PrintState.FAILED
    assert counter.accepted_code()

    counter.printer.reason = ""
    screen.notices.act("print")
    counter.until(lambda: counter.printer.printed)
    counter.settle()

    assert counter.program.desk.printing.pending() == ()
    assert screen.notices.text("print") == ""


def test_receipts_that_did_not_come_out_share_one_banner(counter):
    screen = counter.open()
    counter.printer.reason = "no_printer"
    for _ in range(2):
        counter.fill()
        screen.main_act()
        counter.until(lambda: screen.notices.text("print") and not screen.acceptance.is_busy)
        counter.settle()
    assert "2 giấy hẹn" in screen.notices.text("print")

    counter.printer.reason = ""
    screen.notices.act("print")
    counter.until(lambda: len(counter.printer.printed) == 2)
    counter.settle()

    assert counter.program.desk.printing.pending() == ()
    assert screen.notices.text("print") == ""


def test_receipts_owed_from_the_last_time_are_offered(counter):
    counter.open()
    counter.fill()
    counter.printer.reason = "no_printer"
    counter.screen.main_act()
    counter.until(lambda: counter.program.desk.printing.pending())
    counter.settle()
    counter.close()
    counter.printer.reason = ""

    screen = counter.open()
    counter.until(lambda: screen.notices.text("owed"))
    screen.notices.act("owed")
    counter.until(lambda: counter.printer.printed)
    counter.settle()

    assert counter.program.desk.printing.pending() == ()


def test_without_leased_codes_the_dossier_gets_a_provisional_one_and_says_so(counter):
    with counter.program.store.transaction() as uow:
        while uow.numbering.take("H12.64", dt.date(2026, 11, 23)):
            pass
    screen = counter.open()
    counter.fill()
    assert screen.outlook.code.text() == "Cấp mã tạm"

    screen.main_act()
    counter.until(lambda: "TAM-" in screen.notices.text("accepted"))

    assert "Mã tạm" in screen.notices.text("accepted")
    counter.settle()


def test_a_draft_is_simply_there_after_the_window_was_closed(counter):
    counter.open()
    counter.choose()
    counter.type(counter.screen.person.name.line, "Trần Văn Bảy")
    counter.close()

    screen = counter.open()

    assert counter.draft.applicant.full_name == "Trần Văn Bảy"
    assert screen.person.name.value() == "Trần Văn Bảy"
    assert "10:42" in screen.notices.text("restored")
    screen.notices.act("restored")
    assert counter.draft.is_empty
    counter.until(lambda: counter.tasks.under_way == 0)
    screen.drafts.look()
    counter.settle()
    assert [d.applicant.full_name for d in screen.drafts.others()] == ["Trần Văn Bảy"]
    screen.drafts.open(screen.drafts.others()[0])
    assert screen.person.name.value() == "Trần Văn Bảy"
    counter.settle()


def test_the_last_letter_before_the_window_closes_is_kept(counter):
    counter.open()
    for letter in "Trần Văn Bảy":
        counter.type(counter.screen.person.name.line, letter)
    counter.close()

    (draft,) = counter.program.desk.intake.open_drafts()

    assert draft.applicant.full_name == "Trần Văn Bảy"


def test_a_full_disk_is_loud_and_costs_nothing(counter, monkeypatch):
    screen = counter.open()
    whole = counter.program.desk.intake.save

    def full(_draft):
        raise DiskFull(counter.program.settings.data_dir)

    monkeypatch.setattr(counter.program.desk.intake, "save", full)
    counter.type(screen.person.name.line, "Trần Văn Bảy")
    counter.until(lambda: screen.notices.text("save"))
    assert "đầy" in screen.notices.text("save")

    monkeypatch.setattr(counter.program.desk.intake, "save", whole)
    screen.notices.act("save")
    counter.until(lambda: not screen.notices.text("save"))

    counter.until(lambda: "Đã lưu" in screen.person.aside.text())
    assert counter.program.desk.intake.open_drafts()[0].applicant.full_name == "Trần Văn Bảy"
    counter.settle()


def test_a_volunteer_hands_the_draft_over_and_an_officer_accepts_it(counter):
    screen = counter.open(counter.volunteer)
    assert "Chuyển" in screen.outlook.accept.text()
    counter.fill()
    draft = counter.draft.id

    screen.main_act()
    counter.settle()
    assert counter.draft.is_empty
    assert counter.accepted_code() == ""
    counter.close()
    assert counter.printer.printed == []

    screen = counter.open(counter.officer)
    assert counter.draft.is_empty
    counter.until(screen.drafts.others)
    screen.drafts.open(screen.drafts.others()[0])
    assert counter.draft.id == draft
    counter.settle()
    screen.main_act()
    counter.until(lambda: counter.printer.printed)
    counter.settle()


def test_a_discarded_draft_is_no_longer_offered(counter):
    screen = counter.open()
    counter.type(screen.person.name.line, "Trần Văn Bảy")
    counter.settle()
    counter.until(lambda: screen.visit.state.saved_at)

    screen.drafts.discard()
    counter.settle()

    assert counter.program.desk.intake.open_drafts() == ()
    assert counter.draft.is_empty


def test_the_foot_says_when_it_is_due_and_why(counter):
    screen = counter.open()
    counter.choose()
    counter.until(lambda: "25/11/2026" in screen.outlook.due.text())

    assert screen.outlook.due.text() == "10 giờ 42, thứ Tư 25/11/2026"
    assert "nghỉ 24/11" in screen.outlook.why.text()
    assert screen.outlook.code.text() == "H12.64-261123-0107"
    assert screen.papers.fees.text() == "Miễn phí"
    counter.settle()
