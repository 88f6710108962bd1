"""Structures and numbers of TWAIN, as ``twain.h`` has them for Windows: packed to two bytes."""

from __future__ import annotations

import ctypes
import enum


class _Packed(ctypes.Structure):
    _layout_ = "ms"
    _pack_ = 2


class Version(_Packed):
    """TW_VERSION."""

    _fields_ = [
        ("major", ctypes.c_uint16),
        ("minor", ctypes.c_uint16),
        ("language", ctypes.c_uint16),
        ("country", ctypes.c_uint16),
        ("info", ctypes.c_char * 34),
    ]


class Identity(_Packed):
    """TW_IDENTITY: an application or a source."""

    _fields_ = [
        ("id", ctypes.c_uint32),
        ("version", Version),
        ("protocol_major", ctypes.c_uint16),
        ("protocol_minor", ctypes.c_uint16),
        ("groups", ctypes.c_uint32),
        ("manufacturer", ctypes.c_char * 34),
        ("family", ctypes.c_char * 34),
        ("product", ctypes.c_char * 34),
    ]


class Status(_Packed):
    """TW_STATUS."""

    _fields_ = [("condition", ctypes.c_uint16), ("data", ctypes.c_uint16)]


class Capability(_Packed):
    """TW_CAPABILITY: a capability and the memory that holds its value."""

    _fields_ = [("capability", ctypes.c_uint16), ("container_type", ctypes.c_uint16), ("container", ctypes.c_void_p)]


class OneValue(_Packed):
    """TW_ONEVALUE."""

    _fields_ = [("item_type", ctypes.c_uint16), ("item", ctypes.c_uint32)]


class UserInterface(_Packed):
    """TW_USERINTERFACE."""

    _fields_ = [("show", ctypes.c_uint16), ("modal", ctypes.c_uint16), ("parent", ctypes.c_void_p)]


class Event(_Packed):
    """TW_EVENT: a Windows message, and what the source made of it."""

    _fields_ = [("event", ctypes.c_void_p), ("message", ctypes.c_uint16)]


class PendingTransfers(_Packed):
    """TW_PENDINGXFERS."""

    _fields_ = [("count", ctypes.c_uint16), ("reserved", ctypes.c_uint32)]


class Fix32(_Packed):
    """TW_FIX32."""

    _fields_ = [("whole", ctypes.c_int16), ("fraction", ctypes.c_uint16)]


class Frame(_Packed):
    """TW_FRAME."""

    _fields_ = [("left", Fix32), ("top", Fix32), ("right", Fix32), ("bottom", Fix32)]


class ImageLayout(_Packed):
    """TW_IMAGELAYOUT: the part of the glass that is scanned."""

    _fields_ = [
        ("frame", Frame),
        ("document", ctypes.c_uint32),
        ("page", ctypes.c_uint32),
        ("frame_number", ctypes.c_uint32),
    ]


class Group(enum.IntEnum):
    """DG_: what a call is about."""

    CONTROL = 1
    IMAGE = 2


class Data(enum.IntEnum):
    """DAT_: the kind of structure passed."""

    CAPABILITY = 0x0001
    EVENT = 0x0002
    IDENTITY = 0x0003
    PARENT = 0x0004
    PENDING_TRANSFERS = 0x0005
    STATUS = 0x0008
    USER_INTERFACE = 0x0009
    IMAGE_LAYOUT = 0x0102
    IMAGE_NATIVE = 0x0104


class Message(enum.IntEnum):
    """MSG_: what is to be done, or what happened."""

    NULL = 0x0000
    GET = 0x0001
    GET_CURRENT = 0x0002
    GET_FIRST = 0x0004
    GET_NEXT = 0x0005
    SET = 0x0006
    TRANSFER_READY = 0x0101
    CLOSE_REQUEST = 0x0102
    CLOSE_OK = 0x0103
    OPEN_MANAGER = 0x0301
    CLOSE_MANAGER = 0x0302
    OPEN_SOURCE = 0x0401
    CLOSE_SOURCE = 0x0402
    DISABLE = 0x0501
    ENABLE = 0x0502
    PROCESS_EVENT = 0x0601
    END_TRANSFER = 0x0701
    RESET = 0x0007


class Returned(enum.IntEnum):
    """TWRC_: what a call returns."""

    SUCCESS = 0
    FAILURE = 1
    CHECK_STATUS = 2
    CANCEL = 3
    SOURCE_EVENT = 4
    NOT_SOURCE_EVENT = 5
    TRANSFER_DONE = 6
    END_OF_LIST = 7


class Condition(enum.IntEnum):
    """TWCC_: why a call failed."""

    SUCCESS = 0
    BUMMER = 1
    LOW_MEMORY = 2
    NO_SOURCE = 3
    MAX_CONNECTIONS = 4
    OPERATION_ERROR = 5
    BAD_CAPABILITY = 6
    BAD_PROTOCOL = 9
    BAD_VALUE = 10
    SEQUENCE_ERROR = 11
    BAD_DESTINATION = 12
    CAPABILITY_UNSUPPORTED = 13
    CAPABILITY_BAD_OPERATION = 14
    CAPABILITY_SEQUENCE_ERROR = 15
    DENIED = 16
    PAPER_JAM = 20
    PAPER_DOUBLE_FEED = 21
    CHECK_DEVICE_ONLINE = 23
    INTERLOCK = 24
    DAMAGED_CORNER = 25
    NO_MEDIA = 29


class Cap(enum.IntEnum):
    """CAP_ and ICAP_: what can be set."""

    TRANSFER_COUNT = 0x0001
    FEEDER_ENABLED = 0x1002
    FEEDER_LOADED = 0x1003
    INDICATORS = 0x100B
    UI_CONTROLLABLE = 0x100E
    DEVICE_ONLINE = 0x100F
    AUTO_SCAN = 0x1010
    AUTO_FEED = 0x1007
    DUPLEX = 0x1012
    DUPLEX_ENABLED = 0x1013
    PIXEL_TYPE = 0x0101
    UNITS = 0x0102
    TRANSFER_MECHANISM = 0x0103
    X_RESOLUTION = 0x1118
    Y_RESOLUTION = 0x1119
    BIT_DEPTH = 0x112B


class ItemType(enum.IntEnum):
    """TWTY_: type of a value."""

    INT16 = 0x0001
    UINT16 = 0x0004
    BOOL = 0x0006
    FIX32 = 0x0007


ONE_VALUE = 5
"""TWON_ONEVALUE: the kind of container we send and read."""
INCHES = 0
NATIVE = 0
GREY, COLOUR = 1, 2
PROTOCOL = (2, 4)


def fix32(value: float) -> Fix32:
    """A number in TWAIN's fixed point."""
    scaled = round(value * 65536)
    return Fix32(scaled >> 16, scaled & 0xFFFF)


def to_fix32(value: float) -> int:
    """The 32 bits of a TW_FIX32, as they stand in a TW_ONEVALUE."""
    number = fix32(value)
    return int(number.whole & 0xFFFF | number.fraction << 16)


def from_fix32(bits: int) -> float:
    """The value of the 32 bits of a TW_FIX32."""
    whole, fraction = bits & 0xFFFF, bits >> 16 & 0xFFFF
    return (whole - 0x10000 if whole >= 0x8000 else whole) + fraction / 65536
