"""Every API route in sight; adding an area is one line here."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from litestar import Litestar, Response, Router, get
from litestar.enums import MediaType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.routes import HTTPRoute

from service.api import (
    audits,
    calendar_feeds,
    capacity,
    chains,
    concerns,
    diaries,
    documents,
    drift,
    escalations,
    forecasts,
    go_live,
    groups,
    handing,
    lessons,
    me,
    meetings,
    operation_children,
    operation_details,
    operations,
    people,
    plans,
    procedures,
    readiness,
    reports,
    reviews,
    search,
    sign_offs,
    signing,
    support,
    surge,
    templates,
    undelivered,
    work,
)
from service.api.bodies import JSON, body_of, check_body
from service.api.examples import ID, example
from service.api.serving import Problem
from service.auth.guards import PUBLIC, SAFE_METHODS, require_token

AREAS = [
    procedures,
    templates,
    me,
    work,
    search,
    people,
    diaries,
    calendar_feeds,
    concerns,
    chains,
    reviews,
    escalations,
    handing,
    meetings,
    operations,
    operation_children,
    operation_details,
    groups,
    plans,
    capacity,
    surge,
    sign_offs,
    signing,
    support,
    go_live,
    readiness,
    forecasts,
    lessons,
    documents,
    drift,
    reports,
    undelivered,
    audits,
]
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
    schema = _with_problems(documented.openapi_schema.to_schema())
    for path, method, handler in operations_of(documented):
        if path in schema["paths"]:
            _add_examples(schema["paths"][path][method.lower()], method, body_of(handler))
    return msgspec.json.encode(schema)


def operations_of(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    """Every path (parameters as {name}), method and handler of an application, but no OPTIONS."""
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else []:
            for method in sorted(handler.http_methods - {"OPTIONS"}):
                yield route.path_format, method, handler


def _add_examples(operation: dict[str, Any], method: str, body: Any) -> None:
    if method not in SAFE_METHODS:
        operation.setdefault("parameters", []).append(_IDEMPOTENCY_KEY)
    if body is not None:
        operation["requestBody"]["content"][JSON]["example"] = example(body)
    for parameter in operation.get("parameters", []):
        if parameter["schema"].get("format") == "uuid":
            parameter["example"] = ID


_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A random text of yours; the same request sent again with it acts once.",
    "schema": {"type": "string", "maxLength": 200},
    "example": "9d6c1a58-3f1b-4a0c-b8f5-6a1f0a3c7e52",
}


def _with_problems(schema: dict[str, Any]) -> dict[str, Any]:
    """Every operation may be refused, always in the same shape."""
    [reference], components = msgspec.json.schema_components(
        [Problem], ref_template="#/components/schemas/{name}"
    )
    schema["components"]["schemas"] |= components
    refused = {"description": "Refused", "content": {JSON: {"schema": reference}}}
    for path in schema["paths"].values():
        for operation in path.values():
            operation["responses"].pop("400", None)
            operation["responses"]["default"] = refused
    return schema
