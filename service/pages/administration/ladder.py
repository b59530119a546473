"""Who answers for an agency at each stage of an escalation."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.escalations.actions import name_owner, remove_owner
from planning.escalations.queries import named_owners
from planning.escalations.rules import STAGES
from planning.people.queries import AgencySeen, PersonSeen, agencies, people
from planning.people.rules import Role, require_role
from planning.procedures.queries import procedure_on
from planning.transactions import transaction
from service.pages.forms import Form, FormInvalid
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

_PLACE = "/agencies/{agency_id:uuid}/escalation-owners"


@get(_PLACE)
async def show_owners(request: PageRequest, agency_id: FromPath[UUID]) -> Response[str]:
    """Show who is named for each stage."""
    agency = await _agency(request, agency_id)
    named = await named_owners(agency_id=agency_id, actor=request.user)
    filled: dict[str, object] = {}
    for owner in named:
        filled[f"owner-{owner.stage}"] = owner.person_id
        filled[f"deputy-{owner.stage}"] = owner.deputy_id or ""
    return await _page(request, agency, Form.filled(**filled))


@post(_PLACE)
async def set_owners(request: PageRequest, agency_id: FromPath[UUID]) -> Response[Any]:
    """Name them, or nobody for a stage left empty."""
    agency = await _agency(request, agency_id)
    form = await form_of(request)
    said = {
        stage: (
            form.uuid(f"owner-{stage}", label="Owner"),
            form.uuid(f"deputy-{stage}", label="Deputy"),
        )
        for stage in STAGES
    }
    for stage, (owner, deputy) in said.items():
        if deputy and not owner:
            form.add_error(f"owner-{stage}", "Select who the deputy stands in for")
        elif deputy and deputy == owner:
            form.add_error(f"deputy-{stage}", "Select somebody else as the deputy")

    async def act() -> Answer:
        if not form.is_valid():
            raise FormInvalid(form)
        actor, now = request.user, clock.now()
        async with transaction(actor.person_id):
            for stage, (owner, deputy) in said.items():
                if owner is None:
                    await remove_owner(agency_id=agency_id, stage=stage, actor=actor, now=now)
                else:
                    await name_owner(
                        agency_id=agency_id,
                        stage=stage,
                        person_id=owner,
                        deputy_id=deputy,
                        actor=actor,
                        now=now,
                    )
        return see_other("/agencies", f"The owners of {agency.name} are set.")

    return await submit(request, form, act, again=lambda: _page(request, agency, form))


async def _agency(request: PageRequest, agency_id: UUID) -> AgencySeen:
    require_role(request.user, Role.ADMINISTRATOR)
    for agency in await agencies(actor=request.user):
        if agency.id == agency_id:
            return agency
    raise NotFound


async def _page(request: PageRequest, agency: AgencySeen, form: Form) -> Response[str]:
    there = [one for one in await people(actor=request.user) if one.agency_id == agency.id]
    procedure = await procedure_on(on=clock.today(clock.now()), actor=request.user)
    return page(
        request,
        "pages/administration/escalation_owners.html",
        title=f"Escalations: who answers for {agency.name}",
        form=form,
        submit="Set the owners",
        cancel="/agencies",
        stages=list(enumerate(procedure.profile.escalation.titles, 1)),
        options=[(str(one.id), _words(one)) for one in there],
    )


def _words(person: PersonSeen) -> str:
    return f"{person.name}, {person.job_title}" if person.job_title else person.name


routes = [show_owners, set_owners]
