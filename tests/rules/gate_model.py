"""Plans, sign-offs and the gate as the design tells them, without a line of our own code.

Source: `domain` 7 and 11. Three agencies, both plans. The text that all sign has two readings, an
agency's schedule at most four: nothing asked, a line in full, the same line with a gap, the line
taken out again. No clock: nothing here grows old.
"""

from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple

AGENCIES = (0, 1, 2)
PLANS = CONTINGENCY, SUPPORT = (0, 1)

Person = int
NOBODY, LEAD, POLICE, HEALTH, NURSE, SCHOOL = -1, 0, 1, 2, 3, 4
AGENCY_OF = (0, 0, 1, 1, 2)
"""Agency 0 leads and has roles in both plans; 1 has two signatories; all five may sign."""
SPEAKS_FOR = (POLICE, HEALTH, SCHOOL)
WRITERS = (LEAD, POLICE, HEALTH)
"""Who changes the text that all sign."""

EMPTY, FULL, SHORT, OUT = range(4)
LINE_MOVES = (
    {EMPTY: (FULL, SHORT), FULL: (SHORT, OUT), SHORT: (FULL, OUT), OUT: ()},
    {EMPTY: (FULL,), FULL: (OUT,), SHORT: (), OUT: ()},
)
"""What may become of an agency's line, by plan."""


class Phase(IntEnum):
    """Where the operation stands; once live only what proves it is looked at."""

    DRAFT = 0
    SIGN_OFF = 1
    LIVE = 2
    UNCONFIRMED_BY_POLICE = 3
    UNCONFIRMED_BY_HEALTH = 4
    CONFIRMED = 5


class Term(IntEnum):
    """A blocking condition of a signature; confirmed it is as if there were none."""

    NONE = 0
    OPEN = 1
    MET = 2


class Act(NamedTuple):
    """One thing that somebody does; what does not apply is -1."""

    verb: str
    plan: int = -1
    person: Person = NOBODY
    agency: int = -1
    value: int = -1


class View(NamedTuple):
    """What one agency is asked to sign in the current version, and who may not sign it."""

    shared: int
    line: int
    is_empty: bool
    barred: frozenset[Person]


class Version(NamedTuple):
    """A version as submitted by the lead; `asked` are the agencies with a schedule in it."""

    shared: int
    lines: tuple[int, ...]
    asked: frozenset[int]
    last_by: Person
    shared_by: Person
    lines_by: tuple[Person, ...]


class Plan(NamedTuple):
    """A plan as it is worked on, who last changed what, and its current version."""

    shared: int = 0
    lines: tuple[int, ...] = (EMPTY, EMPTY, EMPTY)
    last_by: Person = NOBODY
    shared_by: Person = NOBODY
    lines_by: tuple[Person, ...] = (NOBODY, NOBODY, NOBODY)
    version: Version | None = None


class Signature(NamedTuple):
    """A signature that was neither withdrawn nor objected to since."""

    shared: int
    line: int
    signer: Person
    term: Term


Slot = tuple[Signature, ...]
"""An agency's signatures of a plan, in the order in which they were given."""


def _reads(line: int) -> int:
    return EMPTY if line == OUT else line


def _put(values: tuple[int, ...], place: int, value: int) -> tuple[int, ...]:
    return (*values[:place], value, *values[place + 1 :])


@cache
def edits(kind: int, plan: Plan) -> list[tuple[Act, Plan]]:
    """Every change of the working plan."""
    shared = [
        (
            Act("write", kind, person, value=1 - plan.shared),
            plan._replace(shared=1 - plan.shared, last_by=person, shared_by=person),
        )
        for person in WRITERS
    ]
    lines = [
        (
            Act("line", kind, person, agency, value),
            plan._replace(
                lines=_put(plan.lines, agency, value),
                last_by=person,
                lines_by=_put(plan.lines_by, agency, person),
            ),
        )
        for agency in AGENCIES
        for value in LINE_MOVES[kind][plan.lines[agency]]
        for person in (LEAD, SPEAKS_FOR[agency])
    ]
    return shared + lines


@cache
def submitted(plan: Plan, required: frozenset[int]) -> Plan:
    """Frozen as the next version, with a schedule for each agency required or asked for more."""
    lines = tuple(map(_reads, plan.lines))
    asked = {agency for agency in AGENCIES if agency == 0 or lines[agency]} | required
    version = Version(
        plan.shared, lines, frozenset(asked), plan.last_by, plan.shared_by, plan.lines_by
    )
    return plan._replace(version=version)


@cache
def view(plan: Plan, agency: int) -> View | None:
    """What the agency would sign now; nobody signs what they submitted or changed last."""
    found = plan.version
    if found is None or agency not in found.asked:
        return None
    line = found.lines[agency]
    barred = frozenset({LEAD, found.last_by, found.shared_by, found.lines_by[agency]})
    return View(found.shared, line, agency != 0 and line == EMPTY, barred)


@cache
def standing(slot: Slot, seen: View | None, conflicts: frozenset[Person]) -> Signature | None:
    """The last signature that reads as the current version does, its signer in no conflict."""
    holding = [
        one
        for one in slot
        if seen
        and (one.shared, one.line) == (seen.shared, seen.line)
        and one.signer not in conflicts
    ]
    return holding[-1] if holding else None


def _signed(slot: Slot, new: Signature) -> Slot:
    """Of one person and content the last is enough; only the order of equal contents matters."""
    kept = [one for one in slot if one[:3] != new[:3]]
    return tuple(sorted([*kept, new], key=lambda one: one[:2]))


@cache
def answers(
    kind: int, agency: int, slot: Slot, seen: View | None, conflicts: frozenset[Person]
) -> list[tuple[Act, Slot]]:
    """Everything that the signatories of an agency that must sign can do that counts."""
    found = since(kind, agency, slot, seen, conflicts)
    for person in may_speak(agency, conflicts):
        if seen:
            found.append((Act("object", kind, person, agency), ()))
        if seen and person not in seen.barred:
            found += [
                (
                    Act("sign", kind, person, agency, term),
                    _signed(slot, Signature(seen.shared, seen.line, person, term)),
                )
                for term in (Term.NONE, Term.OPEN)
            ]
    return found


def since(
    kind: int, agency: int, slot: Slot, seen: View | None, conflicts: frozenset[Person]
) -> list[tuple[Act, Slot]]:
    """What becomes of signatures that were given; also when the agency need not sign any more."""
    taken = [
        (Act("withdraw", kind, person, agency), ())
        for person in may_speak(agency, conflicts)
        if slot
    ]
    return taken + _conditions(kind, agency, slot, standing(slot, seen, conflicts), conflicts)


def _conditions(
    kind: int, agency: int, slot: Slot, held: Signature | None, conflicts: frozenset[Person]
) -> list[tuple[Act, Slot]]:
    if held and held.term is Term.OPEN:
        return [(Act("meet", kind, LEAD, agency), _termed(slot, held, Term.MET))]
    if held and held.term is Term.MET:
        return [
            (Act("confirm", kind, person, agency), _termed(slot, held, Term.NONE))
            for person in may_speak(agency, conflicts)
            if person != LEAD
        ]
    return []


def _termed(slot: Slot, held: Signature, term: Term) -> Slot:
    return tuple(one._replace(term=term) if one is held else one for one in slot)


def may_speak(agency: int, conflicts: frozenset[Person]) -> Iterator[Person]:
    """The agency's signatories who are in no conflict; the others see nothing at all."""
    return (
        person
        for person, of in enumerate(AGENCY_OF)
        if of == agency and person not in conflicts
    )  # fmt: skip


@cache
def has_gap(plan: Plan) -> bool:
    """Whether the current version asks for more than is committed, of whomever."""
    return plan.version is not None and SHORT in plan.version.lines
