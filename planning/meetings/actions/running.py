"""Writing while the meeting runs: each child, the joint record."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from planning.errors import Blocker, Invalid, NotFound, Stale
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import children_of, lock_to_run
from planning.meetings.rules.closing import ChildDraft, draft_faults
from planning.meetings.rules.presence import disposition_recorded
from planning.meetings.rules.states import Act
from planning.meetings.tables import MeetingChild, StrategyMeeting
from planning.people.rules import Actor
from planning.transactions import fetch_one, transaction

LONGEST_JOINT = 50_000


class _Known(msgspec.Struct, frozen=True):
    agency: bool
    person: bool


async def record_child(
    *,
    meeting_id: UUID,
    concern_id: UUID,
    draft: ChildDraft,
    version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Keep the draft of one child; the new version. It may be incomplete until closing.

    Raises `Stale` when somebody else saved since `version` was read: nothing is overwritten.
    """
    faults = draft_faults(draft)
    if faults:
        raise Invalid(faults)
    async with transaction(actor.person_id):
        await lock_to_run(meeting_id, Act.RECORD, actor)
        children = await children_of(meeting_id)
        child = next((found for found in children if found.concern_id == concern_id), None)
        if child is None:
            raise NotFound
        if child.version != version:
            raise Stale
        await _check_known(draft)
        values: dict[Any, Any] = msgspec.structs.asdict(draft)
        values["version"] = version + 1
        values["disposition_recorded_at"] = disposition_recorded(
            before=child.outcome, at=child.disposition_recorded_at, after=draft.outcome, now=now
        )
        await MeetingChild.update(values).where(MeetingChild.id == child.id)
        await record(
            [
                Event(
                    "meeting.child_recorded",
                    "meeting",
                    meeting_id,
                    child.compartment_id,
                    {"concern_id": concern_id, "outcome": draft.outcome},
                )
            ],
            actor_id=actor.person_id,
            now=now,
        )
        return version + 1


async def record_joint(
    *, meeting_id: UUID, text: str, version: int, actor: Actor, now: datetime
) -> int:
    """Keep the joint record; the meeting's new version. Raises `Stale` like `record_child`."""
    if len(text) > LONGEST_JOINT:
        raise Invalid([Blocker("Shorten this to 50,000 characters.", "joint_record")])
    async with transaction(actor.person_id):
        meeting = await lock_to_run(meeting_id, Act.RECORD, actor)
        if meeting.version != version:
            raise Stale
        await StrategyMeeting.update(
            {StrategyMeeting.joint_record: text, StrategyMeeting.version: version + 1}
        ).where(StrategyMeeting.id == meeting_id)
        await record(
            [Event("meeting.joint_recorded", "meeting", meeting_id, meeting.compartment_id)],
            actor_id=actor.person_id,
            now=now,
        )
        return version + 1


async def _check_known(draft: ChildDraft) -> None:
    known = await fetch_one(
        _Known,
        "select $1::uuid is null or exists (select from agency where id = $1) as agency,"
        " $2::uuid is null or exists ("
        "   select from person where id = $2 and closed_at is null) as person",
        draft.reason_agency_id,
        draft.authorised_by,
    )
    faults = []
    if not (known and known.agency):
        faults.append(Blocker("Choose an agency from the list.", "reason_agency_id"))
    if not (known and known.person):
        faults.append(Blocker("Choose a person from the list.", "authorised_by"))
    if faults:
        raise Invalid(faults)
