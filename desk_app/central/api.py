"""The application: gateway, routes, layers around them, and its OpenAPI 3.1 document."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.concurrency import run_in_threadpool

from desk_app import clock as system_clock
from desk_app.central import desk_routes, file_routes, operator_routes
from desk_app.central.bodies import Bodies
from desk_app.central.edge import Edge, install_error_answers
from desk_app.central.envelopes import EnvelopeReader
from desk_app.central.faults import FaultInjection, Faults
from desk_app.central.gateway import Gateway
from desk_app.central.limits import Limits

TITLE = "Quầy Một Cửa: central gateway"
VERSION = "1.0"


def create_app(
    database_url: str,
    files_dir: Path | str,
    *,
    clock: Callable[[], dt.datetime] = system_clock.now,
    limits: Limits | None = None,
    faults: Faults | None = None,
) -> FastAPI:
    """The gateway as an ASGI application on this database and folder; both are made if they are not there."""
    gateway = Gateway(database_url, Path(files_dir), clock=clock, limits=limits or Limits())
    app = FastAPI(
        title=TITLE,
        version=VERSION,
        openapi_url="/v1/openapi.json",
        docs_url=None,  # these pages would load scripts from elsewhere
        redoc_url=None,
        lifespan=_lifespan,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.gateway = gateway
    for router in (desk_routes.router, file_routes.files, file_routes.uploads, operator_routes.router):
        app.include_router(router)
    install_error_answers(app)
    app.add_middleware(Bodies, limits=gateway.limits)
    app.add_middleware(Edge)
    if faults is not None:
        app.add_middleware(FaultInjection, faults=faults)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    gateway: Gateway = app.state.gateway
    await run_in_threadpool(gateway.files.sweep, gateway.clock() - gateway.limits.unfinished_kept)
    yield
    gateway.close()


def _openapi(app: FastAPI) -> dict[str, Any]:
    """The generated document, with the envelopes that the routes take as they come and check one by one."""
    if app.openapi_schema is None:
        document = get_openapi(title=TITLE, version=VERSION, openapi_version="3.1.0", routes=app.routes)
        envelope = EnvelopeReader.json_schema(ref_template="#/components/schemas/{model}")
        schemas = document["components"]["schemas"]
        schemas.update(envelope.pop("$defs"))
        schemas["Envelope"] = envelope
        document["components"]["schemas"] = dict(sorted(schemas.items()))
        app.openapi_schema = document
    return app.openapi_schema
