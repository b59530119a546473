"""Correcting the outcome of one child after closing; the chair's reasoned act."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.chains.actions import refresh_chains, reopen_undecided, replace_entry
from planning.chains.actions.recording import escalate_red
from planning.chains.queries import adjourning_faults, facts_of
from planning.chains.rules import Entry, standing
from planning.chains.rules.correcting import (
    Disposition,
    Wrong,
    broken_after,
    correction_blockers,
    retired_faults,
    tidied,
)
from planning.clock import london_date
from planning.errors import Blocker, NotAllowed, NotFound, block_if
from planning.meetings.owing import owe, tell_managers
from planning.meetings.rules.emergency import Debt, Owing, emergency_faults
from planning.meetings.rules.states import MeetingState
from planning.outbox import Enqueue
from planning.people.rules import Actor
from planning.procedures.queries import profile_of
from planning.procedures.rules import Outcome, Profile
from planning.transactions import execute, fetch_one, transaction


class Corrected(msgspec.Struct, frozen=True):
    """The entry that stands now; `follow_no_more` are days of later meetings to look at.

    `in_minutes`: approved minutes tell the old outcome still; an addendum puts it right.
    """

    entry_id: UUID
    follow_no_more: list[date]
    in_minutes: bool


class _Found(msgspec.Struct, frozen=True):
    compartment_id: UUID
    meeting_id: UUID
    profile_version: int
    chair_id: UUID | None
    state: MeetingState | None
    present: Disposition
    agency_known: bool
    person_known: bool


_FIND = """
select k.compartment_id, e.meeting_id, e.profile_version, m.chair_id, m.state,
       jsonb_build_object(
           'outcome', e.outcome, 'no_decision_reason', e.no_decision_reason,
           'reason_agency_id', e.reason_agency_id, 'next_on', e.next_on,
           'authorised_by', e.authorised_by,
           'handed_to', coalesce(e.handed_to, case when e.outcome in ('transferred', 'redirected')
                                              then mc.handed_to end, '')) as present,
       $3::uuid is null or exists (select from agency a where a.id = $3) as agency_known,
       $4::uuid is null or exists (
           select from person p where p.id = $4 and p.closed_at is null) as person_known
from concern k
join chain_entry e on e.compartment_id = k.compartment_id and e.concern_id = k.id
join meeting_child mc on mc.compartment_id = e.compartment_id and mc.meeting_id = e.meeting_id
     and mc.concern_id = e.concern_id
left join strategy_meeting m on m.compartment_id = mc.meeting_compartment_id and m.id = e.meeting_id
where k.id = $1 and e.id = $2
for no key update of k
"""

_DRAFT = """
update meeting_child mc
set outcome = e.outcome, no_decision_reason = e.no_decision_reason,
    reason_agency_id = e.reason_agency_id, next_on = e.next_on, authorised_by = e.authorised_by,
    handed_to = e.handed_to, outcome_reason = trim($2)
from chain_entry e
join strategy_meeting m on m.id = e.meeting_id and m.state = 'closed'
where e.id = $1 and mc.compartment_id = e.compartment_id and mc.meeting_id = e.meeting_id
  and mc.concern_id = e.concern_id
"""
"""Minutes that nobody has approved yet are drawn up from this."""


async def correct_outcome(
    *,
    concern_id: UUID,
    entry_id: UUID,
    new: Disposition,
    reason: str,
    emergency_reason: str = "",
    actor: Actor,
    now: datetime,
    enqueue: Enqueue,
) -> Corrected:
    """Put another outcome in the place of a final one, which is kept with who, when and why.

    A concern that it ended is open again if this one does not end it. To an adjournment of a chain
    that was at red it needs what closing needs: a senior review, or an emergency. Raises
    `NotFound`, `NotAllowed` for all but the chair of that meeting, `Blocked` with every reason.
    """
    async with transaction(actor.person_id):
        found = await fetch_one(
            _Found, _FIND, concern_id, entry_id, new.reason_agency_id, new.authorised_by
        )
        if found is None:
            raise NotFound
        if found.chair_id != actor.person_id:
            raise NotAllowed("Only the chair of that meeting can correct its outcome.")
        ordered = standing((await facts_of([concern_id]))[concern_id].entries)
        wrong = Wrong(_standing(ordered, entry_id), found.present, ordered)
        new = tidied(new, wrong)
        profile = (await profile_of(found.profile_version)).profile
        lacking = await _review_fault(concern_id, wrong.entry, new, now)
        emergency = emergency_reason.strip() if lacking else ""
        block_if(
            [
                *correction_blockers(wrong, new, reason=reason, today=london_date(now)),
                *_unlisted(found),
                *retired_faults(new, profile.retired),
                *emergency_faults(emergency_reason, by_chair=True),
                *([] if emergency else lacking),
            ]
        )
        made = await replace_entry(
            wrong=wrong.entry,
            concern_id=concern_id,
            compartment_id=found.compartment_id,
            new=new,
            reason=reason,
            emergency_reason=emergency,
            actor=actor,
            now=now,
        )
        await execute(_DRAFT, made, reason)
        if emergency:
            await _owe_review(found.meeting_id, concern_id, profile, now, enqueue)
        await reopen_undecided([concern_id], actor=actor, now=now)
        await escalate_red(await refresh_chains([concern_id], now=now), actor, now, enqueue)
    return Corrected(
        made, broken_after(wrong, new), in_minutes=found.state is not MeetingState.CLOSED
    )


def _standing(ordered: Sequence[Entry], entry_id: UUID) -> Entry:
    found = next((entry for entry in ordered if entry.id == entry_id), None)
    if found is None:
        block_if([Blocker("This outcome has been corrected since. Open the concern again.")])
    assert found is not None  # noqa: S101 - refused above
    return found


async def _review_fault(
    concern_id: UUID, wrong: Entry, new: Disposition, now: datetime
) -> list[Blocker]:
    """An adjournment that stays one is no other."""
    if new.outcome is not Outcome.ADJOURNED or wrong.outcome is Outcome.ADJOURNED:
        return []
    faults = await adjourning_faults(
        [concern_id], held_at=wrong.held_at, now=now, corrected=wrong.meeting_id
    )
    return [Blocker(fault, "emergency_reason") for fault in faults.values()]


async def _owe_review(
    meeting_id: UUID, concern_id: UUID, profile: Profile, now: datetime, enqueue: Enqueue
) -> None:
    await owe(meeting_id, [Owing(concern_id, Debt.SENIOR_REVIEW)], profile, now)
    await tell_managers(meeting_id, now=now, enqueue=enqueue)


def _unlisted(found: _Found) -> list[Blocker]:
    checks = (
        (found.agency_known, "Choose an agency from the list.", "reason_agency_id"),
        (found.person_known, "Choose a person from the list.", "authorised_by"),
    )
    return [Blocker(message, field) for holds, message, field in checks if not holds]
