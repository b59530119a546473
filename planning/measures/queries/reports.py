"""What the partnership sees of its quarterly reports."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.measures.rules.reports import Change, changes
from planning.measures.rules.shown import Dashboard
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor, Role, require_role
from planning.transactions import fetch_all, fetch_one, transaction

_COLUMNS = """
r.id, r.quarter, r.version, r.known_at, p.name as asked_by_name, r.asked_at, r.made_at,
encode(r.fingerprint, 'hex') as fingerprint
"""
_LIST = f"""
select {_COLUMNS} from quarterly_report r join person p on p.id = r.asked_by
where $1::timestamptz is null or (r.asked_at, r.id) < ($1, $2)
order by r.asked_at desc, r.id desc limit $3
"""
_ONE = f"""
select {_COLUMNS}, r.content,
       (select e.content from quarterly_report e
        where e.quarter = r.quarter and e.version < r.version and e.made_at is not null
        order by e.version desc limit 1) as earlier,
       exists (select from quarterly_report n
               where n.quarter = r.quarter and n.version > r.version) as superseded
from quarterly_report r join person p on p.id = r.asked_by where r.id = $1
"""


class ReportLine(msgspec.Struct, frozen=True):
    """A report in the list; it is being made while `made_at` is `None`."""

    id: UUID
    quarter: date
    version: int
    known_at: datetime
    asked_by_name: str
    asked_at: datetime
    made_at: datetime | None
    fingerprint: str | None


class ReportSeen(msgspec.Struct, frozen=True):
    """A report with its frozen figures, and what changed since the version before it."""

    line: ReportLine
    content: Dashboard | None
    superseded: bool
    changed: list[Change] | None


class _Row(ReportLine, frozen=True):
    content: Dashboard | None
    earlier: Dashboard | None
    superseded: bool


async def reports(
    *, actor: Actor, cursor: str | None = None, limit: int = PAGE
) -> Page[ReportLine]:
    """Reports, the one asked for last first; for the partnership, `NotAllowed` for others."""
    require_role(actor, Role.PARTNERSHIP)
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            ReportLine, _LIST, after.at if after else None, after.id if after else None, size + 1
        )
    return page(rows, [Place(row.asked_at, row.id) for row in rows], size)


async def report(*, report_id: UUID, actor: Actor) -> ReportSeen:
    """One report. Raises `NotAllowed` for others than the partnership, `NotFound`."""
    require_role(actor, Role.PARTNERSHIP)
    async with transaction(actor.person_id):
        row = await fetch_one(_Row, _ONE, report_id)
    if row is None:
        raise NotFound
    return ReportSeen(
        line=ReportLine(*(getattr(row, name) for name in ReportLine.__struct_fields__)),
        content=row.content,
        superseded=row.superseded,
        changed=changes(row.content, row.earlier) if row.content and row.earlier else None,
    )
