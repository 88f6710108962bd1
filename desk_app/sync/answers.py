"""What an HTTP answer means to the queue. One table, so that no two callers judge alike answers differently."""

from __future__ import annotations

import datetime as dt
import email.utils
from collections.abc import Mapping

from desk_app import clock
from desk_app.sync.central import (
    CentralFailing,
    CentralUnreachable,
    NotAuthorised,
    NotTheCentre,
    OutOfStep,
    Refused,
    UploadOutOfStep,
    Why,
)
from desk_app.sync.fields import Record, WireError
from desk_app.sync.wire import JSON_TYPE, PROTOCOL, PROTOCOL_HEADER, from_bytes

LATER = frozenset({408, 423, 425, 429, 502, 503, 504})
MAX_SERVER_TEXT = 2_000

_UPLOAD_STATUS = {
    409: OutOfStep.OFFSET,
    423: OutOfStep.LOCKED,
    460: OutOfStep.CHECKSUM,
    404: OutOfStep.GONE,
    410: OutOfStep.GONE,
}


def judge(status: int, headers: Mapping[str, str], body: bytes, *, upload: bool = False) -> None:
    """Nothing if the answer is a success of ours, else the CentralError that says what to do.

    Args:
        status: the HTTP status.
        headers: looked up by lower-case name (httpx's own mapping takes any case).
        body: at most what the reader was willing to hold.
        upload: the answer belongs to a running transfer, where some statuses only mean "ask for the offset again".
    """
    if status in LATER and not (upload and status in _UPLOAD_STATUS):
        raise CentralUnreachable(Why.BUSY, retry_after_s=retry_after_s(headers.get("retry-after")))
    if status == 401:
        raise NotAuthorised
    if status >= 500:
        raise CentralFailing(status)
    if status >= 400:
        _judge_refusal(status, headers, body, upload=upload)
    if not 200 <= status < 300 or not speaks_our_protocol(headers):
        raise NotTheCentre(status)


def json_of(status: int, headers: Mapping[str, str], body: bytes) -> object:
    """The JSON value of a success; NotTheCentre if it is none."""
    if not is_json(headers):
        raise NotTheCentre(status)
    try:
        return from_bytes(body)
    except WireError:
        raise NotTheCentre(status) from None


def speaks_our_protocol(headers: Mapping[str, str]) -> bool:
    """Whether the header of the protocol is there and names the version spoken here."""
    return headers.get(PROTOCOL_HEADER.lower(), "").strip() == str(PROTOCOL)


def is_json(headers: Mapping[str, str]) -> bool:
    """Whether the body calls itself JSON."""
    return headers.get("content-type", "").partition(";")[0].strip().lower() == JSON_TYPE


def retry_after_s(text: str | None) -> float | None:
    """Seconds asked for by ``Retry-After`` (a number or a date), None if there is none or it makes no sense.

    >>> retry_after_s("120"), retry_after_s("soon"), retry_after_s(None)
    (120.0, None, None)
    """
    if not text:
        return None
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    try:
        at = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return max(0.0, (at - clock.now()).total_seconds())


def _judge_refusal(status: int, headers: Mapping[str, str], body: bytes, *, upload: bool) -> None:
    known = speaks_our_protocol(headers)
    if upload and status in _UPLOAD_STATUS and (known or status in (423, 460)):
        raise UploadOutOfStep(_UPLOAD_STATUS[status])
    reason, field, detail = _error_of(body) if is_json(headers) else (None, None, None)
    if status == 413:  # also said by proxies on the way, in their own words
        raise Refused(status, reason or "too_big", field=field, detail=detail)
    if not known and reason is None:
        raise NotTheCentre(status)
    raise Refused(status, reason or f"status_{status}", field=field, detail=detail)


def _error_of(body: bytes) -> tuple[str | None, str | None, str | None]:
    try:
        error = Record(from_bytes(body)).record("error")
        return (
            error.text("reason", limit=64, required=True),
            error.maybe_text("field", limit=200),
            error.maybe_text("detail", limit=MAX_SERVER_TEXT),
        )
    except WireError:
        return None, None, None
