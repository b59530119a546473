"""JSON bodies: the right content type, and every fault at once."""

from datetime import date, datetime, time
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import ClientException, HTTPException
from litestar.handlers.base import BaseRouteHandler

from planning.errors import Blocker, Invalid
from service.auth.guards import SAFE_METHODS
from service.pages.forms.cleaning import has_hidden_characters

JSON = "application/json"
YEARS = range(1900, 2200)
LARGEST_NUMBER = 2**31 - 1
_MOST_ITEMS = 1000


async def check_body(request: Request[Any, Any, State]) -> None:
    """Before the handler: refuse what is not JSON, or does not fit its `data`, with all faults."""
    if request.method in SAFE_METHODS:
        return
    body = await request.body()
    sent = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if sent != JSON and (body or sent):
        raise HTTPException(status_code=415, detail="Send application/json.")
    wanted = body_of(request.route_handler)
    content = _decoded(body)
    faults = body_faults(wanted, content) if wanted is not None else _faults_of_none(content)
    if faults:
        raise Invalid(faults)


def _faults_of_none(content: object) -> list[Blocker]:
    return [] if content in (None, {}) else [Blocker("Send no body here.")]


def body_of(handler: BaseRouteHandler) -> Any:
    """The type of the body that a handler takes, or `None`."""
    wanted = handler.parsed_fn_signature.parameters.get("data")
    return None if wanted is None else wanted.annotation


def body_faults(kind: Any, value: object, path: str = "") -> list[Blocker]:
    """What is wrong with a decoded body, field by field ("people.2.role").

    Beyond the types: hidden characters, fields that do not exist, dates that no case has, times
    without or with a zone where it must be the other way round.
    """
    wanted = _unless_null(kind, value)
    inside = _faults_inside(wanted, value, path)
    if inside is not None and (inside or not _is_struct(wanted)):
        return inside
    try:
        converted = msgspec.convert(value, wanted, strict=True, str_keys=True)
    except msgspec.ValidationError as error:
        return [Blocker(_sentence(error), path)]
    return [Blocker(fault, path) for fault in _odd_values(converted)]


def _faults_inside(kind: Any, value: object, path: str) -> list[Blocker] | None:
    """Faults of the parts; `None` when the value has none of its own."""
    if isinstance(value, str) and has_hidden_characters(value):
        return [Blocker("Take out characters that cannot be seen.", path)]
    if isinstance(value, dict):
        return _struct_faults(kind, value, path) if _is_struct(kind) else _free(kind, value, path)
    item = _item_of(kind)
    if item is not None and isinstance(value, list):
        whole = [] if len(value) <= _MOST_ITEMS else [Blocker("Send fewer items.", path)]
        return whole or [
            fault
            for number, part in enumerate(value)
            for fault in body_faults(item, part, _join(path, str(number)))
        ]
    return None


def _struct_faults(kind: Any, value: dict[str, object], path: str) -> list[Blocker]:
    hints = get_type_hints(kind, include_extras=True)
    fields = msgspec.structs.fields(kind)
    known = {field.encode_name for field in fields}
    return [
        *(
            fault
            for field in fields
            for fault in _field_faults(field, hints[field.name], value, path)
        ),
        *(
            Blocker("There is no such field.", _join(path, name) if name.isprintable() else path)
            for name in value
            if name not in known
        ),
    ]


def _field_faults(
    field: msgspec.structs.FieldInfo, kind: Any, value: dict[str, object], path: str
) -> list[Blocker]:
    place = _join(path, field.encode_name)
    if field.encode_name in value:
        return body_faults(kind, value[field.encode_name], place)
    return [Blocker("This is missing.", place)] if field.required else []


def _free(kind: Any, value: dict[str, object], path: str) -> list[Blocker] | None:
    """Of an object whose keys are data: hidden characters, however deep."""
    if get_origin(kind) is not dict:
        return None
    if has_hidden_characters("".join(value)):
        return [Blocker("Take out characters that cannot be seen.", path)]
    part = get_args(kind)[1]
    return [
        fault for name, one in value.items() for fault in body_faults(part, one, _join(path, name))
    ]


def _unless_null(kind: Any, value: object) -> Any:
    """What the value must be when it is there: `X` of `X | None`."""
    if value is None or get_origin(kind) not in {Union, UnionType}:
        return kind
    choices = [choice for choice in get_args(kind) if choice is not NoneType]
    return choices[0] if len(choices) == 1 else kind


def _odd_values(value: object) -> list[str]:
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        return ["Send a smaller number."]
    if isinstance(value, datetime) and value.tzinfo is None:
        return ["Say the time zone, as in 2026-03-04T10:00:00Z."]
    if isinstance(value, time) and value.tzinfo is not None:
        return ["Leave the time zone out. Times are those of England."]
    if isinstance(value, date) and value.year not in YEARS:
        return [f"Send a date from {YEARS[0]} to {YEARS[-1]}."]
    return []


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _item_of(kind: Any) -> Any:
    arguments = get_args(kind)
    return arguments[0] if get_origin(kind) in {list, set, frozenset} and arguments else None


def _decoded(body: bytes) -> object:
    try:
        return msgspec.json.decode(body or b"null")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ClientException("The body is not JSON.") from error


def _sentence(error: msgspec.ValidationError) -> str:
    return f"{str(error).split(' - at ', maxsplit=1)[0]}."


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
