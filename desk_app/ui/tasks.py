"""The bridge from the lanes' threads to the window: answers come back through one queued signal.

An answer whose owner is gone is dropped; an error nobody asked for goes to the sink.
"""

from __future__ import annotations

import concurrent.futures as cf
import contextlib
import dataclasses
import logging
from collections.abc import Callable
from typing import Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from desk_app.lanes import Cancelled, CancelToken, Lanes

T = TypeVar("T")
Sink = Callable[[BaseException], object]
_log = logging.getLogger(__name__)


@dataclasses.dataclass(eq=False, slots=True)
class Task(Generic[T]):
    """A piece of work under way; ``cancel`` makes its answer unwanted and asks the work itself to stop."""

    owner: QObject
    done: Callable[[T], object] | None
    failed: Callable[[BaseException], object] | None
    token: CancelToken = dataclasses.field(default_factory=CancelToken)
    future: cf.Future[T] | None = None

    def cancel(self) -> None:
        """Neither ``done`` nor ``failed`` will be called any more."""
        self.token.cancel()
        if self.future is not None:
            self.future.cancel()

    @property
    def is_wanted(self) -> bool:
        """Whether somebody still waits for the answer."""
        return not self.token.is_cancelled and shiboken6.isValid(self.owner)


class Tasks(QObject):
    """Starts work on the lanes and brings the answers home.

    Args:
        lanes: the threads.
        on_error: told, in the GUI thread, of every error that no ``failed`` was given for.
    """

    _arrived = Signal(object)

    def __init__(self, lanes: Lanes, on_error: Sink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self.on_error = on_error
        self._under_way = 0
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def under_way(self) -> int:
        """How many answers have not been delivered yet."""
        return self._under_way

    def store(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], object] | None = None,
        failed: Sink | None = None,
    ) -> Task[T]:
        """Run on the store's lane: one after the other, in the order asked."""
        return self.run(self._lanes.store, work, owner=owner, done=done, failed=failed)

    def work(
        self,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], object] | None = None,
        failed: Sink | None = None,
    ) -> Task[T]:
        """Run on the work lane: pages, PDF, network."""
        return self.run(self._lanes.work, work, owner=owner, done=done, failed=failed)

    def device(
        self,
        name: str,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], object] | None = None,
        failed: Sink | None = None,
    ) -> Task[T]:
        """Run on the one thread that may talk to this device."""
        return self.run(self._lanes.device(name), work, owner=owner, done=done, failed=failed)

    def run(
        self,
        lane: cf.Executor,
        work: Callable[[], T],
        *,
        owner: QObject,
        done: Callable[[T], object] | None = None,
        failed: Sink | None = None,
    ) -> Task[T]:
        """Run ``work`` on a lane and call ``done`` or ``failed`` in the GUI thread while ``owner`` lives.

        While the program closes nothing new is started: the task is as good as cancelled.
        """
        if self._lanes.is_closed:
            task = Task(owner, done, failed)
            task.cancel()
            return task
        return self.follow(lane.submit(work), owner=owner, done=done, failed=failed)

    def follow(
        self,
        future: cf.Future[T],
        *,
        owner: QObject,
        done: Callable[[T], object] | None = None,
        failed: Sink | None = None,
    ) -> Task[T]:
        """The same for a future that somebody else started."""
        task = Task(owner, done, failed, future=future)
        self._under_way += 1
        future.add_done_callback(lambda _future: self._announce(task))
        return task

    def _announce(self, task: Task[T]) -> None:
        """In whatever thread the work ended; the window may be gone by then."""
        with contextlib.suppress(RuntimeError):
            self._arrived.emit(task)

    @Slot(object)
    def _deliver(self, task: Task[T]) -> None:
        self._under_way -= 1
        future = task.future
        if future is None or future.cancelled() or not task.is_wanted:
            return
        error = future.exception()
        if error is None:
            if task.done is not None:
                task.done(future.result())
        elif not isinstance(error, Cancelled):
            (task.failed or self.on_error)(error)
