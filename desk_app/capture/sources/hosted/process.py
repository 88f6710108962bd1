"""The desk's hold on a driver's process: starts it, hears it with a limit to patience, and sees it end, politely or not."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Self, TypeAlias, cast

import desk_app
from desk_app.capture.sources.hosted import words
from desk_app.capture.sources.hosted.frames import GarbageFrame, packed, read_frame
from desk_app.lanes import start_thread

MODULE = "desk_app.capture.sources.drivers"
COMMAND = "drivers"
"""Word of the program's own command line that starts the same thing where there is no interpreter to call."""


@dataclasses.dataclass(frozen=True, slots=True)
class Ended:
    """The process is gone or talks nonsense.

    Attributes:
        reason: "crashed", or "garbage" for what came before its end.
    """

    reason: str


Heard: TypeAlias = words.Answer | Ended

# At most this much waits here: beyond it the pipe fills up and the driver waits.
_MOST_WAITING = 2
_TICK_S = 0.2
_QUIET_AFTER_DEATH = 10
_LAST_WORDS_S = 2.0


def own_command() -> list[str]:
    """How to start the process: the interpreter with our module, or the frozen program with its own word for it."""
    program = Path(sys.executable)
    if getattr(sys, "frozen", False) or not program.stem.lower().startswith("python"):
        return [str(program), COMMAND]
    with_pipes = program.with_name("python.exe")
    if program.stem.lower() == "pythonw" and with_pipes.exists():
        program = with_pipes
    # -P: no module from the folder that happens to be the current one.
    return [str(program), "-P", "-m", MODULE]


def environment() -> dict[str, str]:
    """Ours, and in a checkout also where it lies, so that the child runs the same program."""
    here = Path(desk_app.__file__).resolve().parents[1]
    if here.name in ("site-packages", "dist-packages"):
        return dict(os.environ)
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(here), others)))}


class DriverProcess:
    """A running process; a context manager that leaves nothing behind.

    Raises:
        OSError: it could not be started.
    """

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
        # Drivers put pages into temporary files. When one dies, what it left is swept up with the folder.
        self._folder = tempfile.TemporaryDirectory(prefix=words.FOLDER_PREFIX, ignore_cleanup_errors=True)
        given = dict(env) if env is not None else environment()
        try:
            self._process = subprocess.Popen(
                list(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=given | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder.name),
                bufsize=0,
                # A Ctrl+C in our terminal is not meant for it; on Windows no console flashes up.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            self._folder.cleanup()
            raise
        self._requests = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)
        self._heard: queue.Queue[Heard] = queue.Queue(maxsize=_MOST_WAITING)
        self._quiet_since_death = 0
        self._deaf = threading.Event()
        self._ear = start_thread("driver", self._hear)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.end(wait_s=0)

    @property
    def pid(self) -> int:
        """Number of the process."""
        return self._process.pid

    def ask(self, request: words.Request) -> None:
        """Say something to it; a process that is gone does not hear, and that shows when it is listened to."""
        with contextlib.suppress(OSError):
            self._requests.write(packed(words.request_frame(request)))

    def hear(self, timeout_s: float) -> Heard | None:
        """What it says next; None when it says nothing for so long."""
        try:
            return self._heard.get(timeout=timeout_s)
        except queue.Empty:
            return self._death()

    def end(self, *, wait_s: float) -> None:
        """Let it go: by itself within so many seconds, else it is ended. Any number of times."""
        self._deaf.set()
        with contextlib.suppress(OSError):
            self._requests.close()
        try:
            self._process.wait(wait_s)
        except subprocess.TimeoutExpired:
            self._kill()
            self._process.wait()
        self._ear.join(_LAST_WORDS_S)
        if self._ear.is_alive():
            self._kill()  # what the driver started itself holds the pipe
            self._ear.join(_LAST_WORDS_S)
        if not self._ear.is_alive():
            self._answers.close()
        self._folder.cleanup()

    def _death(self) -> Ended | None:
        """That it died without the pipe ending, because what the driver started lives on; after its last words were heard."""
        if self._process.poll() is None:
            return None
        self._quiet_since_death += 1
        return Ended("crashed") if self._quiet_since_death > _QUIET_AFTER_DEATH else None

    def _kill(self) -> None:
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _hear(self) -> None:
        """Read until the end; on a thread of its own, for a pipe cannot be waited for with a time limit everywhere."""
        reason = "crashed"
        try:
            while (frame := read_frame(self._answers.read)) is not None:
                if not self._pass_on(words.read_answer(frame)):
                    return
        except GarbageFrame as garbage:
            reason = "crashed" if garbage.reason == "torn" else "garbage"
        except (OSError, ValueError):
            pass
        self._pass_on(Ended(reason))

    def _pass_on(self, heard: Heard) -> bool:
        """False when nobody listens any more."""
        while not self._deaf.is_set():
            try:
                self._heard.put(heard, timeout=_TICK_S)
            except queue.Full:
                continue
            return True
        return False
