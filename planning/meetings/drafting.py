"""Minutes put together from a meeting's rows, before they are approved."""

from collections.abc import Sequence
from uuid import UUID

from planning.meetings.contributions import Contribution, contributions_of
from planning.meetings.reading import AttendeeRow, ChildRow, MeetingRow
from planning.meetings.recorded import ItemSeen, items_of, lines_of
from planning.meetings.rules.action import Ended
from planning.meetings.rules.minutes import (
    ActionLine,
    ChildMinutes,
    JointMinutes,
    MeetingActionLine,
    Minutes,
    PersonLine,
    RecordLine,
)
from planning.meetings.rules.record import Section
from planning.procedures.rules import HANDED_OVER, Outcome, Profile
from planning.transactions import fetch_all

_ACTIONS = f"""
select a.id, a.what, a.owner_id, p.name as owner_name, g.name as owner_agency_name, a.due_on,
       case when a.ended = '{Ended.DONE}' then a.ended_at end as done_at,
       case when a.ended = '{Ended.DONE}' then a.ended_note end as done_note,
       a.success_test, a.times_carried, a.times_carried >= $2 as carried_often, a.concern_id,
       a.version
from meeting_action a
join person p on p.id = a.owner_id
join agency g on g.id = a.agency_id
where a.meeting_id = $1 and a.ended is distinct from '{Ended.REMOVED}'
order by a.due_on, a.recorded_at, a.id
"""


async def actions_of(
    meeting_id: UUID, profile: Profile
) -> dict[UUID | None, list[MeetingActionLine]]:
    """The actions that the reader can see, by concern (`None`: of the whole meeting).

    Inside an open transaction.
    """
    found: dict[UUID | None, list[MeetingActionLine]] = {}
    flag = profile.actions.carried_flag
    for row in await fetch_all(MeetingActionLine, _ACTIONS, meeting_id, flag):
        found.setdefault(row.concern_id, []).append(row)
    return found


async def draft_minutes(
    meeting: MeetingRow,
    attendees: Sequence[AttendeeRow],
    children: Sequence[ChildRow],
    profile: Profile,
) -> Minutes:
    """The minutes as they stand; three queries."""
    actions, items = await actions_of(meeting.id, profile), await items_of(meeting.id)
    papers = _not_taken(await contributions_of(meeting.id), items)
    joint = [*_sent(papers, None), *lines_of(items, None)]
    return Minutes(
        joint=_joint(meeting, attendees, profile, actions.get(None, []), joint),
        children=[
            _child(
                child,
                profile,
                actions.get(child.concern_id, []),
                [*_sent(papers, child.concern_id), *lines_of(items, child.concern_id)],
            )
            for child in children
        ],
    )


def _not_taken(papers: Sequence[Contribution], items: Sequence[ItemSeen]) -> list[Contribution]:
    """Those that are not word for word in the record already."""
    taken = {(item.id, text.body) for item in items for text in item.texts}
    return [paper for paper in papers if (paper.item_id, paper.text.strip()) not in taken]


def _sent(papers: Sequence[Contribution], concern_id: UUID | None) -> list[RecordLine]:
    """What was sent in writing about a child, or (`None`) about all, ahead of what was said."""
    return [
        RecordLine(
            section=Section.INFORMATION if concern_id else Section.JOINT_INFORMATION,
            heading="Information sent in writing",
            body=paper.text,
            agency_name=paper.agency_name,
            source=paper.person_name,
            nature=paper.nature,
        )
        for paper in papers
        if paper.concern_id == concern_id
    ]


def _joint(
    meeting: MeetingRow,
    attendees: Sequence[AttendeeRow],
    profile: Profile,
    actions: Sequence[ActionLine],
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
        present=[_person(one, profile) for one in attendees if one.present],
        absent=[_person(one, profile) for one in attendees if not one.present],
        quorate=meeting.quorate,
        no_quorum_reason=meeting.no_quorum_reason,
        items=items,
        actions=list(actions),
    )


def _person(attendee: AttendeeRow, profile: Profile) -> PersonLine:
    reason = attendee.apology_reason
    why = profile.apology_reasons[reason] if reason and not attendee.present else ""
    seat = f"deputy for {attendee.deputy_for}" if attendee.deputy_for else ""
    return PersonLine(
        name=attendee.name,
        job_title=", ".join(filter(None, [attendee.job_title, seat])),
        agency_name=attendee.agency_name,
        apology=": ".join(filter(None, [why, attendee.apology])),
    )


def _child(
    child: ChildRow, profile: Profile, actions: Sequence[ActionLine], items: list[RecordLine]
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
        actions=list(actions),
        items=items,
        handed_to=child.handed_to if child.outcome in HANDED_OVER else "",
    )
