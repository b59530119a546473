"""Batches as their scheduler sees them; the number of queries does not grow with meetings."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.clock import LONDON, london_date
from planning.diaries.rules.places import Named
from planning.errors import NotFound
from planning.paging import PAGE, Page, Place, page, page_size, place
from planning.people.rules import Actor, Role, require_role
from planning.procedures.queries import current_profile
from planning.procedures.rules import Profile
from planning.surge.forms.problem import Meeting
from planning.surge.reading import BatchRow, MeetingRow, find_batch, meetings_of, sites
from planning.surge.rules.batches import ChildThere, Pin, PlaceSeen, RunKind
from planning.surge.rules.building import grid_for
from planning.surge.rules.seen import (
    AbsenceReported,
    BatchLine,
    BatchMeeting,
    BatchView,
    DaySeen,
    RunView,
)
from planning.surge.rules.showing import (
    days_of,
    people_of,
    place_seen,
    run_view,
)
from planning.surge.rules.standing import comes_and_goes
from planning.surge.rules.waiting import quorum_words
from planning.surge.runs import RUN, RunOf, run_of, stale
from planning.transactions import fetch_all, fetch_one, transaction

MOST_COMPARED = 4

_BATCHES = """
select b.id, b.state, b.created_at,
       (select count(*) from surge_batch_meeting m where m.batch_id = b.id) as meetings
from surge_batch b
where $1::timestamptz is null or (b.created_at, b.id) < ($1, $2::uuid)
order by b.created_at desc, b.id desc
limit $3
"""
_SHOWN = f"""
{RUN} where batch_id = $1 and case when $2::uuid is null then kind <> 'what_if' else id = $2 end
order by asked_at desc, id desc limit 1
"""
_COMPARED = f"""
{RUN} where batch_id = $1 and kind = 'what_if'
order by asked_at desc, id desc limit {MOST_COMPARED}
"""
_NAMES = """
select
    (select coalesce(jsonb_object_agg(p.id, p.name), '{}') from person p where p.id = any ($1))
        as people,
    (select coalesce(jsonb_object_agg(r.id, r.site || ', ' || r.name), '{}') from room r) as rooms,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'concern_id', k.id, 'reference', c.reference, 'name', c.name)), '[]')
     from concern k join child c on c.compartment_id = k.compartment_id and c.id = k.child_id
     where k.id = any ($2)) as children,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'id', m.id, 'reference', m.reference, 'starts_at', m.starts_at,
        'people', array(select a.person_id from attendee a
                        where a.compartment_id = m.compartment_id and a.meeting_id = m.id
                          and a.removed_at is null order by a.person_id))), '[]')
     from strategy_meeting m where m.id = any ($3)) as convened,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'person_id', a.person_id, 'name', p.name, 'from_on', a.from_on, 'until_on', a.until_on,
        'reported_at', a.reported_at) order by a.reported_at desc, a.id), '[]')
     from surge_absence a join person p on p.id = a.person_id where a.batch_id = $4) as absences
"""


class _Convened(msgspec.Struct, frozen=True):
    id: UUID
    reference: str
    starts_at: datetime
    people: list[UUID]


class _Absence(AbsenceReported, frozen=True):
    reported_at: datetime


class _Names(msgspec.Struct, frozen=True):
    people: dict[str, str]
    rooms: dict[str, str]
    children: list[ChildThere]
    convened: list[_Convened]
    absences: list[_Absence]


async def batches(*, actor: Actor, cursor: str | None = None, limit: int = PAGE) -> Page[BatchLine]:
    """The actor's batches, the newest first. Raises `NotAllowed` for who is no scheduler."""
    require_role(actor, Role.SCHEDULER)
    after, size = place(cursor), page_size(limit)
    async with transaction(actor.person_id):
        rows = await fetch_all(
            BatchLine, _BATCHES, after.at if after else None, after.id if after else None, size + 1
        )
    return page(rows, [Place(row.created_at, row.id) for row in rows], size)


async def batch(
    *, batch_id: UUID, run_id: UUID | None = None, actor: Actor, now: datetime
) -> BatchView:
    """One batch with a run of it, the latest proposal or re-plan unless one is named.

    Raises `NotFound`.
    """
    require_role(actor, Role.SCHEDULER)
    async with transaction(actor.person_id):
        row = await find_batch(batch_id)
        meetings = await meetings_of(batch_id)
        profile = (await current_profile(london_date(now))).profile
        run = await fetch_one(RunOf, _SHOWN, batch_id, run_id)
        if run_id and run is None:
            raise NotFound
        compared = await fetch_all(RunOf, _COMPARED, batch_id)
        names = await _names(row, meetings, run)
        places = await sites()
    return BatchView(
        id=row.id,
        state=row.state,
        created_at=row.created_at,
        rules=row.rules,
        meetings=_meetings(meetings, _beside(run, names, profile, now)),
        run=_view(run, row, meetings, names.absences) if run else None,
        what_ifs=[_view(one, row, meetings, names.absences) for one in compared],
        days=_days(row, meetings, run, profile, now),
        people=_people(run, names),
        absences=[
            AbsenceReported(one.person_id, one.name, one.from_on, one.until_on)
            for one in names.absences
        ],
        sites=places,
    )


async def run(*, run_id: UUID, actor: Actor) -> RunView:
    """How one run is doing, to be asked again and again; five queries. Raises `NotFound`."""
    require_role(actor, Role.SCHEDULER)
    async with transaction(actor.person_id):
        found = await run_of(run_id)
        if found is None:
            raise NotFound
        row, meetings = await find_batch(found.batch_id), await meetings_of(found.batch_id)
        names = await _names(row, [], None)
    return _view(found, row, meetings, names.absences)


async def _names(row: BatchRow, meetings: Sequence[MeetingRow], run: RunOf | None) -> _Names:
    found = await fetch_one(
        _Names,
        _NAMES,
        list(people_of(run)) if run else [],
        [key for one in meetings for key in one.concern_ids],
        [one.meeting_id for one in meetings if one.meeting_id],
        row.id,
    )
    return found or _Names({}, {}, [], [], [])


def _view(
    run: RunOf, row: BatchRow, meetings: Sequence[MeetingRow], absences: Sequence[_Absence]
) -> RunView:
    since = max((one.reported_at for one in absences), default=None)
    changed = stale(run, row, meetings, since)
    return run_view(run, stale=changed, confirmed=run.confirmed_at is not None)


class _Beside(msgspec.Struct, frozen=True):
    """What a meeting of the batch is shown with."""

    run: RunOf | None
    names: _Names
    profile: Profile
    today: date
    asked: dict[str, Meeting]
    children: dict[UUID, ChildThere]
    convened: dict[UUID | None, _Convened]


def _meetings(rows: Sequence[MeetingRow], beside: _Beside) -> list[BatchMeeting]:
    return [_meeting(one, beside, beside.convened.get(one.meeting_id)) for one in rows]


def _beside(run: RunOf | None, names: _Names, profile: Profile, now: datetime) -> _Beside:
    return _Beside(
        run,
        names,
        profile,
        london_date(now),
        {one.id: one for one in run.asked.problem.meetings} if run else {},
        {one.concern_id: one for one in names.children},
        {one.id: one for one in names.convened},
    )


def _meeting(one: MeetingRow, beside: _Beside, convened: _Convened | None) -> BatchMeeting:
    answer = beside.run.answer if beside.run and not beside.run.confirmed_at else None
    comes, goes = _changes(one, beside, convened)
    return BatchMeeting(
        id=one.id,
        kind=one.kind,
        kind_words=beside.profile.kinds[one.kind].words,
        why=one.why,
        children=[beside.children[key] for key in one.concern_ids],
        due_on=one.due_on,
        late=one.due_on < beside.today,
        weight=one.weight,
        quorum=quorum_words(one.kind, beside.profile),
        site=one.site,
        pinned=_pin(one),
        pinned_room_name=beside.names.rooms.get(str(one.pinned_room_id)),
        excluded=one.excluded,
        taken=one.taken,
        place=_place(one, beside),
        meeting_id=one.meeting_id,
        meeting_reference=convened.reference if convened else None,
        starts_at=convened.starts_at if convened else None,
        moves=answer is not None and str(one.id) in answer.moved,
        must_move=answer is not None and str(one.id) in answer.must_move,
        price=len(convened.people) if convened else 0,
        comes=comes,
        goes=goes,
    )


def _place(one: MeetingRow, beside: _Beside) -> PlaceSeen | None:
    asked = beside.asked.get(str(one.id))
    if beside.run is None or asked is None:
        return None
    words = {**beside.names.people, **beside.names.rooms}
    return place_seen(asked, beside.run, words, one.due_on, beside.profile.closed_days)


def _changes(
    one: MeetingRow, beside: _Beside, convened: _Convened | None
) -> tuple[list[str], list[str]]:
    """The names of those whom a re-plan invites besides, and of those whom it takes off."""
    run, asked = beside.run, beside.asked.get(str(one.id))
    if not (run and asked and convened) or run.kind is not RunKind.REPLAN or run.confirmed_at:
        return [], []
    on = london_date(convened.starts_at)
    absent = {
        gone.person_id for gone in beside.names.absences if gone.from_on <= on <= gone.until_on
    }
    names = beside.names.people | {str(gone.person_id): gone.name for gone in beside.names.absences}
    comes, goes = comes_and_goes(run, asked, convened.people, absent)
    return [names[str(key)] for key in comes], [names[str(key)] for key in goes]


def _pin(one: MeetingRow) -> Pin | None:
    if one.pinned_at is None:
        return None
    local = one.pinned_at.astimezone(LONDON)
    return Pin(local.date(), local.time(), one.pinned_room_id)


def _days(
    row: BatchRow,
    meetings: Sequence[MeetingRow],
    run: RunOf | None,
    profile: Profile,
    now: datetime,
) -> list[DaySeen]:
    if run:
        return days_of(run.asked.problem.grid)
    due = [one.due_on for one in meetings] or [london_date(now)]
    return days_of(grid_for(due, 1, row.rules, profile.closed_days, now))


def _people(run: RunOf | None, names: _Names) -> list[Named]:
    keys: Mapping[str, str] = names.people if run else {}
    return sorted((Named(UUID(key), name) for key, name in keys.items()), key=lambda one: one.name)
