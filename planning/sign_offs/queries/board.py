"""The partnership's board: the operations that it was told of, and how far they are.

Nothing of the police-sensitive tier is in it: it reads what any member of the safeguarding tier
reads.
"""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import end_of_day, london_date
from planning.operations.queries.notices import PartnershipNoticeSeen, notices_about
from planning.operations.rules import OperationState
from planning.paging import Page, Place, page, place
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import current_profile
from planning.sign_offs.rules import last_overdue_on
from planning.transactions import fetch_all, transaction

BOARD_PAGE = 10


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    state: OperationState
    lead_name: str
    created_at: datetime
    planned_live_on: date | None
    live_at: datetime | None
    agencies_required: int
    missing: int
    overdue: int
    without_sign_off: bool
    confirmed: bool


class BoardRow(_Row, frozen=True, kw_only=True):
    """An operation that the partnership was told of, and what it was told, the latest first.

    `missing`: signatures that do not hold, of plans that were never submitted too; `overdue`: those
    that were asked for longer ago than the profile allows.
    """

    notices: list[PartnershipNoticeSeen]


_ROWS = """
select o.id, o.name, o.state, p.name as lead_name, o.created_at, o.planned_live_on, o.live_at,
       r.agencies as agencies_required, r.wanted - r.asked + w.waiting as missing, w.overdue,
       g.id is not null as without_sign_off,
       exists (select from go_live_confirmation c where c.go_live_record_id = g.id) as confirmed
from operation o
join person p on p.id = o.lead_id
cross join lateral (
    select count(distinct r.agency_id) as agencies, count(*) as wanted,
           count(*) filter (where exists (
               select from plan_version v
               join plan_version_schedule c
                   on c.plan_version_id = v.id and c.agency_id = r.agency_id
               where v.plan_id = q.id and not exists (
                   select from plan_version l
                   where l.plan_id = v.plan_id and l.number > v.number))) as asked
    from operation_agency r join plan q on q.operation_id = r.operation_id
    where r.operation_id = o.id) r
cross join lateral (
    select count(*) as waiting, count(*) filter (where w.submitted_at < $1) as overdue
    from sign_off_waiting w where w.operation_id = o.id) w
left join go_live_record g on g.operation_id = o.id and g.route = 'without_sign_off'
where exists (select from partnership_notice n where n.operation_id = o.id)
  and ($2::timestamptz is null or (o.created_at, o.id) < ($2, $3::uuid))
order by o.created_at desc, o.id desc limit $4
"""


async def board(*, actor: Actor, now: datetime, cursor: str | None = None) -> Page[BoardRow]:
    """The newest operations first. Raises `NotAllowed` for people outside the partnership."""
    require_role(actor, Role.PARTNERSHIP)
    after = place(cursor)
    async with transaction(actor.person_id):
        profile = (await current_profile(london_date(now))).profile
        rows = await fetch_all(
            _Row, _ROWS, end_of_day(last_overdue_on(profile, london_date(now))),
            after and after.at, after and after.id, BOARD_PAGE + 1,
        )  # fmt: skip
        notices = await notices_about([row.id for row in rows])
    found = [
        BoardRow(
            **msgspec.structs.asdict(row),
            notices=[one for one in notices if one.operation_id == row.id],
        )
        for row in rows
    ]
    return page(found, [Place(at=row.created_at, id=row.id) for row in rows], BOARD_PAGE)
