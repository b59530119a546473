"""A discussion told after it was held, and what it needs."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import LONDON
from planning.concerns.rules import Opening
from planning.errors import Blocker
from planning.meetings.rules.closing import ChildDraft, draft_faults
from planning.meetings.rules.emergency import LONGEST_REASON, emergency_faults
from planning.meetings.rules.known import PersonKnown
from planning.meetings.rules.quorum import Answer, Standing
from planning.meetings.rules.scheduling import LONGEST, Convening, Invitee, LocalTimes, Mode
from planning.people.rules import Role
from planning.procedures.rules import MeetingKind

LONGEST_WHAT = 2000


class HeldAction(msgspec.Struct, frozen=True):
    """Something that somebody is to do for a child; `due_on` includes its day."""

    what: str
    owner_id: UUID
    due_on: date


class HeldChild(msgspec.Struct, frozen=True):
    """What was decided for a child: an open concern, or by reference one that opens with this."""

    outcome: ChildDraft
    concern_id: UUID | None = None
    reference: str | None = None
    actions: list[HeldAction] = []


class Held(msgspec.Struct, frozen=True):
    """A discussion that was held: like a meeting to be convened, and with its outcome.

    `decided_at` is when it was decided to hold it; without it, the start. `emergency_reason` lets
    some answers follow by the next working day.
    """

    kind: MeetingKind
    purpose: str
    mode: Mode
    starts_at: datetime
    ends_at: datetime
    chair_id: UUID
    people: list[Invitee]
    children: list[HeldChild]
    opening: Opening | None = None
    decided_at: datetime | None = None
    place: str = ""
    no_quorum_reason: str = ""
    emergency_reason: str = ""

    def convening(self) -> Convening:
        """The same as if it had been convened."""
        starts, ends = (one.astimezone(LONDON) for one in (self.starts_at, self.ends_at))
        return Convening(
            kind=self.kind,
            purpose=self.purpose,
            mode=self.mode,
            decided_at=self.decided_at or self.starts_at,
            times=LocalTimes(starts.date(), starts.time(), ends.time(), ends.date()),
            chair_id=self.chair_id,
            invitees=[one for one in self.people if one.person_id != self.chair_id],
            concern_ids=[one.concern_id for one in self.children if one.concern_id],
            opening=self.opening,
            place=self.place,
        )


def time_blockers(held: Held, now: datetime) -> list[Blocker]:
    """Why these times cannot be those of a discussion that was held."""
    faults = []
    if held.starts_at > now or held.ends_at > now:
        faults.append(Blocker("Enter when it was held, not a time in the future.", "starts_at"))
    if held.ends_at <= held.starts_at:
        faults.append(Blocker("Enter an end after the start.", "ends_at"))
    elif held.ends_at - held.starts_at > LONGEST:
        faults.append(Blocker("A discussion lasts at most 12 hours.", "ends_at"))
    if held.decided_at and held.decided_at > held.starts_at:
        faults.append(
            Blocker("It was decided to meet before it was held. Enter that time.", "decided_at")
        )
    return faults


def said_blockers(held: Held, today: date) -> list[Blocker]:
    """What is wrong with what was typed, whoever it names."""
    faults = [
        *_repeated(held),
        *_named_faults(held),
        *emergency_faults(held.emergency_reason, by_chair=True),
    ]
    if len(held.no_quorum_reason.strip()) > LONGEST_REASON:
        faults.append(Blocker("Shorten this to 2,000 characters.", "no_quorum_reason"))
    there = {held.chair_id, *(one.person_id for one in held.people)}
    for number, child in enumerate(held.children):
        field = f"children.{number}"
        faults.extend(
            Blocker(fault.message, f"{field}.{fault.field}")
            for fault in draft_faults(child.outcome)
        )
        for action in child.actions:
            faults.extend(_action_faults(action, field, there, today))
    return faults


def unlisted(held: Held, *, agencies: Sequence[UUID], people: Sequence[UUID]) -> list[Blocker]:
    """Agencies and people of the outcomes who are not in the directory."""
    checks = [
        (f"children.{number}.{field}", value, known, what)
        for number, child in enumerate(held.children)
        for field, value, known, what in (
            ("reason_agency_id", child.outcome.reason_agency_id, agencies, "an agency"),
            ("authorised_by", child.outcome.authorised_by, people, "a person"),
        )
    ]
    return [
        Blocker(f"Choose {what} from the list.", field)
        for field, value, known, what in checks
        if value and value not in known
    ]


def by_number(faults: Sequence[Blocker], numbers: Mapping[UUID, int]) -> list[Blocker]:
    """Faults of children under their places in the list, where closing names their concerns."""
    return [Blocker(fault.message, _numbered(fault.field, numbers)) for fault in faults]


def standing_of(person: PersonKnown, concern_ids: Sequence[UUID]) -> Standing:
    """Somebody who took part, as quorum sees them."""
    return Standing(
        category=person.category,
        decision_authority=person.decision_authority,
        senior_manager=Role.SENIOR_MANAGER in person.roles,
        answer=Answer.ACCEPTED,
        present=True,
        children=list(concern_ids),
    )


def _numbered(field: str, numbers: Mapping[UUID, int]) -> str:
    group, _, rest = field.partition(".")
    key, _, name = rest.partition(".")
    return f"{group}.{numbers[UUID(key)]}.{name}" if group == "children" else field


def _repeated(held: Held) -> list[Blocker]:
    ids = [child.concern_id for child in held.children if child.concern_id]
    if len(set(ids)) == len(ids):
        return []
    return [Blocker("You chose the same child twice.", "concern_ids")]


def _named_faults(held: Held) -> list[Blocker]:
    """Each child is a concern or a new one, and each new one has its outcome."""
    new = [child.reference.strip() for child in held.opening.children] if held.opening else []
    named = [child.reference for child in held.children if not child.concern_id]
    if sorted(new) == sorted(one or "" for one in named):
        return []
    return [Blocker("Say for each child which one it is, and what was decided.", "children")]


def _action_faults(action: HeldAction, field: str, there: set[UUID], today: date) -> list[Blocker]:
    faults = []
    if not 1 <= len(action.what.strip()) <= LONGEST_WHAT:
        faults.append(
            Blocker("Say what is to be done, in up to 2,000 characters.", f"{field}.what")
        )
    if action.owner_id not in there:
        faults.append(Blocker("Choose somebody who took part.", f"{field}.owner_id"))
    if action.due_on < today:
        faults.append(Blocker("Enter a due date that is not in the past.", f"{field}.due_on"))
    return faults
