from __future__ import annotations

import cv2
import numpy as np
import pytest

from desk_app.capture import simulated, steps
from desk_app.capture.page import Pixels
from desk_app.capture.sheet.outline import find_outline

SIZE = (900, 1200)


def overlap(one: Pixels, other: Pixels) -> float:
    masks = []
    for corners in (one, other):
        mask = np.zeros(SIZE[::-1], np.uint8)
        cv2.fillConvexPoly(mask, np.rint(corners).astype(np.int32), 1)
        masks.append(mask)
    return float((masks[0] & masks[1]).sum() / (masks[0] | masks[1]).sum())


@pytest.fixture(scope="module")
def sheet() -> Pixels:
    return simulated.document_page(seed=1, dpi=100)


@pytest.mark.parametrize("table", ["cluttered", "dark", "light"])
@pytest.mark.parametrize(
    ("seed", "angle", "tilt", "fill"),
    [(0, 0, 0.0, 0.9), (1, 4, 0.06, 0.86), (2, -13, 0.12, 0.75), (3, 24, 0.03, 0.95), (4, -3, 0.1, 0.6)],
)
def test_the_sheet_is_found_on_every_table(
    sheet: Pixels, table: str, seed: int, angle: float, tilt: float, fill: float
) -> None:
    photo = simulated.photograph_known(
        sheet, seed, angle, size_px=SIZE, table=table, tilt=tilt, fill=fill, shadow=0.5, noise=4
    )

    found = find_outline(photo.pixels)

    assert found is not None
    assert overlap(found, photo.corners) > 0.97


def framed(sheet: Pixels) -> Pixels:
    """A page with a printed double frame and a big grey box: edges that are not the paper's."""
    page = sheet.copy()
    height, width = page.shape[:2]
    for margin in (47, 55):
        cv2.rectangle(page, (margin, margin), (width - margin, height - margin), (20, 20, 20), 2)
    cv2.rectangle(page, (90, 600), (width - 90, height - 90), (95, 95, 100), -1)
    return page


def test_a_scan_is_the_page_whatever_is_printed_on_it(sheet: Pixels) -> None:
    for page in (sheet, framed(sheet)):
        for scan in (
            simulated.scanned(page, 1),
            simulated.scanned(page, 1, skew_deg=3),
            simulated.scanned(page, 1, paper=215),
        ):
            assert find_outline(scan) is None


def test_the_ornamental_border_of_a_scanned_certificate_stays() -> None:
    certificate = np.full((1169, 827, 3), (150, 40, 40), np.uint8)
    certificate[80:-80, 80:-80] = (250, 245, 230)

    assert find_outline(simulated.scanned(certificate, 1), scanned=True) is None


def test_a_small_sheet_under_the_dark_lid_of_a_scanner_is_cut_out(sheet: Pixels) -> None:
    glass = np.full((1169, 827, 3), 40, np.uint8)
    small = cv2.resize(sheet, (583, 826), interpolation=cv2.INTER_AREA)
    glass[30 : 30 + 826, 20 : 20 + 583] = small

    found = find_outline(simulated.scanned(glass, 1, paper=240), scanned=True)

    assert found is not None
    assert np.abs(found - [[20, 30], [603, 30], [603, 856], [20, 856]]).max() < 3


def test_an_identity_card_copied_onto_a_page_is_not_taken_for_the_page(sheet: Pixels, card: Pixels) -> None:
    page = sheet.copy()
    page[100 : 100 + card.shape[0] // 2, 60 : 60 + card.shape[1] // 2] = card[::2, ::2][
        : card.shape[0] // 2, : card.shape[1] // 2
    ]

    assert find_outline(simulated.scanned(page, 2)) is None


def test_a_picture_without_any_sheet_has_no_outline() -> None:
    wood = simulated.photograph(np.zeros((4, 4, 3), np.uint8), 5, size_px=SIZE, table="dark", fill=0.001)

    assert find_outline(wood) is None


@pytest.mark.parametrize("tilt", [0.0, 0.05, 0.12])
@pytest.mark.parametrize("angle", [0, 15])
def test_the_shape_of_the_paper_is_recovered_from_perspective(sheet: Pixels, tilt: float, angle: float) -> None:
    photo = simulated.photograph_known(sheet, 3, angle, size_px=SIZE, tilt=tilt)

    ratio = steps.aspect(photo.corners, *SIZE)

    assert ratio == pytest.approx(210 / 297, rel=0.07)


def test_a_sheet_of_the_shape_of_a_card_gets_the_size_of_a_card(card: Pixels) -> None:
    photo = simulated.photograph_known(card, 3, 7, size_px=SIZE, fill=0.8)

    placement = steps.place_outlined(photo.corners, *SIZE, None)

    assert (placement.width_mm, placement.height_mm) == (85.6, 53.98)
    assert placement.is_small
