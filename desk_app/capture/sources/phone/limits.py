"""How much one session with a phone may bring, and how long it lasts. Everything that comes over the network meets one of these."""

from __future__ import annotations

import dataclasses

from desk_app.capture.files import Limits

PHOTO_LIMITS = Limits(megapixels=64, megabytes=30, pages=1)
"""Of one photo. The page makes them smaller than this before they travel; a browser that cannot sends them as they are."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class PhoneLimits:
    """Limits of one session.

    Attributes:
        photo_bytes: per photo.
        photos: that one session takes, refused ones included.
        session_bytes: of all photos together.
        waiting_bytes: held in memory at once: unfinished photos and those the desk has not fetched yet.
        chunk_bytes: of one request; a photo comes in as many as it needs, so that a lost line costs one of them.
        connections: at the same moment; several phones may send at once.
        header_bytes: request line and headers together.
        header_s: seconds for a request's line and headers to arrive; also how long a silent connection is kept.
        body_s: seconds for the body of one request.
        life_s: seconds a session lasts without a photo.
        longest_s: seconds it lasts whatever happens.
    """

    photo_bytes: int = int(PHOTO_LIMITS.megabytes * 1_000_000)
    photos: int = 200
    session_bytes: int = 1_000_000_000
    waiting_bytes: int = 120_000_000
    chunk_bytes: int = 512 * 1024
    connections: int = 24
    header_bytes: int = 8 * 1024
    header_s: float = 10.0
    body_s: float = 45.0
    life_s: float = 15 * 60.0
    longest_s: float = 90 * 60.0
