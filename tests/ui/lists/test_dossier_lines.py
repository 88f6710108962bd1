from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QModelIndex

from desk_app.clock import VIETNAM
from desk_app.domain.audit import AuditEntry
from desk_app.domain.dossier import Status
from desk_app.domain.events import Author
from desk_app.domain.lookup import DossierRow
from desk_app.domain.queue import SyncState
from desk_app.ui import dossier_words
from desk_app.ui.dossiers import timeline
from desk_app.ui.dossiers.rows import PAGE, DossiersModel
from desk_app.ui.pills import Kind

NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=VIETNAM)
HANG = Author(account_id="a", name="Trần Thị Thuý Hằng", role="officer")


def row(number: int) -> DossierRow:
    return DossierRow(
        id=f"d{number}",
        code=f"H12.64-261123-{number:04d}",
        provisional_code=None,
        procedure_code="1.001193",
        procedure_name="Đăng ký khai sinh",
        applicant_name=f"Người {number}",
        id_number="",
        phone="",
        received_at=NOW,
        due_at=None,
        status=Status.RECEIVED,
        accepted_by="a",
        accepted_by_name="Hằng",
        sync=SyncState.WAITING,
    )


class Shelf:
    """Rows that come when they are let go."""

    def __init__(self, count: int) -> None:
        self.rows = [row(number) for number in range(count)]
        self.asked: list[tuple[int, int]] = []

    def __call__(self, offset: int, limit: int, arrived: object) -> None:
        self.asked.append((offset, limit))
        assert callable(arrived)
        arrived(self.rows[offset : offset + limit])


def entry(seq: int, act: str, who: Author | None = HANG, at: dt.datetime = NOW, **detail: str) -> AuditEntry:
    return AuditEntry(seq=seq, at=at, act=act, who=who, dossier_id="d", detail=detail)


def ids(model: DossiersModel) -> Sequence[str]:
    return [r.id for r in model.rows()]


def test_a_page_is_loaded_before_its_rows_are_reached() -> None:
    shelf = Shelf(250)
    model = DossiersModel(shelf, now=lambda: NOW)
    model.ask_anew(lambda: None)

    model.come_near(PAGE - 70)
    assert len(model.rows()) == PAGE
    model.come_near(PAGE - 50)

    assert len(model.rows()) == 2 * PAGE
    assert shelf.asked == [(0, PAGE), (PAGE, PAGE)]


def test_the_last_page_ends_the_asking() -> None:
    shelf = Shelf(PAGE + 5)
    model = DossiersModel(shelf, now=lambda: NOW)
    model.ask_anew(lambda: None)
    model.come_near(PAGE - 1)

    assert model.is_complete
    assert not model.canFetchMore(QModelIndex())


def test_a_dossier_that_arrives_meanwhile_gives_no_row_twice() -> None:
    shelf = Shelf(2 * PAGE)
    model = DossiersModel(shelf, now=lambda: NOW)
    model.ask_anew(lambda: None)
    shelf.rows.insert(0, row(9999))

    model.come_near(PAGE - 1)

    assert len(ids(model)) == len(set(ids(model)))


def test_an_answer_to_an_older_search_is_dropped() -> None:
    late: list[object] = []
    model = DossiersModel(lambda _offset, _limit, arrived: late.append(arrived), now=lambda: NOW)
    model.ask_anew(lambda: None)
    model.ask_anew(lambda: None)
    first, second = late
    assert callable(first)
    assert callable(second)

    second([row(2)])
    first([row(1)])

    assert ids(model) == ["d2"]


@pytest.mark.parametrize(
    ("due_at", "status", "text", "detail", "tone"),
    [
        (None, Status.RECEIVED, "Không hẹn", "", "muted"),
        (NOW + dt.timedelta(days=4), Status.RECEIVED, "27/11/2026", "còn 4 ngày", ""),
        (NOW + dt.timedelta(days=1), Status.RECEIVED, "24/11/2026", "ngày mai, 10:45", ""),
        (NOW + dt.timedelta(hours=5), Status.IN_PROCESS, "Hôm nay 15:45", "23/11/2026", "amber"),
        (NOW - dt.timedelta(hours=2), Status.IN_PROCESS, "Quá giờ 08:45", "23/11/2026", "red"),
        (NOW - dt.timedelta(days=3), Status.IN_PROCESS, "Quá hạn 3 ngày", "20/11/2026", "red"),
        (NOW - dt.timedelta(days=3), Status.RETURNED, "20/11/2026", "", "muted"),
    ],
)
def test_due_dates_are_worded_by_what_is_left(
    due_at: dt.datetime | None, status: Status, text: str, detail: str, tone: str
) -> None:
    assert dossier_words.due(due_at, status, NOW) == dossier_words.DueWords(text, detail, tone)


def test_only_what_is_proven_is_green() -> None:
    green = {state for state in SyncState if dossier_words.sync(state).kind is Kind.PROVEN}
    green |= {state for state in SyncState if dossier_words.file(state).kind is Kind.PROVEN}

    assert green == {SyncState.CONFIRMED}
    assert Kind.PROVEN not in {dossier_words.status(status).kind for status in Status}


def test_the_timeline_speaks_newest_first() -> None:
    lines = timeline.lines(
        (
            entry(1, "dossier_accepted", code="TAM-1", missing_accepted_because="cho nợ giấy chứng sinh"),
            entry(2, "code_assigned", None, code="H12.64-261123-0101", replaces="TAM-1"),
            entry(3, "field_corrected", field="applicant.phone"),
            entry(
                4, "status_changed", None, **{"from": "received", "to": "in_process", "note": "", "actor": "Hộ tịch"}
            ),
        )
    )

    assert [line.text for line in lines] == [
        "Trung tâm báo: Đã tiếp nhận → Đang xử lý.",
        "Trần Thị Thuý Hằng sửa mục “Điện thoại” và gửi lại.",
        "Trung tâm cấp mã H12.64-261123-0101, thay mã tạm TAM-1.",
        "Trần Thị Thuý Hằng tiếp nhận hồ sơ, mã TAM-1.",
    ]
    assert lines[0].detail == "Hộ tịch"
    assert lines[3].detail == "Nhận khi còn thiếu giấy tờ: cho nợ giấy chứng sinh"


def test_looks_of_one_person_in_a_row_are_one_line() -> None:
    other = Author(account_id="b", name="Lê Quốc Đạt", role="supervisor")
    entries = (
        entry(1, "viewed"),
        entry(2, "viewed", at=NOW + dt.timedelta(minutes=1)),
        entry(3, "viewed", other),
        entry(4, "viewed", at=NOW + dt.timedelta(minutes=5)),
    )

    lines = timeline.lines(entries)

    assert [line.text for line in lines] == [
        "Trần Thị Thuý Hằng xem hồ sơ.",
        "Lê Quốc Đạt xem hồ sơ.",
        "Trần Thị Thuý Hằng xem hồ sơ (2 lần).",
    ]
    assert lines[2].at == NOW + dt.timedelta(minutes=1)


@pytest.mark.parametrize("act", [*timeline._SAID, "viewed", "something_new"])
def test_every_act_has_a_sentence(act: str) -> None:
    (line,) = timeline.lines((entry(1, act),))

    assert line.text
    assert line.icon
