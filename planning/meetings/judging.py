"""What closing a meeting is judged by, before anything of it is written."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec

from planning.chains.queries import adjourning_faults, entries_of
from planning.chains.rules.histories import early_blockers
from planning.clock import london_date
from planning.errors import Blocker
from planning.meetings.rules.closing import ChildToClose, ToClose, close_blockers, retired_blockers
from planning.meetings.rules.emergency import put_off
from planning.meetings.rules.held import (
    Held,
    HeldChild,
    by_number,
    said_blockers,
    standing_of,
    time_blockers,
    unlisted,
)
from planning.meetings.rules.known import Known
from planning.meetings.rules.scheduling import children_for, named_blockers, people_asked
from planning.procedures.queries import Procedure
from planning.procedures.rules import Outcome, Profile, follow_up_due
from planning.transactions import fetch_all, fetch_one


class _Named(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    born_on: date | None
    opened_at: datetime


class _Listed(msgspec.Struct, frozen=True):
    agencies: list[UUID]
    people: list[UUID]


_NAMES = """
select k.id, c.name, c.born_on, k.opened_at from concern k
join child c on c.compartment_id = k.compartment_id and c.id = k.child_id where k.id = any($1)
"""


async def judge_held(
    held: Held, known: Known, procedure: Procedure, now: datetime
) -> tuple[list[Blocker], list[Blocker]]:
    """What is refused, and what is owed instead; children under their places in the list."""
    keys = [child.concern_id or uuid4() for child in held.children]
    kind = procedure.profile.kinds[held.kind]
    named = await _named(held, now)
    follow_up_on = follow_up_by(procedure.profile, held.starts_at, now)
    state = await with_reviews(await _to_close(held, known, keys, named, follow_up_on), now)
    closing = by_number(
        [
            *close_blockers(state, kind, now, london_date(now)),
            *retired_blockers(state, procedure.profile.retired),
        ],
        {key: number for number, key in enumerate(keys)},
    )
    owed = put_off(closing, emergency=bool(held.emergency_reason.strip()))
    faults = [
        *time_blockers(held, now),
        *_too_early(held, named),
        *named_blockers(held.convening(), known, kind, now),
        *said_blockers(held, london_date(now)),
        *await _unlisted(held),
        *(fault for fault in closing if fault not in owed),
    ]
    return faults, owed


async def with_reviews(state: ToClose, now: datetime) -> ToClose:
    """With what each child lacks who is adjourned again; at most four queries."""
    again = [
        child.concern_id
        for child in state.children
        if child.draft.outcome is Outcome.ADJOURNED and child.chain
    ]
    if not again:
        return state
    faults = await adjourning_faults(again, held_at=state.starts_at, now=now)
    return msgspec.structs.replace(
        state,
        children=[
            msgspec.structs.replace(child, review_fault=faults.get(child.concern_id, ""))
            for child in state.children
        ],
    )


async def _unlisted(held: Held) -> list[Blocker]:
    found = await fetch_one(
        _Listed,
        "select array(select id from agency where id = any($1::uuid[])) as agencies,"
        " array(select id from person where id = any($2::uuid[]) and closed_at is null) as people",
        [child.outcome.reason_agency_id for child in held.children],
        [child.outcome.authorised_by for child in held.children],
    ) or _Listed([], [])
    return unlisted(held, agencies=found.agencies, people=found.people)


async def _to_close(
    held: Held,
    known: Known,
    keys: Sequence[UUID],
    named: Mapping[UUID | str, _Named],
    follow_up_on: date,
) -> ToClose:
    convening = held.convening()
    new = {
        child.reference: key
        for child, key in zip(held.children, keys, strict=True)
        if child.reference and not child.concern_id
    }
    chains = await entries_of(convening.concern_ids)
    people = {person.id: person for person in known.people}
    return ToClose(
        starts_at=held.starts_at,
        child_count=len(held.children),
        children=[
            ChildToClose(
                concern_id=key,
                name=_name(named, child),
                draft=child.outcome,
                chain=[entry for entry in chains.get(key, []) if entry.held_at <= held.starts_at],
            )
            for child, key in zip(held.children, keys, strict=True)
        ],
        standings=[
            standing_of(people[person_id], children_for(convening, person_id, new))
            for person_id in people_asked(convening)
            if person_id in people
        ],
        no_quorum_reason=held.no_quorum_reason,
        follow_up_on=follow_up_on,
    )


async def _named(held: Held, now: datetime) -> dict[UUID | str, _Named]:
    """The children by concern, those whose concern opens with this by reference."""
    known = await fetch_all(_Named, _NAMES, held.convening().concern_ids)
    new = held.opening.children if held.opening else []
    return {
        **{one.id: one for one in known},
        **{
            child.reference.strip(): _Named(uuid4(), child.name.strip(), child.born_on, now)
            for child in new
        },
    }


def _name(named: Mapping[UUID | str, _Named], child: HeldChild) -> str:
    found = named.get(child.concern_id or child.reference or "")
    return found.name if found else "the child"


def _too_early(held: Held, named: Mapping[UUID | str, _Named]) -> list[Blocker]:
    """Days that can hardly be right; in an emergency the child's page tells them instead."""
    if held.emergency_reason.strip():
        return []
    found = [
        fault
        for child in named.values()
        for fault in early_blockers(
            london_date(held.starts_at),
            kind=held.kind,
            opened_on=london_date(child.opened_at),
            born_on=child.born_on,
        )
    ]
    return list(dict.fromkeys(found))


def follow_up_by(profile: Profile, held_at: datetime, now: datetime) -> date:
    """Without quorum it is owed anyway; told too late, it is owed today."""
    return max(follow_up_due(profile, held_at), london_date(now))
