"""Agencies and people."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.people import actions, queries
from planning.people.queries import AgencySeen, ChannelChange, PersonSeen
from planning.people.rules import AgencyCategory, MailChannel, Role
from service.api.serving import ApiRequest, Made, answered, done, once
from service.web.idempotency import Answer


class NewAgency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An agency to be added."""

    name: str
    category: AgencyCategory


class NewChannel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How mail may reach an agency from now on."""

    channel: MailChannel


class NewPerson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person to be added; `email` is how they will sign in."""

    agency_id: UUID
    name: str
    email: str
    job_title: str = ""
    decision_authority: bool = False
    roles: list[Role] = []


class NewSignatory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a person may sign for their agency; both dates are included."""

    from_on: date
    until_on: date | None = None


@get("/agencies")
async def list_agencies(request: ApiRequest) -> list[AgencySeen]:
    """List the partnership's agencies by name."""
    return await queries.agencies(actor=request.user)


@get("/people")
async def list_people(request: ApiRequest, role: FromQuery[Role | None] = None) -> list[PersonSeen]:
    """List people by agency and name, or those who hold a role."""
    return await queries.people(actor=request.user, role=role)


@post("/agencies")
async def add_agency(request: ApiRequest, data: JSONBody[NewAgency]) -> Response[Made]:
    """Add an agency; for administrators."""

    async def act() -> Answer:
        agency_id = await actions.add_agency(
            name=data.name, category=data.category, actor=request.user, now=clock.now()
        )
        return answered(Made(agency_id), status=201)

    return await once(request, act)


@get("/agencies/{agency_id:uuid}/mail-channel/changes")
async def list_channel_changes(
    request: ApiRequest, agency_id: FromPath[UUID]
) -> list[ChannelChange]:
    """List how the channel was set, latest first; empty but for administrators and auditors."""
    return await queries.channel_changes(agency_id=agency_id, actor=request.user)


@post("/agencies/{agency_id:uuid}/mail-channel", status_code=204)
async def set_mail_channel(
    request: ApiRequest, agency_id: FromPath[UUID], data: JSONBody[NewChannel]
) -> Response[None]:
    """Set how mail may reach an agency; mail that waits keeps its channel. For administrators."""
    return await done(
        request,
        lambda: actions.set_mail_channel(
            agency_id=agency_id, channel=data.channel, actor=request.user, now=clock.now()
        ),
    )


@post("/people")
async def add_person(request: ApiRequest, data: JSONBody[NewPerson]) -> Response[Made]:
    """Add a person; for administrators."""

    async def act() -> Answer:
        person_id = await actions.add_person(
            agency_id=data.agency_id,
            name=data.name,
            email=data.email,
            job_title=data.job_title,
            decision_authority=data.decision_authority,
            roles=data.roles,
            actor=request.user,
            now=clock.now(),
        )
        return answered(Made(person_id), status=201)

    return await once(request, act)


@post("/people/{person_id:uuid}/signatory")
async def authorise_signatory(
    request: ApiRequest, person_id: FromPath[UUID], data: JSONBody[NewSignatory]
) -> Response[Made]:
    """Put a person on their agency's list of signatories; for administrators."""

    async def act() -> Answer:
        signatory_id = await actions.authorise_signatory(
            person_id=person_id,
            from_on=data.from_on,
            until_on=data.until_on,
            actor=request.user,
            now=clock.now(),
        )
        return answered(Made(signatory_id), status=201)

    return await once(request, act)


routes = [
    list_agencies,
    list_people,
    add_agency,
    list_channel_changes,
    set_mail_channel,
    add_person,
    authorise_signatory,
]
