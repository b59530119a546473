"""What waits, and the batches of a scheduler, in words."""

from dataclasses import dataclass
from datetime import date

from planning.paging import Page
from planning.surge.rules.batches import WHY_WORDS, BatchState
from planning.surge.rules.seen import BatchLine, Waiting
from service.pages.presenters.counts import count, listed
from service.pages.presenters.dates import Deadline, deadline, moment
from service.pages.presenters.tags import Tag
from service.pages.presenters.work import WorkLine

WORTH_A_BATCH = 5
STATE_TAGS = {
    BatchState.OPEN: Tag("Not convened yet", "blue"),
    BatchState.CONFIRMED: Tag("Convened", "green"),
}


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A meeting that waits, to be ticked."""

    id: str
    children: str
    kind: str
    why: str
    due: Deadline
    quorum: str


@dataclass(frozen=True, slots=True)
class OwnBatch:
    """A batch in the list."""

    begun: str
    href: str
    state: Tag
    meetings: str


def waiting_line(found: Waiting, today: date, closed: frozenset[date]) -> WaitingLine:
    """The children by their references: names are on the batch's own pages."""
    return WaitingLine(
        id=str(found.id),
        children=listed([child.reference for child in found.children]),
        kind=found.kind_words,
        why=WHY_WORDS[found.why],
        due=deadline(found.due_on, today, closed),
        quorum=listed(found.quorum),
    )


def own_batch(found: BatchLine) -> OwnBatch:
    """When it was begun is its name: it says nothing of its children."""
    return OwnBatch(
        begun=moment(found.created_at),
        href=f"/surge/{found.id}",
        state=STATE_TAGS[found.state],
        meetings=str(found.meetings),
    )


def work_of_waiting(
    found: Page[Waiting], today: date, closed: frozenset[date], *, live: bool
) -> list[WorkLine]:
    """One line once placing them one by one takes a morning, or an operation is live."""
    number = len(found.items)
    if number < (1 if live else WORTH_A_BATCH):
        return []
    more = "more than " if found.next else ""
    return [
        WorkLine(
            text=f"Schedule {more}{count(number, 'meeting')} together",
            href="/surge",
            about="Choose them, see the times found for all, and convene them in one act.",
            due=deadline(found.items[0].due_on, today, closed),
        )
    ]
