"""What a new concern must say."""

from datetime import date
from uuid import UUID, uuid4

from planning.concerns.rules import (
    NewChild,
    OpenConcern,
    Opening,
    new_concerns,
    opening_blockers,
)
from planning.people.rules import Role

MANAGER = UUID(int=7)
TODAY = date(2026, 3, 3)


def opening(*children: NewChild, reason: str = "Unexplained bruises", team: str = "") -> Opening:
    return Opening(list(children), reason, MANAGER, team)


def faults(
    asked: Opening,
    roles: list[Role] | None = None,
    already_open: tuple[OpenConcern, ...] = (),
) -> list[tuple[str, str]]:
    found = opening_blockers(
        asked,
        manager_roles=[Role.SENIOR_MANAGER] if roles is None else roles,
        already_open=already_open,
        on=TODAY,
    )
    return [(blocker.field, blocker.message) for blocker in found]


def test_siblings_open_together_each_in_a_compartment_of_its_own() -> None:
    asked = opening(NewChild(" N-1 ", " Ana "), NewChild("N-2", "Ben", date(2015, 1, 1), " moved "))
    assert faults(asked) == []
    first, second = new_concerns(asked, TODAY)
    assert (first.reference, first.name, first.separate_reason) == ("N-1", "Ana", None)
    assert (second.born_on, second.separate_reason) == (date(2015, 1, 1), "moved")
    assert (first.referred_on, second.referred_on) == (TODAY, TODAY)
    assert len({first.id, first.compartment_id, second.id, second.compartment_id}) == 4


def test_everything_wrong_is_said_at_once_and_in_its_place() -> None:
    wrong = opening(
        NewChild(" ", "", date(2026, 3, 4)),
        NewChild("N-1", "Ana", separate_reason="x" * 2001),
        NewChild("N-1", "Ana"),
        reason=" ",
        team="x" * 201,
    )
    assert faults(wrong, roles=[Role.CHAIR]) == [
        ("reason", "Say why you are concerned, in up to 4,000 characters."),
        ("team", "Shorten the team’s name to 200 characters."),
        ("senior_manager_id", "Choose a senior manager from the list."),
        ("children.0.reference", "Enter the child’s reference, up to 40 characters."),
        ("children.0.name", "Enter the child’s name, up to 200 characters."),
        ("children.0.born_on", "Enter a date of birth that is not in the future."),
        ("children.1.separate_reason", "Shorten the reason to 2,000 characters."),
        ("children.2.reference", "You entered N-1 twice."),
    ]


def test_somebody_not_in_the_directory_manages_nothing_and_no_child_is_no_concern() -> None:
    found = opening_blockers(opening(), manager_roles=None, already_open=[], on=TODAY)
    assert [blocker.field for blocker in found] == ["children", "senior_manager_id"]


def test_an_open_concern_is_joined_unless_somebody_says_why_not() -> None:
    known = (OpenConcern(uuid4(), "N-1"),)
    assert faults(opening(NewChild("N-1", "Ana")), already_open=known) == [
        (
            "children.0.separate_reason",
            "There is an open concern for N-1. Join it, or say why not.",
        )
    ]
    typed = faults(opening(NewChild("n -1", "Ana")), already_open=known)
    assert [field for field, _ in typed] == ["children.0.separate_reason"]
    apart = NewChild("N-1", "Ana", separate_reason="Another family, same number")
    assert faults(opening(apart), already_open=known) == []
