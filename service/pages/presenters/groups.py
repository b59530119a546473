"""The groups of an operation in words: who sits where, when they met, what they declared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from planning.groups.queries import GroupMeetingSeen, GroupsSeen, SeatSeen
from planning.groups.rules import GROUP_WORDS, SEAT_WORDS, Group, GroupState, Interest
from planning.meetings.rules.states import MeetingState
from planning.people.rules import CATEGORY_WORDS
from service.pages.presenters.dates import short_day, short_moment
from service.pages.presenters.tags import Tag

INTERESTS = [
    (Interest.NONE.value, "I have no interest in this operation"),
    (Interest.INTEREST.value, "I have an interest"),
]
GROUPS = [(group.value, GROUP_WORDS[group].capitalize()) for group in Group]
SEATS = [
    ("chair", "Chair", "Chairs its meetings"),
    ("member", "Member", "Speaks and decides for their agency"),
    ("deputy", "Deputy", "Comes in place of somebody of their agency"),
]
_ENDED = {MeetingState.CLOSED, MeetingState.IN_CORRECTION, MeetingState.FINAL}


@dataclass(frozen=True, slots=True)
class SeatLine:
    """Who sits in a group, and what they declared."""

    id: str
    name: str
    agency: str
    seat: str
    since: str
    declared: Tag


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting of the group that the reader is in."""

    href: str
    reference: str
    when: str
    chair: str
    state: Tag


@dataclass(frozen=True, slots=True)
class GroupShown:
    """One group. `lacks` says what it still needs; `next` is its next meeting, if any is seen."""

    key: str
    title: str
    state: Tag
    lacks: str
    chair: str
    last_met: str
    next: MeetingLine | None
    seats: list[SeatLine]
    meetings: list[MeetingLine]


def groups(found: GroupsSeen, now: datetime) -> list[GroupShown]:
    """Both groups, the strategic one first."""
    return [
        _group(
            state,
            [one for one in found.seats if one.group is state.group],
            [one for one in found.meetings if one.group is state.group],
            now,
        )
        for state in found.standing.groups
    ]


def _group(
    state: GroupState,
    seats: Sequence[SeatSeen],
    meetings: Sequence[GroupMeetingSeen],
    now: datetime,
) -> GroupShown:
    ahead = [one for one in meetings if one.state is MeetingState.CONVENED and one.starts_at >= now]
    met = state.last_quorate_on
    return GroupShown(
        key=state.group.value,
        title=GROUP_WORDS[state.group].capitalize(),
        state=Tag("Constituted", "green") if state.constituted else Tag("Not constituted", "red"),
        lacks=_lacks(state),
        chair=state.chair_name or "Nobody yet",
        last_met=short_day(met) if met else "Not yet",
        next=_meeting(ahead[-1], now) if ahead else None,
        seats=[_seat(one) for one in seats],
        meetings=[_meeting(one, now) for one in meetings],
    )


def _lacks(state: GroupState) -> str:
    lacks = [] if state.chair_name else ["a chair"]
    lacks += [CATEGORY_WORDS[one].lower() for one in state.missing]
    lacks += [] if state.members or state.missing else ["members"]
    return f"It still needs {', '.join(lacks)}." if lacks else ""


def _seat(one: SeatSeen) -> SeatLine:
    return SeatLine(
        id=str(one.id),
        name=one.name,
        agency=one.agency_name,
        seat=SEAT_WORDS[one.seat],
        since=short_day(one.from_on),
        declared=declared(one.declared, in_conflict=one.in_conflict),
    )


def declared(kind: Interest | None, *, in_conflict: bool) -> Tag:
    """What somebody declared, and whether they are in conflict now."""
    if in_conflict:
        return Tag("In conflict", "red")
    if kind is None:
        return Tag("Not declared", "amber")
    return Tag("None", "green") if kind is Interest.NONE else Tag("Handled", "blue")


def _meeting(one: GroupMeetingSeen, now: datetime) -> MeetingLine:
    return MeetingLine(
        href=f"/meetings/{one.meeting_id}",
        reference=one.reference,
        when=short_moment(one.starts_at),
        chair=one.chair_name,
        state=_state(one, now),
    )


def _state(one: GroupMeetingSeen, now: datetime) -> Tag:
    if one.state is MeetingState.CANCELLED:
        return Tag("Cancelled", "grey")
    if one.state in _ENDED:
        return Tag("Held with quorum", "green") if one.quorate else Tag("Held, no quorum", "amber")
    return Tag("Not closed yet", "amber") if one.starts_at < now else Tag("Convened", "blue")
