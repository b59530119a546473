"""Comments and requests about a part of a plan."""

from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.operations.rules import text_faults

COMMENT_LENGTH = 4000


class CommentKind(StrEnum):
    """A request waits until somebody settles it; a comment only says something."""

    COMMENT = "comment"
    REQUEST = "request"


class About(msgspec.Struct, frozen=True):
    """The part of a plan that is spoken of: one section, one role or one resource line."""

    section_key: str | None = None
    role_id: UUID | None = None
    resource_id: UUID | None = None


def about_faults(about: About) -> list[Blocker]:
    """A blocker unless exactly one part is named."""
    named = [part for part in msgspec.structs.astuple(about) if part is not None]
    if len(named) == 1:
        return []
    return [Blocker("Name one section, one role or one resource line.", "about")]


def said_faults(text: str) -> list[Blocker]:
    """Faults of what somebody says."""
    return text_faults(
        text, field="text", what="what you want to say", limit=COMMENT_LENGTH, needed=True
    )
