"""Closing a meeting: one decision for each child, or a counted, explained “no decision”."""

import math
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.chains.actions import Held, NewEntry, lock_chains, record_entries
from planning.clock import london_date
from planning.diaries.booking import free_places
from planning.errors import Blocker, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.meetings.actions.carrying import give_actions
from planning.meetings.judging import follow_up_by, with_reviews
from planning.meetings.owing import owe, tell_managers
from planning.meetings.reading import (
    AttendeeRow,
    ChildRow,
    MeetingRow,
    attendees_of,
    children_of,
    lock_to_run,
    to_close,
)
from planning.meetings.recorded import filled_of, unsettled_items
from planning.meetings.rules.closing import (
    ToClose,
    close_blockers,
    decided,
    is_quorate,
    quorum_gaps,
    quorum_results,
    retired_blockers,
)
from planning.meetings.rules.emergency import (
    LONGEST_REASON,
    debts,
    emergency_faults,
    put_off,
    said_or_follows,
)
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import Act, MeetingState
from planning.meetings.tables import StrategyMeeting
from planning.outbox import Enqueue, Notice, NoticeKind
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.procedures.rules import HANDED_OVER, KindRules, Outcome, Profile
from planning.transactions import execute, to_json, transaction

_QUORUM = """
update meeting_child c set quorum = found.quorum
from jsonb_to_recordset($1::jsonb) as found (id uuid, quorum jsonb)
where c.id = found.id
"""


async def close(
    *,
    meeting_id: UUID,
    no_quorum_reason: str = "",
    follow_up_on: date | None = None,
    emergency_reason: str = "",
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> None:
    """Close a meeting and write each child's entry in its chain.

    In an emergency, which the chair declares, some answers may follow: each is owed until the next
    working day ends. Raises `NotAllowed` for all but chair and minute taker; `Blocked` with every
    reason: each undecided child, what an adjournment lacks, no quorum without a reason and a
    follow-up date.
    """
    async with transaction(actor.person_id):
        meeting = await lock_to_run(meeting_id, Act.CLOSE, actor)
        profile = (await profile_of(meeting.profile_version)).profile
        attendees, children = await attendees_of(meeting_id), await children_of(meeting_id)
        await lock_chains([child.concern_id for child in children])
        state = await with_reviews(
            await to_close(meeting, attendees, children, no_quorum_reason, follow_up_on), now
        )
        faults = [
            *close_blockers(state, profile.kinds[meeting.kind], now, london_date(now)),
            *unsettled_items(await filled_of(meeting_id), children),
            *retired_blockers(state, profile.retired),
        ]
        emergency = emergency_reason.strip()
        owed = put_off(faults, emergency=bool(emergency))
        block_if(
            [
                *_too_long(no_quorum_reason),
                *emergency_faults(emergency, by_chair=actor.person_id == meeting.chair_id),
                *(fault for fault in faults if fault not in owed),
            ]
        )
        told = await write_closing(
            msgspec.structs.replace(meeting, emergency_reason=emergency or None),
            attendees,
            children,
            _settled(state, owed, profile, now),
            actor=actor,
            now=now,
            enqueue=enqueue,
        )
        if emergency:
            concerns = {str(child.concern_id): child.concern_id for child in children}
            await owe(meeting_id, debts(owed, concerns), profile, now)
            await tell_managers(meeting_id, now=now, enqueue=enqueue)
        await free_places(meeting_id)
        await enqueue(
            [
                Notice(NoticeKind.MEETING_CLOSED, meeting_id, attendee.recipient())
                for attendee in attendees
                if attendee.person_id not in told
            ],
            now=now,
        )


async def write_closing(
    meeting: MeetingRow,
    attendees: list[AttendeeRow],
    children: list[ChildRow],
    state: ToClose,
    *,
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> set[UUID]:
    """Close a meeting that the rules let close; each child's entry goes to its chain.

    Its actions are given to their owners, who are told: their ids.
    """
    kind = (await profile_of(meeting.profile_version)).profile.kinds[meeting.kind]
    gaps = quorum_gaps(state, kind)
    await _write(meeting, state, kind, now)
    await _write_quorum(children, state, kind)
    await record(
        [
            Event(
                "meeting.closed",
                "meeting",
                meeting.id,
                meeting.compartment_id,
                {"emergency": meeting.emergency_reason},
            )
        ],
        actor_id=actor.person_id,
        now=now,
    )
    await record_entries(
        held=_held(meeting, attendees, kind, now),
        entries=[
            _entry(
                child,
                attendees,
                state,
                quorate=not gaps[child.concern_id],
                today=london_date(now),
            )
            for child in children
        ],
        actor=actor,
        now=now,
        enqueue=enqueue,
    )
    given = await give_actions(meeting_id=meeting.id, actor=actor, now=now)
    await enqueue(given, now=now)
    return {notice.recipient.person_id for notice in given}


def _too_long(no_quorum_reason: str) -> list[Blocker]:
    if len(no_quorum_reason.strip()) <= LONGEST_REASON:
        return []
    return [Blocker("Shorten this to 2,000 characters.", "no_quorum_reason")]


def _settled(state: ToClose, owed: Sequence[Blocker], profile: Profile, now: datetime) -> ToClose:
    """With what stands for the answers that follow."""
    if not owed:
        return state
    given = state.follow_up_on
    return msgspec.structs.replace(
        state,
        no_quorum_reason=said_or_follows(state.no_quorum_reason, owed),
        follow_up_on=given
        if given and given >= london_date(now)
        else follow_up_by(profile, state.starts_at, now),
    )


async def _write(meeting: MeetingRow, state: ToClose, kind: KindRules, now: datetime) -> None:
    quorate = is_quorate(quorum_gaps(state, kind))
    whole = quorum_results(state, kind).get(None)
    await StrategyMeeting.update(
        {
            StrategyMeeting.state: MeetingState.CLOSED,
            StrategyMeeting.closed_at: now,
            StrategyMeeting.quorate: quorate,
            StrategyMeeting.quorum: to_json(whole) if whole is not None else None,
            StrategyMeeting.follow_up_on: None if quorate else state.follow_up_on,
            StrategyMeeting.emergency_reason: meeting.emergency_reason,
            StrategyMeeting.no_quorum_reason: state.no_quorum_reason.strip() or None,
            StrategyMeeting.version: meeting.version + 1,
        }
    ).where(StrategyMeeting.id == meeting.id)


async def _write_quorum(children: list[ChildRow], state: ToClose, kind: KindRules) -> None:
    """Whom each child's quorum rests on, for good."""
    results = quorum_results(state, kind)
    of_children = [{"id": child.id, "quorum": results[child.concern_id]} for child in children]
    await execute(_QUORUM, to_json(of_children))


def _held(
    meeting: MeetingRow, attendees: list[AttendeeRow], kind: KindRules, now: datetime
) -> Held:
    there = [attendee for attendee in attendees if attendee.present]
    return Held(
        meeting_id=meeting.id,
        held_at=meeting.starts_at,
        phone_only={attendee.came_by or meeting.mode for attendee in there} == {Mode.PHONE},
        urgent_since=meeting.decided_at if kind.urgent else None,
        profile_version=meeting.profile_version,
        kind=meeting.kind,
        lasted_minutes=_lasted(meeting, now),
        agencies_present=len({attendee.agency_id for attendee in there}),
        children_there=max(meeting.child_count, 1),
        emergency=meeting.emergency_reason is not None,
    )


def _lasted(meeting: MeetingRow, now: datetime) -> int:
    """Whole minutes until its planned end, or until it is closed before that."""
    lasted = min(meeting.ends_at, now) - meeting.starts_at
    return max(0, math.ceil(lasted.total_seconds() / 60))


def _entry(
    child: ChildRow,
    attendees: list[AttendeeRow],
    state: ToClose,
    *,
    quorate: bool,
    today: date,
) -> NewEntry:
    outcome = decided(child)
    adjourned = outcome is Outcome.ADJOURNED
    return NewEntry(
        id=uuid4(),
        compartment_id=child.compartment_id,
        concern_id=child.concern_id,
        outcome=outcome,
        no_decision_reason=child.no_decision_reason if adjourned else None,
        reason_agency_id=child.reason_agency_id if adjourned else None,
        next_on=child.next_on if adjourned and _is_ahead(child.next_on, today) else None,
        authorised_by=child.authorised_by if adjourned else None,
        quorate=quorate,
        follow_up_on=None if quorate else state.follow_up_on,
        absent_agency_ids=_absent(child.concern_id, attendees),
        handed_to=(child.handed_to.strip() or None) if outcome in HANDED_OVER else None,
    )


def _is_ahead(next_on: date | None, today: date) -> bool:
    """In an emergency a date that has passed closes the meeting, and is owed."""
    return next_on is not None and next_on > today


def _absent(concern_id: UUID, attendees: list[AttendeeRow]) -> list[UUID]:
    """Agencies invited for the child of which nobody came."""
    asked = [attendee for attendee in attendees if concern_id in attendee.children]
    there = {attendee.agency_id for attendee in asked if attendee.present}
    return sorted({attendee.agency_id for attendee in asked} - there)
