from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from desk_app.domain.applicant import Applicant
from desk_app.domain.dossier import Component, Dossier, Due, ElectronicCopy, NotDigitised, Status
from desk_app.domain.indicators import Indicator, Line, Measure, Target, indicators, is_owed
from desk_app.domain.procedure import Channel

NOW = dt.datetime(2026, 11, 23, 10, 45, tzinfo=dt.timezone(dt.timedelta(hours=7)))
COPY = ElectronicCopy(sha256="a" * 64, bytes=1_000, pages=1)
SCANNED = Component(id="s", name="Tờ khai", copy=COPY)
OWED = Component(id="o", name="Giấy chứng sinh", not_digitised_because=NotDigitised.NO_DEVICE)
SHOWN = Component(id="p", name="Căn cước", presented_only=True, not_digitised_because=NotDigitised.PRESENTED_ONLY)


def dossier(*components: Component, **changes: object) -> Dossier:
    made = Dossier(
        id="d",
        code="H12.64-261123-0001",
        procedure_code="1.001193",
        procedure_version="v",
        procedure_name="Đăng ký khai sinh",
        applicant=Applicant(full_name="Nguyễn Thị Mẫu"),
        components=components,
        received_at=NOW,
        recorded_at=NOW,
        due=Due(at=NOW + dt.timedelta(days=1)),
        unit="H12.64",
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def counted(*dossiers: Dossier) -> dict[Measure, tuple[int, int]]:
    return {i.measure: (i.numerator, i.denominator) for i in indicators(dossiers, now=NOW)}


def test_every_measure_is_there_also_when_nothing_was_received() -> None:
    assert counted() == dict.fromkeys(Measure, (0, 0))
    assert all(i.share is None for i in indicators([], now=NOW))


def test_digitised_is_counted_loosely_strictly_and_by_paper() -> None:
    whole, half, none = dossier(SCANNED, SHOWN), dossier(SCANNED, OWED), dossier(OWED)

    found = counted(whole, half, none)

    assert found[Measure.DIGITISED_LOOSE] == (2, 3)
    assert found[Measure.DIGITISED] == (1, 3)
    assert found[Measure.PAPERS_DIGITISED] == (2, 4)


def test_a_dossier_that_owes_no_copy_does_not_count_as_digitised() -> None:
    found = counted(dossier(SHOWN), dossier())

    assert found[Measure.DIGITISED] == (0, 0)
    assert found[Measure.PAPERS_DIGITISED] == (0, 0)
    assert found[Measure.DIGITISED_LOOSE] == (0, 2)


@pytest.mark.parametrize("reason", NotDigitised)
def test_only_exempt_papers_owe_no_copy(reason: NotDigitised) -> None:
    assert is_owed(dataclasses.replace(OWED, not_digitised_because=reason)) is (not reason.exempt)
    assert is_owed(dataclasses.replace(OWED, not_digitised_because=reason, copy=COPY))
    assert is_owed(Component(id="x", name="Chưa rõ"))


def test_filed_online_is_a_share_of_everything_received() -> None:
    online = dossier(channel=Channel.ONLINE)

    assert counted(online, dossier(), dossier(channel=Channel.POSTAL))[Measure.FILED_ONLINE] == (1, 3)


def test_not_overdue_looks_at_what_is_under_way_and_has_a_due_time() -> None:
    late = Due(at=NOW - dt.timedelta(seconds=1))

    found = counted(
        dossier(),
        dossier(due=Due(at=NOW)),
        dossier(due=late),
        dossier(due=late, status=Status.IN_PROCESS),
        dossier(due=late, status=Status.DONE),
        dossier(due=Due(at=None)),
    )

    assert found[Measure.NOT_OVERDUE] == (2, 4)


@pytest.mark.parametrize("status", [Status.REGISTERED, Status.NOT_RECEIVED])
def test_what_was_not_received_is_not_counted(status: Status) -> None:
    assert counted(dossier(SCANNED, status=status)) == dict.fromkeys(Measure, (0, 0))


@pytest.mark.parametrize(
    ("numerator", "denominator", "target", "reached"),
    [(7, 10, 0.7, True), (6, 10, 0.7, False), (0, 0, 0.7, None), (7, 10, None, None)],
)
def test_a_target_is_reached_at_its_share(
    numerator: int, denominator: int, target: float | None, reached: bool | None
) -> None:
    line = Line(
        indicator=Indicator(Measure.DIGITISED, numerator, denominator),
        target=None if target is None else Target(share=target, source="QĐ"),
    )

    assert line.reached is reached
