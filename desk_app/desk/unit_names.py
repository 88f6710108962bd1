"""Names of administrative units as people write them: types short or left out, tone marks anywhere, "Phường 01"."""

from __future__ import annotations

import re

from desk_app.domain.vietnamese import fold, tidy

_TYPES = (
    "thanh pho truc thuoc trung uong", "thanh pho", "tinh", "quan", "huyen", "thi xa", "thi tran", "phuong", "xa", "dac khu",
    "tp", "tx", "tt", "q", "h", "p", "x", "t",
)  # fmt: skip
_TYPE = re.compile(rf"^(?:{'|'.join(_TYPES)})(?: |(?=\d))(?=\S)")
_ZEROS = re.compile(r"\b0+(?=\d)")
_COUNTRY = ("viet nam", "vietnam", "vn", "chxhcn viet nam")
_COMMA = re.compile(r"\s*[,;]\s*")
_DASHED_NAME = re.compile(r"(?<=Rịa)\s+[-–]\s+(?=Vũng Tàu)|(?<=Rang)\s+[-–]\s+(?=Tháp Chàm)", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–]\s+")
_BEFORE_TYPE = re.compile(
    r"\s+(?=(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|thành phố|tỉnh|tp\.?|tx\.?|tt\.?)\s)", re.IGNORECASE
)


def spaceless(name: str) -> str:
    """The comparison key of a whole name: folded, without spaces and leading zeros, i for y (``Mỹ``/``Mĩ``)."""
    return _ZEROS.sub("", fold(name)).replace(" ", "").replace("y", "i")


def short_key(name: str) -> str:
    """The comparison key of a name without its type: ``Phường 01`` and ``P.1`` give ``1``."""
    return spaceless(_TYPE.sub("", fold(name), count=1))


def has_type(name: str) -> bool:
    """Whether the name says what kind of unit it is."""
    return _TYPE.match(fold(name)) is not None


def parts_of(address: str) -> list[str]:
    """The parts of an address, smallest first, without the country.

    >>> parts_of("Ấp 1, xã Khánh Hội, huyện U Minh, tỉnh Cà Mau, Việt Nam.")
    ['Ấp 1', 'xã Khánh Hội', 'huyện U Minh', 'tỉnh Cà Mau']
    """
    parts = _COMMA.split(_DASHED_NAME.sub("-", tidy(address.replace("\n", ", "))))
    if len(parts) < 3:
        parts = [piece for part in parts for piece in _DASH.split(part)]
    if len(parts) < 3:
        parts = [piece for part in parts for piece in _BEFORE_TYPE.split(part)]
    parts = [part.strip(" .") for part in parts]
    return [part for part in parts if part and fold(part) not in _COUNTRY]
