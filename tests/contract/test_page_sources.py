"""What every page source promises, tried on each of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

from desk_app.capture import files, simulated
from desk_app.capture.devices import PageSource, ScanOptions
from desk_app.capture.errors import DeviceMissing
from desk_app.capture.sources.registry import REGISTRY, SourceSettings, open_source
from desk_app.lanes import CancelToken

SHEET = np.full((120, 90, 3), 240, np.uint8)


def folder(tmp_path: Path) -> SourceSettings:
    for number in range(3):
        (tmp_path / f"scan{number}.jpg").write_bytes(simulated.jpeg_file(SHEET, dpi=200))
    return SourceSettings(kind="folder", address=str(tmp_path))


def camera(tmp_path: Path) -> SourceSettings:
    path = tmp_path / "camera.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 60, (96, 64))
    for _ in range(4):
        writer.write(np.full((64, 96, 3), 200, np.uint8))
    writer.release()
    return SourceSettings(kind="camera", address=str(path))


def scanner(tmp_path: Path) -> SourceSettings:
    return SourceSettings(kind="simulated", simulation_allowed=True)


MAKERS: dict[str, Callable[[Path], SourceSettings]] = {"folder": folder, "camera": camera, "simulated": scanner}
OPTIONS = ScanOptions(dpi=60, most_pages=2)


@pytest.fixture(params=sorted(REGISTRY))
def source(request: pytest.FixtureRequest, tmp_path: Path) -> PageSource:
    return open_source(MAKERS[request.param](tmp_path))


def test_it_has_a_name_people_can_read(source: PageSource) -> None:
    assert source.name


def test_pages_are_files_that_can_be_read(source: PageSource) -> None:
    pages = list(source.pages(OPTIONS, CancelToken()))

    assert len(pages) == 2
    for page in pages:
        assert page.suffix in files.SUFFIXES
        assert files.count_frames(page.data) == 1
        assert files.read_frame(page.data).width_px > 0


def test_a_second_scan_works_like_the_first(source: PageSource) -> None:
    first = list(source.pages(ScanOptions(dpi=60, most_pages=1), CancelToken()))
    second = list(source.pages(ScanOptions(dpi=60, most_pages=1), CancelToken()))

    assert len(first) == len(second) == 1


def test_nothing_comes_when_it_was_cancelled_before(source: PageSource) -> None:
    cancel = CancelToken()
    cancel.cancel()

    assert list(source.pages(OPTIONS, cancel)) == []


def test_it_stops_between_two_pages_when_cancelled(source: PageSource) -> None:
    cancel = CancelToken()
    pages = source.pages(ScanOptions(dpi=60), cancel)

    next(pages)
    cancel.cancel()

    assert list(pages) == []


def test_it_works_on_another_thread_than_the_one_that_made_it(source: PageSource) -> None:
    came: list[int] = []
    worker = threading.Thread(target=lambda: came.extend(len(p.data) for p in source.pages(OPTIONS, CancelToken())))

    worker.start()
    worker.join(30)

    assert len(came) == 2


@pytest.mark.parametrize("kind", ["folder", "camera"])
def test_a_device_that_is_not_there_is_missing(kind: str, tmp_path: Path) -> None:
    source = open_source(SourceSettings(kind=kind, address=str(tmp_path / "nowhere.avi")))

    with pytest.raises(DeviceMissing):
        list(source.pages(OPTIONS, CancelToken()))
