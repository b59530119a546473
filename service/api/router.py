"""Every API route in sight; adding an area is one line here."""

from functools import cache
from typing import Any

import msgspec
from litestar import Litestar, Response, Router, get
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme

from service.api import me, people
from service.api.bodies import JSON, check_body
from service.api.serving import Problem
from service.auth.guards import PUBLIC, require_token

AREAS = [me, people]
VERSION = "1"


def api_router() -> Router:
    """The routes under /api/v1, behind their guard."""
    routes: list[HTTPRouteHandler] = [route for area in AREAS for route in area.routes]
    return Router(
        "/api/v1",
        route_handlers=[*routes, openapi],
        guards=[require_token],
        before_request=check_body,
        security=[{"token": []}],
    )


@get("/openapi.json", opt=PUBLIC, include_in_schema=False)
async def openapi() -> Response[bytes]:
    """Describe the API as OpenAPI 3.1; holds no data."""
    return Response(description(), media_type=MediaType.JSON)


@cache
def description() -> bytes:
    """The OpenAPI document; made once, from the routes themselves."""
    scheme = SecurityScheme(type="http", scheme="bearer", description="`accord token create`")
    documented = Litestar(
        [api_router()],
        openapi_config=OpenAPIConfig(
            title="Accord",
            version=VERSION,
            description="POST requests take an Idempotency-Key: sent twice, they act once.",
            components=Components(security_schemes={"token": scheme}),
            use_handler_docstrings=True,
            render_plugins=[JsonRenderPlugin()],
        ),
        logging_config=None,
    )
    return msgspec.json.encode(_with_problems(documented.openapi_schema.to_schema()))


def _with_problems(schema: dict[str, Any]) -> dict[str, Any]:
    """Every operation may be refused, always in the same shape."""
    [reference], components = msgspec.json.schema_components(
        [Problem], ref_template="#/components/schemas/{name}"
    )
    schema["components"]["schemas"] |= components
    refused = {"description": "Refused", "content": {JSON: {"schema": reference}}}
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"]["default"] = refused
    return schema
