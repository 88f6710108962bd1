from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.applicant import Address, Applicant, IdType, PartialDate, Sex
from desk_app.domain.identity_card import (
    CardWarning,
    IdentityCard,
    NotAnIdentityCard,
    NotCardReason,
    disagreements,
    read,
)

CARD = "096199000123||Nguyễn Thị Mẫu|05031999|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"


def card(text: str) -> IdentityCard:
    found = read(text)
    assert isinstance(found, IdentityCard)
    return found


def reason(text: str) -> NotCardReason:
    found = read(text)
    assert isinstance(found, NotAnIdentityCard)
    return found.reason


def test_card_of_2021_fills_the_applicant() -> None:
    found = card(CARD)

    assert found.warnings == ()
    assert found.old_number == ""
    assert found.issued_on == dt.date(2021, 4, 15)
    assert found.extra == ()
    assert found.applicant() == Applicant(
        full_name="Nguyễn Thị Mẫu",
        id_type=IdType.CCCD,
        id_number="096199000123",
        born=PartialDate(1999, 3, 5),
        sex=Sex.FEMALE,
        address=Address(text="Ấp 1, Khánh Hội, U Minh, Cà Mau"),
    )


def test_card_of_2024_keeps_the_fields_after_the_seventh_as_they_came() -> None:
    found = card("096315000123|381234567|Trần Văn Bé|01022015|Nữ|Cà Mau|01082024||Trần Văn A|Lê Thị B|")

    assert found.old_number == "381234567"
    assert found.extra == ("", "Trần Văn A", "Lê Thị B", "")


def test_a_cancelled_twelve_digit_number_may_stand_in_the_second_field() -> None:
    assert card(CARD.replace("||", "|096199000122|")).old_number == "096199000122"


def test_six_fields_without_the_old_number_are_read() -> None:
    found = card("096199000123|Nguyễn Thị Mẫu|05031999|Nữ|Cà Mau|15042021")

    assert (found.full_name, found.old_number, found.issued_on) == ("Nguyễn Thị Mẫu", "", dt.date(2021, 4, 15))


@pytest.mark.parametrize("wrapped", ["\ufeff{}", "{}\r\n", "{}\x1d", "\x1d{}\r", "  {}\n\n"])
def test_what_scanners_put_around_the_text_is_trimmed(wrapped: str) -> None:
    assert card(wrapped.format(CARD)) == card(CARD)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("00001999", PartialDate(1999)),
        ("00031999", PartialDate(1999, 3)),
        ("1999", PartialDate(1999)),
        ("05/03/1999", PartialDate(1999, 3, 5)),
        ("", None),
    ],
)
def test_birth_dates_may_be_partly_unknown(text: str, born: PartialDate | None) -> None:
    assert card(CARD.replace("05031999", text)).born == born


@pytest.mark.parametrize(
    "text",
    [
        "",
        "|||||||",
        "hello",
        "096199000123",
        CARD.replace("096199000123", "96199000123"),
        CARD.replace("096199000123", "0961990001234"),
        CARD.replace("05031999", "31021999"),
        CARD.replace("05031999", "05000000"),
        CARD.replace("05031999", "05001999"),
        CARD.replace("15042021", "00002021"),
        CARD.replace("||", "|12345|"),
        CARD.replace("Nguyễn Thị Mẫu", ""),
        CARD.replace("|", ";"),
        "https://vneid.gov.vn/abc",
    ],
)
def test_structure_decides_that_it_is_no_card(text: str) -> None:
    assert reason(text) is NotCardReason.NOT_A_CARD


def test_a_name_in_capitals_and_decomposed_letters_is_kept_as_read_but_composed() -> None:
    assert (
        card(CARD.replace("Nguyễn Thị Mẫu", "NGUYE\u0302\u0303N  THI\u0323 MA\u0302\u0303U")).full_name
        == "NGUYỄN THỊ MẪU"
    )


@pytest.mark.parametrize(
    "name",
    [
        "H'Hen Niê",
        "Y Blơk Êban",
        "Ksor H'Bŏk",
        "Kpă Kar",
        "Siu Black",
        "Rơ Châm Hwing",
        "Ma Xuân Đường",
        "Max Nguyễn",
        "Alex Lê",
    ],
)
def test_names_of_all_peoples_are_read(name: str) -> None:
    assert card(CARD.replace("Nguyễn Thị Mẫu", name)).full_name == name


@pytest.mark.parametrize(
    "address",
    ["Buôn Êa Kmar, Ea Kar, Đắk Lắk", "Xã La Dêê, Nam Giang", "Số 12/3B – tổ 5 (KP. 2), Cư M'gar", "Ấp Tân Điền"],
)
def test_addresses_of_the_highlands_are_no_telex(address: str) -> None:
    assert card(CARD.replace("Ấp 1, Khánh Hội, U Minh, Cà Mau", address)).address_text == address


@pytest.mark.parametrize(
    "name",
    [
        "Nguyeexn Thij Maaux",
        "Traan ddaf",
        "Leef Minh",
        "Nguye64n Thi5 Ma64u",
        "Nguye^~n Thi. Ma^~u",
        "Nguy?n Th? M?u",
        "Lﾃｽ Th蘯ｿ Tu蘯･n",
        "Nguyá»…n Thá»‹ Máº«u",
        "Nguy\ufffdn",
        "Hồàng Văn A",
    ],
)
def test_a_name_damaged_by_an_input_method_or_character_set_is_garbled(name: str) -> None:
    assert reason(CARD.replace("Nguyễn Thị Mẫu", name)) is NotCardReason.GARBLED


@pytest.mark.parametrize(
    "text",
    [
        "096199000123||Nguyn Th Mu|05031999|Nam|p 1, Khnh Hi, U Minh, C Mau|15042021",
        "096199000123||Nguyễn Thị Mẫu|05031999|N|Ấp 1|15042021",
        "096199000123||Nguyễn Thị Mẫu|05031999|Nữ|aasp 1, Khasnh Hooji|15042021",
        "096199000123||Nguyễn Thị Mẫu|05031999|Nữ|蘯､p 1|15042021",
    ],
)
def test_damage_elsewhere_is_found_too(text: str) -> None:
    assert reason(text) is NotCardReason.GARBLED


def test_separators_swallowed_by_a_wrong_character_set_still_mean_a_damaged_card() -> None:
    damaged = CARD.encode().decode("big5", "replace")

    assert reason(damaged) is NotCardReason.GARBLED


@pytest.mark.parametrize("charset", ["cp932", "latin-1", "cp1252", "big5", "cp1258"])
def test_utf8_taken_for_any_usual_character_set_is_garbled(charset: str) -> None:
    assert reason(CARD.encode().decode(charset, "replace")) is NotCardReason.GARBLED


def test_a_text_without_any_accent_is_read_with_a_warning() -> None:
    found = card("096099000123||Nguyen Van An|05031999|Nam|Ap 1, Khanh Hoi, U Minh, Ca Mau|15042021")

    assert CardWarning.UNACCENTED in found.warnings


def test_a_womans_card_without_any_accent_is_read_like_a_mans() -> None:
    found = card("096199000123||Nguyen Thi Mau|05031999|Nu|Ap 1, Khanh Hoi, U Minh, Ca Mau|15042021")

    assert found.sex is Sex.FEMALE
    assert CardWarning.UNACCENTED in found.warnings


def test_a_sex_that_lost_its_accent_alone_is_damage() -> None:
    assert reason(CARD.replace("|Nữ|", "|Nu|")) is NotCardReason.GARBLED


@pytest.mark.parametrize("number", ["GD4790123456789", "0123456789", "096199000123", "HS4960123456789"])
def test_health_insurance_card_is_not_misread(number: str) -> None:
    text = (
        f"{number}|4e677579e1bb856e205468e1bb8b|05/03/1999|2|e1baa5702031|79-001|01/01/2024|-|01/01/2024|31231231|4|x|$"
    )

    assert reason(text) is NotCardReason.HEALTH_INSURANCE


def test_four_thousand_characters_are_refused_at_once() -> None:
    for text in ("x" * 4000, "|" * 4000, CARD + "a" * 4000, "096199000123|" * 400):
        assert reason(text) is NotCardReason.TOO_LONG


@pytest.mark.parametrize("filler", ["a", "aw", "ê", "\u0301", "?", "aaf ", "|"])
def test_the_longest_text_is_read_in_no_time(filler: str) -> None:
    text = f"096199000123||{filler * 900}"[:940] + "|05031999|Nữ|Cà Mau|15042021"
    start = time.process_time()

    read(text)

    assert time.process_time() - start < 1


def test_no_personal_data_in_any_repr() -> None:
    for text in (CARD, CARD.replace("Mẫu", "Maaux"), CARD.replace("05031999", "31021999")):
        shown = repr(read(text))
        assert "096199" not in shown
        assert "Nguy" not in shown
        assert "1999" not in shown


@pytest.mark.parametrize(
    ("number", "born", "sex", "expected"),
    [
        ("096191004582", PartialDate(1991, 3, 5), Sex.FEMALE, ()),
        ("096191004582", PartialDate(1991), None, ()),
        ("096191004582", PartialDate(1992), Sex.FEMALE, (CardWarning.BIRTH_YEAR,)),
        ("096191004582", PartialDate(2091), Sex.FEMALE, (CardWarning.CENTURY,)),
        ("096191004582", PartialDate(1991), Sex.MALE, (CardWarning.SEX,)),
        ("096315004582", PartialDate(2015), Sex.FEMALE, ()),
        ("096215004582", PartialDate(2015), Sex.MALE, ()),
        ("003191004582", None, None, (CardWarning.PROVINCE_UNKNOWN,)),
        ("123456789", PartialDate(1991), Sex.MALE, ()),
        ("", None, None, ()),
    ],
)
def test_facts_that_disagree_with_the_number_are_warnings(
    number: str, born: PartialDate | None, sex: Sex | None, expected: tuple[CardWarning, ...]
) -> None:
    assert disagreements(number, born=born, sex=sex) == expected


def test_a_card_whose_facts_disagree_is_read_all_the_same() -> None:
    assert card(CARD.replace("05031999", "05031998").replace("Nữ", "Nam")).warnings == (
        CardWarning.BIRTH_YEAR,
        CardWarning.SEX,
    )


@given(st.text(max_size=1200))
def test_reading_never_raises(text: str) -> None:
    read(text)
    read(f"096199000123|{text}")
    read(CARD.replace("Nguyễn Thị Mẫu", text))


@given(
    st.from_regex(r"[0-9]{12}", fullmatch=True),
    st.sampled_from(["", "381234567", "096199000122"]),
    st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)),
    st.sampled_from([("Nam", Sex.MALE), ("Nữ", Sex.FEMALE)]),
    st.dates(dt.date(2021, 1, 1), dt.date(2030, 1, 1)),
    st.lists(st.sampled_from(["", "Trần Văn A", "381234567"]), max_size=4),
)
def test_every_well_formed_card_is_read(
    number: str, old: str, born: dt.date, sex: tuple[str, Sex], issued: dt.date, extra: list[str]
) -> None:
    fields = [number, old, "Nguyễn Thị Mẫu", f"{born:%d%m%Y}", sex[0], "Ấp 1, Cà Mau", f"{issued:%d%m%Y}", *extra]

    found = card("|".join(fields))

    assert (found.number, found.old_number, found.sex, found.issued_on) == (number, old, sex[1], issued)
    assert found.born is not None
    assert found.born.full == born
    assert found.extra == tuple(extra)
