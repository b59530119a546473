"""Minutes put together from a meeting's rows, before they are approved."""

from collections.abc import Sequence
from uuid import UUID

from planning.meetings.reading import AttendeeRow, ChildRow, MeetingRow
from planning.meetings.recorded import items_of, lines_of
from planning.meetings.rules.minutes import (
    ActionLine,
    ChildMinutes,
    JointMinutes,
    Minutes,
    PersonLine,
    RecordLine,
)
from planning.procedures.rules import Outcome, Profile
from planning.transactions import fetch_all


class _ActionRow(ActionLine, frozen=True, kw_only=True):
    concern_id: UUID


_ACTIONS = """
select a.id, a.what, a.owner_id, p.name as owner_name, g.name as owner_agency_name, a.due_on,
       a.done_at, a.done_note, mc.concern_id
from meeting_child mc
join meeting_action a on a.meeting_child_id = mc.id
join person p on p.id = a.owner_id
join agency g on g.id = p.agency_id
where mc.meeting_id = $1
order by a.due_on, a.recorded_at, a.id
"""


async def actions_of(meeting_id: UUID) -> dict[UUID, list[ActionLine]]:
    """The actions that the reader can see, by concern; inside an open transaction."""
    found: dict[UUID, list[ActionLine]] = {}
    for row in await fetch_all(_ActionRow, _ACTIONS, meeting_id):
        found.setdefault(row.concern_id, []).append(row)
    return found


async def draft_minutes(
    meeting: MeetingRow,
    attendees: Sequence[AttendeeRow],
    children: Sequence[ChildRow],
    profile: Profile,
) -> Minutes:
    """The minutes as they stand; two queries."""
    actions, items = await actions_of(meeting.id), await items_of(meeting.id)
    return Minutes(
        joint=_joint(meeting, attendees, profile, lines_of(items, None)),
        children=[
            _child(
                child,
                profile,
                actions.get(child.concern_id, []),
                lines_of(items, child.concern_id),
            )
            for child in children
        ],
    )


def _joint(
    meeting: MeetingRow,
    attendees: Sequence[AttendeeRow],
    profile: Profile,
    items: list[RecordLine],
) -> JointMinutes:
    return JointMinutes(
        reference=meeting.reference,
        kind_words=profile.kinds[meeting.kind].words,
        purpose=meeting.purpose,
        mode=meeting.mode,
        place=meeting.place,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        chair_name=meeting.chair_name,
        minute_taker_name=meeting.minute_taker_name,
        present=[_person(attendee) for attendee in attendees if attendee.present],
        absent=[_person(attendee) for attendee in attendees if not attendee.present],
        quorate=meeting.quorate,
        no_quorum_reason=meeting.no_quorum_reason,
        items=items,
    )


def _person(attendee: AttendeeRow) -> PersonLine:
    return PersonLine(attendee.name, attendee.job_title, attendee.agency_name, attendee.apology)


def _child(
    child: ChildRow, profile: Profile, actions: list[ActionLine], items: list[RecordLine]
) -> ChildMinutes:
    adjourned = child.outcome is Outcome.ADJOURNED
    reason = child.no_decision_reason if adjourned else None
    return ChildMinutes(
        concern_id=child.concern_id,
        child_name=child.name,
        reference=child.reference,
        outcome_words=profile.outcomes[child.outcome] if child.outcome else None,
        outcome_reason=child.outcome_reason,
        no_decision_words=profile.no_decision_reasons[reason] if reason else None,
        reason_agency_name=child.reason_agency_name if adjourned else None,
        next_on=child.next_on,
        authorised_by_name=child.authorised_by_name if adjourned else None,
        actions=actions,
        items=items,
    )
