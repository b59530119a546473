"""What an end-of-investigation report says, by whom, and what it still lacks."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from planning.errors import Blocker
from planning.operations.rules import OperationState, text_faults

TEXT_LENGTH = 20_000
LESSON_LENGTH = 2000


class Part(StrEnum):
    """The fixed parts of the report."""

    HAPPENED = "happened"
    FORECAST = "forecast"
    WORKED = "worked"
    DID_NOT = "did_not"
    YOUNG_PEOPLE = "young_people"
    CHANGES = "changes"
    """Of each agency its own."""


PART_WORDS = {
    Part.HAPPENED: "What happened",
    Part.FORECAST: "Forecast against actual",
    Part.WORKED: "What worked",
    Part.DID_NOT: "What did not work",
    Part.YOUNG_PEOPLE: "Young people’s views",
    Part.CHANGES: "What each agency would change",
}
LEADS_PARTS = tuple(part for part in Part if part is not Part.CHANGES)
REPORT_STATES = frozenset(
    {
        OperationState.LIVE,
        OperationState.TRIAL,
        OperationState.POST_TRIAL,
        OperationState.CLOSING,
    }
)
"""While it is written."""


class LessonState(StrEnum):
    """What has become of a lesson."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


LESSON_WORDS = {
    LessonState.OPEN: "Open",
    LessonState.DONE: "Done",
    LessonState.DROPPED: "Dropped",
}


def writable(state: OperationState) -> list[Blocker]:
    """A blocker unless the report is being written: after go-live and before the end."""
    if state in REPORT_STATES:
        return []
    return [Blocker("The report is written after go-live, until the operation is closed.")]


def report_text_faults(content: str) -> list[Blocker]:
    """Every fault of one text of the report."""
    return text_faults(
        content, field="content", what="what the report says", limit=TEXT_LENGTH, needed=True
    )


def lesson_faults(learned: str, due_on: date, *, today: date, known: bool) -> list[Blocker]:
    """Every fault of a new lesson; `known`: its agency takes part and is not closed."""
    faults = text_faults(
        learned, field="learned", what="the lesson", limit=LESSON_LENGTH, needed=True
    )
    if not known:
        faults.append(Blocker("Choose an agency from the list.", "agency_id"))
    if not today <= due_on <= today.replace(day=1, year=today.year + 5):
        faults.append(Blocker("Enter a date from today on, within five years.", "due_on"))
    return faults


def progress_faults(progress: str, state: LessonState) -> list[Blocker]:
    """Every fault of what is said of a lesson; done or dropped needs a word on it."""
    return text_faults(
        progress,
        field="progress",
        what="what was done, or why it was dropped",
        limit=LESSON_LENGTH,
        needed=state is not LessonState.OPEN,
    )


def lacking(
    written: Collection[tuple[Part, UUID | None]], required: Mapping[UUID, str]
) -> list[str]:
    """What the report still lacks, in words; the database counts the same before a closing."""
    return [
        *(f"“{PART_WORDS[part]}”" for part in LEADS_PARTS if (part, None) not in written),
        *(
            f"what {name} would change"
            for agency_id, name in required.items()
            if (Part.CHANGES, agency_id) not in written
        ),
    ]
