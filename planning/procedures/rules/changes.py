"""A profile as a list of single rules: to write it as TOML, and to tell two versions apart."""

import json
from typing import Any

import msgspec

from planning.procedures.rules.profile import Profile
from planning.procedures.rules.reading import stored

Said = int | bool | str | list[str | int]


class Change(msgspec.Struct, frozen=True):
    """One rule that differs; `place` is where it stands ("timescales.minutes_working_days")."""

    place: str
    before: Said
    after: Said


def rules_of(profile: Profile) -> dict[str, Said]:
    """Every single rule by its place."""
    return _flat(stored(profile), "")


def changes(before: Profile, after: Profile) -> list[Change]:
    """What differs, in the order of the profile; lists differ whatever their order means."""
    old, new = rules_of(before), rules_of(after)
    return [Change(place, old[place], said) for place, said in new.items() if old[place] != said]


def to_toml(profile: Profile) -> str:
    """The profile as the TOML that `parse_profile` reads."""
    said = stored(profile)
    alone = [_line(name, value) for name, value in said.items() if not isinstance(value, dict)]
    tables = [
        part
        for name, value in said.items()
        if isinstance(value, dict)
        for part in _tables(name, value)
    ]
    return "\n".join([*alone, "", *tables])


def _tables(name: str, said: dict[str, Any]) -> list[str]:
    own = [_line(key, value) for key, value in said.items() if not isinstance(value, dict)]
    below = [
        part
        for key, value in said.items()
        if isinstance(value, dict)
        for part in _tables(f"{name}.{key}", value)
    ]
    return [*([f"[{name}]", *own, ""] if own or not below else []), *below]


def _line(name: str, value: Said) -> str:
    """JSON's numbers, booleans, strings and lists are TOML's too."""
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


def _flat(said: dict[str, Any], place: str) -> dict[str, Said]:
    found: dict[str, Said] = {}
    for name, value in said.items():
        here = f"{place}.{name}" if place else name
        if isinstance(value, dict):
            found |= _flat(value, here)
        else:
            found[here] = value
    return found
