"""A template as the TOML that `parse_template` reads."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from planning.plans.rules.editing import plain
from planning.plans.rules.templates import Template


def to_toml(template: Template) -> str:
    """Head, then each section with its fields, then the roles; what says nothing is left out."""
    said = plain(template)
    sections = [
        block
        for section in said["sections"]
        for block in (
            _table("sections", section, without=("fields",)),
            *(_table("sections.fields", field) for field in section["fields"]),
        )
    ]
    roles = [_table("roles", role) for role in said["roles"]]
    head = "\n".join(_lines(said, without=("sections", "roles")))
    return "\n\n".join([head, *sections, *roles]) + "\n"


def _table(name: str, said: Mapping[str, Any], *, without: Iterable[str] = ()) -> str:
    return "\n".join([f"[[{name}]]", *_lines(said, without=without)])


def _lines(said: Mapping[str, Any], *, without: Iterable[str]) -> list[str]:
    return [
        f"{name} = {_value(value)}"
        for name, value in said.items()
        if name not in without and value not in (None, [])
    ]


def _value(value: object) -> str:
    """JSON's numbers, booleans, strings and lists of them are TOML's too."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{key} = {_value(one)}" for key, one in value.items() if one)
        return f"{{ {pairs} }}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + "".join(f"  {_value(one)},\n" for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
