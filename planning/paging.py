"""Long lists, a page at a time, by a cursor that neither skips nor repeats a row."""

import base64
import binascii
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

import msgspec

from planning.errors import Blocker, Invalid

Item = TypeVar("Item")
PAGE = 25
LARGEST_PAGE = 100


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """Some items; `next` is the cursor of the following page, or `None` at the end."""

    items: list[Item]
    next: str | None


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where in a list a page ends: the sort moment and the id of its last row."""

    at: datetime
    id: UUID


def place(cursor: str | None) -> Place | None:
    """Read a cursor; raises `Invalid` for one that we did not make."""
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(
            base64.b64decode(cursor, altchars=b"-_", validate=True), type=Place
        )
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise Invalid([Blocker("Start again from the first page.", "cursor")]) from error


def page(rows: list[Item], places: list[Place], limit: int) -> Page[Item]:
    """Cut `limit` rows from `limit + 1` that were read."""
    if len(rows) <= limit:
        return Page(rows, None)
    last = base64.urlsafe_b64encode(msgspec.json.encode(places[limit - 1])).decode()
    return Page(rows[:limit], last)


def page_size(limit: int) -> int:
    """The limit asked for, within 1 and the largest page."""
    return max(1, min(limit, LARGEST_PAGE))
