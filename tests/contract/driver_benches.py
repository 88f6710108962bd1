"""The benches of the sources whose drivers run in a process of their own.

SANE is the real one, with its own device for tests. WIA and TWAIN are imitations, behind the real process and pipes. None is on the
bench for vanishing: the driver is pages ahead of the desk, so that nothing can be taken away at a certain page; each has tests of
that of its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
from pathlib import Path
from unittest import mock

import pytest
from driver_fakes import ADDRESS, NAME, SHEETS
from page_source_benches import Bench, bench

from desk_app.capture.errors import PaperJam
from desk_app.capture.sources.hosted import source
from desk_app.capture.sources.registry import SourceSettings
from desk_app.capture.sources.sane.library import SONAME


class _FileEvent(threading.Event):
    """Set once a file is there, which another process makes."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def wait(self, timeout: float | None = None) -> bool:
        for _ in range(round((timeout or 0) / 0.02)):
            if self._path.exists() or super().wait(0.02):
                return True
        return self._path.exists()


def _installed() -> bool:
    try:
        ctypes.CDLL(SONAME)
    except OSError:
        return False
    return True


@bench("sane", "ends", "dpi", "grey")
def _sane(tmp_path: Path, stack: contextlib.ExitStack) -> Bench:
    if not _installed():
        pytest.skip("SANE is not installed")
    config = tmp_path / "sane.d"
    config.mkdir()
    (config / "dll.conf").write_text("test\n", encoding="ascii")
    lines = ("number_of_devices 1", "mode Gray", "depth 8", "geometry_max 300.0", 'test-picture "Color pattern"')
    (config / "test.conf").write_text("\n".join(lines), encoding="ascii")
    stack.enter_context(mock.patch.dict(os.environ, {"SANE_CONFIG_DIR": str(config)}))
    return Bench(
        settings=SourceSettings(kind="sane", address="test:0", name="Máy quét phòng 2"),
        nowhere=SourceSettings(kind="sane", address="test:9", name="Máy quét phòng 3"),
        holds=10,
    )


def _imitated(kind: str, tmp_path: Path, stack: contextlib.ExitStack) -> Bench:
    program = [sys.executable, str(Path(__file__).parent / "driver_fakes.py")]
    stack.enter_context(mock.patch.object(source, "own_command", return_value=program))
    stack.enter_context(mock.patch.dict(os.environ, {"DRIVER_FAKES": str(tmp_path)}))

    def write(name: str, number: int) -> None:
        (tmp_path / name).write_text(str(number), encoding="ascii")

    return Bench(
        settings=SourceSettings(kind=kind, address=ADDRESS, name=NAME),
        nowhere=SourceSettings(kind=kind, address="nowhere", name="Máy quét quầy 2"),
        holds=SHEETS,
        dpi=(75, 150),
        jam=lambda page: write("jam_at", page),
        jam_error=PaperJam,
        mend=lambda: (tmp_path / "jam_at").unlink(),
        hold=lambda page: write("hold_at", page),
        holding=_FileEvent(tmp_path / "holding"),
    )


@bench("wia", "ends", "jams", "waits", "dpi", "grey", "duplex")
def _wia(tmp_path: Path, stack: contextlib.ExitStack) -> Bench:
    return _imitated("wia", tmp_path, stack)


@bench("twain", "ends", "jams", "waits", "dpi", "grey", "duplex")
def _twain(tmp_path: Path, stack: contextlib.ExitStack) -> Bench:
    return _imitated("twain", tmp_path, stack)
