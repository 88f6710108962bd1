"""One sender per machine: a lock of the operating system in the data folder, let go by itself when the program dies."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout


class SenderLock(Protocol):
    """The right to send."""

    def acquire(self) -> bool:
        """Take it; False at once if another has it."""
        ...

    def release(self) -> None:
        """Give it back."""
        ...


class MachineLock:
    """The right to send, for one program on one data folder."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "sender.lock")

    def acquire(self) -> bool:
        """Take it; False at once if another program or thread has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        """Give it back."""
        self._lock.release()
