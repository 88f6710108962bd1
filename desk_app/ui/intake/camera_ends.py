"""Ends what a camera view has under way when the view is gone."""

from __future__ import annotations

from desk_app import lanes
from desk_app.desk.live_camera import LiveCamera
from desk_app.lanes import CancelToken


class Ends:
    """Ends what runs when the view is gone; it must not be the view itself."""

    def __init__(self) -> None:
        self._token: CancelToken | None = None
        self._camera: LiveCamera | None = None

    def keep(self, token: CancelToken | None, camera: LiveCamera | None) -> None:
        """Take note of what is under way now."""
        self._token, self._camera = token, camera

    def end(self) -> None:
        """Look no more and give the camera free."""
        if self._token is not None:
            self._token.cancel()
        if self._camera is not None:
            lanes.start_thread("camera-close", self._camera.close)
