"""Words about one page: how it was made small, what is odd about it. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desk_app.domain.draft import PageEncoding, PageRef
from desk_app.ui import messages

translate = QCoreApplication.translate


def facts(page: PageRef) -> str:
    """``2 lớp · 43 KB · 300 dpi``; empty while the page is not prepared."""
    if not page.prepared:
        return ""
    encodings = {
        PageEncoding.JPEG: translate("PageWords", "Ảnh màu"),
        PageEncoding.G4: translate("PageWords", "Đen trắng"),
        PageEncoding.LAYERED: translate("PageWords", "2 lớp"),
    }
    parts = [encodings[page.encoding]]
    if page.bytes:
        parts.append(translate("PageWords", "{count} KB").format(count=max(1, round(page.bytes / 1000))))
    if page.dpi:
        parts.append(translate("PageWords", "{count} dpi").format(count=page.dpi))
    turned = (page.turned + page.rotation) % 360
    if turned:
        parts.append(translate("PageWords", "đã xoay {degrees}°").format(degrees=turned))
    if page.back is not None:
        parts.append(translate("PageWords", "hai mặt thẻ"))
    if page.excluded:
        parts.append(translate("PageWords", "không đưa vào hồ sơ"))
    return " · ".join(parts)


def why(page: PageRef, language: str) -> str:
    """Why it is encoded as it is; empty when nobody said."""
    key = f"why.{page.why}"
    return messages.for_key(key, language) if page.why and messages.has_key(key) else ""


def oddities(page: PageRef, language: str) -> str:
    """What is suspicious about it, as sentences."""
    said = [messages.for_key(f"page.{flag}", language) for flag in page.flags if messages.has_key(f"page.{flag}")]
    if said or not page.flags:
        return " ".join(said)
    return translate("PageWords", "Trang này cần xem lại: có thể bị mất góc hoặc mờ.")
