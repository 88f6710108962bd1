"""Files: is it there, ranged download, and resumable uploads by tus 1.0.0 (creation, checksum).

What arrives is written as it arrives, so that a line that breaks costs only what was on the wire.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from fastapi.concurrency import contextmanager_in_threadpool
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse

from desk_app.central import tus
from desk_app.central.callers import TheDevice, TheGateway
from desk_app.central.desk_routes import refusals
from desk_app.central.errors import (
    Conflicting,
    DigestDiffers,
    Interrupted,
    Locked,
    PreconditionFailed,
    TooLarge,
    WrongMediaType,
)
from desk_app.central.fields import SHA256, UUID
from desk_app.central.files import write_all
from desk_app.central.gateway import Gateway
from desk_app.central.messages import UploadState
from desk_app.central.uploads import Upload

files = APIRouter(prefix="/v1/files", tags=["files"])
uploads = APIRouter(prefix="/v1/uploads", tags=["files"])


@files.head(
    "/{sha256}",
    summary="Whether a file of this unit is held",
    operation_id="has_file",
    response_class=FileResponse,
    responses=refusals(401, 404, 422, 429),
)
@files.get(
    "/{sha256}",
    summary="A file of this unit, in whole or by ranges",
    response_class=FileResponse,
    responses=refusals(401, 404, 422, 429),
)
def get_file(gateway: TheGateway, device: TheDevice, sha256: Annotated[str, Path(pattern=SHA256)]) -> FileResponse:
    """Its name is its content, so it may be kept for ever."""
    upload = gateway.uploads.held(device, sha256)
    return FileResponse(
        gateway.files.path(upload.sha256),
        media_type="application/octet-stream",
        headers={"ETag": f'"{sha256}"', "Cache-Control": "private, immutable, max-age=31536000"},
    )


def _speaks_tus(tus_resumable: Annotated[str | None, Header()] = None) -> None:
    if tus_resumable != tus.VERSION:
        raise PreconditionFailed("tus_version", headers={"Tus-Version": tus.VERSION})


_TUS_SPOKEN = [Depends(_speaks_tus)]


@uploads.options("", status_code=204, summary="What of tus is spoken here")
@uploads.options("/{upload_id}", status_code=204, include_in_schema=False)
def advertise(gateway: TheGateway) -> Response:
    """Needs no token."""
    headers = {
        "Tus-Version": tus.VERSION,
        "Tus-Extension": "creation,checksum",
        "Tus-Max-Size": str(gateway.limits.file_bytes),
        "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
    }
    return Response(status_code=204, headers=headers)


@uploads.post(
    "",
    status_code=201,
    dependencies=_TUS_SPOKEN,
    summary="Begin an upload, or find it again",
    responses=refusals(401, 404, 409, 412, 413, 422, 429, 503),
)
def create(
    gateway: TheGateway,
    device: TheDevice,
    upload_length: Annotated[int, Header(ge=0)],
    upload_metadata: Annotated[str, Header(max_length=2_000, description="sha256 and dossier_id, values in base64")],
    response: Response,
) -> UploadState:
    """Idempotent by digest: the same upload and its offset; a file that is held already answers with its full length."""
    sha256, dossier_id = tus.read_metadata(upload_metadata)
    upload = gateway.uploads.create(device, sha256=sha256, size=upload_length, dossier_id=dossier_id)
    offset = _settled_offset(gateway, upload)
    response.headers["Location"] = f"/v1/uploads/{upload.id}"
    response.headers["Upload-Offset"] = str(offset)
    return UploadState(id=upload.id, offset=offset, bytes=upload.bytes)


@uploads.head(
    "/{upload_id}",
    dependencies=_TUS_SPOKEN,
    summary="How far an upload is",
    responses=refusals(401, 404, 412, 429),
)
def offset_of(gateway: TheGateway, device: TheDevice, upload_id: Annotated[str, Path(pattern=UUID)]) -> Response:
    """The offset counts only bytes that are safely on the disk."""
    upload = gateway.uploads.get(device, upload_id)
    offset = _settled_offset(gateway, upload)
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(upload.bytes), "Cache-Control": "no-store"}
    return Response(status_code=200, headers=headers, media_type="application/json")


@uploads.patch(
    "/{upload_id}",
    status_code=204,
    dependencies=_TUS_SPOKEN,
    summary="Go on with an upload",
    responses=refusals(401, 404, 409, 412, 413, 415, 422, 423, 429, 460, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {tus.PATCH_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def append(
    request: Request,
    gateway: TheGateway,
    device: TheDevice,
    upload_id: Annotated[str, Path(pattern=UUID)],
    upload_offset: Annotated[int, Header(ge=0)],
    content_type: Annotated[str, Header(include_in_schema=False)] = "",
    upload_checksum: Annotated[
        str | None, Header(max_length=200, description="sha256 or sha1, digest in base64")
    ] = None,
) -> Response:
    """With the last byte the digest of the whole is checked: 460 when it differs, and the upload starts over."""
    if content_type.partition(";")[0].strip().lower() != tus.PATCH_TYPE:
        raise WrongMediaType("content_type", tus.PATCH_TYPE)
    checksum = tus.Checksum.parse(upload_checksum)
    upload = await run_in_threadpool(gateway.uploads.get, device, upload_id)
    if upload.held:
        return _already_held(upload, upload_offset)
    async with contextmanager_in_threadpool(gateway.files.locked(upload.id, wait_s=gateway.limits.lock_wait_s)):
        end = await _write(request, gateway, upload, upload_offset, checksum)
        await run_in_threadpool(gateway.uploads.finish_if_whole, upload)
    return Response(status_code=204, headers={"Upload-Offset": str(end)})


async def _write(request: Request, gateway: Gateway, upload: Upload, begin: int, checksum: tus.Checksum | None) -> int:
    """Append the body; the offset after it. Whatever is refused is cut off again, what was interrupted stays."""
    here = await run_in_threadpool(gateway.files.written, upload.id)
    if begin != here:
        raise Conflicting("offset_differs", headers={"Upload-Offset": str(here)})
    announced = int(request.headers.get("Content-Length") or 0)
    if begin + announced > upload.bytes:
        raise TooLarge("beyond_upload_length")
    await run_in_threadpool(gateway.files.check_room, announced)
    end = begin
    async with contextmanager_in_threadpool(gateway.files.appending(upload.id)) as part:
        try:
            async for chunk in _body(request, gateway.limits.body_idle_s):
                if end + len(chunk) > upload.bytes:
                    raise TooLarge("beyond_upload_length")
                await run_in_threadpool(write_all, part, chunk)
                end += len(chunk)
                if checksum:
                    checksum.update(chunk)
            if checksum and not checksum.fits():
                raise DigestDiffers("checksum_differs")
        except (TooLarge, DigestDiffers):
            await run_in_threadpool(part.truncate, begin)
            raise
    return end


async def _body(request: Request, idle_s: float) -> AsyncIterator[bytes]:
    stream = request.stream()
    while True:
        try:
            async with asyncio.timeout(idle_s):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        except (TimeoutError, ClientDisconnect):
            raise Interrupted from None
        if chunk:
            yield chunk


def _already_held(upload: Upload, offset: int) -> Response:
    headers = {"Upload-Offset": str(upload.bytes)}
    if offset != upload.bytes:
        raise Conflicting("offset_differs", headers=headers)
    return Response(status_code=204, headers=headers)


def _settled_offset(gateway: Gateway, upload: Upload) -> int:
    """The offset; an upload whose last byte came just before the gateway died is checked and finished on the way."""
    offset = gateway.uploads.offset(upload)
    if upload.held or offset < upload.bytes:
        return offset
    try:
        with gateway.files.locked(upload.id):
            gateway.uploads.finish_if_whole(upload)
    except Locked:
        pass  # whoever writes to it finishes it
    except DigestDiffers:
        return 0
    return offset
