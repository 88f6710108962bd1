from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desk_app.desk.accounts import LockedOut, SignedIn
from desk_app.desk.portal_report import RejectReason, WarningKind
from desk_app.desk.settings import Theme
from desk_app.domain.errors import NotPermitted
from desk_app.domain.events import Author
from desk_app.domain.receipt import Circular, PaperSize
from desk_app.domain.roles import Role
from desk_app.ui.pdf_view import PdfDialog, PdfView
from desk_app.ui.pills import Kind
from desk_app.ui.settings import import_words
from desk_app.ui.settings.catalogue import CatalogueSection
from desk_app.ui.settings.central import CentralSection
from desk_app.ui.settings.devices import DevicesSection
from desk_app.ui.settings.forms import FormsSection
from desk_app.ui.settings.look import LookSection
from desk_app.ui.settings.office import OfficeSection
from desk_app.ui.settings.people import PeopleSection
from desk_app.ui.settings.phones import PhonesSection
from desk_app.ui.settings.ports import EnrolPort, LookPort, SafetyPort
from desk_app.ui.settings.safety import SafetySection
from desk_app.ui.settings.screen import SettingsScreen
from desk_app.ui.settings.section import Section


class Refused(Exception):
    """As the sender's: the centre said no."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Gateway(EnrolPort):
    def __init__(self) -> None:
        self.error: Exception | None = None
        self.asked: list[tuple[str, ...]] = []

    def enrol(self, url: str, code: str, *, who: Author) -> None:
        self.asked.append((url, code, who.name))
        if self.error is not None:
            raise self.error

    def test(self, url: str) -> None:
        self.asked.append((url,))
        if self.error is not None:
            raise self.error


class Safety(SafetyPort):
    def __init__(self) -> None:
        self.found: list[str] = []
        self.copies: list[Path] = []

    def backup(self, to: Path) -> None:
        self.copies.append(to)

    def check(self) -> list[str]:
        return self.found


class Look(LookPort):
    def __init__(self) -> None:
        self.shown: list[str] = []

    def show_theme(self, theme: Theme) -> None:
        self.shown.append(theme)

    def show_language(self, language: str) -> None:
        self.shown.append(language)


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
def safety() -> Safety:
    return Safety()


@pytest.fixture
def look() -> Look:
    return Look()


@pytest.fixture
def open_screen(qtbot: Any, office: Any, gateway: Gateway, safety: Safety, look: Look) -> Callable[..., SettingsScreen]:
    def start(role: Role = Role.ADMINISTRATOR) -> SettingsScreen:
        ports: dict[type, object] = {EnrolPort: gateway, SafetyPort: safety, LookPort: look}
        screen = SettingsScreen(office.context(role, ports=ports), now=office.now)
        qtbot.addWidget(screen)
        screen.resize(1254, 640)
        screen.show()
        screen.entered()
        qtbot.waitUntil(lambda: screen.context.tasks.under_way == 0)
        return screen

    return start


@pytest.fixture
def screen(open_screen: Callable[..., SettingsScreen]) -> SettingsScreen:
    return open_screen()


@pytest.fixture
def at(qtbot: Any, screen: SettingsScreen) -> Callable[[type[Section]], Any]:
    """Brings a section into sight and gives it."""

    def bring(kind: type[Section]) -> Any:
        screen.show_section(kind)
        qtbot.waitUntil(lambda: screen.context.tasks.under_way == 0)
        assert isinstance(screen.current, kind)
        return screen.current

    return bring


def kinds(screen: SettingsScreen) -> list[type]:
    return [type(section) for section in screen.sections]


def quiet(screen: SettingsScreen) -> Callable[[], bool]:
    return lambda: screen.context.tasks.under_way == 0


def test_an_administrator_sees_every_section(screen: SettingsScreen) -> None:
    assert kinds(screen) == [
        OfficeSection,
        FormsSection,
        CentralSection,
        PeopleSection,
        CatalogueSection,
        SafetySection,
        DevicesSection,
        PhonesSection,
        LookSection,
    ]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VOLUNTEER, Role.SUPERVISOR])
def test_others_see_devices_and_look(open_screen: Callable[..., SettingsScreen], role: Role) -> None:
    assert kinds(open_screen(role)) == [DevicesSection, LookSection]


def test_a_section_whose_port_is_not_wired_is_not_shown(qtbot: Any, office: Any) -> None:
    screen = SettingsScreen(office.context(Role.ADMINISTRATOR))
    qtbot.addWidget(screen)

    assert not {CentralSection, SafetySection, LookSection} & set(kinds(screen))


def test_leaving_a_field_keeps_it(qtbot: Any, screen: SettingsScreen, at: Any, office: Any) -> None:
    section = at(OfficeSection)
    section.fields["contact_phone"].line.setText("0290 3888 123")

    section.fields["contact_phone"].line.editingFinished.emit()

    qtbot.waitUntil(lambda: screen.card.aside.text() == "Đã lưu 10:45:00")
    assert office.desk.settings.get().contact_phone == "0290 3888 123"


def test_a_unit_code_that_is_none_is_refused_beside_its_field(
    qtbot: Any, screen: SettingsScreen, at: Any, office: Any
) -> None:
    section = at(OfficeSection)
    section.fields["unit"].line.setText("Khánh An")

    section.fields["unit"].line.editingFinished.emit()

    qtbot.waitUntil(lambda: bool(section.fields["unit"].error()))
    qtbot.waitUntil(quiet(screen))
    assert office.desk.settings.get().unit == "H12.64"
    section.fields["place"].line.setText("Khánh Lâm")
    section.fields["place"].line.editingFinished.emit()
    qtbot.waitUntil(lambda: office.desk.settings.get().place == "Khánh Lâm")


def test_the_receipt_is_shown_as_it_will_come_out(qtbot: Any, at: Any, office: Any) -> None:
    section = at(FormsSection)
    qtbot.waitUntil(lambda: section.preview.page_count() == 2)
    assert section.provisional.isVisible()

    section.circular.set_value(Circular.TT_01_2018)
    section.circular.chosen.emit(Circular.TT_01_2018)
    section.paper.chosen.emit(PaperSize.TWO_A5_ON_A4)

    qtbot.waitUntil(lambda: section.preview.page_count() == 1)
    qtbot.waitUntil(lambda: office.desk.settings.get().paper_size is PaperSize.TWO_A5_ON_A4)
    assert office.desk.settings.get().circular is Circular.TT_01_2018
    assert not section.provisional.isVisible()
    assert "01/2018" in section.basis.text()


def test_a_printer_that_is_gone_stays_chosen_and_says_so(at: Any, screen: SettingsScreen) -> None:
    section = at(FormsSection)
    screen.keeper.change(printer="Canon LBP")

    section.show_printers(["HP 1020"])

    assert section.printer.value() == "Canon LBP"
    assert "không thấy" in section.printer.combo.currentText()


def test_choices_of_the_form_are_kept(qtbot: Any, at: Any, office: Any) -> None:
    section = at(FormsSection)

    section.personal_id.setChecked(False)
    section.copies.spin.setValue(3)

    qtbot.waitUntil(lambda: office.desk.settings.get().copies == 3)
    assert office.desk.settings.get().personal_id_in_qr is False


def test_an_officer_chooses_camera_and_folder(
    qtbot: Any, open_screen: Callable[..., SettingsScreen], office: Any, tmp_path: Path
) -> None:
    screen = open_screen(Role.OFFICER)
    section = screen.sections[0]
    assert isinstance(section, DevicesSection)

    section.camera.line.setText("1")
    section.camera.line.editingFinished.emit()
    section.use_folder(str(tmp_path))

    qtbot.waitUntil(lambda: office.desk.settings.get().watched_folder == str(tmp_path))
    assert office.desk.settings.get().camera == "1"


def test_a_folder_that_is_not_there_is_not_taken(at: Any, office: Any, tmp_path: Path) -> None:
    section = at(DevicesSection)

    section.use_folder(str(tmp_path / "nowhere"))

    assert "Không có thư mục này" in section.folder.error()
    assert office.desk.settings.get().watched_folder == ""


def test_the_look_is_shown_at_once_and_kept(qtbot: Any, at: Any, office: Any, look: Look) -> None:
    section = at(LookSection)

    section.theme.chosen.emit(Theme.DARK)
    section.language.chosen.emit("en")

    assert look.shown == [Theme.DARK, "en"]
    qtbot.waitUntil(lambda: office.desk.settings.get().language == "en")
    assert office.desk.settings.get().theme is Theme.DARK


def test_a_desk_is_enrolled_with_address_and_code(qtbot: Any, at: Any, gateway: Gateway) -> None:
    section = at(CentralSection)
    section.enrol_button.click()
    assert section.url.error()
    assert section.code.error()
    section.url.set_value("https://motcua.camau.gov.vn")
    section.code.set_value("7Q2K-M4XD")

    section.enrol_button.click()

    qtbot.waitUntil(lambda: section.answer.property("banner") == Kind.PROVEN.value)
    assert gateway.asked == [("https://motcua.camau.gov.vn", "7Q2K-M4XD", "Quản trị")]
    assert section.code.value() == ""


def test_a_used_code_is_said_in_a_sentence(qtbot: Any, at: Any, gateway: Gateway) -> None:
    section = at(CentralSection)
    gateway.error = Refused("enrolment_refused")
    section.url.set_value("https://motcua.camau.gov.vn")
    section.code.set_value("7Q2K-M4XD")

    section.enrol_button.click()

    qtbot.waitUntil(lambda: "Mã đăng ký sai hoặc đã dùng" in section.answer.text())
    assert section.enrol_button.isEnabled()


def test_the_connection_can_be_tried(qtbot: Any, at: Any, gateway: Gateway) -> None:
    section = at(CentralSection)
    section.url.set_value("https://motcua.camau.gov.vn")

    section.test_button.click()

    qtbot.waitUntil(lambda: "trả lời tốt" in section.answer.text())


def test_somebody_is_added_and_can_sign_in(qtbot: Any, at: Any, office: Any) -> None:
    section = at(PeopleSection)
    section.start_adding()
    section.new_name.set_value("Phan Thị Cẩm Tiên")
    section.new_pins.first.set_value("1357")
    section.new_pins.second.set_value("1357")

    section.add_button.click()

    qtbot.waitUntil(lambda: any(a.name == "Phan Thị Cẩm Tiên" for a in section.model.rows()))
    account = office.desk.accounts.find("Phan Thị Cẩm Tiên", act=None)
    assert isinstance(office.desk.accounts.sign_in(account.id, "1357"), SignedIn)


def test_a_name_that_is_taken_and_pins_that_differ_are_said_beside_them(qtbot: Any, at: Any) -> None:
    section = at(PeopleSection)
    section.start_adding()
    section.new_name.set_value("trần thị mẫu")
    section.new_pins.first.set_value("1357")
    section.new_pins.second.set_value("1358")
    section.add_button.click()
    assert "không giống nhau" in section.new_pins.second.error()

    section.new_pins.second.set_value("1357")
    section.add_button.click()

    qtbot.waitUntil(lambda: bool(section.new_name.error()))


def test_a_new_pin_ends_a_lock_out(qtbot: Any, at: Any, office: Any) -> None:
    who = office.who(Role.OFFICER)
    while not isinstance(office.desk.accounts.sign_in(who.account_id, "0000"), LockedOut):
        pass
    section = at(PeopleSection)
    place = next(n for n, a in enumerate(section.model.rows()) if a.id == who.account_id)
    assert section.model.index(place, 2).data() == "Bị khoá"
    section.table.select_row(place)
    section.pins.first.set_value("9753")
    section.pins.second.set_value("9753")

    qtbot.keyClick(section.pins.second.line, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: section.model.index(place, 2).data() == "Đang dùng")
    assert isinstance(office.desk.accounts.sign_in(who.account_id, "9753"), SignedIn)


def test_the_last_administrator_keeps_the_role(qtbot: Any, at: Any) -> None:
    section = at(PeopleSection)
    place = next(n for n, a in enumerate(section.model.rows()) if a.role is Role.ADMINISTRATOR)
    section.table.select_row(place)

    section.role.set_value(Role.OFFICER)
    section.role.chosen.emit(Role.OFFICER)

    qtbot.waitUntil(lambda: "ít nhất một quản trị" in section.role.error())
    assert section.role.value() is Role.ADMINISTRATOR


def test_a_role_is_changed(qtbot: Any, at: Any, office: Any) -> None:
    section = at(PeopleSection)
    who = office.who(Role.OFFICER)
    section.table.select_row(next(n for n, a in enumerate(section.model.rows()) if a.id == who.account_id))

    section.role.set_value(Role.SUPERVISOR)
    section.role.chosen.emit(Role.SUPERVISOR)

    qtbot.waitUntil(lambda: "nay là Phụ trách" in section.answer.text())


def test_an_import_reports_what_was_refused(qtbot: Any, at: Any, tmp_path: Path) -> None:
    section = at(CatalogueSection)
    before = section.count.value()
    file = tmp_path / "danh-muc.jsonl"
    lines = [{"MATTHC": "1.999999", "TENTTHC": "Thủ tục thử"}, {"MATTHC": "xx", "TENTTHC": "Sai mã"}]
    file.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")

    section.import_paths([file])

    qtbot.waitUntil(lambda: "Đã nhận 1 thủ tục; không nhận 1" in section.answer.text())
    assert section.model.rows()[0].text == "Mã thủ tục không đúng dạng."
    qtbot.waitUntil(lambda: section.count.value() == str(int(before) + 1))


def test_a_file_that_is_not_there_is_said(qtbot: Any, at: Any, tmp_path: Path) -> None:
    section = at(CatalogueSection)

    section.import_paths([tmp_path / "khong-co.json"])

    qtbot.waitUntil(lambda: "Không tìm thấy tệp" in section.answer.text())
    assert section.import_button.isEnabled()


def test_every_finding_has_words() -> None:
    assert all(import_words.rejected(reason) for reason in RejectReason)
    assert all(import_words.warning(kind) for kind in WarningKind)


def test_a_backup_goes_to_a_folder_of_its_own(qtbot: Any, at: Any, safety: Safety, tmp_path: Path) -> None:
    section = at(SafetySection)

    section.backup_to(tmp_path)

    qtbot.waitUntil(lambda: section.answer.property("banner") == Kind.PROVEN.value)
    assert safety.copies == [tmp_path / "quay-mot-cua-20261123-1045"]


@pytest.mark.parametrize(("found", "kind"), [([], Kind.PROVEN), (["audit: line 7"], Kind.PERSON)])
def test_the_examination_says_what_it_found(qtbot: Any, at: Any, safety: Safety, found: list[str], kind: Kind) -> None:
    safety.found = found
    section = at(SafetySection)

    section.check_button.click()

    qtbot.waitUntil(lambda: section.answer.property("banner") == kind.value and section.answer.isVisible())
    assert section.lines.isVisible() is bool(found)


def test_devices_are_kept_only_by_whoever_works_here(office: Any) -> None:
    stranger = Author(account_id="x", name="x", role=Role.ADMINISTRATOR)
    office.desk.settings.remember_devices(who=stranger, camera="2")
    assert office.desk.settings.get().camera == "2"

    with pytest.raises(NotPermitted):
        office.desk.settings.change(office.desk.settings.get(), who=office.who(Role.OFFICER))


def test_the_viewer_shows_pages_and_refuses_what_is_no_pdf(qtbot: Any, office: Any) -> None:
    view = PdfView()
    qtbot.addWidget(view)
    specimen = office.desk.printing.specimen(office.desk.settings.get())

    assert view.show_pdf(specimen.pdf)
    assert view.page_count() == 2
    view.zoom(1.2)
    assert not view.show_pdf(b"not a pdf")
    assert view.page_count() == 0


def test_the_viewer_dialog_prints_where_that_is_offered(qtbot: Any, office: Any) -> None:
    asked: list[bool] = []
    specimen = office.desk.printing.specimen(office.desk.settings.get())
    dialog = PdfDialog("Giấy hẹn", specimen.pdf, on_print=lambda: asked.append(True))
    qtbot.addWidget(dialog)
    dialog.show()

    from desk_app.ui.buttons import QuietButton

    next(b for b in dialog.findChildren(QuietButton) if b.key() == "Ctrl+P").click()

    assert asked == [True]
