"""Who is reminded of an undecided chain: only who owes something, and who can be reached."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from planning.chains.rules import ReviewAnswer
from planning.reminders.rules.chains import Owing, Person, Reminding, reminding, reminding_blockers

TODAY = date(2026, 3, 11)
NOW = datetime(2026, 3, 11, 14, tzinfo=UTC)
MANAGER, ASKER, CARE, SCHOOL = (UUID(int=number) for number in range(1, 5))
HELEN = Person(MANAGER, "Helen", "helen@example.org", CARE, by_mail=True)
TEACHER = Person(UUID(int=7), "Tom", "tom@example.org", SCHOOL, by_mail=True)
CHAIN = Owing(
    concern_id=UUID(int=10),
    compartment_id=UUID(int=11),
    child_name="Child",
    reference="N-1",
    is_open=True,
    manager_id=MANAGER,
    manager_name="Helen",
    next_on=TODAY,
    meeting_ahead=False,
    amber_on=None,
    red_on=None,
    review_answer=None,
    agency_id=None,
    agency_name=None,
    people=[HELEN],
    reminded_at=None,
    reminded=[],
    times=0,
)


def told(**changes: Any) -> tuple[list[tuple[str, str]], list[str]]:
    chain = msgspec.structs.replace(CHAIN, **changes)
    found = reminding(chain, asker=ASKER, now=NOW, today=TODAY)
    return [(person.name, what) for person, what in found.people], found.cannot


NOTHING = (list[tuple[str, str]](), ["Nobody owes anything that Accord knows of."])
DATE, REVIEW = "a date for the next meeting", "a senior review"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, NOTHING),
        ({"next_on": None}, ([("Helen", DATE)], [])),
        ({"next_on": TODAY - timedelta(days=1)}, ([("Helen", DATE)], [])),
        ({"next_on": None, "meeting_ahead": True}, NOTHING),
        ({"next_on": None, "is_open": False}, NOTHING),
        ({"amber_on": TODAY, "red_on": TODAY}, ([("Helen", REVIEW)], [])),
        ({"red_on": TODAY, "review_answer": ReviewAnswer.ACCEPT_ONE_MORE}, NOTHING),
        ({"red_on": TODAY, "next_on": None}, ([("Helen", f"{DATE} and {REVIEW}")], [])),
        ({"next_on": None, "people": []}, ([], ["Helen is not in this concern: let them in."])),
        ({"agency_id": SCHOOL, "agency_name": "School", "people": [HELEN, TEACHER]},
         ([("Tom", "information")], [])),
        ({"agency_id": SCHOOL, "agency_name": "School"},
         ([], ["Nobody of School is in this concern: let them in."])),
        ({"agency_id": SCHOOL, "people": [msgspec.structs.replace(TEACHER, by_mail=False)]},
         ([], ["Tom reads in Accord only: ring them."])),
        ({"next_on": None, "people": [msgspec.structs.replace(HELEN, id=ASKER)],
          "manager_id": ASKER}, ([], [f"You owe {DATE} yourself."])),
        ({"next_on": None, "reminded_at": NOW - timedelta(minutes=59)},
         ([], ["You can remind them again at 14:01."])),
        ({"next_on": None, "reminded_at": NOW - timedelta(minutes=60)}, ([("Helen", DATE)], [])),
    ],
)  # fmt: skip
def test_who_owes_what_is_reminded_of_it(changes: dict[str, Any], expected: object) -> None:
    assert told(**changes) == expected


def test_why_nobody_at_all_can_be_reminded() -> None:
    nobody = reminding(CHAIN, asker=ASKER, now=NOW, today=TODAY)
    somebody: Reminding = msgspec.structs.replace(nobody, people=[(HELEN, DATE)])
    one = [CHAIN.concern_id]

    def said(wanted: list[UUID], found: list[Reminding]) -> list[str]:
        return [blocker.message for blocker in reminding_blockers(wanted, found)]

    assert said([], []) == ["Tick at least one child."]
    assert said([UUID(int=n) for n in range(101)], []) == ["Tick 100 children or fewer."]
    assert said(one, []) == ["You cannot see one of these children."]
    assert said(one, [nobody]) == ["There is nobody to remind."]
    assert said(one * 2, [somebody]) == []
