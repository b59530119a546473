"""Who may come in whose place, where a whole meeting is not needed to tell."""

from uuid import UUID

from planning.meetings.rules.deputies import Deputy, Seat, deputy_blockers

POLICE = UUID(int=9)
SEAT = Seat(UUID(int=1), "Ann", POLICE, "Police", runs=False, is_present=False, sees_all=True)


def test_who_was_taken_off_is_the_chair_s_to_ask_again() -> None:
    ben = Deputy(
        id=UUID(int=2),
        name="Ben",
        email="ben@example.org",
        agency_id=POLICE,
        decision_authority=True,
        senior_manager=False,
        is_invited=False,
        was_invited=True,
        sent_deputy=False,
        in_conflict=False,
    )
    (told,) = deputy_blockers(SEAT, ben)
    assert (told.field, told.message) == (
        "person_id",
        "Ben was taken off this meeting. Choose somebody else, or ask the chair.",
    )
