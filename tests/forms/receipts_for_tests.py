"""Receipts as they come up at a counter; every name and number is made up."""

from __future__ import annotations

import dataclasses
import datetime as dt

from desk_app.clock import VIETNAM
from desk_app.domain.applicant import Address, Applicant, IdType, PartialDate, Sex, Submitter
from desk_app.domain.dossier import Component, Dossier, Due, FeeLine
from desk_app.domain.procedure import ReturnMethod
from desk_app.domain.receipt import Circular, PaperSize, Receipt


def at(hour: int, minute: int, day: int = 23, month: int = 11) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


PERSON = Applicant(
    full_name="Nguyễn Thị Hường",
    id_type=IdType.CCCD,
    id_number="096191004582",
    born=PartialDate(1991, 3, 5),
    sex=Sex.FEMALE,
    phone="0918224107",
    address=Address(text="Ấp 1, xã Khánh Lâm, tỉnh Cà Mau"),
)
PAPERS = (
    Component(id="c1", code="c01", name="Tờ khai đăng ký khai sinh", originals=1, mandatory=True),
    Component(
        id="c2", code="c02", name="Giấy chứng sinh do cơ sở y tế nơi trẻ em sinh ra cấp", originals=1, mandatory=True
    ),
    Component(id="c3", code="c03", name="Giấy tờ tùy thân của người yêu cầu đăng ký", originals=1, presented_only=True),
    Component(id="c4", code="c04", name="Văn bản ủy quyền được chứng thực theo quy định của pháp luật", copies=1),
)
DOSSIER = Dossier(
    id="019a0000-0000-7000-8000-000000000001",
    code="H12.64-261123-0107",
    procedure_code="1.001193",
    procedure_version="0" * 64,
    procedure_name="Đăng ký khai sinh",
    field="Hộ tịch",
    applicant=PERSON,
    components=PAPERS,
    fees=(FeeLine(name="Lệ phí đăng ký khai sinh quá hạn", amount_vnd=8000),),
    received_at=at(8, 5),
    recorded_at=at(8, 5),
    due=Due(at=at(16, 30, 25), amount=1, unit="working_day"),
    unit="H12.64",
    unit_name="UBND xã Khánh An",
    desk="Quầy 2",
    accepted_by="a1",
    accepted_by_name="Trần Thị Thuý Hằng",
)
RECEIPT = Receipt(
    dossier=DOSSIER,
    circular=Circular.TT_03_2025,
    size=PaperSize.A4,
    superior_body="UBND xã Khánh An",
    desk_body="Trung tâm Phục vụ hành chính công",
    place="Khánh An",
    printed_at=at(8, 6),
    lookup="https://dichvucong.gov.vn",
    contact_phone="0290 3888 123",
)


def of(dossier: Dossier, **changes: object) -> Receipt:
    return dataclasses.replace(RECEIPT, dossier=dossier, **changes)  # type: ignore[arg-type]


SUBMITTED_BY_ANOTHER = of(
    dataclasses.replace(
        DOSSIER,
        code="000.00.21.H12-261123-0042",
        procedure_code="1.004194",
        procedure_name=(
            "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất trong các trường hợp chuyển đổi, "
            "chuyển nhượng, cho thuê, cho thuê lại, thừa kế, tặng cho, góp vốn bằng quyền sử dụng đất"
        ),
        submitter=Submitter(
            full_name="Đặng Quốc Vượng",
            id_type=IdType.CCCD,
            id_number="096088001234",
            phone="0939000111",
            email="vuong.dang@example.vn",
            address=Address(text="Số 12, đường Phan Ngọc Hiển, phường Tân Thành, tỉnh Cà Mau"),
            authority="Giấy uỷ quyền số 05/2026 ngày 20/11/2026",
        ),
        fees=(
            FeeLine(name="Phí thẩm định hồ sơ cấp Giấy chứng nhận", amount_vnd=1_250_000),
            FeeLine(name="Lệ phí cấp Giấy chứng nhận", amount_vnd=50_000),
        ),
        return_method=ReturnMethod.POSTAL,
        due=Due(at=at(11, 0, 5, 1), amount=10, unit="working_day"),
        sets=2,
    ),
    register_volume="01/2026",
    register_number="214",
)
PROVISIONAL = of(dataclasses.replace(DOSSIER, code="TAM-261123-K7QX-0003-C", provisional_code="TAM-261123-K7QX-0003-C"))
REPRINT = of(
    dataclasses.replace(DOSSIER, provisional_code="TAM-261123-K7QX-0003-C"),
    reprint=2,
    printed_at=at(14, 30, 24),
    personal_id_in_qr=False,
)
EMPTY = Receipt(
    dossier=dataclasses.replace(
        DOSSIER,
        applicant=Applicant(),
        components=(),
        fees=(),
        due=Due(at=None),
        unit_name="",
        accepted_by_name="",
        procedure_name="",
    ),
    circular=Circular.TT_03_2025,
    size=PaperSize.A4,
    superior_body="",
    desk_body="",
    place="",
    printed_at=at(8, 6),
    system_name="",
)
MANY_PAPERS = of(
    dataclasses.replace(
        DOSSIER,
        components=tuple(
            Component(
                id=f"c{number}",
                name=f"Giấy tờ thứ {number}: "
                + "bản sao giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở " * (number % 3),
                originals=number % 2,
                copies=number % 4,
            )
            for number in range(1, 41)
        ),
    )
)
LONG = of(
    dataclasses.replace(
        DOSSIER,
        code="H12.64.01.02.03.04-261123-010712",
        procedure_name="Cấp giấy phép xây dựng mới đối với công trình cấp đặc biệt, cấp I, cấp II " * 8,
        unit_name="Ủy ban nhân dân đặc khu Nguyễn Thị Minh Khai – Phan Ngọc Hiển " * 3,
        accepted_by_name="Công Tằng Tôn Nữ Nguyễn Phước Thị Hoàng Diễm Quỳnh Thư",
        applicant=dataclasses.replace(
            PERSON,
            full_name="Công ty trách nhiệm hữu hạn một thành viên thương mại, dịch vụ và xuất nhập khẩu thuỷ sản " * 3,
            id_type=IdType.TAX,
            id_number="2001234567-001",
            email="phong.hanh.chinh.tong.hop@cong-ty-thuy-san-mien-nam-viet-nam.example.vn",
            address=Address(text="Ấp Kinh Mới, xã Khánh Bình Tây Bắc, huyện Trần Văn Thời (cũ), tỉnh Cà Mau " * 4),
        ),
        components=(
            Component(id="c1", name="Ộ" * 300, originals=1),
            Component(id="c2", name="Quyết định " * 250, originals=12, copies=120),
        ),
        fees=tuple(
            FeeLine(name=f"Phí thẩm định số {n}", amount_vnd=None if n else 1, note="theo nghị quyết của HĐND")
            for n in range(4)
        ),
    ),
    superior_body="Ủy ban nhân dân đặc khu Nguyễn Thị Minh Khai – Phan Ngọc Hiển, tỉnh Cà Mau",
    desk_body="Trung tâm Phục vụ hành chính công đặc khu Nguyễn Thị Minh Khai – Phan Ngọc Hiển",
    place="Đặc khu Nguyễn Thị Minh Khai – Phan Ngọc Hiển",
    lookup="https://dichvucong.gov.vn/p/home/dvc-tra-cuu-ho-so.html?" + "x" * 120,
    reprint=12,
)

EXAMPLES: dict[str, Receipt] = {
    "simple": RECEIPT,
    "submitter": SUBMITTED_BY_ANOTHER,
    "provisional": PROVISIONAL,
    "reprint": REPRINT,
    "empty": EMPTY,
    "many": MANY_PAPERS,
    "long": LONG,
}
