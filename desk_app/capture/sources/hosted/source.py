"""A scanner whose driver runs in a process of its own, seen from the desk: pages come, or an error that has a sentence."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from desk_app import clock
from desk_app.capture.devices import FoundDevice, RawPage, ScanOptions
from desk_app.capture.errors import DeviceError, DeviceFailed
from desk_app.capture.sources.hosted import words
from desk_app.capture.sources.hosted.process import DriverProcess, Ended, Heard, own_command
from desk_app.lanes import CancelToken

MOST_PAGES = 1000
"""One run of a scanner yields no more; a driver that goes on for ever fills no disk."""

_TICK_S = 0.1


@dataclasses.dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds.

    Attributes:
        start: until the process says that it is there; a virus scanner may look at it first.
        silence: between two signs of life of the driver; lamps warm up, and some drivers say nothing for a whole page.
        stop: until a cancelled driver has let go of its device, before it is ended.
        find: for all devices of one kind together.
    """

    start: float = 30.0
    silence: float = 120.0
    stop: float = 5.0
    find: float = 20.0


PATIENCE = Patience()


class HostedSource:
    """One scanner; ``devices.PageSource``. Every scan starts a process of its own, so a dead driver spoils one scan at most.

    Args:
        kind: key of ``sources.drivers.DRIVERS``.
        command: what to start, if not this program's own.
        env: of the process, if not this one's own.
    """

    def __init__(
        self,
        kind: str,
        address: str,
        *,
        name: str = "",
        patience: Patience = PATIENCE,
        command: Sequence[str] | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._kind = kind
        self._address = address
        self._name = name
        self._patience = patience
        self._command = command
        self._env = env

    @property
    def name(self) -> str:
        """How people know it."""
        return self._name or self._address or self._kind

    def pages(self, options: ScanOptions, cancel: CancelToken) -> Iterator[RawPage]:
        """Yield pages as they arrive; see ``devices.PageSource``. A page is whole or not there at all."""
        if cancel.is_cancelled:
            return
        most = min(options.most_pages or MOST_PAGES, MOST_PAGES)
        request = words.Scan(self._kind, self._address, self._name, dataclasses.replace(options, most_pages=most))
        count = 0
        with self._started() as process:
            for answer in self._answers(process, request, cancel):
                if isinstance(answer, words.PageCame):
                    count += 1
                    if count > most:
                        raise DeviceFailed(self.name, "too_many_pages")
                    try:
                        yield _named(answer.page, count)
                    except GeneratorExit:
                        self._stop(process)  # nobody wants the rest: let the scanner finish its sheet in peace
                        raise

    def found(self, cancel: CancelToken) -> Iterator[FoundDevice]:
        """Yield the devices of this kind that are there, within the time for that.

        Raises:
            DeviceError: the drivers could not be asked to the end; what was yielded before is there.
        """
        until = clock.monotonic_s() + self._patience.find
        with self._started() as process:
            for answer in self._answers(process, words.Find(self._kind), cancel, until=until):
                if isinstance(answer, words.Seen):
                    yield answer.device

    def _started(self) -> DriverProcess:
        try:
            return DriverProcess(self._command or own_command(), self._env)
        except OSError as error:
            raise DeviceFailed(self.name, "not_started") from error

    def _answers(
        self,
        process: DriverProcess,
        request: words.Request,
        cancel: CancelToken,
        *,
        until: float = float("inf"),
    ) -> Iterator[words.Answer]:
        """What the process says until it is done or ``cancel`` is raised, errors raised."""
        patience, heard_at = self._patience.start, clock.monotonic_s()
        process.ask(request)
        while not cancel.is_cancelled:
            heard = process.hear(_TICK_S)
            now = clock.monotonic_s()
            if now > until or (heard is None and now - heard_at > patience):
                raise DeviceFailed(self.name, "hung")
            if heard is None:
                continue
            if isinstance(heard, words.Done | words.Failed):
                process.end(wait_s=self._patience.stop)
            if self._is_over(heard):
                return
            if not isinstance(heard, Ended):
                yield heard
            # The time somebody took to look at a page is not the driver's silence.
            patience, heard_at = self._patience.silence, clock.monotonic_s()
        self._stop(process)

    def _is_over(self, heard: Heard) -> bool:
        """Whether that was the last; raises when it is an error."""
        match heard:
            case words.Done():
                return True
            case words.Failed():
                raise heard.error(self.name, heard.reason)
            case Ended():
                raise DeviceFailed(self.name, heard.reason)
            case words.Hello():
                if heard.version != words.VERSION:
                    raise DeviceFailed(self.name, "version")
                return False
            case words.Alive() | words.Seen() | words.PageCame():
                return False
            case _:
                assert_never(heard)

    def _stop(self, process: DriverProcess) -> None:
        """Ask it to stop and hear it out, pages unwanted, for as long as politeness goes."""
        process.ask(words.Cancel())
        until = clock.monotonic_s() + self._patience.stop
        while (left := until - clock.monotonic_s()) > 0:
            heard = process.hear(left)
            if isinstance(heard, words.Done | words.Failed | Ended):
                process.end(wait_s=max(0.0, until - clock.monotonic_s()))
                return


def _named(page: RawPage, number: int) -> RawPage:
    return page if page.name else RawPage(page.data, page.suffix, f"scan-{number:03d}{page.suffix}")


def find(kind: str, cancel: CancelToken, *, patience: Patience = PATIENCE) -> Iterator[FoundDevice]:
    """Yield the devices of this kind that are there; a driver that fails ends the looking and nothing else."""
    try:
        yield from HostedSource(kind, "", patience=patience).found(cancel)
    except DeviceError:
        return
