"""Entering a day on which the partnership is closed, and taking it back before it comes."""

from datetime import date, datetime
from uuid import UUID, uuid4

from planning.clock import london_date
from planning.errors import Blocked, Blocker, NotFound, block_if
from planning.history.actions import record
from planning.history.rules import Event
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import closed_days
from planning.procedures.rules import closing_day_blockers, taking_back_blockers
from planning.procedures.tables import ClosedDay, ClosedDayWithdrawal
from planning.transactions import execute, transaction


async def close_day(
    *, closed_on: date, name: str, reason: str, actor: Actor, now: datetime
) -> UUID:
    """Count a day as no working day from now on; its id.

    Raises `NotAllowed`, or `Blocked` for a day that has passed or is none anyway.
    """
    require_role(actor, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    async with transaction(actor.person_id):
        await _lock()
        closed = await closed_days()
        block_if(
            closing_day_blockers(closed_on, name, reason, closed=closed, today=london_date(now))
        )
        closed_day_id = uuid4()
        await ClosedDay.insert(
            ClosedDay(
                id=closed_day_id,
                closed_on=closed_on,
                name=name.strip(),
                reason=reason.strip(),
                entered_by=actor.person_id,
                entered_at=now,
            )
        )
        await _remember("procedure.day_closed", closed_day_id, closed_on, actor, now)
        return closed_day_id


async def take_back_closed_day(
    *, closed_day_id: UUID, reason: str, actor: Actor, now: datetime
) -> None:
    """Let the day be a working day after all; the entry stays, with who took it back and why.

    Raises `NotAllowed`, `NotFound`, or `Blocked` from the day on and for a second time.
    """
    require_role(actor, Role.ADMINISTRATOR, Role.PARTNERSHIP)
    async with transaction(actor.person_id):
        await _lock()
        found = await ClosedDay.select(ClosedDay.closed_on).where(ClosedDay.id == closed_day_id)
        if not found:
            raise NotFound
        if await ClosedDayWithdrawal.exists().where(
            ClosedDayWithdrawal.closed_day_id == closed_day_id
        ):
            raise Blocked([Blocker("That day has been taken back already.")])
        closed_on: date = found[0]["closed_on"]
        block_if(taking_back_blockers(closed_on, reason, today=london_date(now)))
        await ClosedDayWithdrawal.insert(
            ClosedDayWithdrawal(
                closed_day_id=closed_day_id,
                reason=reason.strip(),
                withdrawn_by=actor.person_id,
                withdrawn_at=now,
            )
        )
        await _remember("procedure.closed_day_taken_back", closed_day_id, closed_on, actor, now)


async def _lock() -> None:
    await execute("select pg_advisory_xact_lock(hashtext('closed_day'))")


async def _remember(
    act: str, closed_day_id: UUID, closed_on: date, actor: Actor, now: datetime
) -> None:
    await record(
        [Event(act, "closed_day", closed_day_id, None, {"closed_on": closed_on})],
        actor_id=actor.person_id,
        now=now,
    )
