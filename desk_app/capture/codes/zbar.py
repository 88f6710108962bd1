"""The second opinion: zbar through pyzbar's bindings, asked for raw bytes, because its own guess at a character set is often wrong.

zbar 0.23 gives the bytes of a QR as they are when told so; the zbar 0.10 inside pyzbar's Windows wheel cannot, so what it
guessed is turned back into bytes where exactly one Vietnamese text results, and dropped otherwise.
"""

from __future__ import annotations

import ctypes
import functools
from typing import Any, NamedTuple

import numpy as np

from desk_app.capture.page import Pixels

_CFG_ENABLE, _CFG_BINARY = 0, 4  # the second is missing in pyzbar's list
_Y800 = int.from_bytes(b"Y800", "little")
_FEWEST_SCANS = 2
_GUESSED = ("cp932", "shift_jis", "latin-1", "big5", "cp1252")


class Reading(NamedTuple):
    """What zbar read.

    ``text`` is decoded; ``corners`` are four (x, y) around it.
    """

    format: str
    text: str
    corners: tuple[tuple[float, float], ...]


@functools.cache
def _bindings() -> Any:
    """The library as pyzbar sees it, None where it, or a DLL it needs, is missing."""
    try:
        from pyzbar import wrapper
    except (ImportError, OSError):
        return None
    return wrapper


def is_available() -> bool:
    """Whether zbar can be asked on this machine."""
    return _bindings() is not None


def read(grey: Pixels) -> list[Reading]:
    """QR codes and Code 128 in a picture; empty where zbar is not available.

    A Code 128 counts only when at least two lines across it gave the same text.

    Args:
        grey: uint8, H×W.
    """
    zbar = _bindings()
    if zbar is None:
        return []
    scanner = zbar.zbar_image_scanner_create()
    try:
        raw = _configured(zbar, scanner)
        return _scan(zbar, scanner, np.ascontiguousarray(grey), raw=raw)
    finally:
        zbar.zbar_image_scanner_destroy(scanner)


def _configured(zbar: Any, scanner: Any) -> bool:
    """Enable the two kinds; True when the bytes of a QR will come as they are."""
    configure = zbar.zbar_image_scanner_set_config
    configure(scanner, 0, _CFG_ENABLE, 0)
    for kind in (zbar.ZBarSymbol.QRCODE, zbar.ZBarSymbol.CODE128):
        configure(scanner, kind, _CFG_ENABLE, 1)
    return bool(configure(scanner, zbar.ZBarSymbol.QRCODE, _CFG_BINARY, 1) == 0)


def _scan(zbar: Any, scanner: Any, grey: Pixels, *, raw: bool) -> list[Reading]:
    height, width = grey.shape
    image = zbar.zbar_image_create()
    try:
        zbar.zbar_image_set_format(image, _Y800)
        zbar.zbar_image_set_size(image, width, height)
        zbar.zbar_image_set_data(image, grey.ctypes.data_as(ctypes.c_void_p), grey.size, None)
        if zbar.zbar_scan_image(scanner, image) <= 0:
            return []
        readings = []
        symbol = zbar.zbar_image_first_symbol(image)
        while symbol:
            reading = _reading(zbar, symbol, raw=raw)
            if reading is not None:
                readings.append(reading)
            symbol = zbar.zbar_symbol_next(symbol)
        return readings
    finally:
        zbar.zbar_image_destroy(image)


def _reading(zbar: Any, symbol: Any, *, raw: bool) -> Reading | None:
    data = ctypes.string_at(zbar.zbar_symbol_get_data(symbol), zbar.zbar_symbol_get_data_length(symbol))
    if symbol.contents.type == zbar.ZBarSymbol.CODE128:
        text = data.decode("ascii", "replace")
        if not text.isascii() or zbar.zbar_symbol_get_quality(symbol) < _FEWEST_SCANS:
            return None
        return Reading("Code128", text, _corners(zbar, symbol))
    if symbol.contents.type != zbar.ZBarSymbol.QRCODE:
        return None
    decoded = utf8(data) if raw else repaired(data.decode("utf-8", "replace"))
    return None if decoded is None else Reading("QRCode", decoded, _corners(zbar, symbol))


def utf8(data: bytes) -> str | None:
    """The text, None where the bytes are not strictly UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def repaired(guess: str) -> str | None:
    """What was meant by a text whose character set zbar guessed: None unless exactly one UTF-8 text could have led to it.

    >>> repaired("Lﾃｽ Th蘯ｿ Tu蘯･n")
    'Lý Thế Tuấn'
    """
    if guess.isascii():
        return guess
    meant = set()
    for charset in _GUESSED:
        try:
            meant.add(guess.encode(charset).decode("utf-8"))
        except UnicodeError:
            continue
    return meant.pop() if len(meant) == 1 else None


def _corners(zbar: Any, symbol: Any) -> tuple[tuple[float, float], ...]:
    """Four corners: zbar's own for a QR, the box around the places where its lines crossed the bars for a Code 128."""
    points = [
        (float(zbar.zbar_symbol_get_loc_x(symbol, i)), float(zbar.zbar_symbol_get_loc_y(symbol, i)))
        for i in range(zbar.zbar_symbol_get_loc_size(symbol))
    ]
    if len(points) == 4:
        return tuple(points)
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points] or [0.0]
    return (min(xs), min(ys)), (max(xs), min(ys)), (max(xs), max(ys)), (min(xs), max(ys))
