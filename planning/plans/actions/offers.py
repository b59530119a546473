"""Asking another agency for part of what a line lacks: an offer, which that agency commits."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import msgspec

from planning.errors import Blocked, Blocker
from planning.operations.actions.lock import require_lead
from planning.people.rules import Actor
from planning.plans.actions.held import hold_line, write_line
from planning.plans.actions.lock import note_material_change, tell_plan
from planning.plans.actions.resources import KEPT, Kept, values_of
from planning.plans.rules.lines import ResourceStatus
from planning.plans.tables import PlanResource
from planning.transactions import transaction

DAY = timedelta(days=1)


class Offer(msgspec.Struct, frozen=True):
    """What an agency is asked for instead; both dates are included."""

    agency_id: UUID
    amount: Decimal
    from_on: date
    until_on: date


async def offer_instead(*, resource_id: UUID, offer: Offer, actor: Actor, now: datetime) -> UUID:
    """Move part of what a line asks for to another agency's line; the new line.

    The lead's act. Only for the time of the offer: a line that lasts longer is parted, and what is
    asked and committed in the rest of it stays as it was. Raises `Blocked` unless the line lacks
    as much in all that time.
    """
    async with transaction(actor.person_id):
        operation, plan, kept = await hold_line(PlanResource, resource_id, Kept, KEPT)
        require_lead(operation, actor)
        _must_fit(kept, offer)
        common: dict[str, Any] = {
            "compartment_id": plan.compartment_id,
            "plan_id": plan.id,
            "removed_at": None,
            "edited_by": actor.person_id,
            "edited_at": now,
            "version": 1,
        }
        offered = uuid4()
        await PlanResource.insert(
            PlanResource(id=offered, **common, **_offered(kept, offer)),
            *(
                PlanResource(id=uuid4(), **common, **_rest(kept, first, last))
                for first, last in _around(kept, offer)
            ),
        )
        await write_line(
            PlanResource, resource_id, _shorter(kept, offer, now),
            version=kept.version + 1, actor=actor, now=now,
        )  # fmt: skip
        await note_material_change(plan, actor, agency_ids=[kept.agency_id, offer.agency_id])
        told: dict[str, object] = {"resource_id": offered, "instead_of": resource_id}
        await tell_plan(plan, "plan.resource_offered", actor, now, told)
        return offered


def _must_fit(kept: Kept, offer: Offer) -> None:
    fits = kept.from_on <= offer.from_on <= offer.until_on <= kept.until_on
    if not fits or not 0 < offer.amount <= kept.requested - kept.committed:
        raise Blocked([Blocker("The line does not lack this any more. Look at it again.")])


def _offered(kept: Kept, offer: Offer) -> dict[str, Any]:
    asked = msgspec.structs.replace(
        kept,
        agency_id=offer.agency_id,
        requested=offer.amount,
        committed=Decimal(0),
        from_on=offer.from_on,
        until_on=offer.until_on,
        approver_id=None,
        backfill="",
        funding="",
        status=ResourceStatus.OFFERED,
        used=Decimal(0),
    )
    return values_of(asked)


def _rest(kept: Kept, first: date, last: date) -> dict[str, Any]:
    return values_of(msgspec.structs.replace(kept, from_on=first, until_on=last, used=Decimal(0)))


def _around(kept: Kept, offer: Offer) -> list[tuple[date, date]]:
    parts = [(kept.from_on, offer.from_on - DAY), (offer.until_on + DAY, kept.until_on)]
    return [(first, last) for first, last in parts if first <= last]


def _shorter(kept: Kept, offer: Offer, now: datetime) -> dict[str, Any]:
    """The line itself for the time of the offer; out of the plan when nothing of it is left."""
    asked = kept.requested - offer.amount
    if asked == 0 and kept.committed == 0:
        return {"removed_at": now}
    return {"requested": asked, "from_on": offer.from_on, "until_on": offer.until_on}
