"""The binary interface of ``libsane``: structures, functions and flags as its C header has them."""

from __future__ import annotations

import ctypes
from typing import Any


class RawDevice(ctypes.Structure):
    """SANE_Device."""

    _fields_ = [(key, ctypes.c_char_p) for key in ("name", "vendor", "model", "type")]


class RawRange(ctypes.Structure):
    """SANE_Range."""

    _fields_ = [(key, ctypes.c_int32) for key in ("min", "max", "quant")]


class RawConstraint(ctypes.Union):
    """What ``constraint`` of an option points to."""

    _fields_ = [
        ("strings", ctypes.POINTER(ctypes.c_char_p)),
        ("words", ctypes.POINTER(ctypes.c_int32)),
        ("range", ctypes.POINTER(RawRange)),
    ]


class RawDescriptor(ctypes.Structure):
    """SANE_Option_Descriptor."""

    _fields_ = [
        ("name", ctypes.c_char_p),
        ("title", ctypes.c_char_p),
        ("desc", ctypes.c_char_p),
        ("type", ctypes.c_int),
        ("unit", ctypes.c_int),
        ("size", ctypes.c_int32),
        ("cap", ctypes.c_int32),
        ("constraint_type", ctypes.c_int),
        ("constraint", RawConstraint),
    ]


class RawParameters(ctypes.Structure):
    """SANE_Parameters."""

    _fields_ = [
        ("format", ctypes.c_int),
        ("last_frame", ctypes.c_int32),
        ("bytes_per_line", ctypes.c_int32),
        ("pixels_per_line", ctypes.c_int32),
        ("lines", ctypes.c_int32),
        ("depth", ctypes.c_int32),
    ]


SOFT_SELECT, SOFT_DETECT, INACTIVE = 1, 4, 32
GET_VALUE, SET_VALUE = 0, 1
RELOAD_OPTIONS = 2
BY_RANGE, BY_WORDS, BY_STRINGS = 1, 2, 3

SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "sane_init": (ctypes.c_int, (ctypes.POINTER(ctypes.c_int32), ctypes.c_void_p)),
    "sane_exit": (None, ()),
    "sane_get_devices": (ctypes.c_int, (ctypes.POINTER(ctypes.POINTER(ctypes.POINTER(RawDevice))), ctypes.c_int32)),
    "sane_open": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(ctypes.c_void_p))),
    "sane_close": (None, (ctypes.c_void_p,)),
    "sane_get_option_descriptor": (ctypes.POINTER(RawDescriptor), (ctypes.c_void_p, ctypes.c_int32)),
    "sane_control_option": (
        ctypes.c_int,
        (ctypes.c_void_p, ctypes.c_int32, ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_int32)),
    ),
    "sane_get_parameters": (ctypes.c_int, (ctypes.c_void_p, ctypes.POINTER(RawParameters))),
    "sane_start": (ctypes.c_int, (ctypes.c_void_p,)),
    "sane_read": (ctypes.c_int, (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32, ctypes.POINTER(ctypes.c_int32))),
    "sane_cancel": (None, (ctypes.c_void_p,)),
}
