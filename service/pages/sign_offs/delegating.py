"""Who signs for your agency, and delegates for a time."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.people.queries import people
from planning.sign_offs.actions import name_delegate, withdraw_delegate
from planning.sign_offs.queries import signing_list
from service.pages.forms import Form
from service.pages.presenters.signing import signer_lines
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, once, see_other


@get("/signing")
async def show_signing(request: PageRequest) -> Response[str]:
    """The agency's list, and for its signatories a form to name a delegate."""
    return await _page(request, Form())


@post("/signing/delegates")
async def name(request: PageRequest) -> Response[Any]:
    """Let a colleague sign for some time."""
    form = await form_of(request)
    person_id = form.uuid("person_id", label="Delegate", required="Select a colleague")
    from_on = form.date("from_on", label="First day", required="Enter the first day")
    until_on = form.date("until_on", label="Last day", required="Enter the last day")
    reason = form.text("reason", label="Reason", required="Enter why", max_length=500)

    async def act() -> Answer:
        await name_delegate(
            person_id=person_id or UUID(int=0),
            from_on=from_on or date.min,
            until_on=until_on or date.min,
            reason=reason,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other("/signing", "They can sign for your agency in that time.")

    return await submit(request, form, act, again=lambda: _page(request, form))


@post("/signing/delegates/{signatory_id:uuid}/withdraw")
async def take_back(request: PageRequest, signatory_id: FromPath[UUID]) -> Response[Any]:
    """Take a delegation back at once."""

    async def act() -> Answer:
        await withdraw_delegate(signatory_id=signatory_id, actor=request.user, now=clock.now())
        return see_other("/signing", "They cannot sign for your agency any more.")

    return await once(request, act)


async def _page(request: PageRequest, form: Form) -> Response[str]:
    actor, now = request.user, clock.now()
    found = await signing_list(actor=actor, now=now)
    listed = {one.person_id for one in found.signers if one.until_on is None}
    return page(
        request,
        "pages/sign_offs/signing.html",
        title="Who signs for your agency",
        form=form,
        submit="Name the delegate",
        action="/signing/delegates",
        lines=signer_lines(found.signers, may_delegate=found.may_delegate, today=clock.today(now)),
        may_delegate=found.may_delegate,
        colleagues=[
            (str(one.id), f"{one.name}, {one.job_title}" if one.job_title else one.name)
            for one in await people(actor=actor)
            if one.agency_id == actor.agency_id and one.id not in {actor.person_id, *listed}
        ],
    )


routes = [show_signing, name, take_back]
