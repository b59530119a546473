"""Who the token stands for."""

from uuid import UUID

import msgspec
from litestar import get

from planning.people.rules import AgencyCategory, Role
from service.api.serving import ApiRequest


class Me(msgspec.Struct, frozen=True):
    """The person on whose behalf the program acts."""

    person_id: UUID
    agency_id: UUID
    agency_category: AgencyCategory
    name: str
    roles: list[Role]
    can_write: bool


@get("/me")
async def me(request: ApiRequest) -> Me:
    """Tell whose token this is and what it may do."""
    actor = request.user
    return Me(
        person_id=actor.person_id,
        agency_id=actor.agency_id,
        agency_category=actor.agency_category,
        name=actor.name,
        roles=sorted(actor.roles),
        can_write=request.auth.can_write,
    )


routes = [me]
