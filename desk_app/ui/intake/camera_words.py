"""What the camera view says: one sentence about what to do now, and the question about a page that may be bad."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desk_app.capture.watching.sighting import SheetState
from desk_app.desk.live_camera import READINGS_NEEDED, Sight

SERIOUS = ("blurred", "glare", "cut", "hand", "dark")


def about_card(readings: int) -> str:
    """While a card is looked for."""
    translate = QCoreApplication.translate
    if not readings:
        return translate("camera_words", "Đưa mã QR trên thẻ căn cước vào giữa khung, cách camera khoảng một gang tay.")
    return translate("camera_words", "Giữ yên thẻ: đã đọc {count}/{needed} lần giống nhau…").format(
        count=min(readings, READINGS_NEEDED), needed=READINGS_NEEDED
    )


def about_sheet(sight: Sight, *, automatic: bool, taken: int) -> str:
    """What to do now with the sheet."""
    translate = QCoreApplication.translate
    warning = _about_warning(sight.warnings)
    if warning and sight.shot is None and sight.state in (SheetState.MOVING, SheetState.STEADYING):
        return warning
    match sight.state:
        case SheetState.SHOT:
            return translate("camera_words", "Đã chụp trang {count}.").format(count=taken)
        case SheetState.CHANGE_SHEET if taken:
            return translate(
                "camera_words", "Đã chụp {count} trang. Đặt tờ tiếp theo, hoặc bấm phím cách để chụp lại tờ này."
            ).format(count=taken)
        case SheetState.CHANGE_SHEET:
            return translate("camera_words", "Tờ này đã chụp rồi. Đặt tờ tiếp theo, hoặc bấm phím cách để chụp lại.")
        case SheetState.MOVING if automatic:
            return translate("camera_words", "Để giấy nằm yên trong khung…")
        case SheetState.STEADYING if automatic:
            return translate("camera_words", "Giữ yên, sắp chụp…")
        case SheetState.SEARCHING if automatic:
            return translate(
                "camera_words",
                "Đặt giấy nằm gọn trong khung: giấy nằm yên thì tự chụp. Không thấy mép giấy thì bấm phím cách.",
            )
        case _:
            return translate("camera_words", "Đặt giấy nằm gọn trong khung, rồi bấm phím cách.")


def _about_warning(warnings: tuple[str, ...]) -> str:
    translate = QCoreApplication.translate
    sentences = {
        "hand": translate("camera_words", "Bỏ tay ra khỏi trang giấy."),
        "cut": translate("camera_words", "Một góc hoặc mép nằm ngoài khung: dịch tờ giấy vào trong."),
        "dark": translate("camera_words", "Quá tối: bật thêm đèn."),
        "glare": translate("camera_words", "Có vệt loá trên giấy: nghiêng đèn hoặc xoay tờ giấy."),
        "blurred": translate("camera_words", "Ảnh chưa nét: chờ camera lấy nét…"),
    }
    return next((sentences[key] for key in warnings if key in sentences), "")


def question(warnings: tuple[str, ...]) -> str:
    """What to ask about a page that was taken; empty when there is nothing to ask."""
    translate = QCoreApplication.translate
    sentences = {
        "blurred": translate("camera_words", "Trang vừa chụp có thể bị mờ."),
        "glare": translate("camera_words", "Trang vừa chụp có vệt loá."),
        "cut": translate("camera_words", "Trang vừa chụp bị mất góc hoặc mép."),
        "hand": translate("camera_words", "Có bàn tay che trên trang vừa chụp."),
        "dark": translate("camera_words", "Trang vừa chụp quá tối."),
    }
    return next((sentences[key] for key in SERIOUS if key in warnings), "")
