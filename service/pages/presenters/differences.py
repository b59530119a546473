"""What changed between two versions, its words marked where they differ."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from msgspec import Struct

from planning.plans.queries.comparison import Comparison
from planning.plans.rules.differences import Difference

WORDS_AT_MOST = 300
"""Finding what two longer texts share takes longer than a reader waits: they are shown whole."""


class Piece(Struct, frozen=True):
    """Some words; `changed`: the other text does not have them here."""

    words: str
    changed: bool


class ChangeShown(Struct, frozen=True):
    """One change, before and now in pieces; `signed` says whether agencies sign it."""

    place: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    signed: bool


class ChangesShown(Struct, frozen=True):
    """Changes under one heading."""

    heading: str
    changes: tuple[ChangeShown, ...]


def groups(found: Comparison) -> list[ChangesShown]:
    """Every change, first what all agencies share, then each agency’s, then the police tier’s."""
    shared = "Sections that every agency sees"
    parts = [(shared, found.shared)]
    parts += [(f"What {one.agency_name} commits", one.changes) for one in found.schedules]
    parts += [("Police-sensitive sections", found.police or [])]
    return [
        ChangesShown(heading, tuple(change(one) for one in changes))
        for heading, changes in parts
        if changes
    ]


def change(difference: Difference) -> ChangeShown:
    """A change whose words are compared, when it is a change of words."""
    before, after = pieces(difference.before, difference.after)
    return ChangeShown(difference.place, before, after, difference.signed)


def pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts, cut where they differ."""
    old, new = before.split(), after.split()
    if not old or not new:
        return _all_of(before), _all_of(after)
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    tail = _shared_tail(old[head:], new[head:])
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(middle_old), len(middle_new)) > WORDS_AT_MOST:
        return _all_of(before), _all_of(after)
    steps = SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes()
    return (
        _cut(old, head, [(first, last, tag != "equal") for tag, first, last, _, _ in steps]),
        _cut(new, head, [(first, last, tag != "equal") for tag, _, _, first, last in steps]),
    )


def _shared_tail(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = zip(reversed(old), reversed(new), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _cut(
    words: Sequence[str], head: int, steps: Sequence[tuple[int, int, bool]]
) -> tuple[Piece, ...]:
    end = head + (steps[-1][1] if steps else 0)
    parts = [
        (words[:head], False),
        *((words[head + first : head + last], changed) for first, last, changed in steps),
        (words[end:], False),
    ]
    return tuple(Piece(" ".join(part), changed) for part, changed in parts if part)


def _all_of(text: str) -> tuple[Piece, ...]:
    return (Piece(text, changed=False),) if text else ()
