from __future__ import annotations

from pathlib import Path

import pytest

from desk_app.capture.devices import ScanOptions
from desk_app.capture.errors import DeviceMissing
from desk_app.capture.sources.folder import WatchedFolder
from desk_app.lanes import CancelToken


def names(folder: WatchedFolder) -> list[str]:
    """What one look finds, taken at once."""
    found = []
    for file in folder.look():
        folder.take(file.print)
        found.append(file.page.name)
    return found


def test_a_file_is_taken_once_it_has_stopped_growing(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path)
    scan = tmp_path / "scan.pdf"

    scan.write_bytes(b"%PDF-")
    first = names(watched)
    scan.write_bytes(b"%PDF-1.7 more")
    second = names(watched)
    third = names(watched)

    assert (first, second, third) == ([], [], ["scan.pdf"])


def test_a_file_is_given_again_until_it_is_said_to_be_kept(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"x")
    watched = WatchedFolder(tmp_path)
    list(watched.look())

    first, again = list(watched.look()), list(watched.look())
    watched.take(again[0].print)

    assert [f.page.data for f in first] == [f.page.data for f in again] == [b"x"]
    assert list(watched.look()) == []


def test_nothing_is_deleted_or_changed(tmp_path: Path) -> None:
    scan = tmp_path / "a.tif"
    scan.write_bytes(b"II*\0")
    before = scan.stat()
    watched = WatchedFolder(tmp_path)

    names(watched)
    names(watched)

    assert scan.read_bytes() == b"II*\0"
    assert scan.stat().st_mtime_ns == before.st_mtime_ns


def test_only_complete_pages_are_looked_at(tmp_path: Path) -> None:
    for name in ("notes.txt", ".hidden.pdf", "~$x.pdf", "half.pdf.part", "empty.jpg", "ok.PNG"):
        (tmp_path / name).write_bytes(b"" if name == "empty.jpg" else b"x")
    (tmp_path / "folder.pdf").mkdir()
    watched = WatchedFolder(tmp_path)

    names(watched)

    assert names(watched) == ["ok.PNG"]


def test_a_file_of_the_same_name_with_other_content_is_new(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path)
    scan = tmp_path / "scan0001.jpg"
    scan.write_bytes(b"one")
    names(watched)
    assert names(watched) == ["scan0001.jpg"]

    scan.write_bytes(b"other")
    names(watched)

    assert names(watched) == ["scan0001.jpg"]


def test_what_lay_there_before_can_be_skipped_and_what_was_taken_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "old.jpg").write_bytes(b"old")
    watched = WatchedFolder(tmp_path)
    watched.skip_present()
    names(watched)
    assert names(watched) == []

    restarted = WatchedFolder(tmp_path, taken=watched.taken)
    names(restarted)

    assert names(restarted) == []


def test_a_file_too_big_to_be_a_page_is_named_and_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk_app.capture.sources.folder._MOST_BYTES", 3)
    (tmp_path / "film.tif").write_bytes(b"abcd")
    watched = WatchedFolder(tmp_path)

    names(watched)

    assert names(watched) == []
    assert watched.too_big == ("film.tif",)


def test_a_folder_that_is_gone_is_said_to_be_missing(tmp_path: Path) -> None:
    watched = WatchedFolder(tmp_path / "nowhere")

    with pytest.raises(DeviceMissing):
        list(watched.pages(ScanOptions(), CancelToken()))
