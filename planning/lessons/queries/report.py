"""The end-of-investigation report, and lessons of all operations that somebody is in."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.errors import NotFound
from planning.lessons.rules.report import REPORT_STATES, LessonState, Part, lacking
from planning.operations.queries import RequiredAgency, required_agencies
from planning.operations.rules import OperationState
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor
from planning.transactions import fetch_all, fetch_one, transaction


class ReportTextSeen(msgspec.Struct, frozen=True):
    """What a part of the report says now; `number` counts its texts."""

    part: Part
    agency_id: UUID | None
    agency_name: str | None
    number: int
    content: str
    written_by_name: str
    written_at: datetime


class LessonSeen(msgspec.Struct, frozen=True):
    """What was learned, which agency acts on it, and how far that is."""

    id: UUID
    operation_id: UUID
    operation_name: str
    learned: str
    agency_id: UUID
    agency_name: str
    due_on: date
    state: LessonState
    progress: str
    written_by_name: str
    written_at: datetime
    changed_at: datetime | None
    version: int
    may_follow: bool


class ReportSeen(msgspec.Struct, frozen=True, kw_only=True):
    """The report as it stands; `lacks` keeps the operation from being closed."""

    operation_id: UUID
    operation_name: str
    compartment_id: UUID
    state: OperationState
    is_lead: bool
    open: bool
    texts: list[ReportTextSeen]
    lessons: list[LessonSeen]
    lacks: list[str]
    required: list[RequiredAgency]

    def text(self, part: Part, agency_id: UUID | None = None) -> ReportTextSeen | None:
        """What a part says, of an agency where each says its own."""
        return next(
            (one for one in self.texts if (one.part, one.agency_id) == (part, agency_id)), None
        )


class _About(msgspec.Struct, frozen=True):
    name: str
    compartment_id: UUID
    state: OperationState
    lead_id: UUID


_TEXTS = """
select distinct on (t.part, t.agency_id) t.part, t.agency_id, a.name as agency_name, t.number,
       t.content, p.name as written_by_name, t.written_at
from report_text t join person p on p.id = t.written_by left join agency a on a.id = t.agency_id
where t.operation_id = $1 order by t.part, t.agency_id, t.number desc
"""

_LESSONS = """
select l.id, l.operation_id, o.name as operation_name, l.learned, l.agency_id,
       a.name as agency_name, l.due_on, l.state, l.progress, p.name as written_by_name,
       l.written_at, l.changed_at, l.version,
       l.agency_id = $1 or o.lead_id = $2 as may_follow
from lesson l join operation o on o.compartment_id = l.compartment_id and o.id = l.operation_id
join agency a on a.id = l.agency_id join person p on p.id = l.written_by
"""


async def report_of(*, operation_id: UUID, actor: Actor) -> ReportSeen:
    """The report with its lessons, the soonest due first. Raises `NotFound`."""
    async with transaction(actor.person_id):
        about = await fetch_one(
            _About,
            "select name, compartment_id, state, lead_id from operation where id = $1",
            operation_id,
        )
        if about is None:
            raise NotFound
        texts = await fetch_all(ReportTextSeen, _TEXTS, operation_id)
        required = await required_agencies(operation_id)
        names = {one.agency_id: one.agency_name for one in required}
        return ReportSeen(
            operation_id=operation_id,
            operation_name=about.name,
            compartment_id=about.compartment_id,
            state=about.state,
            is_lead=about.lead_id == actor.person_id,
            open=about.state in REPORT_STATES,
            texts=texts,
            lessons=await fetch_all(
                LessonSeen,
                _LESSONS + "where l.operation_id = $3 order by l.due_on, l.id",
                actor.agency_id, actor.person_id, operation_id,
            ),
            lacks=lacking({(one.part, one.agency_id) for one in texts}, names),
            required=required,
        )  # fmt: skip


async def lesson(*, lesson_id: UUID, actor: Actor) -> LessonSeen:
    """One lesson. Raises `NotFound`."""
    async with transaction(actor.person_id):
        found = await fetch_one(
            LessonSeen, _LESSONS + "where l.id = $3", actor.agency_id, actor.person_id, lesson_id
        )
        if found is None:
            raise NotFound
        return found


async def lessons(
    *, actor: Actor, limit: int = PAGE, cursor: str | None = None
) -> Page[LessonSeen]:
    """Of all operations that the actor is in, newest first.

    The partnership is let into each operation when it is told of it.
    """
    after = place(cursor)
    size = page_size(limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            LessonSeen,
            _LESSONS + "where $3::timestamptz is null or (l.written_at, l.id) < ($3, $4::uuid)"
            " order by l.written_at desc, l.id desc limit $5",
            actor.agency_id, actor.person_id, after and after.at, after and after.id, size + 1,
        )  # fmt: skip
    return page(rows, [Place(at=row.written_at, id=row.id) for row in rows], size)
