"""Refusals about a child of a meeting, under the names that pages use."""

from collections.abc import Iterator
from contextlib import contextmanager

from planning.errors import Blocked, Blocker


@contextmanager
def children_named() -> Iterator[None]:
    """Closing tells faults of a child's own page: here they belong to the whole act."""
    try:
        yield
    except Blocked as refusal:
        raise type(refusal)(
            [
                Blocker(found.message, found.field if found.field == "no_quorum_reason" else "")
                for found in refusal.blockers
            ]
        ) from refusal
