"""Keeps ``None``, ``True``, ``False`` and their like alive under PySide6 6.12 on Python 3.11.

PySide6's wheel (one build for every Python since 3.10) gives ``None`` back from ``QPainter.setPen``, ``QModelIndex.data`` and
many more without counting the reference: right since Python 3.12, where ``None`` is immortal (PEP 683), but on 3.11 each call
takes one reference away until the interpreter aborts with "deallocating None" after some minutes of painting. The same happens to
truth values, more slowly.
"""

from __future__ import annotations

import ctypes
import sys

_IMMORTAL = 1 << 60


def keep_none_alive() -> None:
    """Give each more references than any program can lose; nothing where they are immortal anyway. Any number of times."""
    if sys.version_info >= (3, 12):
        return
    for each in (None, True, False, NotImplemented, ...):
        if sys.getrefcount(each) <= _IMMORTAL // 2:
            ctypes.c_ssize_t.from_address(id(each)).value += _IMMORTAL
