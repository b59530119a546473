"""One meeting: for those in it, and for those who run it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.errors import Blocker, NotFound
from planning.history.actions import record_read
from planning.meetings.drafting import actions_of
from planning.meetings.judging import with_reviews
from planning.meetings.queries.action import EarlierAction, earlier_actions
from planning.meetings.queries.attendees import AttendeeSeen, attendee_seen
from planning.meetings.queries.follow_up import FollowUp, follow_up_of
from planning.meetings.queries.quorum import ChildQuorum, quorum_of
from planning.meetings.reading import (
    AttendeeRow,
    ChildRow,
    MeetingRow,
    attendees_of,
    children_of,
    find_meeting,
    to_close,
)
from planning.meetings.recorded import (
    Filled,
    debts_of,
    filled_of,
    recorded_sections,
    unsettled_items,
)
from planning.meetings.rules.closing import ChildDraft, close_blockers, retired_blockers
from planning.meetings.rules.minutes import MeetingActionLine
from planning.meetings.rules.quorum import Answer, Forecast, forecast
from planning.meetings.rules.scheduling import Mode
from planning.meetings.rules.states import MeetingState
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.procedures.rules import (
    MeetingKind,
    Profile,
    convene_limit,
    convene_target,
    decisions_out_due,
    follow_up_due,
    minutes_due,
)
from planning.transactions import transaction


class ChildSeen(msgspec.Struct, frozen=True):
    """A child of the meeting that the reader may know of."""

    concern_id: UUID
    child_name: str
    reference: str


class MeetingSeen(msgspec.Struct, frozen=True):
    """A meeting as somebody in it sees it; nothing of a draft is in here.

    `quorum` is whom it rested on, once closed. `entered_at`: it was told after it was held, which
    `starts_at` says; `emergency_reason`: in an emergency.
    """

    id: UUID
    reference: str
    kind: MeetingKind
    kind_words: str
    purpose: str
    mode: Mode
    place: str
    place_in_calendars: bool
    decided_at: datetime
    starts_at: datetime
    ends_at: datetime
    convene_target: datetime
    convene_limit: datetime
    minutes_due: date
    decisions_out_due: date
    profile_version: int
    state: MeetingState
    cancel_reason: str | None
    chair_id: UUID
    chair_name: str
    minute_taker_id: UUID | None
    minute_taker_name: str | None
    room_id: UUID | None
    convened_by_name: str
    quorate: bool | None
    no_quorum_reason: str | None
    follow_up_due: date | None
    follow_up_expected: date
    follow_up: FollowUp | None
    forecast: Forecast
    quorum: list[ChildQuorum]
    entered_at: datetime | None
    emergency_reason: str | None
    attendees: list[AttendeeSeen]
    children: list[ChildSeen]
    my_answer: Answer | None
    may_run: bool
    may_arrange: bool
    may_approve: bool
    version: int


class RunningChild(msgspec.Struct, frozen=True):
    """A child as chair and minute taker write it."""

    concern_id: UUID
    child_name: str
    reference: str
    draft: ChildDraft
    actions: list[MeetingActionLine]
    unsettled: int
    version: int


class RunningSeen(msgspec.Struct, frozen=True):
    """All that chair and minute taker need; `blockers` say what stops closing as it stands.

    `debts` say what the records lack; they stop nothing. `actions` are the whole meeting's,
    `earlier` the children's that are open from before.
    """

    meeting: MeetingSeen
    joint_recorded: bool
    children: list[RunningChild]
    actions: list[MeetingActionLine]
    earlier: list[EarlierAction]
    blockers: list[Blocker]
    debts: list[Blocker]


async def meeting(*, meeting_id: UUID, actor: Actor, now: datetime) -> MeetingSeen:
    """One meeting; the reading is logged. Raises `NotFound`."""
    async with transaction(actor.person_id):
        row = await find_meeting(meeting_id)
        attendees, children = await attendees_of(meeting_id), await children_of(meeting_id)
        await _log(row, actor, now)
        profile = (await profile_of(row.profile_version)).profile
        follow_up = await follow_up_of(row, children, profile)
    return _seen(row, attendees, children, profile, actor, now=now, follow_up=follow_up)


async def running(*, meeting_id: UUID, actor: Actor, now: datetime) -> RunningSeen:
    """A meeting with its drafts; the reading is logged.

    Raises `NotFound` for all but chair and minute taker: drafts are nobody else's.
    """
    async with transaction(actor.person_id):
        row = await find_meeting(meeting_id)
        if not row.is_run_by(actor):
            raise NotFound
        attendees, children = await attendees_of(meeting_id), await children_of(meeting_id)
        filled = await filled_of(meeting_id)
        await _log(row, actor, now)
        profile = (await profile_of(row.profile_version)).profile
        state = await with_reviews(
            await to_close(row, attendees, children, row.no_quorum_reason or "", None), now
        )
        actions = await actions_of(meeting_id, profile)
        earlier = await earlier_actions(meeting_id, london_date(now), profile.actions.carried_flag)
    return RunningSeen(
        meeting=_seen(row, attendees, children, profile, actor, now=now),
        joint_recorded=bool(recorded_sections(filled, None)),
        children=[
            _running_child(child, actions.get(child.concern_id, []), filled) for child in children
        ],
        actions=actions.get(None, []),
        earlier=earlier,
        blockers=[
            *close_blockers(state, profile.kinds[row.kind], now, london_date(now)),
            *unsettled_items(filled, children),
            *retired_blockers(state, profile.retired),
        ],
        debts=debts_of(filled, children, row.kind),
    )


async def _log(row: MeetingRow, actor: Actor, now: datetime) -> None:
    await record_read(
        subject_kind="meeting",
        subject_id=row.id,
        compartment_id=row.compartment_id,
        reader_id=actor.person_id,
        now=now,
    )


def _seen(
    row: MeetingRow,
    attendees: Sequence[AttendeeRow],
    children: Sequence[ChildRow],
    profile: Profile,
    actor: Actor,
    *,
    now: datetime,
    follow_up: FollowUp | None = None,
) -> MeetingSeen:
    expected = follow_up_due(profile, row.starts_at)
    own = [found.answer for found in attendees if found.person_id == actor.person_id]
    return MeetingSeen(
        id=row.id,
        reference=row.reference,
        kind=row.kind,
        kind_words=profile.kinds[row.kind].words,
        purpose=row.purpose,
        mode=row.mode,
        place=row.place,
        place_in_calendars=row.place_in_calendars,
        decided_at=row.decided_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        convene_target=convene_target(profile, row.kind, row.decided_at),
        convene_limit=convene_limit(profile, row.kind, row.decided_at),
        minutes_due=minutes_due(profile, row.starts_at),
        decisions_out_due=decisions_out_due(profile, row.starts_at),
        profile_version=row.profile_version,
        state=row.state_at(now),
        cancel_reason=row.cancel_reason,
        chair_id=row.chair_id,
        chair_name=row.chair_name,
        minute_taker_id=row.minute_taker_id,
        minute_taker_name=row.minute_taker_name,
        room_id=row.room_id,
        convened_by_name=row.convened_by_name,
        quorate=row.quorate,
        no_quorum_reason=row.no_quorum_reason,
        follow_up_due=expected if row.quorate is False else None,
        follow_up_expected=expected,
        follow_up=follow_up,
        forecast=forecast(
            profile.kinds[row.kind],
            [attendee.standing() for attendee in attendees],
            [child.concern_id for child in children],
        ),
        quorum=quorum_of(row, children),
        entered_at=row.entered_at,
        emergency_reason=row.emergency_reason,
        attendees=[attendee_seen(attendee, row, profile) for attendee in attendees],
        children=[ChildSeen(child.concern_id, child.name, child.reference) for child in children],
        my_answer=own[0] if own else None,
        may_run=row.is_run_by(actor),
        may_arrange=row.is_arranged_by(actor),
        may_approve=actor.person_id == row.chair_id,
        version=row.version,
    )


def _running_child(
    child: ChildRow, actions: list[MeetingActionLine], filled: Sequence[Filled]
) -> RunningChild:
    return RunningChild(
        concern_id=child.concern_id,
        child_name=child.name,
        reference=child.reference,
        draft=ChildDraft(**{name: getattr(child, name) for name in ChildDraft.__struct_fields__}),
        actions=actions,
        unsettled=sum(
            found.standing > 1 for found in filled if found.concern_id == child.concern_id
        ),
        version=child.version,
    )
