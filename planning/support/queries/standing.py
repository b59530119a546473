"""Figures of a whole operation's support, for members of its safeguarding tier alone."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from planning.support.rules.contact import ratio
from planning.transactions import fetch_all, fetch_grouped, fetch_value


class SupportStanding(msgspec.Struct, frozen=True):
    """Children still supported, those hidden from the reader too, and what they are without.

    All zero for who is not in the operation. `risk_out_of_date`: never assessed, or overdue.
    """

    children: int
    without_worker: int
    without_deputy: int
    risk_out_of_date: int


class Caseload(msgspec.Struct, frozen=True):
    """How many children of the operation one key worker has, against the strategy's ratio."""

    person_id: UUID
    name: str
    agency_name: str
    children: int
    at_most: int | None

    @property
    def is_over(self) -> bool:
        """Whether these are more than the strategy allows."""
        return self.at_most is not None and self.children > self.at_most


_STANDING = """
select wanted as operation_id, standing.* from unnest($1::uuid[]) wanted
cross join lateral accord_support_standing(wanted, $2) standing
"""

_CASELOADS = """
select w.person_id, p.name, a.name as agency_name, w.children, $2::integer as at_most
from accord_support_caseloads($1) w
join person p on p.id = w.person_id join agency a on a.id = p.agency_id
order by w.children desc, p.name, p.id
"""

_RATIO = """
select s.content ->> 'ratio' from plan p
join plan_section s on s.plan_id = p.id and s.key = 'key_workers'
where p.operation_id = $1 and p.kind = 'victim_support'
"""


async def support_standing(operation_id: UUID, *, today: date) -> SupportStanding:
    """How the operation's support stands on a date; inside an open transaction."""
    return (await support_standings([operation_id], today=today))[operation_id]


async def support_standings(
    operation_ids: Sequence[UUID], *, today: date
) -> dict[UUID, SupportStanding]:
    """How the support of each operation stands on a date; inside an open transaction."""
    found = await fetch_grouped(
        SupportStanding, "operation_id", _STANDING, list(operation_ids), today
    )
    return {key: one for key, (one,) in found.items()}


async def caseloads(operation_id: UUID) -> list[Caseload]:
    """Key workers with their numbers of children, most first; inside an open transaction."""
    at_most = ratio(await fetch_value(_RATIO, operation_id) or "")
    return await fetch_all(Caseload, _CASELOADS, operation_id, at_most)
