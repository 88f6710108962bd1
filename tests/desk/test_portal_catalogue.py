"""The importer against the shapes the portal really publishes, and against shapes nobody should publish."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk_app.desk.portal_catalogue import import_portal
from desk_app.desk.portal_reader import Limits
from desk_app.desk.portal_report import ImportReport, RejectReason, WarningKind
from desk_app.domain.procedure import Channel, Duration, Procedure, TimeUnit


def record(code: str = "1.000001", name: str = "Thủ tục thử", **fields: Any) -> dict[str, Any]:
    return {
        "MATTHC": code,
        "TENTTHC": name,
        "IDQUYETDINHCONGBO": "1/QĐ-THU",
        "CAPTHUCHIEN": [{"TENCAP": "Cấp xã"}],
        "LINHVUCTHUCHIEN": [{"TENLINHVUC": "Thử nghiệm"}],
        "DOITUONGTHUCHIEN": [{"TENDOITUONG": "Công dân Việt Nam"}],
        "COQUANTHUCHIEN": [{"TENDONVI": "Không có thông tin"}],
        "CACHTHUCTHUCHIEN": [time_row("1", "3", "Ngày làm việc", "Miễn phí")],
        "THANHPHANHOSO": [group("", paper("Đơn đề nghị"))],
        "KETQUATHUCHIEN": [],
        **fields,
    }


def time_row(channel: str, amount: str, unit: str, described: str = "") -> dict[str, Any]:
    return {"KENH": channel, "THOIGIAN": [{"THOIGIANGIAIQUYET": amount, "DONVITINH": unit, "MOTA": described}]}


def group(heading: str, *papers: dict[str, Any]) -> dict[str, Any]:
    return {"TRUONGHOP": heading, "GIAYTO": list(papers)}


def paper(name: str, originals: object = 1, copies: object = 0) -> dict[str, Any]:
    return {"TENGIAYTO": name, "SOBANCHINH": originals, "SOBANSAO": copies}


@pytest.fixture
def read(tmp_path: Path):
    def read(content: object, **options: Any) -> ImportReport:
        file = tmp_path / "catalogue.json"
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            file.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
        return import_portal([file], **options)

    return read


@pytest.fixture
def one(read):
    def one(**fields: Any) -> Procedure:
        report = read([record(**fields)])
        assert report.rejected == ()
        return report.imported[0]

    return one


def lines(*records: object) -> str:
    return "\n".join(json.dumps(r, ensure_ascii=False) for r in records) + "\n"


THREE = [record(f"1.00000{n}") for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(THREE, ensure_ascii=False),
        json.dumps(THREE, ensure_ascii=False, indent=2),
        lines(*THREE),
        lines(*THREE).replace("\n", "\r\n"),
        "\ufeff" + lines(*THREE),
        json.dumps({"total": 3, "data": THREE}),
        json.dumps({"total": 3, "data": THREE}, indent=1),
        gzip.compress(lines(*THREE).encode(), mtime=0),
        gzip.compress(json.dumps(THREE).encode(), mtime=0),
        json.dumps(THREE).encode("utf-16"),
    ],
    ids=[
        "array",
        "indented",
        "lines",
        "crlf",
        "bom",
        "envelope",
        "envelope-indented",
        "gzip-lines",
        "gzip-array",
        "utf16",
    ],
)
def test_every_wrapping_gives_the_same_three_procedures(read, content):
    report = read(content)

    assert [p.code for p in report.imported] == ["1.000001", "1.000002", "1.000003"]
    assert report.rejected == ()


def test_one_indented_object_is_a_catalogue_of_one(read):
    assert len(read(json.dumps(record(), indent=2)).imported) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", RejectReason.NOT_A_CATALOGUE),
        ("   \n ", RejectReason.NOT_A_CATALOGUE),
        ("<html>đăng nhập</html>", RejectReason.NOT_A_CATALOGUE),
        ("null", RejectReason.NOT_A_CATALOGUE),
        ("{", RejectReason.MALFORMED),
        ("[", RejectReason.TRUNCATED),
        ("[1, 2", RejectReason.NOT_AN_OBJECT),
        ("[nonsense]", RejectReason.MALFORMED),
        (gzip.compress(lines(*THREE).encode(), mtime=0)[:-20], RejectReason.TRUNCATED),
        (b"\x1f\x8bnot gzip at all", RejectReason.TRUNCATED),
        ("[" * 100_000, RejectReason.TOO_DEEP),
        ('{"a":' * 100_000, RejectReason.TOO_DEEP),
    ],
)
def test_what_is_no_catalogue_is_refused_without_raising(read, content, reason):
    report = read(content)

    assert report.imported == ()
    assert reason in report.rejection_counts()


def test_a_broken_line_spoils_itself_only(read):
    report = read(lines(THREE[0]) + '{"MATTHC": "1.000009", \n' + lines(THREE[1]))

    assert [p.code for p in report.imported] == ["1.000001", "1.000002"]
    assert [(r.where, r.reason) for r in report.rejected] == [("catalogue.json:2", RejectReason.MALFORMED)]


def test_a_broken_first_line_does_not_hide_the_others(read):
    assert [p.code for p in read("{broken\n" + lines(*THREE)).imported] == ["1.000001", "1.000002", "1.000003"]


def test_what_was_read_before_the_cut_is_kept(read):
    report = read(json.dumps(THREE)[:-30])

    assert [p.code for p in report.imported] == ["1.000001", "1.000002"]
    assert report.rejection_counts() == {RejectReason.MALFORMED: 1}


def test_bytes_that_are_not_utf8_spoil_their_record_only(read):
    broken = json.dumps(record("1.000005", "Đăng ký"), ensure_ascii=False).encode("cp1258", "replace")

    report = read(lines(THREE[0]).encode() + broken + b"\n" + lines(THREE[1]).encode())

    assert len(report.imported) == 2
    assert [(r.code, r.reason) for r in report.rejected] == [("1.000005", RejectReason.DAMAGED_TEXT)]


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (42, RejectReason.NOT_AN_OBJECT),
        ("1.000001", RejectReason.NOT_AN_OBJECT),
        ([record()], RejectReason.NOT_AN_OBJECT),
        ({}, RejectReason.BAD_CODE),
        (record("288416"), RejectReason.BAD_CODE),
        (record("7.000001"), RejectReason.BAD_CODE),
        (record("1.0000001"), RejectReason.BAD_CODE),
        (record("1.000001", "  \u200b "), RejectReason.NO_NAME),
        (record("1.000001", "Không có thông tin"), RejectReason.NO_NAME),
    ],
)
def test_a_record_that_cannot_be_used_is_refused_with_its_reason(read, entry, reason):
    report = read([entry, record("1.000099")])

    assert [r.reason for r in report.rejected] == [reason]
    assert [p.code for p in report.imported] == ["1.000099"]


def test_the_limits_hold(read):
    assert RejectReason.TOO_MANY in read(lines(*THREE), limits=Limits(records=2)).rejection_counts()
    assert RejectReason.TOO_MANY in read(THREE, limits=Limits(records=2)).rejection_counts()
    assert RejectReason.TOO_LARGE in read(THREE, limits=Limits(total_chars=100)).rejection_counts()
    bomb = gzip.compress(b'[{"MATTHC": "' + b"1" * 3_000_000)
    assert RejectReason.TOO_LARGE in read(bomb, limits=Limits(total_chars=1_000_000)).rejection_counts()


def test_a_line_over_the_limit_is_skipped(read):
    long = record("1.000009", "x" * 5000)

    report = read(lines(THREE[0], long, THREE[1]), limits=Limits(record_chars=3000))

    assert [p.code for p in report.imported] == ["1.000001", "1.000002"]
    assert [r.reason for r in report.rejected] == [RejectReason.TOO_LARGE]


def test_of_two_records_with_one_code_the_last_counts(read):
    report = read([record(name="Cũ"), record("1.000002"), record(name="Mới")])

    assert [(p.code, p.name) for p in report.imported] == [("1.000002", "Thủ tục thử"), ("1.000001", "Mới")]
    assert report.warning_counts() == {WarningKind.DUPLICATE: 1}


def test_a_provincial_suffix_is_kept_apart(one):
    procedure = one(code="1.002835.000.00.00.H56")

    assert (procedure.code, procedure.suffix) == ("1.002835", "000.00.00.H56")


def test_the_plain_fields_are_cleaned(one):
    procedure = one(
        name="  Ðăng\u200b ký   tạm tru\u0301 ",
        DOITUONGTHUCHIEN=[
            {"TENDOITUONG": t} for t in ("Tổ chức (không bao gồm doanh nghiệp", "HTX)", "Người nước ngoài")
        ],
        KETQUATHUCHIEN=[
            {"TENKETQUA": "Giấy AMã: KQ.G15.000031Sổ BMã: 000.00.00.G04-KQ3172Từ khóaKhông có thông tinMô tảKhông có"}
        ],
    )

    assert procedure.name == "Đăng ký tạm trú"
    assert procedure.agency == ""
    assert procedure.levels == ("Cấp xã",)
    assert procedure.audience == ("Tổ chức (không bao gồm doanh nghiệp, HTX)", "Người nước ngoài")
    assert procedure.results == ("Giấy A (KQ.G15.000031)", "Sổ B (000.00.00.G04-KQ3172)")


def test_source_and_first_day_come_from_the_caller(read):
    procedure = read([record()], valid_from=dt.date(2026, 7, 1), source="tệp của Sở").imported[0]

    assert (procedure.valid_from, procedure.source, procedure.sample) == (dt.date(2026, 7, 1), "tệp của Sở", False)


# --- times -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "unit", "described", "duration", "warning"),
    [
        ("18", "Ngày làm việc", "Miễn phí", Duration(18, TimeUnit.WORKING_DAY), None),
        ("20", "Ngày", "", Duration(20, TimeUnit.CALENDAR_DAY), None),
        ("8", "Giờ", "", Duration(8, TimeUnit.HOUR), None),
        ("6", "Tháng", "", Duration(6, TimeUnit.MONTH), None),
        ("1", "", "Miễn phí", Duration(1, TimeUnit.WORKING_DAY, unit_assumed=True), WarningKind.UNIT_ASSUMED),
        ("1.5", "Ngày làm việc", "", Duration(2, TimeUnit.WORKING_DAY), WarningKind.TIME_ROUNDED),
        ("", "", "Không có thông tin2,000 Việt Nam Đồng(/bản)", None, None),
        ("Không có thông tin", "Không có thông tin", "", None, None),
        ("120,000", "", "VNĐ(Theo Thông tư)", None, WarningKind.TIME_UNREADABLE),
        ("1200", "", "VNĐ", None, WarningKind.TIME_UNREADABLE),
        ("120", "", "VNĐ(20.000 vnđ /tờ khai)", None, WarningKind.TIME_UNREADABLE),
        ("125", "", "Miễn phí", None, WarningKind.TIME_UNREADABLE),
        ("99999", "Ngày", "", None, WarningKind.TIME_UNREADABLE),
        ("ba", "Ngày", "", None, WarningKind.TIME_UNREADABLE),
        ("3", "Tuần", "", None, WarningKind.UNIT_UNKNOWN),
        ("-3", "Ngày", "", None, WarningKind.TIME_UNREADABLE),
    ],
)
def test_processing_times(read, amount, unit, described, duration, warning):
    report = read([record(CACHTHUCTHUCHIEN=[time_row("1", amount, unit, described)])])

    assert [t.duration for t in report.imported[0].times] == [duration]
    assert (warning in report.warning_counts()) == (warning is not None)


def test_numbers_may_come_as_numbers(one):
    rows = [{"KENH": 2, "THOIGIAN": {"THOIGIANGIAIQUYET": 7.0, "DONVITINH": "ngày làm việc", "MOTA": None}}]

    procedure = one(CACHTHUCTHUCHIEN=rows)

    assert procedure.times[0].channel is Channel.ONLINE
    assert procedure.times[0].duration == Duration(7, TimeUnit.WORKING_DAY)


def test_times_differ_by_channel(one):
    procedure = one(
        CACHTHUCTHUCHIEN=[time_row(c, a, "Ngày làm việc") for c, a in (("2", "18"), ("3", "4"), ("1", "10"))]
    )

    found = {channel: procedure.time_for(channel, None).duration.amount for channel in Channel}
    assert found == {Channel.DIRECT: 10, Channel.ONLINE: 18, Channel.POSTAL: 4}


def test_of_several_times_of_a_channel_the_longest_stands_first(read):
    rows = [time_row("1", "3", "Ngày"), time_row("1", "1", "Tháng"), time_row("1", "", "", "tại Bộ phận Một cửa")]

    report = read([record(CACHTHUCTHUCHIEN=rows)])

    assert report.imported[0].time_for(Channel.DIRECT, None).duration == Duration(1, TimeUnit.MONTH)
    assert report.warning_counts() == {WarningKind.TIME_AMBIGUOUS: 1}


def test_an_unknown_channel_is_kept_for_any_channel_with_a_warning(read):
    report = read([record(CACHTHUCTHUCHIEN=[time_row("9", "3", "Ngày")])])

    assert report.imported[0].times[0].channel is None
    assert report.warning_counts() == {WarningKind.CHANNEL_UNKNOWN: 1}


@pytest.mark.parametrize(
    "words",
    [
        "Trong ngày; nhận hồ sơ sau 15 giờ mà không giải quyết được ngay thì trả kết quả trong ngày làm việc tiếp theo",
        "nếu thời điểm nhận hồ sơ sau 15h00 cùng ngày thì hoàn thành trong ngày làm việc tiếp theo",
    ],
)
def test_the_same_day_rule_is_recognised_in_the_text(one, words):
    assert one(TRINHTU=words).same_day_cutoff == dt.time(15, 0)
    assert one(CACHTHUCTHUCHIEN=[time_row("1", "1", "", f"Miễn phí{words}")]).same_day_cutoff == dt.time(15, 0)


def test_a_mere_mention_of_an_hour_is_no_same_day_rule(one):
    assert (
        one(
            TRINHTU="Nộp hồ sơ trước 15 giờ các ngày làm việc; chuyển hồ sơ sau 15 giờ vào đầu giờ hôm sau"
        ).same_day_cutoff
        is None
    )


def test_a_same_day_rule_can_come_from_outside_the_file(read):
    report = read([record(), record("1.000002")], cutoffs={"1.000001": dt.time(15)})

    assert [p.same_day_cutoff for p in report.imported] == [dt.time(15), None]


# --- fees --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("described", "amounts"),
    [
        ("Miễn phí", [0]),
        ("Miễn phí(Không)", [0]),
        ("Miễn phí(Không quy định)", [0]),
        ("Miễn phí(Mức lệ phí cụ thể do Hội đồng nhân dân tỉnh quyết định)", [None]),
        ("Miễn phí07 ngày làm việc kể từ ngày nhận đủ hồ sơ", [0]),
        ("Không có thông tin", []),
        ("50,000 Việt Nam Đồng(/giao dịch)Cá nhân", [50_000]),
        ("Không có thông tin150,000 VNĐ(- Mức cụ thể do HĐND)", [150_000]),
        ("2,000 Việt Nam Đồng(/trang)Tại UBND xã", [None]),
        ("10 USD(/bản)", [None]),
        ("100,000 VNĐ(nộp trực tiếp)50,000 VNĐ(nộp trực tuyến)", [100_000, 50_000]),
        ("VNĐ(20.000 vnđ/tờ khai)", [None]),
        ("90 VNĐ(từ ngày 01/01/2026)", [None]),
        ("", []),
    ],
)
def test_fees_are_read_from_the_description(one, described, amounts):
    procedure = one(CACHTHUCTHUCHIEN=[time_row("1", "" if "Không có" in described else "3", "", described)])

    assert [fee.amount_vnd for fee in procedure.fees] == amounts
    assert all(fee.channel is Channel.DIRECT for fee in procedure.fees)


def test_the_explanation_of_a_fee_is_kept(one):
    fee = one(
        CACHTHUCTHUCHIEN=[time_row("2", "3", "Ngày", "7,000 Việt Nam Đồng(Lệ phí (một lần) theo Thông tư 75)Nộp…")]
    ).fees[0]

    assert (fee.name, fee.note) == ("Lệ phí", "Lệ phí (một lần) theo Thông tư 75")


# --- papers ------------------------------------------------------------------------------------------------------------


def test_rows_without_originals_and_copies_are_notes(one):
    procedure = one(THANHPHANHOSO=[group("", paper("Tờ khai"), paper("Người tiếp nhận có trách nhiệm …", 0, 0))])

    assert [c.name for c in procedure.components] == ["Tờ khai"]
    assert procedure.notes == ("Người tiếp nhận có trách nhiệm …",)


def test_groups_to_be_shown_and_to_be_noted(one):
    procedure = one(
        THANHPHANHOSO=[
            group("Giấy tờ phải nộp", paper("Tờ khai")),
            group("Giấy tờ phải xuất trình", paper("Căn cước")),
            group("Lưu ý", paper("Cá nhân có quyền lựa chọn nơi nộp")),
        ]
    )

    assert [(c.name, c.presented_only, c.case) for c in procedure.components] == [
        ("Tờ khai", False, None),
        ("Căn cước", True, None),
    ]
    assert procedure.cases == ()
    assert procedure.notes == ("Cá nhân có quyền lựa chọn nơi nộp",)


def test_papers_to_be_shown_or_sent_are_not_only_shown(one):
    procedure = one(THANHPHANHOSO=[group("Xuất trình hoặc gửi bản sao các giấy tờ", paper("Căn cước"))])

    assert not procedure.components[0].presented_only


def test_two_situations_are_cases_without_their_numbers(one):
    procedure = one(
        THANHPHANHOSO=[
            group("Thành phần hồ sơ", paper("Đơn")),
            group("(1.1) Đối với công trình không theo tuyến:", paper("Bản vẽ A")),
            group("b) Trường hợp nhà ở riêng lẻ", paper("Bản vẽ B")),
        ]
    )

    assert [(c.code, c.name) for c in procedure.cases] == [
        ("th01", "Đối với công trình không theo tuyến"),
        ("th02", "Trường hợp nhà ở riêng lẻ"),
    ]
    assert [c.name for c in procedure.components_for("th02")] == ["Đơn", "Bản vẽ B"]


def test_a_single_situation_is_a_condition_not_a_case(one):
    procedure = one(
        THANHPHANHOSO=[
            group("", paper("Đơn")),
            group("Trường hợp ủy quyền thực hiện thủ tục", paper("Văn bản ủy quyền")),
        ]
    )

    assert procedure.cases == ()
    assert [(c.name, c.mandatory) for c in procedure.components] == [("Đơn", True), ("Văn bản ủy quyền", False)]


def test_parts_of_one_dossier_are_no_cases(one):
    procedure = one(
        THANHPHANHOSO=[
            group("Hồ sơ của người nhận con nuôi", paper("Đơn")),
            group("Hồ sơ của người được nhận làm con nuôi", paper("Giấy khai sinh")),
        ]
    )

    assert procedure.cases == ()
    assert all(c.mandatory for c in procedure.components)


def test_one_of_several_papers_makes_alternatives(one):
    procedure = one(THANHPHANHOSO=[group("Một trong các giấy tờ sau", paper("Giấy A"), paper("Giấy B"))])

    assert {c.alternatives for c in procedure.components} == {"nhom-1"}


@pytest.mark.parametrize(
    ("name", "mandatory"),
    [
        ("Giấy chứng sinh; trường hợp không có Giấy chứng sinh thì nộp văn bản của người làm chứng", True),
        ("Trường hợp trẻ em bị bỏ rơi thì phải có biên bản", False),
        ("Bản vẽ tách thửa (nếu có)", False),
        ("Giấy tờ về miễn, giảm phí, nếu có", False),
        ("Văn bản ủy quyền trong trường hợp ủy quyền thực hiện", False),
        ("Mẫu điện tử tương tác (nếu lựa chọn nộp hồ sơ theo hình thức trực tuyến)", False),
        ("Tờ khai (nếu lựa chọn nộp theo hình thức trực tuyến hoặc trực tiếp)", True),
    ],
)
def test_conditional_papers_are_not_mandatory(one, name, mandatory):
    assert one(THANHPHANHOSO=[group("", paper(name))]).components[0].mandatory is mandatory


@pytest.mark.parametrize(
    ("name", "originals", "copies", "expected"),
    [
        ("Đơn đăng ký biến động theo Mẫu số", 181, 1, ("Đơn đăng ký biến động theo Mẫu số 18", 1, "Mẫu số 18")),
        ("Đơn theo Mẫu số 03 ngày 24/7/", 20231, 0, ("Đơn theo Mẫu số 03 ngày 24/7/2023", 1, "Mẫu số 03")),
        ("Quyết định theo mẫu G19-KQ", 61781, 0, ("Quyết định theo mẫu G19-KQ6178", 1, "")),
        ("Bản khai", 10, 0, ("Bản khai", 10, "")),
        ("Tờ khai (Mẫu CT01 ban hành kèm Thông tư)", 1, 0, ("Tờ khai (Mẫu CT01 ban hành kèm Thông tư)", 1, "Mẫu số CT01")),
    ],
)  # fmt: skip
def test_form_numbers_that_ran_into_the_count_are_told_apart(one, name, originals, copies, expected):
    component = one(THANHPHANHOSO=[group("", paper(name, originals, copies))]).components[0]

    assert (component.name, component.originals, component.form) == expected
    assert component.copies == copies


@pytest.mark.parametrize(
    ("published", "name"),
    [
        ("Đơn đề nghị theo mẫu.Mẫu số 29.docx", "Đơn đề nghị theo mẫu"),
        ("Tờ khai (Mẫu CT01 kèm Thông tư số 53).1.MuCT01banhnhkmtheoThngts53.doc", "Tờ khai (Mẫu CT01 kèm Thông tư số 53)"),
        ("Phương án khai thácPhương án khai thac tư TN.docx", "Phương án khai thác"),
        ("- a) Hợp đồng mua bán:", "Hợp đồng mua bán"),
        ("(2) Giấy chứng nhận đã cấp", "Giấy chứng nhận đã cấp"),
    ],
)  # fmt: skip
def test_list_numbers_and_file_names_are_stripped_from_papers(one, published, name):
    assert one(THANHPHANHOSO=[group("", paper(published))]).components[0].name == name


def test_a_torn_row_is_no_paper(read):
    torn = [paper("Hợp đồng mua bán (", 1, 0), paper("hoặc", 0, 1), paper("có chứng thực) (điểm c khoản 3)", 1, 1)]

    report = read([record(THANHPHANHOSO=[group("", *torn)])])

    assert [c.name for c in report.imported[0].components] == ["Hợp đồng mua bán"]
    assert report.warning_counts() == {WarningKind.FRAGMENT: 2}


def test_an_endless_name_is_shortened_and_kept_as_a_note(read):
    full = "Một trong những giấy tờ hợp pháp về đất đai bao gồm: " + "giấy chứng nhận các loại; " * 60

    report = read([record(THANHPHANHOSO=[group("", paper(full))])])

    procedure = report.imported[0]
    assert procedure.components[0].name == "Một trong những giấy tờ hợp pháp về đất đai"
    assert procedure.notes[0].startswith("Một trong những giấy tờ hợp pháp về đất đai")
    assert WarningKind.NAME_SHORTENED in report.warning_counts()


def test_codes_of_papers_are_stable_and_unique(one):
    procedure = one(THANHPHANHOSO=[group("", paper("A"), paper("", 1, 0), paper("B", "x", 1), paper("C", "2", "1"))])

    assert [(c.code, c.originals, c.copies) for c in procedure.components] == [
        ("c01", 1, 0),
        ("c02", 0, 1),
        ("c03", 2, 1),
    ]


# --- anything at all ---------------------------------------------------------------------------------------------------

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=12,
)
FIELDS = st.sampled_from(sorted(record()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.lists(st.dictionaries(FIELDS, JUNK, max_size=8) | JUNK, max_size=4), st.booleans())
def test_no_shape_of_record_makes_the_import_fail(tmp_path, records, as_lines):
    base = [{**record(), **r} if isinstance(r, dict) and as_lines else r for r in records]
    file = tmp_path / "junk.json"
    file.write_text(lines(*base) if as_lines else json.dumps(base), encoding="utf-8", errors="surrogatepass")

    report = import_portal([file])

    assert len({p.code for p in report.imported}) == len(report.imported)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: ("[{" + t).encode("utf-8", "replace")))
def test_no_bytes_make_the_import_fail(tmp_path, content):
    file = tmp_path / "junk.bin"
    file.write_bytes(content)

    assert import_portal([file]).imported == ()


def test_a_missing_file_is_the_callers_matter(tmp_path):
    with pytest.raises(FileNotFoundError):
        import_portal([tmp_path / "missing.json"])
