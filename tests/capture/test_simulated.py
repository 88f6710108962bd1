from __future__ import annotations

import numpy as np
import pytest

from desk_app.capture import files, simulated
from desk_app.capture.devices import ScanOptions
from desk_app.capture.errors import SimulationRefused
from desk_app.capture.sources.simulated import SimulatedScanner
from desk_app.lanes import CancelToken


def test_the_device_refuses_to_exist_unless_expressly_allowed() -> None:
    with pytest.raises(SimulationRefused):
        SimulatedScanner()


def test_the_same_seed_gives_the_same_paper() -> None:
    one, same, other = (simulated.document_page(("ĐƠN", "Kính gửi"), seed, dpi=60) for seed in (1, 1, 2))

    assert (one == same).all()
    assert (one != other).any()


def test_letters_of_vietnamese_are_really_drawn() -> None:
    """A font without them draws the same box for all."""
    drawn = {
        letter: simulated.document_page((letter,), 0, False, signature=False, dpi=60).tobytes() for letter in "ẠỆỔỮđơư"
    }

    assert len(set(drawn.values())) == len(drawn)


def test_the_scanner_obeys_resolution_colour_and_number_of_pages() -> None:
    scanner = SimulatedScanner(allowed=True, sheets=3)

    pages = list(scanner.pages(ScanOptions(dpi=100, colour=False, most_pages=2), CancelToken()))

    assert len(pages) == 2
    page = files.read_frame(pages[0].data)
    assert (page.dpi, page.width_px) == (100, 827)
    assert np.abs(page.pixels[:, :, 0].astype(int) - page.pixels[:, :, 2]).max() <= 2


def test_the_known_corners_are_where_the_sheet_lies() -> None:
    sheet = np.full((300, 200, 3), (255, 0, 0), np.uint8)

    photo = simulated.photograph_known(sheet, 1, 10, size_px=(300, 400), shadow=0, noise=0, blur_px=0, table="dark")

    middle = photo.corners.mean(axis=0)
    for corner in photo.corners:
        x, y = (0.9 * corner + 0.1 * middle).astype(int)
        assert photo.pixels[y, x, 0] > 200
        x, y = (1.06 * corner - 0.06 * middle).astype(int)
        assert photo.pixels[y, x, 0] < 120
