"""The operator API: what the handling unit or the province's own system tells the gateway."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from desk_app.central import operators
from desk_app.central.callers import TheGateway, TheOperator
from desk_app.central.desk_routes import refusals
from desk_app.central.messages import StatusAnswer, StatusRequest

router = APIRouter(prefix="/v1/operator", tags=["operator"])


@router.post(
    "/dossiers/{reference}/status",
    summary="Move a dossier to another status",
    responses=refusals(401, 404, 409, 422, 429),
)
def set_status(
    gateway: TheGateway,
    caller: TheOperator,
    reference: Annotated[str, Path(max_length=64, description="id or code")],
    body: StatusRequest,
) -> StatusAnswer:
    """Only the moves of the national table; the desks of the unit learn of it through the feed."""
    with gateway.database.write() as connection:
        answer = operators.set_status(
            connection,
            reference,
            body.status,
            note=body.note,
            actor=caller.name,
            unit=caller.unit,
            now=gateway.clock(),
        )
    gateway.bell.ring()
    return answer
