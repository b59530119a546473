"""Your agency's schedule: what it commits, what changed since it signed, what all sign."""

from uuid import UUID

from litestar import Response, get
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.people.queries import agencies, agency_signatories, people
from planning.people.rules import Actor
from planning.plans.queries import schedule_of, version
from planning.plans.queries.versions import ScheduleSeen
from service.pages.presenters import sign_offs as words
from service.pages.presenters.plans import names_of
from service.pages.serving import page
from service.pages.sign_offs.reading import asked_of
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
    schedule = await _schedule(current.id, actor)
    seen = await version(plan_version_id=current.id, actor=actor)
    signers = await agency_signatories(on=clock.today(clock.now()), actor=actor)
    names = names_of(await people(actor=actor), await agencies(actor=actor))
    return page(
        request,
        "pages/sign_offs/schedule.html",
        title="Your agency’s schedule",
        seen=asked.plan,
        current=current,
        standing=words.standing(asked.state, actor) if asked.state else None,
        commitments=words.commitments(schedule) if schedule else [],
        is_asked=schedule is not None,
        shared=words.shared(seen, names),
        may_answer=actor.person_id in {signer.id for signer in signers},
        signers=[signer.name for signer in signers],
        withdrawable=words.can_withdraw(asked.state, actor),
    )


async def _schedule(version_id: UUID, actor: Actor) -> ScheduleSeen | None:
    try:
        return await schedule_of(plan_version_id=version_id, agency_id=actor.agency_id, actor=actor)
    except NotFound:
        return None


routes = [show_schedule]
