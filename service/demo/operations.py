"""One operation live without sign-off, as in 2009, and one at the gate, two agencies missing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from planning.capacity.actions import declare_capacity, set_precedence
from planning.capacity.rules.declaring import Declaration
from planning.clock import NONE_CLOSED, add_working_days, today
from planning.go_live.actions import confirm_go_live, go_live_without_sign_off
from planning.operations.actions import (
    acknowledge_notice,
    add_members,
    move_operation,
    tell_partnership,
)
from planning.operations.queries import partnership_notices
from planning.operations.rules import Act, NewAgency, OperationDraft, Tier
from planning.plans.actions import add_resource
from planning.plans.actions.start import start_operation
from planning.plans.queries import plans_of
from service.demo.cast import SOCIAL_CARE
from service.demo.meetings import Played
from service.demo.plans import DECLARED, ELSEWHERE, REQUIRED, STAFF, period
from service.demo.plot import working_days_before
from service.demo.signing import accept_gap, answer_first, delegate, keep_promise, submit
from service.demo.stage import Stage, at, fresh, no_mail
from service.demo.steering import CONFLICTED, declare_interests, steer
from service.demo.supporting import stand_by_children
from service.demo.writing import change_lines, talk_about, write_plan

BEGUN, FIRST, SECOND = 15, 8, 3
"""Working days ago that Operation Harbour was begun, and that its plans were submitted, twice."""
GO_LIVE_IN = 5
"""Working days from today until Operation Harbour is meant to go live."""


async def live_without_sign_off(stage: Stage, *, planned_on: date, live_on: date) -> UUID:
    """Operation Lantern: planned from the winter, live in the spring, with nothing signed."""
    lead, proposed = stage.people["lead"], at(planned_on, 10)
    operation_id = await start_operation(
        draft=OperationDraft(
            name="Operation Lantern",
            summary="Covert investigation of a group of adults who exploit girls in the centre.",
            covert=True,
            victims_known=2,
            victims_suspected=6,
            victims_planning=8,
            planned_live_on=live_on,
            agencies=_agencies(stage),
        ),
        actor=lead,
        now=proposed,
    )
    await _let_in(stage, operation_id, ["police", "seniormanager", "chair"], proposed)
    await move_operation(
        operation_id=operation_id,
        act=Act.START_PLANNING,
        reason="Surveillance has begun",
        actor=lead,
        now=proposed,
        enqueue=no_mail,
    )
    went = at(live_on, 6)
    await go_live_without_sign_off(
        operation_id=operation_id,
        reason="Arrests brought forward: a child was about to be moved out of the area.",
        actor=fresh(lead, went),
        now=went,
        enqueue=no_mail,
    )
    await _receive(stage, operation_id, went + timedelta(hours=2))
    confirmed = at(live_on, 11)
    await confirm_go_live(
        operation_id=operation_id,
        actor=fresh(stage.people["seniormanager"], confirmed),
        now=confirmed,
    )
    (contingency, _) = await plans_of(operation_id=operation_id, actor=lead)
    draft = ELSEWHERE.draft(stage.agencies[SOCIAL_CARE], period(live_on), changed=False)
    await add_resource(plan_id=contingency.id, draft=draft, actor=lead, now=confirmed)
    await set_precedence(operation_id=operation_id, precedence=7, actor=lead, now=confirmed)
    return operation_id


async def waiting_at_the_gate(stage: Stage, played: Sequence[Played], *, now: datetime) -> None:
    """Operation Harbour: everything is met but the signatures of two agencies.

    They signed or answered a first version; what they asked for is in the second.
    """
    lead, day = stage.people["lead"], today(now)
    begun_on, first_on = working_days_before(day, BEGUN), working_days_before(day, FIRST)
    second_on, begun = working_days_before(day, SECOND), at(working_days_before(day, BEGUN), 9)
    live_on = add_working_days(day, GO_LIVE_IN, NONE_CLOSED)
    operation_id = await start_operation(
        draft=OperationDraft(
            name="Operation Harbour",
            summary="A second network around the quay; the same young people may be involved.",
            covert=False,
            victims_known=6,
            victims_suspected=15,
            victims_planning=27,
            planned_live_on=live_on,
            agencies=_agencies(stage),
        ),
        actor=lead,
        now=begun,
    )
    people = {key for pair in STAFF.values() for key in pair} | {CONFLICTED}
    await _let_in(stage, operation_id, sorted(people - {"lead"}), begun)
    await tell_partnership(operation_id=operation_id, actor=lead, now=begun, enqueue=no_mail)
    plans = await plans_of(operation_id=operation_id, actor=lead)
    for row in plans:
        await write_plan(stage, row.id, row.kind, begun + timedelta(hours=2), live_on)
    for row in plans:
        version_id = await submit(stage, row.id, at(first_on, 16))
        await answer_first(stage, version_id, row.kind, at(first_on, 17))
    answered_on = add_working_days(first_on, 1, NONE_CLOSED)
    await keep_promise(stage, at(answered_on, 10))
    await talk_about(stage, plans[0].id, at(answered_on, 11))
    await steer(stage, operation_id, on=second_on)
    await declare_interests(stage, operation_id, [CONFLICTED], at(second_on, 9))
    await stand_by_children(stage, operation_id, played, begun_on=begun_on, now=now)
    for row in plans:
        await change_lines(stage, row.id, row.kind, at(second_on, 14), live_on)
        await submit(stage, row.id, at(second_on, 16))
    await accept_gap(stage, operation_id, at(second_on, 17))
    await _declare_capacity(stage, begun_on, live_on)
    await delegate(stage, day, now)
    await declare_interests(stage, operation_id, ["nurse"], now)
    await _receive(stage, operation_id, begun + timedelta(hours=3))


async def _declare_capacity(stage: Stage, first_on: date, live_on: date) -> None:
    """What agencies have, from when the operation was planned to when it needs no more."""
    for key, has in DECLARED.items():
        await declare_capacity(
            lines=[
                Declaration(type_key, first_on, period(live_on)[1], Decimal(amount))
                for type_key, amount in has.items()
            ],
            actor=stage.people[key],
            now=at(first_on, 13),
        )


async def _receive(stage: Stage, operation_id: UUID, now: datetime) -> None:
    """The partnership says that it has seen what it was told."""
    partnership = stage.people["partnership"]
    for notice in await partnership_notices(operation_id=operation_id, actor=partnership):
        await acknowledge_notice(notice_id=notice.id, actor=partnership, now=now)


def _agencies(stage: Stage) -> list[NewAgency]:
    return [NewAgency(stage.agencies[name], reason) for name, reason in REQUIRED.items()]


async def _let_in(stage: Stage, operation_id: UUID, keys: list[str], now: datetime) -> None:
    await add_members(
        operation_id=operation_id,
        person_ids=[stage.id(key) for key in keys],
        tier=Tier.SAFEGUARDING,
        reason="Has a part in the plans",
        actor=stage.people["lead"],
        now=now,
    )
