"""The few requests of eSCL, each trouble as an error a person can do something about."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import Self

from desk_app import clock, lanes
from desk_app.capture.errors import DeviceBusy, DeviceError, DeviceFailed, FeederEmpty
from desk_app.capture.files import LIMITS
from desk_app.capture.sources.escl import capabilities, settings, status
from desk_app.capture.sources.escl.address import Address
from desk_app.capture.sources.escl.capabilities import Capabilities
from desk_app.capture.sources.escl.exchange import PATIENCE, Answer, Exchange, Patience, Pauses
from desk_app.capture.sources.escl.markup import BadMarkup
from desk_app.capture.sources.escl.settings import Job
from desk_app.capture.sources.escl.status import Status
from desk_app.capture.sources.escl.wire import Abandonable, PinnedContext
from desk_app.lanes import Cancelled, CancelToken

MOST_PAGE_BYTES = LIMITS.megabytes * 1_000_000
_MOST_REDIRECTS = 3
_WANTS_LOCALHOST = "HP_Compact_Server"
"""``Server`` of HP's larger devices, which take jobs only from who calls them localhost (sane-airscan#116)."""
_DROP_WAIT_S = 0.4
_CAPABILITIES, _STATUS, _JOBS = "ScannerCapabilities", "ScannerStatus", "ScanJobs"


class Client:
    """Talks to one scanner, for one scan, in one thread; a context manager.

    Every call ends with ``Cancelled`` within a fraction of a second after ``cancel`` was raised.

    Args:
        device: its name, for errors.
    """

    def __init__(self, address: Address, *, device: str, cancel: CancelToken, patience: Patience = PATIENCE) -> None:
        self._address = address
        self._device = device
        self._cancel = cancel
        self._patience = patience
        self._context = PinnedContext.of(address.pin)
        self._exchange = Exchange(self._context, device=device, cancel=cancel, patience=patience)

    @property
    def address(self) -> Address:
        """Where it is, after redirects, with the certificate it has."""
        pin = self._context.pin if self._address.is_encrypted else ""
        return dataclasses.replace(self._address, pin=pin)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._exchange.close()

    def capabilities(self) -> Capabilities:
        """What it offers. To be asked first: redirects are followed here, for everything that comes after.

        Raises:
            DeviceMissing: nothing answers.
            DeviceFailed: what answers is no scanner, or not the one that was chosen.
        """
        for _ in range(_MOST_REDIRECTS):
            answer = self._exchange.ask("GET", self._address.of(_CAPABILITIES))
            if answer.status not in (301, 302, 303, 307, 308):
                break
            try:
                self._address = self._address.redirected(answer.headers.get("location", ""), _CAPABILITIES)
            except ValueError:
                raise DeviceFailed(self._device, "not_escl") from None
        answer = self._once_free(self._address.of(_CAPABILITIES), first=answer)
        self._exchange.host = "localhost" if answer.headers.get("server", "").startswith(_WANTS_LOCALHOST) else ""
        self._judge(answer)
        try:
            return capabilities.read(answer.body)
        except BadMarkup:
            raise DeviceFailed(self._device, "not_escl") from None

    def status(self, *, job: str = "") -> Status:
        """How it is; an empty status where it does not say."""
        try:
            answer = self._exchange.ask("GET", self._address.of(_STATUS))
            return status.read(answer.body, job=job) if answer.status == 200 else Status()
        except (DeviceError, BadMarkup):
            return Status()

    def start(self, job: Job) -> str:
        """Begin a scan; the link of the job.

        Raises:
            FeederEmpty, PaperJam, CoverOpen, DeviceBusy, DeviceFailed, DeviceMissing: it did not begin.
        """
        answer = self._once_free(self._address.of(_JOBS), content=settings.write(job))
        if answer.status in (200, 201):
            try:
                return self._address.of_location(answer.headers["location"])
            except (KeyError, ValueError):
                raise DeviceFailed(self._device, "not_escl") from None
        if answer.status == 503:
            raise self._trouble(job, "") or DeviceBusy(self._device, "busy")
        if answer.status in (400, 409, 500):
            now = self.status()
            trouble = now.trouble(self._device, feeder=job.paper.startswith("feeder"))
            raise trouble or (DeviceBusy if now.is_busy else DeviceFailed)(self._device, "refused")
        self._judge(answer)
        raise DeviceFailed(self._device, f"http_{answer.status}")

    def next_page(self, link: str, job: Job, *, got: int) -> bytes | None:
        """The next page of a job, whole, or None when there is none after the ``got`` ones.

        Raises:
            FeederEmpty, PaperJam, CoverOpen, DeviceBusy, DeviceFailed, DeviceMissing: it stopped.
        """
        until_s = clock.monotonic_s() + self._patience.page
        for pause_s in Pauses(self._patience):
            answer = self._exchange.ask(
                "GET", f"{link}/NextDocument", most=MOST_PAGE_BYTES, within_s=self._patience.page
            )
            if answer.status == 200:
                return answer.body
            if not self._is_still_coming(answer, link, got=got) or clock.monotonic_s() > until_s:
                break
            if self._cancel.wait(answer.pause_s(pause_s)):
                raise Cancelled
        if answer.status in (404, 410):
            self._check_end(link, job, got=got)
            return None
        if answer.status == 503:
            raise self._trouble(job, link) or DeviceBusy(self._device, "timeout")
        raise self._trouble(job, link) or DeviceFailed(self._device, f"http_{answer.status}")

    def drop(self, link: str) -> None:
        """Tell the scanner that the job is over for us. Never waits long: a slow device is told in the background."""
        thread = lanes.start_thread("scanner-drop-job", self._delete, link)
        thread.join(_DROP_WAIT_S)

    def _is_still_coming(self, answer: Answer, link: str, *, got: int) -> bool:
        """Some devices say 404 instead of 503 while the first page is not ready."""
        if answer.status == 503:
            return True
        return answer.status == 404 and got == 0 and self.status(job=link).job_is_under_way

    def _check_end(self, link: str, job: Job, *, got: int) -> None:
        """No more pages: nothing if all came, the error if something is the matter."""
        feeder = job.paper.startswith("feeder")
        now = self.status(job=link)
        trouble = now.trouble(self._device, feeder=feeder)
        if got == 0:
            raise trouble or (FeederEmpty if feeder else DeviceFailed)(self._device, "no_page")
        if isinstance(trouble, FeederEmpty) or now.job == "Completed":
            trouble = None
        if trouble is None and now.job_ended_early:
            trouble = DeviceFailed(self._device, "aborted")
        if trouble is not None:
            raise trouble

    def _trouble(self, job: Job, link: str) -> DeviceError | None:
        return self.status(job=link).trouble(self._device, feeder=job.paper.startswith("feeder"))

    def _once_free(self, url: str, *, content: bytes | None = None, first: Answer | None = None) -> Answer:
        """The answer that is not "busy", or the last one when patience is over."""

        def ask() -> Answer:
            return self._exchange.ask("GET", url) if content is None else self._post(url, content)

        answer = first or ask()
        until_s = clock.monotonic_s() + self._patience.busy
        for pause_s in Pauses(self._patience):
            if answer.status != 503 or clock.monotonic_s() > until_s:
                return answer
            if self._cancel.wait(answer.pause_s(pause_s)):
                raise Cancelled
            answer = ask()
        return answer

    def _post(self, url: str, content: bytes) -> Answer:
        """A job that began although nobody waits for it any more is deleted as soon as its answer comes."""

        def ask() -> Answer:
            with self._exchange.apart() as apart:
                return apart.ask("POST", url, content=content)

        return Abandonable(ask, let_go=self._drop_unwanted).result(self._cancel, None)

    def _delete(self, link: str) -> None:
        """A device that does not take it forgets the job by itself after a while."""
        with self._exchange.apart() as apart, contextlib.suppress(DeviceError):
            apart.ask("DELETE", link, within_s=self._patience.connect)

    def _drop_unwanted(self, answer: Answer) -> None:
        if answer.status in (200, 201):
            with contextlib.suppress(KeyError, ValueError):
                self._delete(self._address.of_location(answer.headers["location"]))

    def _judge(self, answer: Answer) -> None:
        """Nothing for a good answer; a refusal that has nothing to do with paper as an error."""
        if answer.status in (200, 201):
            return
        if answer.status in (401, 403):
            raise DeviceFailed(self._device, "password")
        if answer.status == 503:
            raise DeviceBusy(self._device, "busy")
        raise DeviceFailed(self._device, "not_escl" if answer.status in (404, 405, 410) else f"http_{answer.status}")
