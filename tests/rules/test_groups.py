"""Who may sit in a group, and when a group is one."""

from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from planning.groups.rules import (
    KIND_OF,
    SEATS_AT_MOST,
    Candidate,
    Group,
    GroupState,
    NewSeat,
    Seat,
    Seated,
    kind_faults,
    seat_faults,
)
from planning.people.rules import AgencyCategory, Role
from planning.procedures.rules import MeetingKind

TODAY = date(2026, 3, 3)


def told(seat: Seat, candidate: Candidate, seated: list[Seated]) -> list[str]:
    """What is wrong with seating somebody new today."""
    new = NewSeat(Group.STRATEGIC, uuid4(), seat, TODAY, "Speaks for the agency")
    faults = seat_faults(new, candidate, seated, opened_on=TODAY, today=TODAY)
    return [one.message for one in faults]


def test_a_group_has_room_for_so_many() -> None:
    full = [Seated(Group.STRATEGIC, uuid4(), Seat.MEMBER) for _ in range(SEATS_AT_MOST)]
    somebody = Candidate([], in_conflict=False)
    assert told(Seat.MEMBER, somebody, full) == [f"A group has at most {SEATS_AT_MOST} people."]
    assert told(Seat.MEMBER, somebody, full[1:]) == []


def test_whoever_is_in_conflict_sits_nowhere() -> None:
    assert told(Seat.CHAIR, Candidate([Role.CHAIR], in_conflict=True), []) == [
        "They have a conflict of interest with this operation."
    ]


@given(st.sampled_from(list(Group)), st.sampled_from(list(MeetingKind)))
def test_each_group_holds_meetings_of_its_own_type(group: Group, kind: MeetingKind) -> None:
    assert bool(kind_faults(group, kind)) is (kind is not KIND_OF[group])


@given(
    st.none() | st.just("Ann"),
    st.integers(0, 2),
    st.lists(st.sampled_from(list(AgencyCategory)), max_size=2),
)
def test_a_group_is_constituted_with_a_chair_others_and_every_category(
    chair: str | None, members: int, missing: list[AgencyCategory]
) -> None:
    state = GroupState(Group.STRATEGIC, chair, members, missing, None)
    assert state.constituted is (chair is not None and members > 0 and not missing)
