"""A template as plain values, changed one part at a time; reading it back finds every fault."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from planning.plans.rules.templates import FieldKind, Template

Said = dict[str, Any]
_LONGEST_KEY = 40


def plain(template: Template) -> Said:
    """What `read_template` reads: without what a risk register always says."""
    said: Said = msgspec.to_builtins(template)
    for field in (one for section in said["sections"] for one in section["fields"]):
        if field["kind"] == FieldKind.RISK:
            del field["columns"]
        for column in field.get("columns", ()):
            del column["words"]
    return said


def key_from(title: str, taken: Collection[str]) -> str:
    """A key for a new part: its title in small letters, numbered when there is one already."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    stem = (words if words[:1].isalpha() and words != "id" else f"part_{words}").strip("_")
    stem = stem[: _LONGEST_KEY - 4].strip("_")
    numbered = (f"{stem}_{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(key for key in numbered if key not in taken)


def with_section(template: Template, key: str, values: Mapping[str, Any]) -> Said:
    """The section of that key with these values, or a new one at the end."""
    said = plain(template)
    _put(said["sections"], key, values)
    return said


def with_field(template: Template, section: str, key: str, values: Mapping[str, Any]) -> Said:
    """The field of that key with these values, or a new one at the end of the section."""
    said = plain(template)
    _put(_fields(said, section), key, values)
    return said


def moved(template: Template, section: str, field: str = "", *, up: bool) -> Said:
    """The section, or the field in it, one place up or down; the ends stay."""
    said = plain(template)
    parts = _fields(said, section) if field else said["sections"]
    here = next(place for place, part in enumerate(parts) if part["key"] == (field or section))
    there = here - 1 if up else here + 1
    if 0 <= there < len(parts):
        parts[here], parts[there] = parts[there], parts[here]
    return said


def removed(template: Template, section: str, field: str = "") -> Said:
    """Without the section, for which then nobody waits, or without the field in it."""
    said = plain(template)
    if field:
        fields = _fields(said, section)
        fields[:] = [one for one in fields if one["key"] != field]
        return said
    said["sections"] = [one for one in said["sections"] if one["key"] != section]
    for one in said["sections"]:
        one["after"] = [key for key in one["after"] if key != section]
    return said


def _fields(said: Said, section: str) -> list[Said]:
    found: list[Said] = next(one["fields"] for one in said["sections"] if one["key"] == section)
    return found


def _put(parts: list[Said], key: str, values: Mapping[str, Any]) -> None:
    for part in parts:
        if part["key"] == key:
            part.update(values)
            return
    parts.append({"key": key, **values})
