"""Writing while the meeting runs: attendance, each child, the joint record."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from planning.errors import Blocked, Blocker, Invalid, NotFound, Stale
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.reading import children_of, lock_to_run
from planning.meetings.rules.closing import ChildDraft, draft_faults
from planning.meetings.rules.states import Act
from planning.meetings.tables import MeetingChild, StrategyMeeting
from planning.people.rules import Actor, unknown_people
from planning.transactions import fetch_all, fetch_one, to_json, transaction

LONGEST_JOINT, LONGEST_APOLOGY = 50_000, 1000


class Attendance(msgspec.Struct, frozen=True):
    """Whether an invited person was there."""

    person_id: UUID
    present: bool
    apology: str = ""


class _Known(msgspec.Struct, frozen=True):
    agency: bool
    person: bool


class _Person(msgspec.Struct, frozen=True):
    person_id: UUID


async def record_attendance(
    *, meeting_id: UUID, attendance: Sequence[Attendance], actor: Actor, now: datetime
) -> None:
    """Record who was there, for some or all attendees; may be corrected until closing.

    Raises `Blocked` for people who are not invited, `NotAllowed` for all but chair and
    minute taker.
    """
    if any(len(line.apology.strip()) > LONGEST_APOLOGY for line in attendance):
        raise Invalid([Blocker("Shorten the apology to 1,000 characters.", "attendance")])
    async with transaction(actor.person_id):
        meeting = await lock_to_run(meeting_id, Act.RECORD, actor)
        changed = await fetch_all(
            _Person,
            "update attendee a set present = t.present, apology = trim(t.apology),"
            " version = a.version + 1 from jsonb_to_recordset($2::jsonb) as t ("
            " person_id uuid, present boolean, apology text)"
            " where a.meeting_id = $1 and a.person_id = t.person_id and a.removed_at is null"
            " returning a.person_id",
            meeting_id,
            to_json(attendance),
        )
        faults = unknown_people(
            [line.person_id for line in attendance],
            [person.person_id for person in changed],
            "attendance",
        )
        if faults:
            raise Blocked(faults)
        await record(
            [Event("meeting.attendance_recorded", "meeting", meeting_id, meeting.compartment_id)],
            actor_id=actor.person_id,
            now=now,
        )


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
