"""Numbers of WIA, as ``wiadef.h`` has them."""

from __future__ import annotations

import enum

SCANNER = 1
"""Type of a device that is a scanner."""

FORMAT_BMP = "{B96B3CAB-0728-11D3-9D7B-0000F81EF32E}"
"""The one format that every driver delivers."""

FEEDER, FLATBED, DUPLEX = 1, 2, 4
"""Bits of the two properties below that speak of paper, and of what the device can do."""
FEED_READY = 1
"""Bit of the status: paper lies in the feeder."""

COLOUR, GREY = 1, 2
"""Intents."""


class Property(enum.IntEnum):
    """Ids of the properties we use; the first five of the device, the others of its item."""

    HANDLING_CAPABILITIES = 3086
    HANDLING_STATUS = 3087
    HANDLING_SELECT = 3088
    PAGES = 3096
    PREVIEW = 3100
    INTENT = 6146
    X_RESOLUTION = 6147
    Y_RESOLUTION = 6148
    X_START = 6149
    Y_START = 6150
    X_EXTENT = 6151
    Y_EXTENT = 6152


class Code(enum.IntEnum):
    """Why a call failed."""

    GENERAL_ERROR = 0x80210001
    PAPER_JAM = 0x80210002
    PAPER_EMPTY = 0x80210003
    PAPER_PROBLEM = 0x80210004
    OFFLINE = 0x80210005
    BUSY = 0x80210006
    WARMING_UP = 0x80210007
    USER_INTERVENTION = 0x80210008
    ITEM_DELETED = 0x80210009
    DEVICE_COMMUNICATION = 0x8021000A
    INVALID_COMMAND = 0x8021000B
    INCORRECT_HARDWARE_SETTING = 0x8021000C
    DEVICE_LOCKED = 0x8021000D
    EXCEPTION_IN_DRIVER = 0x8021000E
    INVALID_DRIVER_RESPONSE = 0x8021000F
    COVER_OPEN = 0x80210010
    LAMP_OFF = 0x80210011
    NETWORK_RESERVATION_FAILED = 0x80210013
    MULTI_FEED = 0x80210014
    NO_DEVICE_AVAILABLE = 0x80210015
    # Microsoft's own page of error codes writes the decimal numbers of ``wiadef.h`` as if they were hexadecimal. Drivers written
    # after that page exist too, and nothing else has these numbers.
    COVER_OPEN_AS_WRITTEN = 0x80210016
    LAMP_OFF_AS_WRITTEN = 0x80210017
    NETWORK_RESERVATION_FAILED_AS_WRITTEN = 0x80210019
    MULTI_FEED_AS_WRITTEN = 0x80210020
    ACCESS_DENIED = 0x80070005
    INVALID_ARGUMENT = 0x80070057
    SERVICE_NOT_THERE = 0x800706BA
    CLASS_NOT_REGISTERED = 0x80040154
