"""How mail may reach an agency."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.people.actions import set_mail_channel
from planning.people.queries import AgencySeen, agencies, channel_changes
from planning.people.rules import MailChannel, Role, require_role
from service.pages.forms import Form
from service.pages.presenters.channels import CHANNEL_OPTIONS, channel_lines
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other


@get("/agencies/{agency_id:uuid}/mail")
async def show_channel(request: PageRequest, agency_id: FromPath[UUID]) -> Response[str]:
    """Show how mail reaches an agency and how it could."""
    agency = await _agency(request, agency_id)
    return await _page(request, agency, Form.filled(channel=agency.mail_channel))


@post("/agencies/{agency_id:uuid}/mail")
async def set_channel(request: PageRequest, agency_id: FromPath[UUID]) -> Response[Any]:
    """Set it for what is queued from now on."""
    agency = await _agency(request, agency_id)
    form = await form_of(request)
    channel = form.enum(
        "channel", label="Mail", kind=MailChannel, required="Select how mail reaches this agency"
    )

    async def act() -> Answer:
        await set_mail_channel(
            agency_id=agency_id,
            channel=channel,  # type: ignore[arg-type]  # the form was checked
            actor=request.user,
            now=clock.now(),
        )
        return see_other("/agencies", f"Mail to {agency.name} is set.")

    return await submit(request, form, act, again=lambda: _page(request, agency, form))


async def _agency(request: PageRequest, agency_id: UUID) -> AgencySeen:
    require_role(request.user, Role.ADMINISTRATOR)
    for agency in await agencies(actor=request.user):
        if agency.id == agency_id:
            return agency
    raise NotFound


async def _page(request: PageRequest, agency: AgencySeen, form: Form) -> Response[str]:
    return page(
        request,
        "pages/administration/channel.html",
        title=f"Mail to {agency.name}",
        form=form,
        submit="Set the mail of this agency",
        cancel="/agencies",
        options=CHANNEL_OPTIONS,
        changes=channel_lines(await channel_changes(agency_id=agency.id, actor=request.user)),
    )


routes = [show_channel, set_channel]
