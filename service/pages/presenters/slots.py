"""Times to choose from, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from planning.finding.queries import Found
from planning.finding.rules.search import Deadline, Slot
from service.pages.presenters.counts import listed
from service.pages.presenters.moments import last_day, span

Option = tuple[str, str, str] | tuple[str, str]
LENGTHS = [
    ("30", "30 minutes"),
    ("45", "45 minutes"),
    ("60", "1 hour"),
    ("75", "1 hour 15 minutes"),
    ("90", "1 hour 30 minutes"),
    ("120", "2 hours"),
    ("150", "2 hours 30 minutes"),
    ("180", "3 hours"),
    ("240", "4 hours"),
    ("480", "A whole day, 8 hours"),
]
_DEADLINE_WORDS = {
    Deadline.IN_TARGET: "Within the target",
    Deadline.IN_LIMIT: "After the target, within the limit",
    Deadline.LATE: "Later than the limit",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """Slots as radio buttons, the last of them to type a time instead."""

    legend: str
    warning: str
    options: list[Option]
    typing: bool


def offer(found: Found, values: Sequence[str], *, typing: bool) -> Offer:
    """What was found; `values` are what the slots' buttons send, in the same order."""
    options: list[Option] = [
        (value, span(slot.starts_at, slot.ends_at), slot_words(slot))
        for value, slot in zip(values, found.slots, strict=True)
    ]
    if options:
        options.append(("typed", "Another time, typed below"))
    return Offer("Choose a time", _warning(found), options, typing)


def slot_parts(slot: Slot) -> list[str]:
    """Quorum, deadline, who misses it, and what is proposed."""
    words = [
        "Quorum: everybody needed can come" if _quorate(slot) else "Not quorate",
        _DEADLINE_WORDS[slot.deadline],
        *(reason.rstrip(".") for reason in slot.reasons),
    ]
    if slot.missing:
        names = listed([person.name for person in slot.missing])
        words.append(f"Not free, and asked all the same: {names}")
    proposed = (("Room", slot.room), ("Chair", slot.chair), ("Minutes", slot.minute_taker))
    return [*words, *(f"{what}: {one.name}" for what, one in proposed if one)]


def slot_words(slot: Slot) -> str:
    """The same in one line."""
    return ". ".join(slot_parts(slot))


def _quorate(slot: Slot) -> bool:
    return all(line.met for line in slot.quorum)


def _warning(found: Found) -> str:
    if found.complete:
        return ""
    until = last_day(found.until)
    if found.slots:
        return f"No time until {until} is complete. These come closest."
    return f"Nobody is free at any time until {until}. Type a time."
