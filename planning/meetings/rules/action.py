"""Actions: what must be said of one, who may do what to it, and how it ends.

Rules: design, Strategy meetings (what, who, agency, due) and Repeat meetings (carried). An action
is a draft until its meeting closes; then it is given, and from then on every act leaves a trail.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker

LONGEST = 2000


class Ended(StrEnum):
    """How an action ended; a removed one was never given."""

    DONE = "done"
    CARRIED = "carried"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class ActionAct(StrEnum):
    """What is done to an action; each leaves a line in its trail."""

    ADDED = "added"
    CHANGED = "changed"
    GIVEN = "given"
    NOTED = "noted"
    HANDED_OVER = "handed_over"
    DUE_MOVED = "due_moved"
    DONE = "done"
    CARRIED = "carried"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class ActionDraft(msgspec.Struct, frozen=True):
    """What somebody is to do; `due_on` includes its day, `success_test` says when it is done."""

    what: str
    owner_id: UUID
    due_on: date
    success_test: str = ""


class Part(msgspec.Struct, frozen=True):
    """What the actor is to an action.

    `chairs` its meeting or one that runs later for the same child; `runs` such a later one, as
    chair or minute taker.
    """

    owns: bool
    chairs: bool
    runs: bool


class Heir(msgspec.Struct, frozen=True):
    """The person an action is handed to; without an agency nobody of the directory."""

    agency_id: UUID | None
    in_conflict: bool


_BY_THE_CHAIR = {ActionAct.DUE_MOVED, ActionAct.WITHDRAWN}
_ENDED = {
    Ended.DONE: "This action is done already.",
    Ended.CARRIED: "This action was carried over to a later meeting. Open that one.",
    Ended.WITHDRAWN: "This action was withdrawn.",
    Ended.REMOVED: "This action was removed.",
}


def may(act: ActionAct, part: Part) -> bool:
    """Whether the person may do this to an action that was given."""
    if act in _BY_THE_CHAIR:
        return part.chairs
    return part.owns or part.chairs or (act is ActionAct.DONE and part.runs)


def who_may(act: ActionAct) -> str:
    """The refusal for everybody else."""
    if act in _BY_THE_CHAIR:
        return "Only the chair can do this."
    return "Only the person who owns this action, or the chair, can do this."


def ended_blockers(ended: Ended | None) -> list[Blocker]:
    """An action ends once."""
    return [] if ended is None else [Blocker(_ENDED[ended])]


def draft_faults(
    draft: ActionDraft, attending: Collection[UUID], today: date, *, joint: bool
) -> list[Blocker]:
    """Every fault of a draft; `attending` are those who may be given it."""
    faults = []
    if not 1 <= len(draft.what.strip()) <= LONGEST:
        faults.append(Blocker("Say what is to be done, in up to 2,000 characters.", "what"))
    if draft.owner_id not in attending:
        wanted = "the meeting" if joint else "this child"
        faults.append(Blocker(f"Choose somebody who attends for {wanted}.", "owner_id"))
    if len(draft.success_test.strip()) > LONGEST:
        faults.append(Blocker("Shorten this to 2,000 characters.", "success_test"))
    return [*faults, *due_faults(draft.due_on, today)]


def due_faults(due_on: date, today: date) -> list[Blocker]:
    """A new due date is today or later."""
    if due_on < today:
        return [Blocker("Enter a due date that is not in the past.", "due_on")]
    return []


def said_faults(text: str, field: str, asked: str) -> list[Blocker]:
    """A text that an act needs: evidence, a reason, a note."""
    if 1 <= len(text.strip()) <= LONGEST:
        return []
    return [Blocker(f"{asked}, in up to 2,000 characters.", field)]


def done_faults(evidence: str, done_on: date | None, today: date) -> list[Blocker]:
    """Done is done with evidence, on a day that has come."""
    faults = said_faults(evidence, "evidence", "Say what was done and how you know")
    if done_on and done_on > today:
        faults.append(Blocker("Enter the day it was done: today or earlier.", "done_on"))
    return faults


def heir_faults(heir: Heir, agency_id: UUID, owner_id: UUID, to_id: UUID) -> list[Blocker]:
    """An action stays with its agency."""
    if heir.agency_id != agency_id:
        return [Blocker("Choose somebody of the same agency.", "to_id")]
    if to_id == owner_id:
        return [Blocker("That person owns this action already.", "to_id")]
    if heir.in_conflict:
        return [Blocker("That person has a conflict of interest. Choose somebody else.", "to_id")]
    return []


def is_late(due_on: date, today: date) -> bool:
    """Late from the end of its due date in England."""
    return due_on < today
