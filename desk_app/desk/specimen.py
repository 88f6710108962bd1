"""A receipt of an invented citizen, so that an office sees its paper before the first dossier, and nobody's data meanwhile."""

from __future__ import annotations

import dataclasses
import datetime as dt

from desk_app.desk.settings import DeskSettings
from desk_app.domain.applicant import Address, Applicant, IdType, PartialDate, Sex
from desk_app.domain.dossier import Component, Dossier, Due, FeeLine
from desk_app.domain.procedure import TimeUnit

_PERSON = Applicant(
    full_name="Nguyễn Thị Mẫu",
    id_type=IdType.CCCD,
    id_number="096191000000",
    born=PartialDate(1991, 3, 5),
    sex=Sex.FEMALE,
    phone="0900000000",
    address=Address(text="Ấp 1, xã Khánh An, tỉnh Cà Mau"),
)
_PAPERS = (
    Component(id="specimen-1", name="Tờ khai đăng ký khai sinh", originals=1, mandatory=True),
    Component(id="specimen-2", name="Giấy chứng sinh", originals=1, mandatory=True),
    Component(id="specimen-3", name="Giấy tờ tuỳ thân", originals=1, presented_only=True),
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """How the receipt comes out.

    Attributes:
        legal_basis: number of the form and its circular, in Vietnamese.
        provisional: the official layout could not be compared yet; ``note`` says with what it must be.
    """

    pdf: bytes
    legal_basis: str
    provisional: bool
    note: str


def dossier(settings: DeskSettings, *, at: dt.datetime) -> Dossier:
    """The invented dossier, received now at this desk."""
    return Dossier(
        id="specimen",
        code=f"{settings.unit}-{at:%y%m%d}-0000",
        procedure_code="1.001193",
        procedure_version="",
        procedure_name="Đăng ký khai sinh",
        field="Hộ tịch",
        applicant=_PERSON,
        components=_PAPERS,
        fees=(FeeLine(name="Lệ phí đăng ký khai sinh quá hạn", amount_vnd=8000),),
        received_at=at,
        recorded_at=at,
        due=Due(at=at + dt.timedelta(days=1), amount=1, unit=TimeUnit.WORKING_DAY),
        unit=settings.unit,
        unit_name=settings.unit_name,
        desk=settings.desk,
        accepted_by_name="Trần Văn Mẫu",
    )
