"""The description of the API says what a program needs, and is true."""

from typing import Any

import msgspec
import pytest
from litestar import Litestar

from service.api.bodies import body_faults, body_of
from service.api.router import description, operations_of

Operation = dict[str, Any]


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = msgspec.json.decode(description())
    return found


def operations(described: dict[str, Any]) -> list[tuple[str, str, Operation]]:
    return [
        (path, method, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_is_openapi_3_1_and_holds_every_route(described: dict[str, Any], app: Litestar) -> None:
    assert described["openapi"].startswith("3.1")
    routes = {
        (path, method.lower())
        for path, method, _ in operations_of(app)
        if path.startswith("/api/") and path != "/api/v1/openapi.json"
    }
    assert {(path, method) for path, method, _ in operations(described)} == routes


def test_every_operation_says_what_it_does_and_how_it_is_refused(
    described: dict[str, Any],
) -> None:
    for path, method, operation in operations(described):
        assert operation["description"].endswith("."), (path, method)
        refused = operation["responses"]["default"]["content"]["application/json"]["schema"]
        assert refused == {"$ref": "#/components/schemas/Problem"}
        assert "400" not in operation["responses"]


def test_every_act_takes_an_idempotency_key(described: dict[str, Any]) -> None:
    taking = {
        (path, method)
        for path, method, operation in operations(described)
        if "Idempotency-Key" in {one["name"] for one in operation.get("parameters", [])}
    }
    assert taking == {
        (path, method) for path, method, _ in operations(described) if method != "get"
    }


def test_every_body_has_an_example_that_would_be_taken(
    described: dict[str, Any], app: Litestar
) -> None:
    kinds = {
        (path, method.lower()): body_of(handler) for path, method, handler in operations_of(app)
    }
    with_body = [one for one in operations(described) if "requestBody" in one[2]]
    assert len(with_body) > 25
    for path, method, operation in with_body:
        shown = operation["requestBody"]["content"]["application/json"]["example"]
        assert body_faults(kinds[path, method], shown) == [], (path, method)


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}
    assert set(_references(described)) - known == set()


def _references(part: object) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [one for value in part.values() for one in _references(value)]
    if isinstance(part, list):
        return [one for value in part for one in _references(value)]
    return []
