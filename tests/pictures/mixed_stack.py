"""Thirty pages as a citizen hands them over in one pile: forms, a card, contracts, a blank back, a photo, one upside down."""

from __future__ import annotations

import functools

import cv2
import numpy as np

from desk_app.capture import simulated

CARD = "096191004582|381234567|Nguyễn Thị Hường|05031991|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|10052021"
GROUPS = (5, 2, 8, 1, 10, 4)
"""How many pages each of the six papers has; thirty altogether."""

_HEAD = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "")
_TITLES = (
    "TỜ KHAI ĐĂNG KÝ KHAI SINH",
    "GIẤY CHỨNG SINH",
    "HỢP ĐỒNG THUÊ NHÀ Ở",
    "GIẤY CHỨNG NHẬN KẾT HÔN",
    "HỒ SƠ TRÍCH LỤC CƯ TRÚ",
    "VĂN BẢN ỦY QUYỀN",
)
_BODY = (
    "Căn cứ Luật Hộ tịch ngày 20 tháng 11 năm 2014 và các văn bản hướng dẫn thi hành,",
    "Bên A cam kết thực hiện đúng nội dung đã thỏa thuận tại điều này.",
    "Họ, chữ đệm, tên: Nguyễn Thị Thử Nghiệm, sinh ngày 05/03/1991",
    "Số định danh cá nhân: 096191000123, cấp ngày 10/05/2021",
    "Nơi cư trú: Ấp 1, xã Khánh Hội, huyện U Minh, tỉnh Cà Mau",
    "Số điện thoại liên hệ: 0918 224 156, thư điện tử: không có",
    "Thời hạn: từ ngày 01/01/2026 đến hết ngày 31/12/2027",
    "Hai bên đã đọc lại, nghe đọc lại, hiểu rõ và đồng ý ký tên dưới đây.",
    "Các tài liệu kèm theo là một phần không tách rời của văn bản này.",
    "Tôi chịu hoàn toàn trách nhiệm trước pháp luật về lời khai của mình.",
)
_BLANK, _PHOTO, _UPSIDE_DOWN, _CARD_FRONT, _CARD_BACK, _BLURRED = 9, 21, 12, 26, 27, 18


@functools.lru_cache(maxsize=2)
def thirty_pages(dpi: int = 200) -> tuple[bytes, ...]:
    """The files of the pile, in its order, as a scanner would hand them over."""
    owners = [paper for paper, count in enumerate(GROUPS) for _ in range(count)]
    return tuple(_file(number, paper, dpi) for number, paper in enumerate(owners))


def _file(number: int, paper: int, dpi: int) -> bytes:
    if number == _BLANK:
        blank = np.full((round(297 / 25.4 * dpi), round(210 / 25.4 * dpi), 3), 255, np.uint8)
        return simulated.jpeg_file(simulated.scanned(blank, number), dpi=dpi)
    if number in (_CARD_FRONT, _CARD_BACK):
        return simulated.jpeg_file(simulated.card_image(CARD, seed=number, dpi=200), dpi=200)
    sheet = _sheet(number, paper, dpi)
    if number == _PHOTO:
        return simulated.jpeg_file(simulated.photograph(sheet, number, 5.0, size_px=(1200, 1600)))
    if number == _BLURRED:
        sheet = cv2.GaussianBlur(sheet, (0, 0), dpi / 45)
    if number == _UPSIDE_DOWN:
        sheet = np.ascontiguousarray(sheet[::-1, ::-1])
    return simulated.jpeg_file(simulated.scanned(sheet, number, skew_deg=(number % 5 - 2) * 0.6), dpi=dpi)


def _sheet(number: int, paper: int, dpi: int) -> np.ndarray:
    first = number == sum(GROUPS[:paper])
    rng = np.random.default_rng(number)
    lines = [str(each) for each in rng.choice(_BODY, 8 if first else 15)]
    head = (*_HEAD, _TITLES[paper], "") if first else (f"Trang {number + 1}", "")
    last = number + 1 == sum(GROUPS[: paper + 1])
    return simulated.document_page((*head, *lines), seed=number, stamp=last or first, signature=last, dpi=dpi)
