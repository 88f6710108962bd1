from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.dossier import ExtractedKind
from desk_app.domain.extraction import LONGEST_VALUE, proposals

DECISION = """ỦY BAN NHÂN DÂN
XÃ KHÁNH AN
Số: 214/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Khánh An, ngày 05 tháng 3 năm 2026
QUYẾT ĐỊNH
Về việc công nhận kết quả xét tuyển viên chức
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;
Quyết định này có hiệu lực kể từ ngày ký.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Thị Ánh Nguyệt"""

BIRTH = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
GIẤY XÁC NHẬN TÌNH TRẠNG
HÔN NHÂN
Số: 33/UBND-XNTTHN
Xét đề nghị của ông/bà: Nguyễn Thị Hường
Ngày, tháng, năm sinh: ngày 12 tháng 4 năm 1991
Giấy tờ tùy thân: Căn cước công dân số 096 191 004 582
Giấy này có giá trị đến ngày 20/11/2026.
Khánh An, ngày 20 tháng 5 năm 2026
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Văn Hậu"""


def found(text: str) -> dict[ExtractedKind, str]:
    return {p.fact.kind: p.fact.value for p in proposals(text.splitlines())}


def test_a_decision_gives_body_number_day_name_matter_and_signer() -> None:
    assert found(DECISION) == {
        ExtractedKind.ISSUER: "ỦY BAN NHÂN DÂN XÃ KHÁNH AN",
        ExtractedKind.NUMBER: "214/QĐ-UBND",
        ExtractedKind.ISSUED_ON: "2026-03-05",
        ExtractedKind.PAPER_NAME: "QUYẾT ĐỊNH",
        ExtractedKind.ABSTRACT: "công nhận kết quả xét tuyển viên chức",
        ExtractedKind.SIGNER: "Lê Thị Ánh Nguyệt",
    }


def test_a_certificate_gives_its_owner_and_until_when_it_holds() -> None:
    assert found(BIRTH) == {
        ExtractedKind.PAPER_NAME: "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
        ExtractedKind.NUMBER: "33/UBND-XNTTHN",
        ExtractedKind.OWNER_ID: "096191004582",
        ExtractedKind.VALID_UNTIL: "2026-11-20",
        ExtractedKind.ISSUED_ON: "2026-05-20",
        ExtractedKind.SIGNER: "Trần Văn Hậu",
    }


def test_the_line_in_which_it_stands_is_told() -> None:
    lines = {p.fact.kind: p.line for p in proposals(BIRTH.splitlines())}

    assert (lines[ExtractedKind.PAPER_NAME], lines[ExtractedKind.SIGNER]) == (2, 12)


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert found("Khánh An, ngày 31 tháng 2 năm 2026") == {}


def test_a_number_that_cannot_be_a_personal_number_is_none() -> None:
    assert found("Căn cước công dân số 000 000 000 000") == {}


def test_a_day_of_birth_is_not_taken_for_the_day_of_issue() -> None:
    assert found("Ngày sinh: ngày 12 tháng 4 năm 1991") == {}


@given(st.lists(st.text(max_size=400), max_size=30))
def test_any_text_gives_short_values_each_kind_once_and_no_error(lines: list[str]) -> None:
    given_ = proposals(lines)

    assert len({p.fact.kind for p in given_}) == len(given_)
    assert all(0 < len(p.fact.value) <= LONGEST_VALUE and 0 <= p.line < len(lines) for p in given_)
