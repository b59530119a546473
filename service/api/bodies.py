"""JSON bodies: the right content type, and every fault at once."""

from typing import Any, get_type_hints

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import ClientException, HTTPException

from planning.errors import Blocker, Invalid
from service.auth.guards import SAFE_METHODS
from service.pages.forms.cleaning import has_hidden_characters

JSON = "application/json"


async def check_body(request: Request[Any, Any, State]) -> None:
    """Before the handler: refuse what is not JSON, or does not fit its `data`, with all faults."""
    if request.method in SAFE_METHODS:
        return
    body = await request.body()
    sent = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if sent != JSON and (body or sent):
        raise HTTPException(status_code=415, detail="Send application/json.")
    wanted = request.route_handler.parsed_fn_signature.parameters.get("data")
    if wanted is None:
        return
    faults = body_faults(wanted.annotation, _decoded(body))
    if faults:
        raise Invalid(faults)


def body_faults(kind: Any, value: object, path: str = "") -> list[Blocker]:
    """What is wrong with a decoded body, field by field ("people.2.role")."""
    if isinstance(value, str) and has_hidden_characters(value):
        return [Blocker("Take out characters that cannot be seen.", path)]
    inside = _faults_inside(kind, value, path)
    if inside is not None and (inside or not _is_struct(kind)):
        return inside
    try:
        msgspec.convert(value, kind, strict=True, str_keys=True)
    except msgspec.ValidationError as error:
        return [Blocker(_sentence(error), path)]
    return []


def _faults_inside(kind: Any, value: object, path: str) -> list[Blocker] | None:
    """Faults of the parts; `None` when the value has none of its own."""
    if _is_struct(kind) and isinstance(value, dict):
        hints = get_type_hints(kind, include_extras=True)
        return [
            fault
            for field in msgspec.structs.fields(kind)
            for fault in _field_faults(field, hints[field.name], value, path)
        ]
    item = _item_of(kind)
    if item is not None and isinstance(value, list):
        whole = [] if len(value) <= _MOST_ITEMS else [Blocker("Send fewer items.", path)]
        return whole or [
            fault
            for number, part in enumerate(value)
            for fault in body_faults(item, part, _join(path, str(number)))
        ]
    return None


_MOST_ITEMS = 1000


def _field_faults(
    field: msgspec.structs.FieldInfo, kind: Any, value: dict[str, object], path: str
) -> list[Blocker]:
    place = _join(path, field.encode_name)
    if field.encode_name in value:
        return body_faults(kind, value[field.encode_name], place)
    return [Blocker("This is missing.", place)] if field.required else []


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _item_of(kind: Any) -> Any:
    arguments = getattr(kind, "__args__", ())
    if getattr(kind, "__origin__", None) in {list, set, frozenset} and arguments:
        return arguments[0]
    return None


def _decoded(body: bytes) -> object:
    try:
        return msgspec.json.decode(body or b"null")
    except msgspec.DecodeError as error:
        raise ClientException("The body is not JSON.") from error


def _sentence(error: msgspec.ValidationError) -> str:
    return f"{str(error).split(' - at ', maxsplit=1)[0]}."


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
