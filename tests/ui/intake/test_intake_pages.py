from __future__ import annotations

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage

from desk_app.capture import simulated
from desk_app.desk.capturing import Capturing
from desk_app.desk.digitisation import IncomingFile
from desk_app.ui.intake import camera_view
from desk_app.ui.intake.incoming import page_ids, pages_mime
from desk_app.ui.intake.page_view import PageView

CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"
ALT = Qt.KeyboardModifier.AltModifier


def paper(seed=0):
    return simulated.jpeg_file(simulated.document_page(seed=seed, dpi=70), dpi=70)


@pytest.fixture
def three_pages(counter):
    screen = counter.open()
    counter.choose()
    first, second = counter.draft.components[:2]
    counter.add_page(first, 0)
    counter.add_page(first, 1)
    counter.add_page(second, 2)
    counter.settle()
    return screen


def order(counter):
    names = {c.id: n for n, c in enumerate(counter.draft.components)}
    return [(names.get(c.id), p.id) for c in counter.draft.components for p in counter.draft.pages_of(c.id)]


def test_pages_of_a_file_go_to_the_selected_paper_and_are_looked_at(counter):
    screen = counter.open()
    counter.choose()
    screen.papers.table.select(counter.draft.components[1].id)

    counter.add_page()
    counter.settle()

    assert counter.draft.pages[0].component == counter.draft.components[1].id
    assert screen.pages.strip.current().id == counter.draft.pages[0].id
    assert screen.pages.stack.currentWidget() is screen.pages.look
    assert screen.papers.model.rows[1].state == "Đã quét"


def test_pages_without_a_procedure_wait_unsorted(counter):
    counter.open()

    counter.add_page()

    assert counter.draft.pages[0].component is None
    counter.settle()


def test_a_number_sends_the_page_to_that_paper(counter, three_pages):
    strip = three_pages.pages.strip
    strip.look_at(counter.draft.pages[0].id)
    strip.setFocus()

    page = strip.current().id
    counter.press(strip, Qt.Key.Key_2)
    counter.until(lambda: counter.draft.pages_of(counter.draft.components[1].id)[-1].id == page)

    assert strip.current().id == page
    counter.settle()


def test_keys_turn_delete_and_undo(counter, three_pages):
    strip = three_pages.pages.strip
    page = counter.draft.pages[0].id
    strip.look_at(page)
    strip.setFocus()

    counter.press(strip, Qt.Key.Key_R)
    counter.until(lambda: next(p for p in counter.draft.pages if p.id == page).rotation == 90)
    counter.press(strip, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    counter.until(lambda: next(p for p in counter.draft.pages if p.id == page).rotation == 0)
    counter.press(strip, Qt.Key.Key_Delete)
    assert page not in [p.id for p in counter.draft.pages]
    assert [p.id for p in counter.draft.dustbin] == [page]
    assert strip.current() is not None

    three_pages.pages.undo.click()
    assert page in [p.id for p in counter.draft.pages]
    three_pages.pages.redo.click()
    assert page not in [p.id for p in counter.draft.pages]
    counter.until(lambda: three_pages.visit.state.preparing == 0)
    counter.settle()


def test_alt_and_arrows_change_the_order_across_papers(counter, three_pages):
    strip = three_pages.pages.strip
    (_, one), (_, two), (_, three) = order(counter)
    strip.look_at(one)

    counter.press(strip, Qt.Key.Key_Down, ALT)
    assert order(counter) == [(0, two), (0, one), (1, three)]
    counter.press(strip, Qt.Key.Key_Down, ALT)
    assert order(counter) == [(0, two), (1, three), (1, one)]
    counter.press(strip, Qt.Key.Key_Up, ALT)
    assert order(counter) == [(0, two), (1, one), (1, three)]
    counter.press(strip, Qt.Key.Key_Up, ALT)
    assert order(counter) == [(0, one), (0, two), (1, three)]
    counter.settle()


def test_a_file_that_is_no_page_is_turned_away_with_its_name(counter):
    screen = counter.open()

    screen.taking.take([IncomingFile("thư.docx", b"PK\x03\x04 nothing to see")])
    counter.until(lambda: screen.notices.text("rejected"))

    assert "thư.docx" in screen.notices.text("rejected")
    assert counter.draft.pages == ()


def test_a_page_that_cannot_be_read_says_why_and_is_replaced_at_its_place(counter, three_pages, tmp_path):
    torn = paper(5)[:3000]
    first = counter.draft.components[0]
    three_pages.taking.take([IncomingFile("rách.jpg", torn)], component=first.id)
    counter.until(lambda: three_pages.notices.text("rejected") or any(p.failed for p in counter.draft.pages))
    if not any(p.failed for p in counter.draft.pages):
        pytest.skip("torn files are turned away before they become pages")
    bad = next(p for p in counter.draft.pages if p.failed)
    three_pages.pages.strip.look_at(bad.id)
    counter.until(three_pages.pages.note.isVisible)
    file = tmp_path / "tốt.jpg"
    file.write_bytes(paper(6))

    three_pages.taking.take_paths([file], "file", component=None, instead_of=bad.id)
    counter.until(lambda: bad.id not in [p.id for p in counter.draft.pages])

    assert [p.id for p in counter.draft.dustbin] == [bad.id]
    assert len(counter.draft.pages_of(first.id)) == 3
    counter.settle()


def test_a_picture_in_the_clipboard_is_pasted_even_while_a_name_is_typed(counter):
    screen = counter.open()
    picture = QImage(400, 560, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    QGuiApplication.clipboard().setImage(picture)
    screen.person.name.line.setFocus()

    counter.press(screen.person.name.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    counter.until(lambda: counter.draft.pages)

    assert counter.draft.pages[0].source == "clipboard"
    assert screen.person.name.value() == ""
    counter.settle()
    QGuiApplication.clipboard().clear()


def test_text_in_the_clipboard_is_still_pasted_into_the_field(counter):
    screen = counter.open()
    QGuiApplication.clipboard().setText("Trần Văn Bảy")
    screen.person.name.line.setFocus()

    counter.press(screen.person.name.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    assert counter.draft.applicant.full_name == "Trần Văn Bảy"
    counter.settle()
    QGuiApplication.clipboard().clear()


def test_f10_scans_with_the_device_at_hand_into_the_selected_paper(counter):
    screen = counter.open()
    counter.choose()
    screen.papers.table.select(counter.draft.components[0].id)

    screen.taking.scan()
    counter.until(lambda: len(counter.draft.pages) == 2 and not screen.taking.scanning.is_running, timeout=40000)

    assert {p.component for p in counter.draft.pages} == {counter.draft.components[0].id}
    assert screen.pages.scan.text() == "Quét"
    counter.until(lambda: all(p.prepared for p in counter.draft.pages), timeout=40000)
    counter.settle()


def test_files_put_into_the_watched_folder_become_pages(counter, tmp_path):
    watched = tmp_path / "scan"
    watched.mkdir()
    (watched / "old.jpg").write_bytes(paper(1))
    counter.change_settings(watched_folder=str(watched))
    screen = counter.open()
    names = (watched / f"new-{number}.jpg" for number in range(1000))

    def another_file_has_come():
        next(names).write_bytes(paper(2))
        return counter.draft.pages

    counter.until(another_file_has_come, timeout=20000)
    screen.taking.folder.watch("")
    counter.settle()

    assert {p.source for p in counter.draft.pages} == {"folder"}


def test_a_card_on_a_page_is_offered_and_fills_the_applicant(counter):
    screen = counter.open()
    card = simulated.jpeg_file(simulated.card_image(CARD), dpi=300)
    screen.taking.take([IncomingFile("cccd.jpg", card)])
    counter.until(lambda: counter.draft.pages and counter.draft.pages[0].prepared)
    counter.until(lambda: "Nguyễn Thị Hường" in screen.pages.note.accessibleName())

    screen.pages.note.acted.emit()
    counter.until(lambda: counter.draft.applicant.full_name == "Nguyễn Thị Hường")

    counter.settle()


def test_a_card_is_read_from_a_picture_file(counter, tmp_path):
    screen = counter.open()
    file = tmp_path / "cccd.jpg"
    file.write_bytes(simulated.jpeg_file(simulated.card_image(CARD), dpi=300))

    screen.cards.from_file(file)
    counter.until(lambda: counter.draft.applicant.full_name == "Nguyễn Thị Hường")

    assert "từ tệp ảnh" in screen.person.card.accessibleName()
    counter.settle()


def test_a_picture_without_a_card_says_so(counter, tmp_path):
    screen = counter.open()
    file = tmp_path / "trắng.jpg"
    file.write_bytes(simulated.jpeg_file(np.full((300, 400, 3), 255, np.uint8)))

    screen.cards.from_file(file)
    counter.until(lambda: "Không thấy mã QR" in screen.person.card.accessibleName())

    counter.settle()


@pytest.fixture
def video(tmp_path):
    """A video of a card on a table, which plays the camera."""
    path = tmp_path / "camera.avi"
    card = simulated.card_image(CARD, dpi=250)
    frame = np.full((720, 1280, 3), 200, np.uint8)
    height, width = min(card.shape[0], 700), min(card.shape[1], 1200)
    frame[10 : 10 + height, 40 : 40 + width] = card[:height, :width]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 20, (1280, 720))
    for _ in range(30):
        writer.write(cv2.cvtColor(frame, cv2.COLOR_RGB2BGR))
    writer.release()
    return path


def test_the_camera_reads_a_card_after_several_equal_readings(counter, video):
    counter.change_settings(camera=str(video))
    screen = counter.open()

    screen.card_menu.read_by_camera()
    counter.until(lambda: counter.draft.applicant.full_name == "Nguyễn Thị Hường", timeout=30000)

    assert not screen.pages.camera.is_live
    assert "ba lần" in screen.person.card.accessibleName()
    screen.pages.camera.let_go()
    counter.settle()


def test_space_takes_a_page_from_the_camera(counter, video):
    counter.change_settings(camera=str(video))
    screen = counter.open(capturing=Capturing())

    screen.taking.scan()
    camera = screen.pages.camera
    counter.until(lambda: camera.is_live and camera.picture._picture is not None, timeout=30000)
    counter.press(camera, Qt.Key.Key_Space)
    counter.until(lambda: counter.draft.pages, timeout=30000)
    counter.press(camera, Qt.Key.Key_Escape)

    assert not camera.is_live
    assert counter.draft.pages[0].source == "camera"
    camera.let_go()
    counter.settle()
    assert screen.pages.stack.currentWidget() is screen.pages.look


def test_a_camera_that_is_not_there_is_a_sentence(counter, tmp_path):
    counter.change_settings(camera=str(tmp_path / "none.avi"))
    screen = counter.open()

    screen.card_menu.read_by_camera()
    counter.until(lambda: "Không thấy thiết bị" in screen.pages.camera.sentence.text())

    assert camera_view.KEPT_WARM_MS > 0


def test_below_1280_pixels_the_pages_are_a_drawer(counter):
    screen = counter.open(width_px=1100)
    assert not screen.pages.isVisible()

    screen.drawer.toggle()
    assert screen.pages.isVisible()
    screen.drawer.toggle()
    assert not screen.pages.isVisible()

    counter.press(screen, Qt.Key.Key_F10)
    counter.until(lambda: len(counter.draft.pages) == 2, timeout=40000)
    assert screen.pages.isVisible()
    screen.resize(1300, 656)
    assert not screen.drawer.is_narrow
    counter.settle()


def test_the_page_view_comes_nearer_and_back(qtbot):
    view = PageView()
    qtbot.addWidget(view)
    view.resize(300, 400)
    picture = QImage(600, 800, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    view.show_picture(picture)

    view.come_nearer(2.0)
    assert view.zoom() == pytest.approx(2.0)
    view.come_nearer(0.1)
    assert view.zoom() == pytest.approx(1.0)
    view.grab()


def test_pages_that_are_dragged_are_only_their_ids():
    assert page_ids(pages_mime(["a", "b"])) == ["a", "b"]
    other = QMimeData()
    other.setUrls([QUrl.fromLocalFile("x")])
    assert page_ids(other) == []
