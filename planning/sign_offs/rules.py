"""Whether a sign-off holds, and who may give one.

Design: Fine points, Sign-off. Nothing is invalidated: a sign-off holds while both its
fingerprints equal those of the current version. The database's `accord_signed_by_all` says the
same; a property test holds the two together.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.clock import subtract_working_days
from planning.errors import Blocker
from planning.operations.rules import REASON_LENGTH, text_faults
from planning.plans.rules.templates import PLAN_WORDS, PlanKind
from planning.procedures.rules import Profile

REPLY_LENGTH = 4000
DELEGATED_AT_MOST = timedelta(days=92)
"""A delegation ends by itself; for longer, the agency puts the person on its list."""


class Answer(StrEnum):
    """What a signatory can say to their agency's schedule."""

    SIGNED = "signed"
    SIGNED_WITH_CONDITIONS = "signed_with_conditions"
    ASKED = "asked"
    CHANGES_REQUESTED = "changes_requested"
    REFUSED = "refused"
    NO_ROLE = "no_role"


ANSWER_WORDS = {
    Answer.SIGNED: "Signed",
    Answer.SIGNED_WITH_CONDITIONS: "Signed with conditions",
    Answer.ASKED: "Asked a question",
    Answer.CHANGES_REQUESTED: "Requested changes",
    Answer.REFUSED: "Refused",
    Answer.NO_ROLE: "No role for this agency",
}

SIGNATURES = frozenset({Answer.SIGNED, Answer.SIGNED_WITH_CONDITIONS, Answer.NO_ROLE})
OBJECTIONS = frozenset({Answer.REFUSED, Answer.CHANGES_REQUESTED})


class Status(StrEnum):
    """How an agency stands to a plan now; computed, never stored."""

    NOT_SUBMITTED = "not_submitted"
    WAITING = "waiting"
    HOLDS = "holds"
    CONDITIONS = "conditions"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    CHANGES_REQUESTED = "changes_requested"
    ASKED = "asked"


STATUS_WORDS = {
    Status.NOT_SUBMITTED: "Not submitted yet",
    Status.WAITING: "Waiting for an answer",
    Status.HOLDS: "Signed",
    Status.CONDITIONS: "Signed, with conditions open",
    Status.SUPERSEDED: "Signed an earlier version",
    Status.WITHDRAWN: "Sign-off withdrawn",
    Status.REFUSED: "Refused",
    Status.CHANGES_REQUESTED: "Changes requested",
    Status.ASKED: "Question asked",
}


class NewCondition(msgspec.Struct, frozen=True):
    """A condition of a signature; a blocking one keeps the gate shut. `due_on` is in England."""

    condition: str
    owner_id: UUID
    due_on: date
    blocking: bool


class Given(msgspec.Struct, frozen=True):
    """An answer that was given, as far as holding is concerned."""

    id: UUID
    answer: Answer
    shared_fingerprint: str
    schedule_fingerprint: str
    answered_at: datetime
    withdrawn: bool
    in_conflict: bool


class Current(msgspec.Struct, frozen=True):
    """An agency's schedule in the current version of a plan."""

    shared_fingerprint: str
    schedule_fingerprint: str
    is_empty: bool


class Standing(msgspec.Struct, frozen=True):
    """Whether an agency can sign a version, and whether this person can for it.

    `edited_material`: theirs was the last material change of the version, of what every agency
    signs, or of this agency's schedule. Others who edited may sign.
    """

    is_current: bool
    current_number: int
    has_schedule: bool
    is_empty: bool
    on_list: bool
    edited_material: bool
    submitted: bool
    is_required: bool = True


def holding(given: Sequence[Given], current: Current | None) -> Given | None:
    """The latest signature that holds against the current version, of one agency and plan."""
    if current is None:
        return None
    holds = [one for one in given if _matches(one, current) and not _answered_since(one, given)]
    return max(holds, key=lambda one: one.answered_at, default=None)


def _matches(one: Given, current: Current) -> bool:
    return (
        one.answer in SIGNATURES
        and not one.withdrawn
        and not one.in_conflict
        and one.shared_fingerprint == current.shared_fingerprint
        and one.schedule_fingerprint == current.schedule_fingerprint
        and (one.answer is not Answer.NO_ROLE or current.is_empty)
    )


def _answered_since(one: Given, given: Sequence[Given]) -> bool:
    return any(
        later.answer in OBJECTIONS and later.answered_at >= one.answered_at for later in given
    )


def status(given: Sequence[Given], current: Current | None, *, open_conditions: bool) -> Status:
    """How an agency stands to a plan, from all its answers in any order."""
    if current is None:
        return Status.NOT_SUBMITTED
    if holding(given, current):
        return Status.CONDITIONS if open_conditions else Status.HOLDS
    decisive = [one for one in given if one.answer is not Answer.ASKED]
    if not decisive:
        return Status.ASKED if given else Status.WAITING
    last = max(decisive, key=lambda one: (one.answered_at, one.answer in OBJECTIONS))
    return _of_last(last)


def _of_last(last: Given) -> Status:
    if last.answer is Answer.REFUSED:
        return Status.REFUSED
    if last.answer is Answer.CHANGES_REQUESTED:
        return Status.CHANGES_REQUESTED
    if last.withdrawn:
        return Status.WITHDRAWN
    return Status.WAITING if last.in_conflict else Status.SUPERSEDED


def signed_by_all(required: Sequence[UUID], held: dict[UUID, int], plans: int) -> bool:
    """Whether every required agency's sign-off holds for every plan; no agency never passes."""
    return bool(required) and all(held.get(agency, 0) == plans for agency in required)


def may_answer(answer: Answer, standing: Standing) -> list[Blocker]:
    """Everything that keeps a person from giving this answer to this version."""
    blockers = []
    if not standing.is_current:
        blockers.append(
            Blocker(
                f"A newer version, {standing.current_number}, has been submitted."
                " Read that one and answer it."
            )
        )
    if not standing.has_schedule:
        blockers.append(Blocker("This version asks nothing of your agency."))
    elif not standing.is_required:
        blockers.append(
            Blocker("Your agency does not have to sign any more. The operation’s lead says why.")
        )
    if not standing.on_list:
        blockers.append(Blocker("You are not on your agency’s list of signatories."))
    if answer in SIGNATURES:
        blockers += _four_eyes(standing)
    if answer is Answer.NO_ROLE and not standing.is_empty:
        blockers.append(
            Blocker(
                "Your agency has roles or resources in this version."
                " Ask for them to be taken out, or sign them.",
                "answer",
            )
        )
    return blockers


def _four_eyes(standing: Standing) -> list[Blocker]:
    blockers = []
    if standing.edited_material:
        blockers.append(
            Blocker("You made the last change of what you would sign. Ask another signatory.")
        )
    if standing.submitted:
        blockers.append(Blocker("You submitted this version. Ask another signatory to sign it."))
    return blockers


def answer_faults(
    answer: Answer, note: str, conditions: Sequence[NewCondition], *, today: date
) -> list[Blocker]:
    """Every fault of an answer's note and conditions, by field."""
    needs_note = answer not in SIGNATURES
    faults = text_faults(
        note, field="note", what="what you want to say", limit=4000, needed=needs_note
    )
    if answer is Answer.SIGNED_WITH_CONDITIONS and not conditions:
        faults.append(Blocker("Add at least one condition.", "conditions"))
    if answer is not Answer.SIGNED_WITH_CONDITIONS and conditions:
        faults.append(
            Blocker(
                "You wrote conditions. Choose “Sign with conditions”, or empty them first.",
                "conditions",
            )
        )
    for place, one in enumerate(conditions):
        faults += _condition_faults(one, f"conditions.{place}", today)
    return faults


def _condition_faults(one: NewCondition, place: str, today: date) -> list[Blocker]:
    faults = text_faults(
        one.condition,
        field=f"{place}.condition",
        what="the condition",
        limit=2000,
        needed=True,
    )
    if one.due_on < today:
        faults.append(Blocker("Enter a date from today on.", f"{place}.due_on"))
    return faults


def delegation_faults(from_on: date, until_on: date, reason: str, *, today: date) -> list[Blocker]:
    """Every fault of a delegation's dates and reason, by field."""
    faults = text_faults(reason, field="reason", what="a reason", limit=REASON_LENGTH, needed=True)
    if from_on < today:
        faults.append(Blocker("Enter a date from today on.", "from_on"))
    if until_on < from_on:
        faults.append(Blocker("The last day cannot be before the first.", "until_on"))
    elif until_on - from_on > DELEGATED_AT_MOST:
        faults.append(
            Blocker(f"Enter a date within {DELEGATED_AT_MOST.days} days of the first.", "until_on")
        )
    return faults


def last_overdue_on(profile: Profile, today: date) -> date:
    """The latest day on which a plan can have been submitted whose answer is overdue today."""
    days = profile.signing.escalate_working_days + 1
    return subtract_working_days(today, days, profile.closed_days)


def unanswered_words(kind: PlanKind, agency: str, submitted_on: date) -> str:
    """Why an agency is escalated by the clock."""
    return (
        f"{agency} has not answered the {PLAN_WORDS[kind]}, which was submitted on"
        f" {submitted_on:%-d %B %Y}."
    )
