"""Small pictures of pages for the screen, of raw pages and prepared ones alike."""

from __future__ import annotations

import io

from PIL import Image

from desk_app.capture.layers import compose, container
from desk_app.capture.page import Page, Prepared


def thumbnail(page: Page | bytes, edge_px: int) -> bytes:
    """A small JPEG whose longer side is at most ``edge_px``, of a raw page or of a prepared page's data."""
    return _shrunk(page, edge_px, quality=80)


def preview(page: Page | Prepared | bytes, *, edge_px: int = 1800) -> bytes:
    """A JPEG for the screen, big enough to read the page; of a raw page, a prepared page or its data."""
    return _shrunk(page.data if isinstance(page, Prepared) else page, edge_px, quality=85)


def _shrunk(page: Page | bytes, edge_px: int, *, quality: int) -> bytes:
    with _opened(page, edge_px) as image:
        image.draft("RGB" if image.mode == "RGB" else "L", (edge_px, edge_px))
        small = image.convert("L") if image.mode == "1" else image
        small.thumbnail(
            (edge_px, edge_px),
            Image.Resampling.BOX if image.mode == "1" else Image.Resampling.BICUBIC,
            reducing_gap=2.0,
        )
        out = io.BytesIO()
        small.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _opened(page: Page | bytes, edge_px: int) -> Image.Image:
    if isinstance(page, Page):
        return Image.fromarray(page.pixels)
    if page.startswith(container.MAGIC):
        return Image.fromarray(compose.compose(container.unpack(page), edge_px=edge_px))
    return Image.open(io.BytesIO(page), formats=["JPEG", "TIFF"])
