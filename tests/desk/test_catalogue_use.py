from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain.errors import NotPermitted
from desk_app.domain.procedure import Procedure

BIRTH = "1.001193"


def _codes(counter: Any, text: str, **more: Any) -> list[str]:
    return [hit.code for hit in counter.desk.catalogue.find(text, **more)]


@pytest.mark.parametrize("typed", ["1.001193", "1.0011", "001193", "dang ky khai sinh", "Đăng Ký Khai Sinh"])
def test_a_procedure_is_found_first_by_its_code_or_its_whole_name(counter: Any, typed: str) -> None:
    # Its own name once brought four others before it.
    assert _codes(counter, typed)[0] == BIRTH


def test_two_letters_are_the_beginnings_of_words_that_follow_one_another(counter: Any) -> None:
    hits = counter.desk.catalogue.find("ks", limit=50)

    assert BIRTH in [h.code for h in hits]
    assert all("k" in h.name.lower() for h in hits)


def test_words_need_only_begin(counter: Any) -> None:
    assert BIRTH in _codes(counter, "khai sinh")
    assert BIRTH in _codes(counter, "kha si", limit=50)
    assert _codes(counter, "khong co thu tuc nay") == []


def test_what_was_used_last_comes_first_when_nothing_is_typed(counter: Any) -> None:
    counter.accepted("1.004873", pages=0)
    counter.now.move(minutes=5)
    counter.accepted("1.000894", pages=0)
    counter.desk.catalogue.forget()

    assert _codes(counter, "", limit=2) == ["1.000894", "1.004873"]


def test_a_hit_tells_that_it_is_a_sample(counter: Any) -> None:
    (hit,) = counter.desk.catalogue.find(BIRTH, limit=1)

    assert (hit.name, hit.field, hit.sample) == ("Đăng ký khai sinh", "Hộ tịch", True)


def test_a_new_version_is_in_force_at_once_and_the_old_one_stays(counter: Any) -> None:
    catalogue = counter.desk.catalogue
    old = catalogue.get(BIRTH)
    before = catalogue.count()
    newer = dataclasses.replace(old, name="Đăng ký khai sinh mới", version="")

    assert catalogue.put([newer], who=counter.administrator, source="test") == 1

    assert catalogue.get(BIRTH).name == "Đăng ký khai sinh mới"
    assert catalogue.version(old.version) == old
    assert catalogue.count() == before
    assert catalogue.find(BIRTH)[0].name == "Đăng ký khai sinh mới"


def test_a_version_is_in_force_between_its_days_only(counter: Any) -> None:
    today = counter.now().date()
    day = dt.timedelta(days=1)
    for code, first, last in (
        ("1.900001", today + day, None),
        ("1.900002", None, today - day),
        ("1.900003", today, today),
    ):
        counter.desk.catalogue.put(
            [Procedure(code=code, name=f"Xướng ca {code}", valid_from=first, valid_to=last)], who=None, source="test"
        )

    found = [counter.desk.catalogue.get(code) is not None for code in ("1.900001", "1.900002", "1.900003")]
    assert found == [False, False, True]
    assert _codes(counter, "xướng ca") == ["1.900003"]


def test_versions_are_kept_in_batches_and_progress_is_told(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.desk.catalogue._BATCH", 2)
    told: list[tuple[int, int]] = []
    five = [Procedure(code=f"1.90000{n}", name=f"Thử {n}") for n in range(5)]

    counter.desk.catalogue.put(five, who=None, source="test", progress=lambda done, of: told.append((done, of)))

    assert told == [(2, 5), (4, 5), (5, 5)]


def test_the_portals_file_is_imported_by_an_administrator(counter: Any, tmp_path: Path) -> None:
    file = tmp_path / "catalogue.json"
    record = {"MATTHC": "1.900009", "TENTTHC": "Thủ tục nhập thử", "LINHVUCTHUCHIEN": [{"TENLINHVUC": "Thử nghiệm"}]}
    file.write_text(json.dumps([record, {"MATTHC": "x"}], ensure_ascii=False), encoding="utf-8")

    with pytest.raises(NotPermitted):
        counter.desk.catalogue.import_files([file], who=counter.officer)
    assert counter.desk.catalogue.get("1.900009") is None

    report = counter.desk.catalogue.import_files([file], who=counter.administrator)

    assert (len(report.imported), len(report.rejected)) == (1, 1)
    assert counter.desk.catalogue.get("1.900009").name == "Thủ tục nhập thử"
    with counter.store.read() as uow:
        entry = uow.audit.recent(1)[0]
    assert (entry.act, entry.who) == ("catalogue_imported", counter.administrator)
