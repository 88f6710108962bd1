"""What TWAIN takes from Windows: the manager's library, a window nobody sees, messages, memory that moves between programs."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

from desk_app.capture.sources.twain.manager import System, TwainMissing
from desk_app.capture.sources.twain.structures import Identity

_SIXTY_FOUR = ctypes.sizeof(ctypes.c_void_p) == 8
_MOVABLE = 0x0002
_ALL_INPUT, _INPUT_AVAILABLE = 0x04FF, 0x0004
_REMOVE = 1
_MOST_PATH = 260


class WindowMessage(ctypes.Structure):
    """MSG of Windows."""

    _fields_ = [
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("first", ctypes.c_size_t),
        ("second", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_long),
        ("y", ctypes.c_long),
    ]


def windows_system() -> System:
    """The manager of our width, loaded from Windows' own folders and nowhere else.

    Raises:
        TwainMissing: this is not Windows, or no driver installed a manager of our width.
    """
    load: Any = getattr(ctypes, "WinDLL", None)
    if load is None:
        raise TwainMissing
    kernel, user = load("kernel32"), load("user32")
    for path in _candidates(kernel):
        try:
            library = load(str(path))
        except OSError:
            continue
        return _WindowsSystem(kernel, user, library)
    raise TwainMissing


def _candidates(kernel: Any) -> list[Path]:
    room = ctypes.create_unicode_buffer(_MOST_PATH)
    kernel.GetSystemDirectoryW(room, _MOST_PATH)
    system = Path(room.value)
    kernel.GetWindowsDirectoryW(room, _MOST_PATH)
    windows = Path(room.value)
    both = [system / "TWAINDSM.dll", windows / "TWAINDSM.dll"]
    return both if _SIXTY_FOUR else [*both, windows / "twain_32.dll"]


class _WindowsSystem:
    """``manager.System`` on Windows."""

    def __init__(self, kernel: Any, user: Any, library: Any) -> None:
        self._kernel, self._user = kernel, user
        self._entry = library.DSM_Entry
        self._entry.restype = ctypes.c_uint16
        self._entry.argtypes = [
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.c_uint32,
            ctypes.c_uint16,
            ctypes.c_uint16,
            ctypes.c_void_p,
        ]
        self._declare()
        window = user.CreateWindowExW(0, "STATIC", "desk", 0, 0, 0, 1, 1, None, None, None, None)
        if not window:
            raise TwainMissing
        self.window: int = window

    def entry(
        self,
        origin: Identity,
        destination: Identity | None,
        group: int,
        data: int,
        message: int,
        structure: ctypes.Structure | ctypes.c_void_p | None,
    ) -> int:
        to = ctypes.byref(destination) if destination is not None else None
        what = ctypes.byref(structure) if structure is not None else None
        return int(self._entry(ctypes.byref(origin), to, group, data, message, what))

    def store(self, content: bytes) -> int:
        handle = int(self._kernel.GlobalAlloc(_MOVABLE, len(content)) or 0)
        address = self._kernel.GlobalLock(handle)
        if not address:
            raise MemoryError
        ctypes.memmove(address, content, len(content))
        self._kernel.GlobalUnlock(handle)
        return handle

    def content(self, handle: int) -> bytes:
        address = self._kernel.GlobalLock(handle)
        if not address:
            return b""
        try:
            return ctypes.string_at(address, self._kernel.GlobalSize(handle))
        finally:
            self._kernel.GlobalUnlock(handle)

    def free(self, handle: int) -> None:
        self._kernel.GlobalFree(handle)

    def next_message(self, timeout_s: float) -> ctypes.Structure | None:
        message = WindowMessage()
        if not self._user.PeekMessageW(ctypes.byref(message), None, 0, 0, _REMOVE):
            self._user.MsgWaitForMultipleObjectsEx(0, None, round(timeout_s * 1000), _ALL_INPUT, _INPUT_AVAILABLE)
            if not self._user.PeekMessageW(ctypes.byref(message), None, 0, 0, _REMOVE):
                return None
        return message

    def dispatch(self, message: ctypes.Structure) -> None:
        self._user.TranslateMessage(ctypes.byref(message))
        self._user.DispatchMessageW(ctypes.byref(message))

    def close(self) -> None:
        self._user.DestroyWindow(self.window)

    def _declare(self) -> None:
        """Handles and addresses are as wide as pointers; ctypes takes whatever is not declared for an int of 32 bits."""
        pointer, size = ctypes.c_void_p, ctypes.c_size_t
        declared: dict[Any, tuple[Any, list[Any]]] = {
            self._kernel.GlobalAlloc: (pointer, [ctypes.c_uint, size]),
            self._kernel.GlobalLock: (pointer, [pointer]),
            self._kernel.GlobalUnlock: (ctypes.c_int, [pointer]),
            self._kernel.GlobalSize: (size, [pointer]),
            self._kernel.GlobalFree: (pointer, [pointer]),
            self._user.CreateWindowExW: (
                pointer,
                [
                    ctypes.c_uint32,
                    ctypes.c_wchar_p,
                    ctypes.c_wchar_p,
                    ctypes.c_uint32,
                    *[ctypes.c_int] * 4,
                    *[pointer] * 4,
                ],
            ),
            self._user.DestroyWindow: (ctypes.c_int, [pointer]),
            self._user.PeekMessageW: (ctypes.c_int, [pointer, pointer, ctypes.c_uint, ctypes.c_uint, ctypes.c_uint]),
            self._user.MsgWaitForMultipleObjectsEx: (
                ctypes.c_uint32,
                [ctypes.c_uint32, pointer, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_uint32],
            ),
            self._user.TranslateMessage: (ctypes.c_int, [pointer]),
            self._user.DispatchMessageW: (ctypes.c_ssize_t, [pointer]),
        }
        for function, (result, arguments) in declared.items():
            function.restype, function.argtypes = result, arguments
