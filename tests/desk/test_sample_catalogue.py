"""The shipped sample catalogue is valid and says that it is a sample; our own format is read strictly."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from desk_app.desk import sample_catalogue
from desk_app.desk.sample_catalogue import CODE, CatalogueInvalid
from desk_app.domain.procedure import Channel, Duration, Procedure, TimeUnit
from desk_app.domain.vietnamese import nfc


@pytest.fixture(scope="module")
def sample() -> sample_catalogue.OwnCatalogue:
    return sample_catalogue.sample()


def by_code(sample: sample_catalogue.OwnCatalogue, code: str) -> Procedure:
    return next(p for p in sample.procedures if p.code == code)


def test_there_are_at_least_fifty_procedures_with_distinct_well_formed_codes(sample):
    codes = [p.code for p in sample.procedures]

    assert len(codes) >= 50
    assert len(set(codes)) == len(codes)
    assert all(CODE.fullmatch(code) for code in codes)


def test_every_procedure_says_that_it_is_a_sample_and_where_it_is_from(sample):
    assert sample.label == "dữ liệu mẫu, tra cứu tháng 6–7/2026"
    for procedure in sample.procedures:
        assert procedure.sample
        assert procedure.source.startswith(sample.label)
        assert procedure.valid_from == dt.date(2026, 7, 1)


def test_every_procedure_asks_for_papers_and_gives_a_result(sample):
    for procedure in sample.procedures:
        assert procedure.name == nfc(procedure.name)
        assert procedure.field
        assert set(procedure.levels) <= {"Cấp bộ", "Cấp tỉnh", "Cấp xã", "Cơ quan khác"}
        assert procedure.results
        for case in (None, *(c.code for c in procedure.cases)):
            assert any(c.mandatory for c in procedure.components_for(case)), procedure.code


def test_a_group_of_alternatives_has_at_least_two_members(sample):
    for procedure in sample.procedures:
        groups = [c.alternatives for c in procedure.components if c.alternatives]
        assert all(groups.count(group) >= 2 for group in groups), procedure.code


@pytest.mark.parametrize("code", ["1.001193", "1.000656", "2.000635", "2.000815", "2.000884"])
def test_same_day_procedures_carry_the_hour_and_its_source(sample, code):
    assert by_code(sample, code).same_day_cutoff == dt.time(15)
    assert sample.cutoffs()[code] == dt.time(15)


def test_birth_registration_as_published(sample):
    birth = by_code(sample, "1.001193")

    assert birth.time_for(Channel.DIRECT, None).duration == Duration(1, TimeUnit.WORKING_DAY, unit_assumed=True)
    assert [f.amount_vnd for f in birth.fees] == [0]
    assert [c.code for c in birth.components if c.presented_only] == ["gttt", "ct"]


def test_times_per_channel_and_a_missing_time(sample):
    land = by_code(sample, "1.013831")

    assert [land.time_for(c, None).duration.amount for c in Channel] == [18, 18, 4]
    assert by_code(sample, "2.000815").times == ()


def document(**fields: Any) -> dict[str, Any]:
    return {
        "format": "desk-app-catalogue",
        "format_version": 1,
        "procedures": [{"code": "1.000001", "name": "Thử", **fields}],
    }


@pytest.fixture
def load(tmp_path):
    def load(content: object) -> sample_catalogue.OwnCatalogue:
        file = tmp_path / "own.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return sample_catalogue.load(file)

    return load


def test_code_and_name_are_enough(load):
    procedure = load(document()).procedures[0]

    assert (procedure.name, procedure.sample, procedure.components) == ("Thử", False, ())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("not json", "not_json"),
        ([], "not_this_format"),
        ({"format": "desk-app-calendar"}, "not_this_format"),
        ({**document(), "format_version": 2}, "newer_format"),
        ({**document(), "procedures": []}, "empty"),
        ({**document(), "procedures": [1]}, ""),
        ({**document(), "procedures": document()["procedures"] * 2}, "duplicate"),
        (document(code="9.1"), "bad_code_or_name"),
        (document(components=[{"name": "A", "originals": 0}]), "originals or copies"),
        (document(components=[{"name": "A", "originals": -1, "copies": 2}]), "originals or copies"),
        (document(components=[{"name": "A", "case": "x"}]), "unknown_case"),
        (document(components=[{"name": "A", "code": "a"}, {"name": "B", "code": "a"}]), "duplicate_component"),
        (document(components=[{"use": "GTTT"}]), ""),
        (document(times=[{"amount": 3, "unit": "weeks"}]), ""),
        (document(times=[{"amount": -3, "unit": "hour"}]), "amount"),
        (document(fees=[{"name": "Phí", "amount_vnd": "nhiều"}]), "amount_vnd"),
        (document(same_day_cutoff="25:00"), ""),
        (document(valid_from="mai"), ""),
    ],
)
def test_an_error_in_our_own_format_is_an_error(load, content, reason):
    with pytest.raises(CatalogueInvalid) as caught:
        load(content)

    assert reason in caught.value.reason


def test_our_own_format_is_recognised_by_its_head():
    assert sample_catalogue.is_own_format('{"format": "desk-app-catalogue", ')
    assert not sample_catalogue.is_own_format('{"MATTHC": "1.000001"}')
