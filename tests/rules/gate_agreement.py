"""Our rules asked about a state of the gate's model: they say what the model says.

Equal questions are asked once; each state's questions are among those asked.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from uuid import UUID

import msgspec

from planning.clock import london_date
from planning.go_live.rules import Facts, gate_lines
from planning.go_live.rules import is_open as may_go_live
from planning.plans.rules.fingerprints import schedule_fingerprint, shared_fingerprint
from planning.plans.rules.templates import PlanKind
from planning.sign_offs.rules import (
    SIGNATURES,
    Answer,
    Current,
    Given,
    Standing,
    holding,
    may_answer,
    signed_by_all,
)
from tests.factories import NOW
from tests.rules.gate_model import (
    AGENCIES,
    AGENCY_OF,
    EMPTY,
    LEAD,
    Person,
    Phase,
    Signature,
    Slot,
    View,
    standing,
    view,
)
from tests.rules.gate_states import Gate, State, gate, proven, unmet
from tests.rules.test_fingerprints import LINE, ROLE
from tests.rules.test_go_live import CONTINGENCY, GOOD, SHORT, SUPPORT

NAMES = ("Police", "Health", "School")
_IDS = tuple(UUID(int=100 + agency) for agency in AGENCIES)
_KINDS = {PlanKind.CONTINGENCY: CONTINGENCY, PlanKind.VICTIM_SUPPORT: SUPPORT}
KEYS = {
    "required_agencies",
    "signed_contingency",
    "signed_victim_support",
    "resource_gaps",
    "partnership_told",
    "blocking_conditions",
}
"""The lines that the model knows; the others are met once both plans are submitted."""


def agree(state: State) -> None:
    """Raise `AssertionError` where a rule of ours differs, or where the promise is broken."""
    if state.phase is Phase.LIVE:
        assert proven(state), state
    if state.phase > Phase.LIVE:
        return
    for place, slot in enumerate(state.slots):
        kind, agency = divmod(place, 3)
        _same_signature(agency, slot, view(state.plans[kind], agency), state.conflicts)
    _same_gate(gate(state))


@cache
def _same_signature(
    agency: int, slot: Slot, seen: View | None, conflicts: frozenset[Person]
) -> None:
    expected = standing(slot, seen, conflicts)
    current = seen and _current(agency, seen)
    for no_role in (False, True):
        given = dict(_given(agency, slot, seen, conflicts, no_role=no_role))
        found = holding(list(given), current)
        assert (given[found] if found else None) == expected, (agency, slot, seen, conflicts)
    if seen:
        _same_answers(agency, seen)


def _current(agency: int, seen: View) -> Current:
    return Current(*_prints(agency, seen.shared, seen.line), is_empty=seen.is_empty)


@cache
def _prints(agency: int, shared: int, line: int) -> tuple[str, str]:
    """Real fingerprints of what the model calls a text and a line."""
    lines = (
        [] if line == EMPTY else [msgspec.structs.replace(LINE, committed=LINE.committed + line)]
    )
    roles = [ROLE] if agency == 0 else []
    return (
        shared_fingerprint(CONTINGENCY.template, {"objectives": {"decides": f"Text {shared}"}}),
        schedule_fingerprint(_IDS[agency], roles, lines),
    )


def _given(
    agency: int, slot: Slot, seen: View | None, conflicts: frozenset[Person], *, no_role: bool
) -> Iterator[tuple[Given, Signature | None]]:
    """The signatures that stand, among others that match and count no more."""
    content = (seen.shared, seen.line) if seen else (0, EMPTY)
    yield _one(agency, 1, Answer.SIGNED, content, withdrawn=True), None
    yield _one(agency, 2, Answer.SIGNED, content), None
    yield _one(agency, 3, Answer.REFUSED, content), None
    yield _one(agency, 4, Answer.SIGNED_WITH_CONDITIONS, content), None
    yield _one(agency, 5, Answer.CHANGES_REQUESTED, content), None
    for minute, one in enumerate(slot, 6):
        answer = Answer.SIGNED_WITH_CONDITIONS if one.term else Answer.SIGNED
        if no_role and agency and one.line == EMPTY:
            answer = Answer.NO_ROLE
        in_conflict = one.signer in conflicts
        yield _one(agency, minute, answer, one[:2], in_conflict=in_conflict), one
    yield _one(agency, 59, Answer.ASKED, content), None


def _one(
    agency: int,
    minute: int,
    answer: Answer,
    content: tuple[int, int],
    *,
    withdrawn: bool = False,
    in_conflict: bool = False,
) -> Given:
    return Given(
        UUID(int=minute),
        answer,
        *_prints(agency, *content),
        answered_at=NOW + timedelta(minutes=minute),
        withdrawn=withdrawn,
        in_conflict=in_conflict,
    )


@cache
def _same_answers(agency: int, seen: View) -> None:
    for person in (one for one, of in enumerate(AGENCY_OF) if of == agency):
        for answer in Answer:
            expected = (answer not in SIGNATURES or person not in seen.barred) and (
                answer is not Answer.NO_ROLE or seen.is_empty
            )
            asked = Standing(
                is_current=True,
                current_number=1,
                has_schedule=True,
                is_empty=seen.is_empty,
                on_list=True,
                edited_material=person in seen.barred and person != LEAD,
                submitted=person == LEAD,
            )
            assert (may_answer(answer, asked) == []) == expected, (person, answer, seen)
            assert may_answer(answer, msgspec.structs.replace(asked, is_required=False))


@cache
def _same_gate(seen: Gate) -> None:
    shut = {line.key for line in gate_lines(_facts(seen), now=NOW) if not line.met}
    assert shut & KEYS == unmet(seen), seen
    if all(seen.submitted):
        assert shut <= KEYS, (seen, shut)
    assert may_go_live(gate_lines(_facts(seen), now=NOW)) == (not shut)
    required = [_IDS[agency] for agency in seen.required]
    held = {_IDS[one]: seen.holds[one] + seen.holds[3 + one] for one in AGENCIES}
    all_signed = not unmet(seen) & {
        "required_agencies",
        "signed_contingency",
        "signed_victim_support",
    }
    assert signed_by_all(required, held, len(PlanKind)) == all_signed, seen


def _facts(seen: Gate) -> Facts:
    required = sorted(seen.required)
    return msgspec.structs.replace(
        GOOD,
        required={_IDS[agency]: NAMES[agency] for agency in required},
        seniors={_IDS[agency]: london_date(NOW) for agency in required},
        missing={
            kind: [NAMES[one] for one in required if not seen.holds[3 * place + one]]
            for place, kind in enumerate(_KINDS)
            if seen.submitted[place]
        },
        plans=[
            msgspec.structs.replace(plan, resources=[SHORT if seen.gaps[place] else LINE])
            for place, plan in enumerate(_KINDS.values())
            if seen.submitted[place]
        ],
        partnership_told_at=NOW if seen.told else None,
        blocking_conditions=[
            NAMES[one] for place, one in enumerate((*AGENCIES, *AGENCIES))
            if seen.blocking[place] and one in seen.required
        ],
    )  # fmt: skip
