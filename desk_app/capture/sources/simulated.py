"""A scanner that is not there: its feeder holds invented pages, for demo and tests only."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from desk_app.capture.devices import RawPage, ScanOptions
from desk_app.capture.errors import SimulationRefused
from desk_app.capture.simulated import FORM, document_page, jpeg_file, scanned
from desk_app.lanes import CancelToken


class SimulatedScanner:
    """A scanner whose feeder holds invented pages; ``devices.PageSource``.

    Raises:
        SimulationRefused: it was not allowed expressly.
    """

    def __init__(self, *, allowed: bool = False, sheets: int = 2, seed: int = 0) -> None:
        if not allowed:
            raise SimulationRefused
        self._sheets = sheets
        self._seed = seed

    @property
    def name(self) -> str:
        """How people know it."""
        return "Máy quét mô phỏng"

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        """Yield the sheets of the feeder, each a little crooked; ends when the feeder is empty or ``cancel`` was raised."""
        count = min(self._sheets, options.most_pages) if options.most_pages else self._sheets
        for number in range(count):
            if cancel.is_cancelled:
                return
            seed = self._seed + number
            skew = float(np.random.default_rng(seed).uniform(-2, 2))
            paper = document_page(FORM, seed, stamp=number % 2 == 0, dpi=options.dpi)
            seen = scanned(paper, seed, skew_deg=skew)
            if not options.colour:
                seen = np.repeat(cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY)[:, :, None], 3, axis=2)
            yield RawPage(jpeg_file(seen, dpi=options.dpi), ".jpg", f"scan-{number + 1:03d}.jpg")
