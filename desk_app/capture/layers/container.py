"""A layered page as one value: a stored ZIP of ``page.json``, JPEG pictures and Group 4 inks.

The same layers give the same bytes everywhere. Whatever is read back is checked first: it may have come from another desk.
"""

from __future__ import annotations

import dataclasses
import io
import json
import re
import zipfile
from typing import Any

from desk_app.capture import encode
from desk_app.capture.page import Box, Rgb

MAGIC = b"PK\x03\x04"
_VERSION = 1
_INDEX = "page.json"
_NAME = re.compile(r"(?:ink|picture)\d{1,3}\.(?:tif|jpg)")
_MOST_PARTS = 256
_MOST_BYTES = 40_000_000
_MOST_INDEX_BYTES = 200_000
_LONGEST_PX = 32_000
_MOST_PIXELS = 120_000_000
_OLDEST = (1980, 1, 1, 0, 0, 0)


class NotLayered(ValueError):
    """The bytes are no layered page, or one that is damaged."""


@dataclasses.dataclass(frozen=True, slots=True)
class Ink:
    """One colour of writing: painted through a stencil at the page's own resolution.

    Attributes:
        data: a file of ``encode.group4``, as big as ``box``.
    """

    box: Box
    rgb: Rgb
    data: bytes


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A part of the page that is kept as a picture, or the coloured ground of all of it.

    Attributes:
        data: a JPEG file of any size, stretched over ``box``.
        width_px, height_px: of the JPEG.
    """

    box: Box
    data: bytes
    width_px: int
    height_px: int


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LayeredPage:
    """What is painted on the page, from the paper up: its colour, the pictures in order, the inks in order.

    Attributes:
        dpi: pixels of the page (and of its inks) per inch of paper.
    """

    width_px: int
    height_px: int
    dpi: int
    paper: Rgb = (255, 255, 255)
    pictures: tuple[Picture, ...] = ()
    inks: tuple[Ink, ...] = ()


def pack(page: LayeredPage) -> bytes:
    """The page as one value."""
    parts = {f"picture{n}.jpg": p.data for n, p in enumerate(page.pictures)}
    parts |= {f"ink{n}.tif": i.data for n, i in enumerate(page.inks)}
    index = {
        "version": _VERSION,
        "width_px": page.width_px,
        "height_px": page.height_px,
        "dpi": page.dpi,
        "paper": page.paper,
        "pictures": [dataclasses.astuple(p.box) for p in page.pictures],
        "inks": [[*dataclasses.astuple(i.box), *i.rgb] for i in page.inks],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in [(_INDEX, json.dumps(index, separators=(",", ":")).encode("ascii")), *parts.items()]:
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.create_system = 3  # zipfile writes another number on Windows
            archive.writestr(entry, data)
    return out.getvalue()


def unpack(data: bytes) -> LayeredPage:
    """Read a packed page; every size in it is checked, nothing is decoded.

    Raises:
        NotLayered: it is damaged, too big or not of this kind.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _parts(archive)
        index = json.loads(parts.pop(_INDEX))
        return _page(index, parts)
    except NotLayered:
        raise
    # What zipfile and json raise on damaged data.
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, TypeError, IndexError, EOFError, RuntimeError) as error:
        msg = f"damaged: {type(error).__name__}"
        raise NotLayered(msg) from error
    except (NotImplementedError, SyntaxError, RecursionError) as error:
        msg = f"foreign: {type(error).__name__}"
        raise NotLayered(msg) from error


def _parts(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = archive.infolist()
    _demand(len(entries) <= _MOST_PARTS, "too many parts")
    _demand(sum(entry.file_size for entry in entries) <= _MOST_BYTES, "too big")
    for entry in entries:
        _demand(entry.filename == _INDEX or _NAME.fullmatch(entry.filename) is not None, "a part of another name")
        _demand(
            entry.compress_type == zipfile.ZIP_STORED and not entry.flag_bits & 1, "a part that is not stored plainly"
        )
    parts = {entry.filename: archive.read(entry) for entry in entries}
    _demand(len(parts) == len(entries), "a part twice")
    _demand(len(parts.get(_INDEX, b"")) <= _MOST_INDEX_BYTES, "an index too long")
    return parts


def _page(index: Any, parts: dict[str, bytes]) -> LayeredPage:
    _demand(index["version"] == _VERSION, "another version")
    width, height, dpi = _whole(index["width_px"]), _whole(index["height_px"]), _whole(index["dpi"])
    _demand(
        0 < width <= _LONGEST_PX and 0 < height <= _LONGEST_PX and width * height <= _MOST_PIXELS, "a page of no size"
    )
    _demand(0 < dpi <= 2400, "no resolution")
    pictures = []
    for number, entry in enumerate(index["pictures"]):
        picture = parts.pop(f"picture{number}.jpg")
        wide, high, channels = encode.jpeg_size(picture)
        _demand(channels in {1, 3}, "a picture of other colours")
        _demand(wide * high <= _MOST_PIXELS, "a picture too big")
        pictures.append(Picture(_box(entry, width, height), picture, wide, high))
    inks = []
    for number, entry in enumerate(index["inks"]):
        ink = parts.pop(f"ink{number}.tif")
        box, strip = _box(entry[:4], width, height), encode.g4_strip(ink)
        _demand((strip.width_px, strip.height_px) == (box.width, box.height), "an ink of another size")
        inks.append(Ink(box, _rgb(entry[4:]), ink))
    _demand(not parts, "parts that belong nowhere")
    return LayeredPage(
        width_px=width,
        height_px=height,
        dpi=dpi,
        paper=_rgb(index["paper"]),
        pictures=tuple(pictures),
        inks=tuple(inks),
    )


def _box(values: Any, width: int, height: int) -> Box:
    box = Box(*(_whole(value) for value in values))
    inside = box.x >= 0 and box.y >= 0 and box.right <= width and box.bottom <= height
    _demand(inside and box.width > 0 and box.height > 0, "a part beside the page")
    return box


def _rgb(values: Any) -> Rgb:
    red, green, blue = (_whole(value) for value in values)
    _demand(all(0 <= value <= 255 for value in (red, green, blue)), "no colour")
    return red, green, blue


def _whole(value: Any) -> int:
    _demand(type(value) is int, "no whole number")
    return int(value)


def _demand(is_so: bool, otherwise: str) -> None:
    if not is_so:
        raise NotLayered(otherwise)
