"""The sample day of the trial desk: invented people, real procedures, the same use cases as at the counter."""

from __future__ import annotations

import dataclasses

from desk_app.bootstrap import Program
from desk_app.desk.accounts import author_of
from desk_app.desk.digitisation import IncomingFile
from desk_app.desk.intake import Accepted
from desk_app.domain import arrangement
from desk_app.domain.applicant import Address, Applicant, ApplicantKind, IdType, PartialDate, Sex
from desk_app.domain.draft import IntakeDraft
from desk_app.domain.events import Author
from desk_app.domain.roles import Act, Role
from desk_app.lanes import CancelToken

OFFICER = "Trần Thị Thuý Hằng"
UNIT_NAME = "UBND xã Khánh An"
PEOPLE = (
    ("Lê Quốc Đạt", Role.SUPERVISOR),
    ("Nguyễn Hoàng Minh (tình nguyện viên)", Role.VOLUNTEER),
)
PIN = "2580"


@dataclasses.dataclass(frozen=True, slots=True)
class Visit:
    """One citizen of the sample day; ``pages`` says how many sheets the first papers have."""

    procedure: str
    applicant: Applicant
    pages: tuple[int, ...]


def _citizen(name: str, number: str, born: PartialDate, sex: Sex, phone: str, address: str) -> Applicant:
    return Applicant(
        full_name=name,
        id_type=IdType.CCCD,
        id_number=number,
        born=born,
        sex=sex,
        phone=phone,
        address=Address(text=address),
    )


MORNING = (
    Visit(
        "1.004873",
        _citizen(
            "Võ Thị Yến",
            "096195003127",
            PartialDate(1995, 7, 12),
            Sex.FEMALE,
            "0918224100",
            "Ấp 4, Khánh An, U Minh, Cà Mau",
        ),
        (1,),
    ),
    Visit(
        "2.000815",
        _citizen(
            "Đặng Hữu Nghĩa",
            "096078001945",
            PartialDate(1978, 1, 30),
            Sex.MALE,
            "0947310552",
            "Ấp 7, xã Khánh An, tỉnh Cà Mau",
        ),
        (1,),
    ),
)
LINE_DOWN = (
    Visit(
        "1.000894",
        _citizen(
            "Phạm Văn Út",
            "096098006614",
            PartialDate(1998, 11, 2),
            Sex.MALE,
            "0832775416",
            "Ấp 11, Nguyễn Phích, U Minh, Cà Mau",
        ),
        (1, 1),
    ),
    Visit(
        "1.001612",
        Applicant(
            kind=ApplicantKind.BUSINESS,
            full_name="Hộ kinh doanh Huỳnh Kim Chung",
            id_type=IdType.TAX,
            id_number="2000105775",
            phone="0290382645",
            address=Address(text="Số 12, ấp 3, xã Khánh An, tỉnh Cà Mau"),
        ),
        (1,),
    ),
)
NEXT_IN_LINE = _citizen(
    "Nguyễn Thị Hường",
    "096191004582",
    PartialDate(1991, 3, 5),
    Sex.FEMALE,
    "0918224175",
    "Ấp 1, Khánh Hội, U Minh, Cà Mau",
)


def open_counter(program: Program) -> None:
    """Give the trial desk its people."""
    administrator = author_of(program.desk.accounts.find(None, act=Act.MANAGE_PEOPLE))
    for name, role in PEOPLE:
        program.desk.accounts.add(name=name, role=role, pin=PIN, who=administrator)


def morning(program: Program) -> None:
    """Fetch dossier codes, take two dossiers in and see them arrive."""
    loop = program.sync
    loop.run_until_idle(CancelToken())
    for seed, visit in enumerate(MORNING):
        take_in(program, visit, seed=seed)
    loop.run_until_idle(CancelToken())


def line_down(program: Program) -> None:
    """Two dossiers more that nobody has sent yet, and a citizen at the counter whose form is half filled in."""
    for seed, visit in enumerate(LINE_DOWN, start=10):
        take_in(program, visit, seed=seed)
    draft = program.desk.intake.choose_procedure(program.desk.intake.start(_officer(program)), "1.001193")
    draft = dataclasses.replace(draft, applicant=NEXT_IN_LINE)
    program.desk.intake.save(_with_pages(program, draft, (1, 1), seed=20))


def take_in(program: Program, visit: Visit, *, seed: int) -> Accepted:
    """One citizen from greeting to receipt."""
    who = _officer(program)
    intake = program.desk.intake
    draft = intake.choose_procedure(intake.start(who), visit.procedure)
    draft = intake.with_present_units(dataclasses.replace(draft, applicant=visit.applicant))
    draft = intake.save(_with_pages(program, _all_present(draft), visit.pages, seed=seed))
    outcome = intake.accept(draft, who=who)
    if not isinstance(outcome, Accepted):
        msg = f"sample dossier {visit.procedure} has problems"
        raise TypeError(msg)
    program.desk.printing.printout(outcome.print_task, who=who)
    program.desk.printing.printed(outcome.print_task, who=who)
    return outcome


def _officer(program: Program) -> Author:
    return author_of(program.desk.accounts.find(OFFICER, act=Act.ACCEPT))


def _all_present(draft: IntakeDraft) -> IntakeDraft:
    return dataclasses.replace(
        draft,
        components=tuple(dataclasses.replace(c, present=c.mandatory or c.presented_only) for c in draft.components),
    )


def _with_pages(program: Program, draft: IntakeDraft, counts: tuple[int, ...], *, seed: int) -> IntakeDraft:
    from desk_app.capture import simulated

    papers = [c for c in draft.components if not c.presented_only]
    for position, (component, count) in enumerate(zip(papers, counts, strict=False)):
        for sheet in range(count):
            lines = (
                component.name.upper(),
                f"Kính gửi: {UNIT_NAME}",
                f"Họ, chữ đệm, tên người yêu cầu: {draft.applicant.full_name}",
                f"Số định danh cá nhân: {draft.applicant.id_number}",
                f"Nơi cư trú: {draft.applicant.address.text}",
                f"Số điện thoại: {draft.applicant.phone}",
                "Đề nghị cơ quan có thẩm quyền xem xét, giải quyết theo quy định hiện hành.",
                "Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm",
                "trước pháp luật về cam đoan của mình.",
                "Làm tại Khánh An, ngày 23 tháng 11 năm 2026",
            )
            array = simulated.document_page(lines, seed=seed * 100 + position * 10 + sheet, stamp=True)
            file = IncomingFile("trang.jpg", simulated.jpeg_file(array, dpi=200), source="simulated")
            taken = program.desk.digitisation.take_in([file], component=component.id)
            pages = [program.desk.digitisation.prepare(p) for p in taken.pages]
            draft = arrangement.with_pages_added(draft, pages)
    return draft
