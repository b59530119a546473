"""Reminding signatories who have not answered."""

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from planning import clock
from planning.reminders.actions import chase_signatories
from service.pages.presenters.counts import count
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, once, see_other


@post("/plans/{plan_id:uuid}/remind")
async def remind(request: PageRequest, plan_id: FromPath[UUID]) -> Response[Any]:
    """Write to everybody who may sign for an agency whose answer is awaited."""

    async def act() -> Answer:
        people = await chase_signatories(
            plan_id=plan_id, actor=request.user, now=clock.now(), enqueue=enqueue_of(request)
        )
        reached = count(people, "person is", "people are")
        return see_other(f"/plans/{plan_id}", f"{reached} reminded.")

    return await once(request, act)


routes = [remind]
