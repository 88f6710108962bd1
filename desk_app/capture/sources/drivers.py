"""DRIVERS of other makers, and the program in which they run: ``python -m desk_app.capture.sources.drivers``. One more is one line.

Started by ``hosted.source`` for one scan or one look around; it speaks on its standard input and output, see ``hosted.words``.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from desk_app.capture.sources.hosted import child
from desk_app.capture.sources.hosted.driver import Driver


def _sane() -> Driver:
    from desk_app.capture.sources.sane.driver import SaneDriver

    return SaneDriver()


def _wia() -> Driver:
    from desk_app.capture.sources.wia.driver import WiaDriver

    return WiaDriver()


def _twain() -> Driver:
    from desk_app.capture.sources.twain.driver import TwainDriver

    return TwainDriver()


DRIVERS: dict[str, Callable[[], Driver]] = {"sane": _sane, "wia": _wia, "twain": _twain}
"""Kind of driver → how to make one. Making one loads nothing of its maker's."""


def main() -> None:
    """Answer one request and end the process."""
    requests, answers = child.private_pipes()
    # Straight out: libraries of makers crash when they are unloaded, and nothing is left to be saved.
    os._exit(child.serve(DRIVERS, requests, answers))


if __name__ == "__main__":
    main()
