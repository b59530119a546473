"""The shipped schema, and every fault of a file against it, each with its place.

Only the words of JSON Schema that ours uses are known; any other stops the import.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

LARGEST_NUMBER = 1_000_000_000

Schema = dict[str, Any]


class Fault(NamedTuple):
    """What is wrong, and where: `meetings[3].due_day`; no place is the whole file."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place.removeprefix('.') or 'The file'}: {self.words}"


Check = Callable[[Any], Sequence[Fault]]
"""The faults of a value; their places start at it."""

_WORDS = {
    "array": "a list",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "text",
}
_KNOWN = {
    *("$ref", "additionalProperties", "const", "enum", "items", "maxItems", "minItems"),
    *("minLength", "minimum", "oneOf", "prefixItems", "properties", "required", "type"),
}


def shipped_schema() -> bytes:
    """The file as it is shipped."""
    return Path(__file__).with_name("surge-schema.json").read_bytes()


@cache
def problem_check() -> Check:
    """Finds the faults of a decoded problem."""
    schema = msgspec.json.decode(shipped_schema())
    return _Compiler(schema["$defs"]).check({"$ref": "#/$defs/problem"})


class _Compiler:
    """Turns each part of the schema into one function, once."""

    def __init__(self, named: dict[str, Schema]) -> None:
        self._named = named
        self._made: dict[str, Check] = {}

    def check(self, schema: Schema) -> Check:
        unknown = schema.keys() - _KNOWN
        if unknown:
            raise NotImplementedError(f"The schema uses {', '.join(sorted(unknown))}.")
        if "$ref" in schema:
            return self._referred(schema["$ref"].rpartition("/")[2])
        if "oneOf" in schema:
            return _one_of([self.check(one) for one in schema["oneOf"]])
        names = schema.get("type", ())
        return _of_type(schema, [names] if isinstance(names, str) else names, self._inner)

    def _referred(self, name: str) -> Check:
        if name not in self._made:
            self._made[name] = self.check(self._named[name])
        return self._made[name]

    def _inner(self, schema: Schema, name: str) -> Check | None:
        """What is asked of a value beyond its type."""
        makers: dict[str, Callable[[Schema], Check]] = {
            "string": _text_check,
            "integer": _number_check,
            "array": self._list_check,
            "object": self._object_check,
        }
        return makers[name](schema) if name in makers else None

    def _list_check(self, schema: Schema) -> Check:
        least, most = schema.get("minItems", 0), schema.get("maxItems")
        firsts = [self.check(one) for one in schema.get("prefixItems", ())]
        each = [] if firsts else [self.check(schema["items"])]

        def check(value: list[Any]) -> Sequence[Fault]:
            if len(value) < least or (most is not None and len(value) > most):
                return (Fault("", f"must hold {_many(least, most)}"),)
            checks = firsts or each * len(value)
            found: list[Fault] = []
            for place, (one, inner) in enumerate(zip(value, checks, strict=False)):
                if faults := inner(one):
                    found += _within(f"[{place}]", faults)
            return found

        return check

    def _object_check(self, schema: Schema) -> Check:
        fields = {name: self.check(one) for name, one in schema.get("properties", {}).items()}
        required = schema.get("required", ())
        closed = schema.get("additionalProperties") is False

        def check(value: dict[str, Any]) -> Sequence[Fault]:
            found = [Fault(f".{name}", "is missing") for name in required if name not in value]
            for name, one in value.items():
                if name in fields:
                    if faults := fields[name](one):
                        found += _within(f".{name}", faults)
                elif closed:
                    found.append(Fault(f".{name}", "is not a field of this form"))
            return found

        return check


def _of_type(
    schema: Schema, names: Sequence[str], inner: Callable[[Schema, str], Check | None]
) -> Check:
    fault = (Fault("", f"must be {' or '.join(_WORDS[name] for name in names)}"),)
    choices = [schema["const"]] if "const" in schema else schema.get("enum")
    wrong_choice = (Fault("", f"must be {' or '.join(f'“{one}”' for one in choices or ())}"),)
    deeper = {name: inner(schema, name) for name in names}

    def check(value: Any) -> Sequence[Fault]:
        if choices is not None:
            return () if value in choices else wrong_choice
        name = _NAMES.get(type(value), "")
        if name not in deeper:
            return fault
        further = deeper[name]
        return further(value) if further else ()

    return check


# Truth values have no name: none of our forms holds one.
_NAMES: dict[type, str] = {
    list: "array",
    int: "integer",
    type(None): "null",
    float: "number",
    dict: "object",
    str: "string",
}


def _text_check(schema: Schema) -> Check:
    least = schema.get("minLength", 0)
    return lambda value: (Fault("", "must not be empty"),) if len(value) < least else ()


def _number_check(schema: Schema) -> Check:
    least = schema.get("minimum", -LARGEST_NUMBER)
    low = (Fault("", f"must be {least} or more"),)
    high = (Fault("", f"must be {LARGEST_NUMBER:,} or less"),)
    return lambda value: low if value < least else high if value > LARGEST_NUMBER else ()


def _one_of(checks: Sequence[Check]) -> Check:
    """The faults of the form that fits best: of the one whose own type is right."""

    def check(value: Any) -> Sequence[Fault]:
        found = [inner(value) for inner in checks]
        if not all(found):
            return ()
        return next(
            (faults for faults in found if all(fault.place for fault in faults)),
            (Fault("", " or ".join(faults[0].words for faults in found)),),
        )

    return check


def _many(least: int, most: int | None) -> str:
    if most == least:
        return f"exactly {least}"
    return f"at least {least}" if most is None else f"{least} to {most}"


def _within(step: str, faults: Sequence[Fault]) -> Iterator[Fault]:
    return (Fault(step + fault.place, fault.words) for fault in faults)
