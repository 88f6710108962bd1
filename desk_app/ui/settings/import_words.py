"""What an import of the catalogue found, in words. No widgets."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QCoreApplication

from desk_app.desk.portal_report import ImportReport, RejectReason, WarningKind
from desk_app.ui.pills import Kind

translate = QCoreApplication.translate


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report; ``kind`` PERSON for what was refused, WAITING for what needs an eye."""

    kind: Kind
    label: str
    where: str
    code: str
    text: str


def findings(report: ImportReport) -> tuple[Finding, ...]:
    """First what was refused, then what was guessed or left out, each in the order of the files."""
    refused, look = translate("catalogue", "Không nhận"), translate("catalogue", "Cần xem")
    return (
        *(
            Finding(kind=Kind.PERSON, label=refused, where=r.where, code=r.code or "–", text=rejected(r.reason))
            for r in report.rejected
        ),
        *(
            Finding(
                kind=Kind.WAITING,
                label=look,
                where=w.where,
                code=w.code,
                text=" ".join(filter(None, (warning(w.kind), w.detail and f"“{w.detail}”"))),
            )
            for w in report.warnings
        ),
    )


def rejected(reason: RejectReason) -> str:
    """Why a record was not taken."""
    match reason:
        case RejectReason.NOT_A_CATALOGUE:
            return translate("catalogue", "Tệp không phải danh mục thủ tục.")
        case RejectReason.MALFORMED:
            return translate("catalogue", "Không đọc được JSON.")
        case RejectReason.TOO_DEEP:
            return translate("catalogue", "Dữ liệu lồng quá sâu.")
        case RejectReason.TOO_LARGE:
            return translate("catalogue", "Bản ghi quá lớn.")
        case RejectReason.TOO_MANY:
            return translate("catalogue", "Quá nhiều bản ghi trong một tệp.")
        case RejectReason.TRUNCATED:
            return translate("catalogue", "Tệp bị cắt giữa chừng.")
        case RejectReason.DAMAGED_TEXT:
            return translate("catalogue", "Chữ tiếng Việt bị hỏng.")
        case RejectReason.NOT_AN_OBJECT:
            return translate("catalogue", "Bản ghi không phải một thủ tục.")
        case RejectReason.BAD_CODE:
            return translate("catalogue", "Mã thủ tục không đúng dạng.")
        case RejectReason.NO_NAME:
            return translate("catalogue", "Thủ tục không có tên.")


def warning(kind: WarningKind) -> str:  # noqa: C901 - one sentence for each kind
    """What of a procedure that was taken needs an eye."""
    match kind:
        case WarningKind.DUPLICATE:
            return translate("catalogue", "Mã có hai lần; dùng bản sau.")
        case WarningKind.TIME_UNREADABLE:
            return translate("catalogue", "Không đọc được thời hạn giải quyết.")
        case WarningKind.TIME_ROUNDED:
            return translate("catalogue", "Thời hạn lẻ, đã làm tròn lên.")
        case WarningKind.TIME_AMBIGUOUS:
            return translate("catalogue", "Có nhiều thời hạn cho một hình thức nộp; lấy thời hạn dài nhất.")
        case WarningKind.UNIT_ASSUMED:
            return translate("catalogue", "Không ghi đơn vị thời gian; tạm tính ngày làm việc.")
        case WarningKind.UNIT_UNKNOWN:
            return translate("catalogue", "Đơn vị thời gian lạ.")
        case WarningKind.CHANNEL_UNKNOWN:
            return translate("catalogue", "Hình thức nộp lạ.")
        case WarningKind.LEVEL_UNKNOWN:
            return translate("catalogue", "Cấp thực hiện lạ.")
        case WarningKind.FEE_UNREADABLE:
            return translate("catalogue", "Không đọc được mức phí.")
        case WarningKind.RUN_ON_NUMBER:
            return translate("catalogue", "Số bản dính vào số mẫu; đã tách.")
        case WarningKind.COUNT_UNREADABLE:
            return translate("catalogue", "Không đọc được số bản.")
        case WarningKind.NAME_MISSING:
            return translate("catalogue", "Giấy tờ không có tên.")
        case WarningKind.FRAGMENT:
            return translate("catalogue", "Dòng rời, không phải tên giấy tờ; chuyển vào ghi chú.")
        case WarningKind.NAME_SHORTENED:
            return translate("catalogue", "Tên quá dài, đã rút gọn; bản đủ ở ghi chú.")
        case WarningKind.NO_PAPERS:
            return translate("catalogue", "Không có thành phần hồ sơ.")
        case WarningKind.FIELD_UNREADABLE:
            return translate("catalogue", "Không đọc được một mục.")
