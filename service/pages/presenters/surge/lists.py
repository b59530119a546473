"""What waits, and the batches of a scheduler, in words."""

from dataclasses import dataclass
from datetime import date

from planning.surge.queries import WaitingNow
from planning.surge.rules.batches import WHY_WORDS, BatchState
from planning.surge.rules.seen import BatchLine, Waiting
from service.pages.presenters.counts import listed
from service.pages.presenters.dates import Deadline, day, deadline, moment
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


def work_of_waiting(found: WaitingNow, today: date) -> list[WorkLine]:
    """One line once placing them one by one takes a morning, or an operation is live."""
    if found.number < (1 if found.live else WORTH_A_BATCH):
        return []
    number = f"At least {found.number} wait" if found.number >= WORTH_A_BATCH else "Some wait"
    return [
        WorkLine(
            text="Schedule the meetings that wait",
            href="/surge",
            about=f"{number}. See the times found for all, and convene them in one act.",
            due=Deadline(day(today), "today", late=False),
        )
    ]
