"""Files, pictures and pages out of the clipboard, a drop, or a file dialog."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage, QImageWriter

from desk_app.desk.digitisation import IncomingFile

PAGES_MIME = "application/x-desk-app-pages"
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")


def pages_mime(ids: Sequence[str]) -> QMimeData:
    """Pages of the draft, to be dragged within the window."""
    data = QMimeData()
    data.setData(PAGES_MIME, QByteArray("\n".join(ids).encode("ascii")))
    return data


def page_ids(data: QMimeData) -> list[str]:
    """The pages that are dragged, empty when it is something else."""
    if not data.hasFormat(PAGES_MIME):
        return []
    return bytes(data.data(PAGES_MIME).data()).decode("ascii").split("\n")


def local_files(data: QMimeData) -> list[Path]:
    """Files of this computer."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def is_wanted(data: QMimeData) -> bool:
    """Whether something in it can become pages."""
    return data.hasFormat(PAGES_MIME) or bool(local_files(data)) or data.hasImage()


def picture_of(data: QMimeData, source: str) -> IncomingFile | None:
    """The picture in it as a PNG file; call in the window's thread."""
    image = data.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return None
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return IncomingFile("", bytes(buffer.data().data()), source=source)


def read_files(paths: Sequence[Path], source: str) -> list[IncomingFile]:
    """The bytes of files, those of folders by name; off the window's thread.

    Raises:
        OSError: one cannot be read.
    """
    found: list[IncomingFile] = []
    for path in paths:
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES) if path.is_dir() else [path]
        found.extend(IncomingFile(each.name, each.read_bytes(), source=source) for each in inside)
    return found
