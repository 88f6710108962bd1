"""The shipped units: counts and codes of the official list, search by name, old addresses to present units."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from desk_app.desk import units as desk_units
from desk_app.desk.unit_names import parts_of, short_key, spaceless
from desk_app.desk.units import SuggestionKind, Units
from desk_app.domain.vietnamese import nfc

PROVINCES = "01 04 08 11 12 14 15 19 20 22 24 25 31 33 37 38 40 42 44 46 48 51 52 56 66 68 75 79 80 82 86 91 92 96"


@pytest.fixture(scope="module")
def units() -> Units:
    return desk_units.load(on=dt.date(2026, 11, 21))


def test_there_are_34_provinces_and_3321_communes_with_official_codes(units):
    communes = [commune for province in units.provinces for commune in units.communes(province.code)]

    assert " ".join(p.code for p in units.provinces) == PROVINCES
    assert len(communes) == 3321
    assert len({c.code for c in communes}) == 3321
    assert all(re.fullmatch(r"\d{5}", c.code) for c in communes)
    assert all(c.name == nfc(c.name) and c.name.startswith(("Xã ", "Phường ", "Đặc khu ")) for c in communes)


@pytest.mark.parametrize(("province", "count"), [("96", 64), ("82", 102), ("48", 94)])
def test_communes_of_the_provinces_we_know(units, province, count):
    assert len(units.communes(province)) == count


def test_codes_lead_to_units_and_back(units):
    dat_mui = units.commune("32248")

    assert (dat_mui.name, units.province(dat_mui.province).name) == ("Xã Đất Mũi", "Tỉnh Cà Mau")
    assert units.commune("99999") is None
    assert units.communes("99") == ()


def test_dong_nai_is_a_city_from_30_april_2026(units):
    before = desk_units.load(on=dt.date(2026, 4, 29))

    assert before.province("75").name == "Tỉnh Đồng Nai"
    assert units.province("75").name == "Thành phố Đồng Nai"
    assert (before.commune("26368").name, units.commune("26368").name) == ("Xã Long Thành", "Phường Long Thành")
    assert all(change.basis for change in units.changes)
    assert units.valid_from == dt.date(2025, 7, 1)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("đất mũi", "Xã Đất Mũi, Tỉnh Cà Mau"),
        ("dat mui", "Xã Đất Mũi, Tỉnh Cà Mau"),
        ("ca mau", "Tỉnh Cà Mau"),
        ("ba dinh ha noi", "Phường Ba Đình, Thành phố Hà Nội"),
        ("phường sài gòn", "Phường Sài Gòn, Thành phố Hồ Chí Minh"),
        ("nui thanh da", "Xã Núi Thành, Thành phố Đà Nẵng"),
    ],
)
def test_search_ignores_marks_and_puts_the_closest_first(units, typed, first):
    assert units.find(typed)[0].label == first


def test_search_within_a_province_and_its_limits(units):
    assert {m.province.code for m in units.find("xa", province="96", limit=100)} == {"96"}
    assert len(units.find("xa", limit=7)) == 7
    assert units.find("  ") == ()
    assert units.find("khong co noi nay") == ()


@pytest.mark.parametrize(
    ("address", "kind", "present"),
    [
        ("Ấp 1, Khánh Hội, U Minh, Cà Mau", SuggestionKind.MERGED, "Xã Khánh Lâm, Tỉnh Cà Mau"),
        ("Phường Bến Nghé, Quận 1, TP.HCM", SuggestionKind.MERGED, "Phường Sài Gòn, Thành phố Hồ Chí Minh"),
        ("P.5, Tp. Cà Mau, tỉnh Cà Mau", SuggestionKind.MERGED, "Phường Tân Thành, Tỉnh Cà Mau"),
        ("Số 5, P 01, Q. Tân Bình, HCM, VN", SuggestionKind.MERGED, "Phường Tân Sơn Hòa, Thành phố Hồ Chí Minh"),
        ("xã Tân Phong huyện Giá Rai tỉnh Bạc Liêu", SuggestionKind.MERGED, "Xã Phong Thạnh, Tỉnh Cà Mau"),
        ("Tổ 2 - thị trấn Lai Vung - Lai Vung - Đồng Tháp", SuggestionKind.MERGED, "Xã Hòa Long, Tỉnh Đồng Tháp"),
        ("Tam Hiệp, Núi Thành, Quảng Nam", SuggestionKind.MERGED, "Xã Núi Thành, Thành phố Đà Nẵng"),
        ("Phường Vĩ Dạ, Thành phố Huế, Thừa Thiên Huế", SuggestionKind.MERGED, "Phường Vỹ Dạ, Thành phố Huế"),
        ("Côn Đảo, Bà Rịa - Vũng Tàu", SuggestionKind.MERGED, "Đặc khu Côn Đảo, Thành phố Hồ Chí Minh"),
        ("Xã Viên An, huyện Ngọc Hiển, Cà Mau", SuggestionKind.DIVIDED, "Xã Đất Mũi, Tỉnh Cà Mau"),
        ("xã Đất Mũi, tỉnh Cà Mau", SuggestionKind.PRESENT, "Xã Đất Mũi, Tỉnh Cà Mau"),
        ("Ấp 3, U Minh, Cà Mau", SuggestionKind.PRESENT, "Xã U Minh, Tỉnh Cà Mau"),
        ("huyện U Minh, Cà Mau", SuggestionKind.PROVINCE_ONLY, "Tỉnh Cà Mau"),
        ("Hậu Giang", SuggestionKind.PROVINCE_ONLY, "Thành phố Cần Thơ"),
    ],
)  # fmt: skip
def test_an_address_leads_to_the_present_unit(units, address, kind, present):
    suggestion = units.resolve_old(address)

    assert suggestion.kind is kind
    assert suggestion.explanation.split(" → ")[-1].split(" (")[0] == present


def test_a_divided_commune_names_the_others_in_question(units):
    suggestion = units.resolve_old("Xã Viên An, huyện Ngọc Hiển, Cà Mau")

    assert [c.name for c in suggestion.others] == ["Xã Đất Mới"]
    assert suggestion.old == "Xã Viên An, Huyện Ngọc Hiển, Tỉnh Cà Mau"


@pytest.mark.parametrize("address", ["", "  ,  ", "không rõ", "Việt Nam", "12 rue de Rivoli, Paris"])
def test_an_address_without_a_known_province_gives_no_suggestion(units, address):
    assert units.resolve_old(address) is None


def test_addresses_are_split_smallest_first():
    assert parts_of("Ấp 1; xã A\nhuyện B, tỉnh C.") == ["Ấp 1", "xã A", "huyện B", "tỉnh C"]
    assert parts_of("Phan Rang - Tháp Chàm, Ninh Thuận") == ["Phan Rang-Tháp Chàm", "Ninh Thuận"]


def test_names_compare_without_type_zeros_and_spelling_habits():
    assert short_key("Phường 01") == short_key("P.1") == short_key("phường 1") == "1"
    assert short_key("TX. Giá Rai") == short_key("Thị xã Giá Rai")
    assert spaceless("Mỹ Thọ") == spaceless("Mĩ Thọ")


def test_a_file_that_is_no_unit_list_is_refused(tmp_path):
    file = tmp_path / "units.json"
    file.write_text(json.dumps({"format": "something"}), "utf-8")

    with pytest.raises(ValueError, match=r"units\.json"):
        desk_units.read(file, on=dt.date(2026, 1, 1))
