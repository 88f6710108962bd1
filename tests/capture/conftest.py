"""Paper for the tests of capture, made once."""

from __future__ import annotations

import pytest

from desk_app.capture import simulated
from desk_app.capture.page import Pixels

CARD = "096199000123||Nguyễn Thị Mẫu|05031999|Nữ|Ấp 1, Khánh Hội, U Minh, Cà Mau|15042021"


@pytest.fixture(scope="session")
def form() -> Pixels:
    """A form with stamp and signature, A4 at 200 dpi."""
    return simulated.document_page(seed=1)


@pytest.fixture(scope="session")
def plain_form() -> Pixels:
    """The same form without stamp and signature: black on white only."""
    return simulated.document_page(seed=1, stamp=False, signature=False)


@pytest.fixture(scope="session")
def card_text() -> str:
    return CARD


@pytest.fixture(scope="session")
def card() -> Pixels:
    return simulated.card_image(CARD, seed=1)
