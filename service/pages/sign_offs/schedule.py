"""Your agency's schedule: what it commits, what changed since it signed, what all sign."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.capacity.queries.over import over_commitments
from planning.errors import NotFound
from planning.operations.queries import operation_members
from planning.people.queries import agencies, agency_signatories, people
from planning.people.rules import Actor
from planning.plans.queries import schedule_of, version
from planning.plans.queries.versions import ScheduleSeen, VersionRow
from planning.sign_offs.queries import replies_about, signing_faults
from planning.transactions import transaction
from service.pages.forms import Form
from service.pages.presenters import sign_offs as words
from service.pages.presenters.plans import names_of
from service.pages.presenters.signing import answers_for, glance, over_words, thread
from service.pages.serving import page
from service.pages.sign_offs.answering import fields_of_answer
from service.pages.sign_offs.reading import Asked, asked_of
from service.web.context import PageRequest


@get("/plans/{plan_id:uuid}/schedule")
async def show_schedule(request: PageRequest, plan_id: FromPath[UUID]) -> Response[str]:
    """The current version as this person's agency signs it."""
    actor = request.user
    asked = await asked_of(plan_id, actor)
    current = asked.current
    if current is None:
        return page(
            request,
            "pages/sign_offs/not_submitted.html",
            title="Your agency’s schedule",
            seen=asked.plan,
        )
    async with transaction(actor.person_id):
        schedule = await _schedule(current.id, actor)
        reading = await _reading(asked, current, schedule, actor)
        answering = await _answering(request, asked, current, schedule)
    return page(
        request,
        "pages/sign_offs/schedule.html",
        title="Your agency’s schedule",
        seen=asked.plan,
        **reading,
        **answering,
    )


async def _reading(
    asked: Asked, current: VersionRow, schedule: ScheduleSeen | None, actor: Actor
) -> dict[str, Any]:
    """What the page says before it asks; inside an open transaction."""
    seen = await version(plan_version_id=current.id, actor=actor)
    names = names_of(await people(actor=actor), await agencies(actor=actor))
    given = asked.state.answer if asked.state else None
    over = await over_commitments(asked.plan.operation_id)
    replies = await replies_about(sign_off_ids=[given.id] if given else [], actor=actor)
    return {
        "glance": glance(schedule.content if schedule else None, asked.state),
        "standing": words.standing(asked.state, actor) if asked.state else None,
        "note": given.note if given else "",
        "thread": thread(replies),
        "commitments": words.commitments(schedule) if schedule else [],
        "over": over_words(over, actor),
        "shared": words.shared(seen, names),
    }


async def _answering(
    request: PageRequest, asked: Asked, current: VersionRow, schedule: ScheduleSeen | None
) -> dict[str, Any]:
    """Who may answer, and the form for whoever may."""
    actor, now = request.user, clock.now()
    signers = await agency_signatories(on=clock.today(now), actor=actor)
    may_answer = actor.person_id in {signer.id for signer in signers} and asked.state is not None
    shown: dict[str, Any] = {
        "is_asked": schedule is not None and asked.state is not None,
        "may_answer": may_answer,
        "signers": [signer.name for signer in signers],
        "withdrawable": words.can_withdraw(asked.state, actor),
        "current": current,
        "hindered": [],
    }
    if schedule is None or not may_answer:
        return shown
    hindered = await signing_faults(plan_version_id=current.id, actor=actor, now=now)
    members = await operation_members(operation_id=asked.plan.operation_id, actor=actor)
    offered = answers_for(schedule.content, hindered)
    return (
        shown
        | {"hindered": hindered}
        | fields_of_answer(request, Form(), current, offered, members)
    )


async def _schedule(version_id: UUID, actor: Actor) -> ScheduleSeen | None:
    try:
        return await schedule_of(plan_version_id=version_id, agency_id=actor.agency_id, actor=actor)
    except NotFound:
        return None


routes = [show_schedule]
