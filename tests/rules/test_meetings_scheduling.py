"""What a meeting needs before it is convened."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec
import pytest

from planning.concerns.rules import NewChild, Opening
from planning.meetings.rules.known import (
    ConcernKnown,
    Conflict,
    Known,
    PersonKnown,
    RoomKnown,
)
from planning.meetings.rules.quorum import Answer, Standing
from planning.meetings.rules.scheduling import (
    PAST,
    Convening,
    Invitee,
    LocalTimes,
    Mode,
    children_for,
    convening_blockers,
    moments,
    new_reference,
    people_asked,
    time_blockers,
    warnings,
)
from planning.people.rules import AgencyCategory, Role
from planning.procedures.rules import MeetingKind, parse_profile
from planning.procedures.shipped import shipped_profile

ENGLAND = parse_profile(shipped_profile())
NOW = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
CHAIR, POLICE, MINUTES = UUID(int=1), UUID(int=2), UUID(int=3)
ANA, BEN = UUID(int=11), UUID(int=12)
TIMES = LocalTimes(date(2026, 3, 4), time(10), time(11))
BUSY = "{} is busy at that time. Choose another time, or ask them although they are busy."
OPENING = Opening([NewChild("N-3", "Cara")], "Bruises", CHAIR)


def person(number: UUID, *roles: Role) -> PersonKnown:
    return PersonKnown(
        number,
        f"Person {number.int}",
        "a@example.org",
        UUID(int=99),
        AgencyCategory.SOCIAL_CARE,
        True,
        list(roles),
    )


KNOWN = Known(
    people=[person(CHAIR, Role.CHAIR, Role.SENIOR_MANAGER), person(POLICE), person(MINUTES)],
    concerns=[ConcernKnown(ANA, UUID(int=111)), ConcernKnown(BEN, UUID(int=112))],
    already_open=[],
    conflicts=[],
)
PLAIN = Convening(
    kind=MeetingKind.INITIAL,
    purpose="To decide",
    mode=Mode.PHONE,
    decided_at=NOW,
    times=TIMES,
    chair_id=CHAIR,
    invitees=[Invitee(POLICE)],
    concern_ids=[ANA, BEN],
)


def changed(**changes: object) -> Convening:
    return msgspec.structs.replace(PLAIN, **changes)


def faults(convening: Convening, known: Known = KNOWN) -> list[tuple[str, str]]:
    found = convening_blockers(convening, known, ENGLAND.kinds[convening.kind], NOW)
    return [(blocker.field, blocker.message) for blocker in found]


def test_references_are_neutral_and_easy_to_read_aloud() -> None:
    drawn = {new_reference() for _ in range(500)}
    assert len(drawn) > 495
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{3}-[2-9A-HJ-NP-Z]{3}", one) for one in drawn)


def test_a_plain_meeting_is_convened() -> None:
    assert faults(PLAIN) == []
    assert people_asked(changed(minute_taker_id=MINUTES)) == [CHAIR, MINUTES, POLICE]


def test_every_fault_is_named_at_once() -> None:
    wrong = changed(
        purpose=" ",
        place="x" * 501,
        decided_at=NOW + timedelta(minutes=1),
        times=LocalTimes(date(2026, 3, 3), time(14), time(13)),
        chair_id=POLICE,
        minute_taker_id=UUID(int=77),
        invitees=[Invitee(POLICE), Invitee(POLICE), Invitee(UUID(int=78)), Invitee(UUID(int=78))],
        concern_ids=[ANA, UUID(int=79)],
    )
    assert faults(wrong) == [
        ("starts", PAST),
        ("ends", "Enter an end after the start."),
        ("purpose", "Say what the meeting is for, in up to 4,000 characters."),
        ("place", "Shorten the place to 500 characters."),
        ("decided_at", "The decision to convene cannot be in the future."),
        ("invitees", "Choose people from the list. Somebody you chose is not there any more."),
        ("chair_id", "Choose a chair from the list of chairs."),
        ("minute_taker_id", "Choose a minute taker from the list."),
        ("invitees", "You invited Person 2 twice."),
        ("concern_ids", "Choose children from the list."),
    ]


def test_forty_children_are_the_most() -> None:
    known = msgspec.structs.replace(
        KNOWN, concerns=[ConcernKnown(UUID(int=one), UUID(int=one)) for one in range(1000, 1041)]
    )
    ids = [one.id for one in known.concerns]
    assert faults(changed(concern_ids=ids[:40]), known) == []
    ((field, message),) = faults(changed(concern_ids=ids), known)
    assert field == "concern_ids"
    assert message.startswith("A meeting has at most 40 children. This makes 41. Convene a second")


@pytest.mark.parametrize(
    ("times", "message"),
    [
        (
            LocalTimes(date(2026, 3, 29), time(1, 30), time(3)),
            "The clocks go forward: that time does not exist. Choose another.",
        ),
        (
            LocalTimes(date(2026, 10, 25), time(0), time(1, 30)),
            "The clocks go back: that time comes twice. Choose another.",
        ),
        (
            LocalTimes(date(2026, 3, 4), time(8), time(20, 1)),
            "A meeting lasts at most 12 hours.",
        ),
    ],
)
def test_odd_times_are_refused(times: LocalTimes, message: str) -> None:
    assert [fault.message for fault in time_blockers(times, NOW)] == [message]


def test_a_meeting_may_cross_midnight() -> None:
    times = LocalTimes(date(2026, 6, 1), time(23), time(1), date(2026, 6, 2))
    assert time_blockers(times, NOW) == []
    assert moments(times) == (
        datetime(2026, 6, 1, 22, 0, tzinfo=UTC),
        datetime(2026, 6, 2, 0, 0, tzinfo=UTC),
    )


def test_a_child_is_needed_except_where_a_place_or_group_is_mapped() -> None:
    assert faults(changed(concern_ids=[])) == [("concern_ids", "Choose at least one child.")]
    assert faults(changed(concern_ids=[], kind=MeetingKind.MAPPING)) == []
    assert faults(changed(concern_ids=[], opening=OPENING)) == []


def test_new_children_are_checked_like_any_concern() -> None:
    wrong = msgspec.structs.replace(OPENING, reason="", senior_manager_id=UUID(int=78))
    assert [field for field, _ in faults(changed(opening=wrong))] == ["reason", "senior_manager_id"]


def test_people_attend_for_every_child_or_for_those_ticked() -> None:
    opened = {"N-3": UUID(int=13)}
    chosen = changed(
        opening=OPENING,
        invitees=[
            Invitee(POLICE, concern_ids=[BEN]),
            Invitee(MINUTES, references=["N-3"]),
            Invitee(UUID(int=4)),
        ],
    )
    everything = [ANA, BEN, UUID(int=13)]
    assert children_for(chosen, CHAIR, opened) == everything
    assert children_for(chosen, POLICE, opened) == [BEN]
    assert children_for(chosen, MINUTES, opened) == [UUID(int=13)]
    assert children_for(chosen, UUID(int=4), opened) == everything


def test_only_children_of_the_meeting_can_be_ticked() -> None:
    for invitee in (
        Invitee(POLICE, concern_ids=[UUID(int=5)]),
        Invitee(POLICE, references=["N-9"]),
    ):
        assert faults(changed(invitees=[invitee])) == [
            ("invitees", "Tick only children of this meeting.")
        ]


def test_a_conflict_of_interest_wins_over_an_invitation_for_that_child() -> None:
    known = msgspec.structs.replace(KNOWN, conflicts=[Conflict(POLICE, UUID(int=111))])
    assert faults(PLAIN, known) == [
        ("invitees", "Person 2 has a conflict of interest for one of the children.")
    ]
    assert faults(changed(invitees=[Invitee(POLICE, concern_ids=[BEN])]), known) == []
    assert faults(changed(invitees=[]), known) == []


def test_a_missing_category_and_a_late_meeting_are_debts_not_refusals() -> None:
    standings = [
        Standing(AgencyCategory.SOCIAL_CARE, True, False, Answer.AWAITED, None, [ANA]),
        Standing(AgencyCategory.HEALTH, False, False, Answer.AWAITED, None, [ANA]),
    ]
    late = changed(times=LocalTimes(date(2026, 3, 9), time(10), time(11)))
    debts = [
        "Police is not invited with authority to decide: not quorate.",
        "Health is not invited with authority to decide: not quorate.",
    ]
    assert warnings(PLAIN, ENGLAND, standings, [ANA]) == debts
    assert warnings(late, ENGLAND, standings, [ANA]) == [
        *debts,
        "The meeting is later than the limit for holding it.",
    ]


def test_who_is_busy_is_named_without_a_reason_or_asked_all_the_same() -> None:
    known = msgspec.structs.replace(KNOWN, busy=[POLICE])
    assert faults(PLAIN, known) == [
        (
            "ask_although_busy",
            BUSY.format("Person 2"),
        )
    ]
    assert faults(changed(ask_although_busy=[POLICE]), known) == []


def test_a_room_is_open_free_and_large_enough() -> None:
    chosen = changed(room_id=UUID(int=9))
    assert faults(chosen) == [("room_id", "Choose a room from the list.")]
    taken = msgspec.structs.replace(KNOWN, room=RoomKnown("Town hall, 1", 1, busy=True))
    assert faults(chosen, taken) == [
        ("room_id", "That room is booked at that time. Choose another room or time.")
    ]
    standings = [
        Standing(
            category,
            True,
            False,
            Answer.AWAITED,
            None,
            [ANA],
            busy=category is AgencyCategory.POLICE,
        )
        for category in (AgencyCategory.SOCIAL_CARE, AgencyCategory.POLICE, AgencyCategory.HEALTH)
    ]
    assert warnings(chosen, ENGLAND, standings, [ANA], taken.room) == [
        "Police is busy at that time: not quorate.",
        "The room holds 1, and 3 people are invited.",
    ]
