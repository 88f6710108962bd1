from __future__ import annotations

import pytest

from desk_app.domain.draft import PageRef
from desk_app.ui.intake.pane import code_words

CARD = "096199000123||Nguyễn Thị Mẫu|05031999|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"
PAY = "00020101021238540010A00000072701240006970436011012345678900208QRIBFTTA53037045802VN6304ABCD"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ((), []),
        ((CARD, "H12.64-261123-0107", "QMC-NGAN", "PATCHT", "1.001193"), []),
        ((PAY,), ["thanh toán"]),
        (("https://vi.du", "8934563138164"), ["không phải của quầy"]),
        ((PAY, "https://vi.du"), ["thanh toán", "không phải của quầy"]),
        ((CARD.replace("Nguyễn Thị Mẫu", "Nguyá»…n Thá»‹ Máº«u"),), ["bị lỗi chữ"]),
    ],
)
def test_codes_of_no_use_are_told_once_and_not_guessed_at(texts: tuple[str, ...], said: list[str]) -> None:
    words = code_words.told(PageRef(id="a", raw="a", codes=texts), "vi")

    assert words.count(".") == len(said)
    assert all(part in words for part in said)
    assert not any(text in words for text in texts)
