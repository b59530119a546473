"""Stored values as the text of the inputs that show them."""

import datetime as dt

from planning import clock


def flattened(values: dict[str, object]) -> dict[str, object]:
    """Each value under the names of its inputs: a date fills three, a moment four."""
    fields: dict[str, object] = {}
    for name, value in values.items():
        fields.update(_inputs(name, value))
    return fields


def _inputs(name: str, value: object) -> dict[str, object]:
    if isinstance(value, dt.datetime):
        local = value.astimezone(clock.LONDON)
        return {**_date_inputs(name, local.date()), f"{name}-time": f"{local:%H:%M}"}
    if isinstance(value, dt.date):
        return _date_inputs(name, value)
    if isinstance(value, dt.time):
        return {name: f"{value:%H:%M}"}
    if isinstance(value, list | tuple | set | frozenset):
        return {name: [str(item) for item in value]}
    return {} if value is None or value is False else {name: _as_text(value)}


def _as_text(value: object) -> str:
    return "yes" if value is True else str(value)


def _date_inputs(name: str, value: dt.date) -> dict[str, object]:
    return {
        f"{name}-day": str(value.day),
        f"{name}-month": str(value.month),
        f"{name}-year": str(value.year),
    }
