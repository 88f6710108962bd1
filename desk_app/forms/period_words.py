"""What the measures are called on paper."""

from __future__ import annotations

from desk_app.domain.indicators import Line, Measure

TITLE = "Báo cáo kết quả tiếp nhận và số hoá hồ sơ"
COLUMNS = ("Chỉ tiêu", "Số đạt", "Trên tổng", "Tỷ lệ", "Mục tiêu", "Kết quả")
NAMES: dict[Measure, str] = {
    Measure.FILED_ONLINE: "Hồ sơ nộp trực tuyến",
    Measure.DIGITISED_LOOSE: "Hồ sơ có ít nhất một giấy tờ đã số hoá",
    Measure.DIGITISED: "Hồ sơ đã số hoá đủ giấy tờ phải số hoá",
    Measure.PAPERS_DIGITISED: "Giấy tờ phải số hoá đã có bản điện tử",
    Measure.NOT_OVERDUE: "Hồ sơ đang giải quyết còn trong hạn",
}


def percent(share: float | None) -> str:
    """A share with one decimal and a comma, a dash where there was nothing to count."""
    return "–" if share is None else f"{share * 100:.1f} %".replace(".", ",")


def outcome(line: Line) -> str:
    """Whether the target was reached, in words; empty without a target."""
    match line.reached:
        case None:
            return ""
        case True:
            return "Đạt"
        case False:
            return "Chưa đạt"
