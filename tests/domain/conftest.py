from __future__ import annotations

import datetime as dt

import pytest

from desk_app.domain.deadlines import Calendar


def _days(year: int, month: int, *days: int) -> list[dt.date]:
    return [dt.date(year, month, day) for day in days]


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    """The public holidays of 2024 to 2026, with the exchanged Saturdays."""
    tet = "Tết Nguyên đán"
    days_off: dict[dt.date, str] = {}
    days_off |= dict.fromkeys(_days(2024, 1, 1) + _days(2025, 1, 1) + _days(2026, 1, 1), "Tết Dương lịch")
    days_off |= dict.fromkeys(_days(2024, 2, 8, 9, 12, 13, 14) + _days(2025, 1, 27, 28, 29, 30, 31), tet)
    days_off |= dict.fromkeys(_days(2026, 2, 16, 17, 18, 19, 20), tet)
    days_off |= dict.fromkeys(_days(2024, 4, 18) + _days(2025, 4, 7) + _days(2026, 4, 26), "Giỗ Tổ Hùng Vương")
    days_off |= {dt.date(2026, 4, 27): "Nghỉ bù Giỗ Tổ Hùng Vương"}
    for year in (2024, 2025, 2026):
        days_off |= {dt.date(year, 4, 30): "Ngày Chiến thắng", dt.date(year, 5, 1): "Ngày Quốc tế Lao động"}
        days_off |= dict.fromkeys(_days(year, 9, 2), "Quốc khánh")
    days_off |= dict.fromkeys(
        _days(2024, 4, 29) + _days(2025, 5, 2) + _days(2026, 1, 2) + _days(2026, 8, 31), "Nghỉ hoán đổi"
    )
    days_off |= dict.fromkeys(_days(2024, 9, 3) + _days(2025, 9, 1) + _days(2026, 9, 1), "Quốc khánh")
    days_off |= {dt.date(2026, 11, 24): "Ngày Văn hóa Việt Nam"}
    swapped = frozenset(_days(2024, 5, 4) + _days(2025, 4, 26) + _days(2026, 1, 10) + _days(2026, 8, 22))
    return Calendar(days_off, swapped)
