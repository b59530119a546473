"""Whether plain values have the shape of a struct: msgspec alone would name only one fault."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin

import msgspec

from planning.errors import Blocker


def shape_faults(kind: Any, value: Any, place: str = "") -> list[Blocker]:
    """Every part that is missing, unknown or of the wrong kind; `field` is its place."""
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if isinstance(plain, type) and issubclass(plain, msgspec.Struct):
        return _struct(plain, value, place)
    if get_origin(plain) is dict:
        key, part = get_args(plain)
        return _table(key, part, value, place)
    parts = _items(plain, value, place) if get_origin(plain) is list else []
    return parts or _leaf(kind, value, place)


def _struct(kind: type[msgspec.Struct], value: Any, place: str) -> list[Blocker]:
    if not isinstance(value, Mapping):
        return [Blocker(f"{place} must be a table.", place)]
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    faults = [
        Blocker(f"There is no rule {_join(place, name)}.", _join(place, name))
        for name in value
        if name not in fields
    ]
    for name, field in fields.items():
        if name in value:
            faults += shape_faults(field.type, value[name], _join(place, name))
        elif field.required:
            faults.append(Blocker(f"{_join(place, name)} is missing.", _join(place, name)))
    return faults


def _table(key: type[StrEnum], part: Any, value: Any, place: str) -> list[Blocker]:
    if not isinstance(value, Mapping):
        return [Blocker(f"{place} must be a table.", place)]
    known = set(key)
    return [
        fault
        for name, one in value.items()
        for fault in (
            shape_faults(part, one, _join(place, name))
            if name in known
            else [Blocker(f"There is no rule {_join(place, name)}.", _join(place, name))]
        )
    ]


def _items(kind: Any, value: Any, place: str) -> list[Blocker]:
    if not isinstance(value, list):
        return [Blocker(f"{place} must be a list.", place)]
    (part,) = get_args(kind)
    return [fault for one in value for fault in shape_faults(part, one, place)]


def _leaf(kind: Any, value: Any, place: str) -> list[Blocker]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return [Blocker(f"{place} {_wanted(kind)}.", place)]
    return []


def _wanted(kind: Any) -> str:
    if get_origin(kind) is Annotated:
        plain, meta = get_args(kind)
        if plain is int:
            return f"must be a whole number from {meta.ge:,} to {meta.le:,}"
        if plain is str:
            return f"must be text of {meta.min_length} to {meta.max_length} characters"
        return _length(meta)
    if kind is bool:
        return "must be true or false"
    return f"must be one of: {', '.join(kind)}"


def _length(meta: msgspec.Meta) -> str:
    if meta.min_length == meta.max_length:
        return f"must have {meta.min_length} entries"
    if meta.max_length:
        return f"must have no more than {meta.max_length} entries"
    return f"must have {meta.min_length} entry or more"


def _join(place: str, name: object) -> str:
    return f"{place}.{name}" if place else str(name)
