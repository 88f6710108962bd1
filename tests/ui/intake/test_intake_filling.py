from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QScrollArea

from desk_app.domain.applicant import Applicant, PartialDate, Sex
from desk_app.domain.codes import CodeKind
from desk_app.ui.screen import Scan

BIRTH = "1.001193"
TWO_CASES = "2.000720"
CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"
OTHER_CARD = "096088001234||Trần Văn Bảy|01021988|Nam|Ấp 4, Khánh An, U Minh, Cà Mau|10052021"


def test_a_procedure_is_found_by_two_letters_and_enter(counter):
    screen = counter.open()
    line = screen.person.procedure.picker.line

    counter.type(line, "ks")
    counter.until(screen.person.procedure.picker.is_open)
    counter.press(line, Qt.Key.Key_Return)
    counter.until(lambda: counter.draft.procedure_code)

    assert "khai sinh" in screen.visit.procedure.name if screen.visit.procedure else True
    counter.settle()
    assert screen.papers.model.rows
    assert QApplication.focusWidget() is screen.person.name.line


def test_a_scanned_procedure_code_chooses_it(counter):
    screen = counter.open()

    assert screen.take_scan(Scan(text=BIRTH, kind=CodeKind.PROCEDURE))
    counter.until(lambda: counter.draft.procedure_code == BIRTH)
    counter.settle()

    assert screen.person.procedure.picker.choice().title == "Đăng ký khai sinh"
    assert len(screen.papers.model.rows) == 9


def test_a_card_from_the_gun_fills_the_applicant_and_leaves_the_phone_to_type(counter):
    screen = counter.open()
    counter.choose()

    counter.scan_card()

    person = counter.draft.applicant
    assert (person.full_name, person.id_number) == ("Nguyễn Thị Hường", "096191004582")
    assert (person.born, person.sex) == (PartialDate(1991, 3, 5), Sex.FEMALE)
    assert screen.person.id_number.line.text() == "096 191 004 582"
    assert "Đã đọc căn cước" in screen.person.card.accessibleName()
    assert QApplication.focusWidget() is screen.person.phone.line


def test_a_card_of_old_units_says_where_that_is_now_and_keeps_its_own_words(counter):
    screen = counter.open()

    counter.scan_card()
    counter.until(lambda: "Khánh Lâm" in screen.person.address.present())

    assert counter.draft.applicant.address.text == "Ấp 1, Khánh Hội, U Minh, Cà Mau"
    assert counter.draft.applicant.address.commune


def test_a_typed_address_is_only_proposed_its_present_unit(counter):
    screen = counter.open()

    counter.type(screen.person.address.text.line, "Ấp 1, Khánh Hội, U Minh, Cà Mau")
    counter.until(lambda: "Khánh Lâm" in screen.person.address.present())

    assert counter.draft.applicant.address.commune is None
    screen.person.address.link.click()
    assert counter.draft.applicant.address.commune is not None
    counter.settle()
    assert "Khánh Lâm" in screen.person.address.present()


@pytest.mark.parametrize(
    ("text", "words"),
    [("DN4797936123456|4e677579e1bb856e|05/03/1991|2|43c3a0|79 - 001|-|01/01/2026|-|-|-|-|-|-|$", "bảo hiểm y tế")],
)
def test_another_card_says_what_it_is(counter, text, words):
    screen = counter.open()

    assert screen.take_scan(Scan(text=text, kind=CodeKind.HEALTH_INSURANCE))

    assert words in screen.person.card.accessibleName()
    assert counter.draft.applicant == Applicant()


def test_a_problem_stands_beside_its_field_once_that_was_left(counter):
    screen = counter.open()
    phone = screen.person.phone

    counter.type(phone.line, "0918 22 41")
    counter.settle()
    assert phone.error() == ""

    screen.person.email.line.setFocus()
    counter.until(phone.error)
    assert phone.error() == "Thiếu 2 chữ số."


def test_a_problem_goes_as_soon_as_it_is_put_right(counter):
    screen = counter.open()
    phone = screen.person.phone
    counter.type(phone.line, "0918 22 41")
    screen.person.email.line.setFocus()
    counter.until(phone.error)

    counter.type(phone.line, "56")
    counter.until(lambda: not phone.error())

    screen.person.email.line.setFocus()
    counter.settle()
    counter.until(lambda: counter.draft.applicant.phone == "0918224156")


def test_letters_that_an_input_method_still_composes_are_not_the_name(counter):
    screen = counter.open()
    line = screen.person.name.line
    counter.type(line, "Nguy")

    QApplication.sendEvent(line, QInputMethodEvent("ê", []))
    assert counter.draft.applicant.full_name == "Nguy"
    done = QInputMethodEvent("", [])
    done.setCommitString("ễn ")
    QApplication.sendEvent(line, done)

    assert counter.draft.applicant.full_name == "Nguyễn"
    assert line.text() == "Nguyễn "


def test_a_person_known_by_the_typed_number_brings_phone_and_address_along(counter):
    screen = counter.open()
    counter.fill()
    screen.main_act()
    counter.until(lambda: counter.draft.is_empty)

    counter.type(screen.person.id_number.line, "096191004582")
    screen.person.phone.line.setFocus()
    counter.until(lambda: counter.draft.applicant.phone)

    person = counter.draft.applicant
    assert (person.full_name, person.phone) == ("Nguyễn Thị Hường", "0918224156")
    assert person.address.commune
    assert screen.person.quiet.isVisible()


def test_the_same_person_and_procedure_within_a_month_is_told_but_not_refused(counter):
    screen = counter.open()
    counter.fill()
    screen.main_act()
    counter.until(lambda: counter.draft.is_empty)
    code = counter.accepted_code()

    counter.choose()
    counter.scan_card()
    counter.until(lambda: screen.notices.text("similar"))

    assert code in screen.notices.text("similar")
    screen.notices.act("similar")
    assert counter.went[-1][0] == "dossiers"
    assert counter.went[-1][1].text == code


def test_repeat_last_takes_procedure_channel_and_way_of_return(counter):
    screen = counter.open()
    counter.fill()
    screen.main_act()
    counter.until(lambda: counter.draft.is_empty)

    screen.repeat_last()
    counter.until(lambda: counter.draft.procedure_code)

    assert counter.draft.procedure_code == BIRTH
    assert counter.draft.applicant == Applicant()
    counter.settle()


def test_a_procedure_of_several_cases_asks_for_one_and_changes_its_papers(counter):
    screen = counter.open()
    counter.choose(TWO_CASES)
    counter.settle()
    case = screen.person.procedure.case
    assert case.isVisible()
    assert case.value() is None
    before = len(screen.papers.model.rows)

    counter.screen.choose_case(screen.visit.procedure.cases[1].code)
    counter.until(lambda: counter.draft.case)
    counter.settle()

    assert case.value() == screen.visit.procedure.cases[1].code
    assert len(screen.papers.model.rows) != before


def test_the_submitter_may_be_another_person_and_takes_the_next_card(counter):
    screen = counter.open()
    counter.scan_card()

    screen.person.submitter.button.click()
    counter.until(screen.person.submitter.has_focus)
    counter.scan_card(OTHER_CARD)

    assert counter.draft.submitter.full_name == "Trần Văn Bảy"
    assert counter.draft.applicant.full_name == "Nguyễn Thị Hường"
    screen.person.submitter.remove()
    assert counter.draft.submitter is None


def test_typing_is_never_lost_to_an_answer_that_comes_late(counter):
    screen = counter.open()
    screen.choose_procedure(BIRTH)

    counter.type(screen.person.name.line, "Trần Văn Bảy")
    counter.until(lambda: counter.draft.procedure_code)
    counter.settle()

    assert counter.draft.applicant.full_name == "Trần Văn Bảy"


def test_a_volunteer_sees_numbers_masked_but_may_type_one(counter):
    screen = counter.open(counter.volunteer)
    counter.scan_card()
    field = screen.person.id_number
    assert field.line.text() == "0961******82"

    field.line.setFocus()
    assert "096191004582" not in field.line.text()
    counter.type(field.line, "096088001234")
    assert field.line.text() == "096088001234"
    assert counter.draft.applicant.id_number == "096088001234"
    screen.person.phone.line.setFocus()
    assert field.line.text() == "0960******34"


def test_enter_goes_on_to_the_next_field(counter):
    screen = counter.open()
    counter.choose()
    counter.settle()
    screen.person.name.line.setFocus()

    counter.press(screen.person.name.line, Qt.Key.Key_Return)

    counter.until(lambda: QApplication.focusWidget() is screen.person.id_number.line)
    screen.person.returns.combo.setFocus()
    counter.press(screen.person.returns.combo, Qt.Key.Key_Return)
    counter.until(lambda: QApplication.focusWidget() is screen.papers.table)


def test_a_business_is_asked_for_its_tax_code_and_not_for_a_birthday(counter):
    screen = counter.open()

    screen.person._choose_kind(type(counter.draft.applicant.kind)("business"))

    assert not screen.person.born.isVisible()
    assert screen.person.id_number.caption.text() == "Mã số thuế"
    assert counter.draft.applicant == dataclasses.replace(Applicant(), kind=counter.draft.applicant.kind)


def test_at_1280_pixels_no_field_is_pushed_out_of_the_form(counter):
    screen = counter.open(width_px=1150)  # what rail and margins leave of 1280 pixels at 150 % of a full-HD screen
    counter.choose()
    scroll = screen.person.findChild(QScrollArea)
    screen.person.sex.control.setFocus()

    assert scroll.widget().width() <= scroll.viewport().width()
    assert scroll.horizontalScrollBar().value() == 0
