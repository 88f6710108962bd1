"""Who calls: the device or operator behind a bearer token, within its limit of rate."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from desk_app.central import devices
from desk_app.central.devices import Device, Operator
from desk_app.central.errors import NotAuthorised
from desk_app.central.gateway import Gateway

_device_bearer = HTTPBearer(auto_error=False, scheme_name="device", description="Token of an enrolled desk")
_operator_bearer = HTTPBearer(auto_error=False, scheme_name="operator", description="Token of an operator")


def gateway_of(request: Request) -> Gateway:
    """The gateway this request came to."""
    gateway = request.app.state.gateway
    assert isinstance(gateway, Gateway)  # noqa: S101 - for the type checker; set by create_app
    return gateway


def address_of(request: Request) -> str:
    """Whence it came; behind a reverse proxy uvicorn fills in the original address."""
    return request.client.host if request.client else "unknown"


TheGateway = Annotated[Gateway, Depends(gateway_of)]


def device_of(
    request: Request,
    gateway: TheGateway,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_device_bearer)],
) -> Device:
    """The desk that calls."""
    if credentials is None:
        raise NotAuthorised("token_missing")
    try:
        with gateway.database.read() as connection:
            device = devices.device_of(connection, credentials.credentials)
    except NotAuthorised:
        gateway.strangers.take(address_of(request))  # guessing gets slower, desks behind the same address do not
        raise
    request.state.caller = device.id
    gateway.requests.take(device.id)
    return device


def operator_of(
    request: Request,
    gateway: TheGateway,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_operator_bearer)],
) -> Operator:
    """The operator that calls."""
    if credentials is None:
        raise NotAuthorised("token_missing")
    try:
        with gateway.database.read() as connection:
            operator = devices.operator_of(connection, credentials.credentials)
    except NotAuthorised:
        gateway.strangers.take(address_of(request))
        raise
    request.state.caller = operator.id
    gateway.requests.take(operator.id)
    return operator


TheDevice = Annotated[Device, Depends(device_of)]
TheOperator = Annotated[Operator, Depends(operator_of)]
