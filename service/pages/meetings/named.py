"""Refusals about a child of a meeting, under the names that pages use."""

from collections.abc import Iterator
from contextlib import contextmanager

from planning.errors import Blocked, Blocker

OF_QUORUM = {"no_quorum_reason", "follow_up_on"}
OF_CLOSING = {*OF_QUORUM, "emergency_reason"}
"""What the page of closing asks for itself."""


@contextmanager
def children_named() -> Iterator[None]:
    """Closing tells faults of a child's own page: here they belong to the whole act."""
    try:
        yield
    except Blocked as refusal:
        raise type(refusal)(
            [
                Blocker(found.message, found.field if found.field in OF_CLOSING else "")
                for found in refusal.blockers
            ]
        ) from refusal
