from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import codes
from desk_app.domain.codes import CodeKind, DossierCode, ReceiptQr
from desk_app.domain.errors import InvalidValue

VN = dt.timezone(dt.timedelta(hours=7))
DAY = dt.date(2026, 11, 23)

TAGS = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=4, max_size=4)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
UNITS = st.one_of(
    st.from_regex(r"[A-Y][0-9]{2}(\.[0-9]{1,4}){0,5}", fullmatch=True),
    st.from_regex(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Y][0-9]{2}", fullmatch=True),
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("H15.50-260706-1377", DossierCode("H15.50", dt.date(2026, 7, 6), 1377)),
        ("000.00.01.H12-210301-0001", DossierCode("000.00.01.H12", dt.date(2021, 3, 1), 1)),
        ("H12.40.2-240229-0001", DossierCode("H12.40.2", dt.date(2024, 2, 29), 1)),
        ("G01-261123-00123", DossierCode("G01", DAY, 123, 5)),
    ],
)
def test_both_generations_are_read_and_written_back(text: str, code: DossierCode) -> None:
    assert codes.parse(text) == code
    assert code.text == text


@pytest.mark.parametrize(
    "text",
    [
        "h12.64-261123-0107",
        " H12.64 - 261123 - 0107\r\n",
        "H12.64–261123—0107",
        "\ufeffH12.64-261123-0107",
        "Ｈ12.64-261123-0107",
    ],
)
def test_case_spaces_and_kinds_of_dash_do_not_matter(text: str) -> None:
    assert codes.normal(text) == "H12.64-261123-0107"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H12.64-261131-0107",
        "H12.64-261323-0107",
        "Z12.64-261123-0107",
        "H12.64-261123-107",
        "H12.64-261123-1234567",
        "H12.64.1.2.3.4.5-261123-0001",
        "1.002835.000.00.00.H56",
        "H12.64-261123-٠١٠٧",
        "x" * 5000,
    ],
)
def test_what_is_no_dossier_code_is_not_read(text: str) -> None:
    assert codes.parse(text) is None


def test_composed_code() -> None:
    assert codes.compose("H12.64", DAY, 107) == "H12.64-261123-0107"
    assert codes.compose("H12.64", DAY, 12345) == "H12.64-261123-12345"


@pytest.mark.parametrize(
    ("unit", "day", "number"),
    [("h12", DAY, 1), ("", DAY, 1), ("H12", DAY, 0), ("H12", DAY, 1_000_000), ("H12", dt.date(1999, 1, 1), 1)],
)
def test_a_code_that_could_not_be_read_again_is_never_composed(unit: str, day: dt.date, number: int) -> None:
    with pytest.raises(InvalidValue):
        codes.compose(unit, day, number)


@given(UNITS, DAYS, st.integers(1, 999_999))
def test_every_composed_code_is_read_back(unit: str, day: dt.date, number: int) -> None:
    found = codes.parse(codes.compose(unit, day, number).lower())

    assert found is not None
    assert (found.org, found.day, found.number) == (unit, day, number)


@given(st.text(max_size=80))
def test_reading_never_fails_and_what_is_read_is_canonical(text: str) -> None:
    assert codes.classify(text) in CodeKind
    known = codes.normal(text)
    assert known is None or codes.normal(known) == known


@pytest.mark.parametrize(
    ("unit", "good"), [("H12.64", True), ("000.00.01.H12", True), ("H12", True), ("H1", False), ("", False)]
)
def test_unit_identifiers(unit: str, good: bool) -> None:
    assert codes.valid_unit(unit) is good


def test_check_character_agrees_with_the_published_example_of_the_standard() -> None:
    assert codes.check_character("A12425GABC1234002") == "M"


def test_provisional_code_has_a_shape_of_its_own() -> None:
    code = codes.provisional("K7QX", DAY, 3)

    assert code.startswith("TAM-261123-K7QX-0003-")
    assert codes.is_provisional(code.lower().replace("-", " - "))
    assert codes.parse(code) is None
    assert codes.classify(code) is CodeKind.PROVISIONAL
    assert codes.normal(f" {code} ") == code


@pytest.mark.parametrize("tag", ["K7Q", "K7QXX", "K7QI", "k7qx", "K7Q-"])
def test_a_device_tag_is_four_characters_that_cannot_be_confused(tag: str) -> None:
    with pytest.raises(InvalidValue):
        codes.provisional(tag, DAY, 1)


@given(TAGS, DAYS, st.integers(1, 999_999))
def test_every_provisional_code_is_recognised(tag: str, day: dt.date, number: int) -> None:
    assert codes.is_provisional(codes.provisional(tag, day, number))


@given(TAGS, DAYS, st.integers(1, 9999), st.data())
def test_one_wrong_character_is_always_found(tag: str, day: dt.date, number: int, data: st.DataObject) -> None:
    code = codes.provisional(tag, day, number)
    place = data.draw(st.sampled_from([i for i, c in enumerate(code) if c != "-"]))
    wrong = data.draw(st.sampled_from([c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if c != code[place]]))

    assert not codes.is_provisional(code[:place] + wrong + code[place + 1 :])


def test_nearly_all_neighbours_changed_round_are_found() -> None:
    swaps = found = 0
    for number in range(1, 300):
        code = codes.provisional(("K7QX", "0A9Z", "B2FG")[number % 3], DAY, number)
        for place in range(4, len(code) - 1):
            if "-" not in code[place : place + 2] and code[place] != code[place + 1]:
                swaps += 1
                found += not codes.is_provisional(code[:place] + code[place + 1] + code[place] + code[place + 2 :])

    assert found / swaps > 0.97


CARD = "096199000123||Nguyễn Thị Mẫu|05031999|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("H12.64-261123-0107", CodeKind.DOSSIER),
        ("1.001193", CodeKind.PROCEDURE),
        ("1.000948.H38", CodeKind.PROCEDURE),
        ("2.000744.000.00.00.H58", CodeKind.PROCEDURE),
        (CARD, CodeKind.IDENTITY_CARD),
        (CARD.replace("Nguyễn Thị Mẫu", "Lﾃｽ Th蘯ｿ"), CodeKind.IDENTITY_CARD),
        ("GD4790123456789|4e677579e1bb856e|05/03/1999|2|e1baa570|79-001|01/01/2024|$", CodeKind.HEALTH_INSURANCE),
        (
            "00020101021238540010A00000072701240006970436011012345678900208QRIBFTTA53037045802VN6304ABCD",
            CodeKind.VIETQR,
        ),
        ("QMC-NGAN", CodeKind.SEPARATOR),
        ("QMC-NGAN:c01", CodeKind.SEPARATOR),
        ("QMC-NGAN:*48201937", CodeKind.SEPARATOR),
        ("QMC-NGAN:*4820", CodeKind.UNKNOWN),
        ("PATCHT", CodeKind.SEPARATOR),
        ("PATCHTS", CodeKind.UNKNOWN),
        ("QMC-BIA", CodeKind.SEPARATOR),
        ("https://example.com", CodeKind.UNKNOWN),
        ("096199000123", CodeKind.UNKNOWN),
        ("TAM-261123-K7QX-0003-0", CodeKind.UNKNOWN),
        ("", CodeKind.UNKNOWN),
        ("9" * 4000, CodeKind.UNKNOWN),
    ],
)
def test_a_scanned_text_is_told_by_its_structure(text: str, kind: CodeKind) -> None:
    assert codes.classify(text) is kind


def test_procedure_code_and_provincial_suffix() -> None:
    assert codes.parse_procedure(" 1.000948.h38 ") == ("1.000948", "H38")
    assert codes.parse_procedure("7.000948") is None


@pytest.mark.parametrize("component", ["", "c01", "KQ.G15.000031", "*48201937", "*48201937-12"])
def test_separator_sheets_say_which_paper_follows(component: str) -> None:
    assert codes.parse_separator(codes.separator(component)) == component


def test_a_separator_cannot_carry_anything_else() -> None:
    assert codes.parse_separator("QMC-NGAN:") is None
    assert codes.parse_separator(codes.COVER) is None
    with pytest.raises(InvalidValue):
        codes.separator("giấy tờ")


QR = ReceiptQr(
    code="H12.64-261123-0107",
    procedure="1.001193",
    person="096191004582",
    paper="Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    system="Quầy Một Cửa",
    published_at=dt.datetime(2026, 11, 23, 10, 45, 12, tzinfo=VN),
    due_at=dt.datetime(2026, 11, 25, 10, 45, tzinfo=VN),
)


def test_receipt_qr_holds_the_legal_minimum_and_begins_with_the_dossier_code() -> None:
    text = codes.receipt_qr_text(QR)

    assert text == (
        "H12.64-261123-0107;QMC1;1.001193;096191004582;Giấy tiếp nhận hồ sơ và hẹn trả kết quả;Quầy Một Cửa;"
        "20261123T104512+0700;20261125T104500+0700"
    )
    assert codes.parse_receipt_qr(text) == QR
    assert codes.classify(text) is CodeKind.DOSSIER


def test_receipt_qr_without_person_and_without_due_day() -> None:
    bare = ReceiptQr(
        code=codes.provisional("K7QX", DAY, 3),
        procedure="1.001193",
        person="",
        paper="Giấy tiếp nhận",
        system="Quầy Một Cửa",
        published_at=QR.published_at,
    )

    assert codes.parse_receipt_qr(codes.receipt_qr_text(bare)) == bare


def test_a_later_layout_with_more_fields_is_still_read() -> None:
    assert codes.parse_receipt_qr(codes.receipt_qr_text(QR).replace("QMC1", "QMC2") + ";thêm") == QR


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H12.64-261123-0107",
        "x;QMC1;a;b;c;d;20261123T104512+0700;",
        "H12.64-261123-0107;QMC1;a;b;c;d;hôm nay;",
        "a;" * 4000,
    ],
)
def test_what_is_no_receipt_qr_is_not_read(text: str) -> None:
    assert codes.parse_receipt_qr(text) is None


def test_a_receipt_qr_needs_aware_times_and_hides_the_person_in_its_repr() -> None:
    with pytest.raises(InvalidValue):
        codes.receipt_qr_text(
            ReceiptQr(code="x", procedure="", person="", paper="", system="", published_at=dt.datetime(2026, 1, 1))  # noqa: DTZ001
        )
    assert "096191004582" not in repr(QR)


words = st.text(st.characters(codec="utf-8"), max_size=30)


@given(words, words, words, words, st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2200, 1, 1)))  # noqa: DTZ001
def test_every_receipt_qr_is_read_back_and_has_no_pipe(
    procedure: str, person: str, paper: str, system: str, moment: dt.datetime
) -> None:
    content = ReceiptQr(
        code="H12.64-261123-0107",
        procedure=procedure,
        person=person,
        paper=paper,
        system=system,
        published_at=moment.replace(microsecond=0, tzinfo=VN),
    )

    text = codes.receipt_qr_text(content)

    assert "|" not in text
    assert codes.parse_receipt_qr(text) == content
