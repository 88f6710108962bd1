"""A driver's process whose WIA and TWAIN are imitations; files in the folder named by ``DRIVER_FAKES`` say how they behave.

``jam_at`` and ``hold_at`` hold the number of a page; ``holding`` appears once somebody waits for the page that does not come.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any

_TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(_TESTS.parent), str(_TESTS / "capture" / "sources")]

import fake_twain  # noqa: E402
import fake_wia  # noqa: E402

from desk_app.capture.sources.hosted import child  # noqa: E402
from desk_app.capture.sources.twain.driver import TwainDriver  # noqa: E402
from desk_app.capture.sources.wia.driver import WiaDriver  # noqa: E402

ADDRESS, NAME, SHEETS = "here", "Máy quét quầy 1", 3


def jams(number: int) -> bool:
    """Whether the page of this number gets stuck; comes back late for one that is held."""
    folder = Path(os.environ["DRIVER_FAKES"])
    if _number(folder / "hold_at") == number:
        (folder / "holding").touch()
        threading.Event().wait(60)
    return _number(folder / "jam_at") == number


def _number(path: Path) -> int:
    return int(path.read_text(encoding="ascii")) if path.exists() else 0


class _WiaScanner(fake_wia.Scanner):
    def next_page(self, properties: Any) -> bytes:
        if jams(self.asked + 1):
            raise fake_wia.fails(0x80210002)
        return super().next_page(properties)


def _wia() -> WiaDriver:
    return WiaDriver(fake_wia.manager(fake_wia.DeviceInfo(_WiaScanner(can=7, sheets=SHEETS), ADDRESS, NAME)))


def _twain() -> TwainDriver:
    source = fake_twain.Source(
        name=ADDRESS, sheets=SHEETS, duplex=True, before=lambda number: 20 if jams(number) else 0
    )
    return TwainDriver(lambda: fake_twain.System(source))


if __name__ == "__main__":
    pipes = child.private_pipes()
    os._exit(child.serve({"wia": _wia, "twain": _twain}, *pipes))
