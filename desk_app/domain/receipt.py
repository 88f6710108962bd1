"""The receipt and appointment slip (giấy tiếp nhận hồ sơ và hẹn trả kết quả), as data for the printed form."""

from __future__ import annotations

import dataclasses
import datetime as dt
import enum

from desk_app.domain.dossier import Dossier


class Circular(enum.StrEnum):
    """Which circular's set of forms is printed."""

    TT_01_2018 = "tt-01-2018"
    TT_03_2025 = "tt-03-2025"


class PaperSize(enum.StrEnum):
    """How the slip lies on the paper; the circular designs for A5, practice prints A4."""

    A4 = "a4"
    A5 = "a5"
    TWO_A5_ON_A4 = "2xa5"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """All that the slip says.

    Attributes:
        superior_body: the line above the desk's own name ("UBND XÃ KHÁNH AN").
        desk_body: the desk's own name ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG").
        place: địa danh in the date line.
        lookup: where the citizen may look up the progress, empty if nowhere.
        contact_phone: of the desk, empty if none.
        printed_at: moment of this print (aware, UTC+7).
        reprint: 0 for the first print, then 1, 2, …; re-prints are marked.
        personal_id_in_qr: TT 01/2023/TT-VPCP Đ26 asks for it; an office may leave it out.
        system_name: name of this system for the QR.
        register_volume / register_number: Sổ theo dõi, empty while none was assigned.
    """

    dossier: Dossier
    circular: Circular
    size: PaperSize
    superior_body: str
    desk_body: str
    place: str
    printed_at: dt.datetime
    lookup: str = ""
    contact_phone: str = ""
    reprint: int = 0
    personal_id_in_qr: bool = True
    system_name: str = "Quầy Một Cửa"
    register_volume: str = ""
    register_number: str = ""
