"""Types of resource: what agencies can declare and commit, in which unit."""

import re
from enum import StrEnum

import msgspec

from planning.errors import Blocker
from planning.operations.rules import text_faults


class Per(StrEnum):
    """How an amount counts: anew in each week, or once as a sum that is drawn on."""

    WEEK = "week"
    TOTAL = "total"


PER_WORDS = {Per.WEEK: "in each week", Per.TOTAL: "once, as a sum that is drawn on"}


class TypeDraft(msgspec.Struct, frozen=True):
    """A type as an administrator describes it."""

    words: str
    unit: str


class NewType(TypeDraft, frozen=True):
    """A type to be added; how it counts never changes, or old figures would."""

    per: Per


def type_faults(draft: TypeDraft) -> list[Blocker]:
    """Every fault of a type, by field."""
    return [
        *text_faults(draft.words, field="words", what="the resource", limit=100, needed=True),
        *text_faults(draft.unit, field="unit", what="the unit", limit=50, needed=True),
        *_key_faults(draft.words),
    ]


def _key_faults(words: str) -> list[Blocker]:
    if not words.strip() or key_of(words):
        return []
    return [Blocker("Use letters in the resource’s name.", "words")]


def key_of(words: str) -> str:
    """The key of a new type, from its words; "" when they hold no letter of the alphabet."""
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("0123456789_")[:50].rstrip("_")
