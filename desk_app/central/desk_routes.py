"""What a desk asks for, except its files."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Path, Query, Request
from starlette.concurrency import run_in_threadpool

from desk_app import clock
from desk_app.central import devices, feed, leases, tables
from desk_app.central.callers import TheDevice, TheGateway, address_of
from desk_app.central.envelopes import EventAnswer, EventAnswers, EventBatch
from desk_app.central.errors import NotFound
from desk_app.central.fields import PROTOCOL, UUID
from desk_app.central.gateway import Gateway
from desk_app.central.messages import (
    ChangePage,
    DossierState,
    Enrolment,
    EnrolmentRequest,
    ErrorAnswer,
    Health,
    LeaseAnswer,
    LeaseRequest,
    LeaseReturn,
    Manifest,
    ManifestAnswer,
)

router = APIRouter(prefix="/v1")


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For the OpenAPI document: the refusals a call may answer with."""
    return {status: {"model": ErrorAnswer} for status in statuses}


@router.get("/health", tags=["gateway"], summary="Is the gateway there")
def health(gateway: TheGateway) -> Health:
    """Touches the database, so that a load balancer sees a gateway that cannot serve."""
    with gateway.database.read() as connection:
        connection.execute(sa.select(tables.changes.c.id).limit(1))
    return Health(status="ok", time=gateway.clock(), protocol=PROTOCOL)


@router.post(
    "/enrolments", status_code=201, tags=["devices"], summary="Exchange a one-time code", responses=refusals(403, 429)
)
def enrol(request: Request, gateway: TheGateway, body: EnrolmentRequest) -> Enrolment:
    """The token is given this once; the gateway keeps only its hash."""
    gateway.enrolments.take(address_of(request))
    with gateway.database.write() as connection:
        new = devices.enrol(connection, code=body.code, device_name=body.device_name, now=gateway.clock())
    return Enrolment(device_id=new.device.id, token=new.token, unit=new.device.unit, unit_name=new.unit_name)


@router.post("/events", tags=["events"], summary="Hand in what happened", responses=refusals(401, 413, 422, 429, 503))
def take_in(gateway: TheGateway, device: TheDevice, batch: EventBatch) -> EventAnswers:
    """Each event takes effect once; the answer to an id is kept and given again. The body may be gzip."""
    answers = gateway.ledger.take_in(device, batch.events)
    if any(answer.official_code for answer in answers):
        gateway.bell.ring()
    return EventAnswers(answers=answers)


@router.get("/events/{event_id}", tags=["events"], summary="What became of an event", responses=refusals(401, 404, 429))
def answer_to(gateway: TheGateway, device: TheDevice, event_id: Annotated[str, Path(pattern=UUID)]) -> EventAnswer:
    """After a crash or a lost answer: ask, do not guess."""
    answer = gateway.ledger.answer_to(device, event_id)
    if answer is None:
        raise NotFound("unknown_event")
    return answer


@router.get(
    "/dossiers/{reference}",
    tags=["dossiers"],
    summary="What the gateway holds of a dossier",
    responses=refusals(401, 404, 429),
)
def dossier_state(
    gateway: TheGateway, device: TheDevice, reference: Annotated[str, Path(max_length=64, description="id or code")]
) -> DossierState:
    """By id, official or provisional code."""
    return gateway.dossiers.state(device.unit, reference)


@router.put(
    "/dossiers/{dossier_id}/manifest",
    tags=["dossiers"],
    summary="Ask for the proof that all files are held",
    responses=refusals(401, 404, 413, 422, 429),
)
def put_manifest(
    gateway: TheGateway, device: TheDevice, dossier_id: Annotated[str, Path(pattern=UUID)], manifest: Manifest
) -> ManifestAnswer:
    """The digests that are missing, or a receipt that lists what is held."""
    return gateway.dossiers.answer_manifest(device.unit, dossier_id, manifest)


@router.post("/leases", tags=["codes"], summary="A range of numbers for codes", responses=refusals(401, 409, 422, 429))
def grant_lease(gateway: TheGateway, device: TheDevice, body: LeaseRequest) -> LeaseAnswer:
    """Idempotent by ``request_id``; ranges of a unit and day never overlap."""
    with gateway.database.write() as connection:
        lease = leases.grant(connection, device, body, now=gateway.clock(), limits=gateway.limits)
    return LeaseAnswer(lease=lease)


@router.post(
    "/leases/{lease_id}/return",
    tags=["codes"],
    summary="Give unused numbers back",
    responses=refusals(401, 404, 409, 422, 429),
)
def return_lease(
    gateway: TheGateway, device: TheDevice, lease_id: Annotated[str, Path(pattern=UUID)], body: LeaseReturn
) -> LeaseAnswer:
    """Idempotent for the same number."""
    with gateway.database.write() as connection:
        lease = leases.give_back(connection, device, lease_id, unused_from=body.unused_from)
    return LeaseAnswer(lease=lease)


@router.get("/changes", tags=["feed"], summary="What happened at the centre", responses=refusals(401, 422, 429))
async def changes(
    gateway: TheGateway,
    device: TheDevice,
    since: Annotated[str, Query(max_length=64, description="cursor of the last page; empty: from the beginning")] = "",
    limit: Annotated[int, Query(ge=1, le=1_000)] = 200,
    wait: Annotated[float, Query(ge=0, le=300, description="seconds to wait for a change when there is none")] = 0,
) -> ChangePage:
    """Changes of the caller's unit, oldest first; with ``wait`` the answer comes when there is something to tell."""
    limits = gateway.limits
    deadline = clock.monotonic_s() + min(wait, limits.changes_wait_s)
    asked = min(limit, limits.changes_page)
    while True:
        rung = gateway.bell.listen()
        page = await run_in_threadpool(_page, gateway, device.unit, since, asked)
        left = deadline - clock.monotonic_s()
        if page.changes or left <= 0 or gateway.bell.closing or gateway.bell.waiting >= limits.changes_waiters:
            return page
        await _wait(gateway, rung, min(left, limits.changes_look_s))


def _page(gateway: Gateway, unit: str, since: str, limit: int) -> ChangePage:
    with gateway.database.read() as connection:
        return feed.page(connection, unit=unit, since=since, limit=limit)


async def _wait(gateway: Gateway, rung: asyncio.Event, timeout_s: float) -> None:
    gateway.bell.waiting += 1
    try:
        async with asyncio.timeout(timeout_s):
            await rung.wait()
    except TimeoutError:
        pass
    finally:
        gateway.bell.waiting -= 1
