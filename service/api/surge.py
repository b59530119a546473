"""Batches of waiting meetings: choose, pin, search, confirm, and plan anew when somebody is ill."""

from datetime import date
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from planning import clock
from planning.paging import PAGE, Page
from planning.surge import actions, queries
from planning.surge.queries import batch
from planning.surge.rules.batches import BatchRules, Pin
from planning.surge.rules.seen import BatchLine, BatchView, Confirmed, RunView, Waiting
from planning.surge.rules.what_if import WhatIf
from service.api.serving import ApiRequest, Made, done, made, told
from service.surge.jobs import queue_run
from service.web.context import enqueue_of


class Chosen(msgspec.Struct, frozen=True):
    """Waiting meetings by the ids of the list."""

    waiting: list[UUID]


class MeetingExcluded(msgspec.Struct, frozen=True):
    """Whether the meeting is left out."""

    excluded: bool


class SiteChosen(msgspec.Struct, frozen=True):
    """The site to meet at; without one people meet online."""

    site: str | None


class Search(msgspec.Struct, frozen=True):
    """For how long to search, in seconds up to 120; `what_if` only compares."""

    seconds: int
    what_if: WhatIf | None = None


class RunTaken(msgspec.Struct, frozen=True):
    """The run whose answer is taken."""

    run_id: UUID


class PersonAbsent(msgspec.Struct, frozen=True):
    """Who cannot come on these days, both included; never why. `seconds` as for a search."""

    person_id: UUID
    from_on: date
    until_on: date
    seconds: int


@get("/surge/waiting")
async def list_waiting(
    request: ApiRequest,
    operation_id: FromQuery[UUID | None] = None,
    due_by: FromQuery[date | None] = None,
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE,
) -> Page[Waiting]:
    """List the meetings that your children wait for, the soonest due first; for schedulers."""
    return await queries.waiting(
        actor=request.user,
        now=clock.now(),
        operation_id=operation_id,
        due_by=due_by,
        cursor=cursor,
        limit=limit,
    )


@get("/surge/batches")
async def list_batches(
    request: ApiRequest, cursor: FromQuery[str | None] = None, limit: FromQuery[int] = PAGE
) -> Page[BatchLine]:
    """List your batches, the newest first."""
    return await queries.batches(actor=request.user, cursor=cursor, limit=limit)


@post("/surge/batches", status_code=201)
async def start(request: ApiRequest, data: JSONBody[Chosen]) -> Response[Made]:
    """Put waiting meetings together; for schedulers."""
    return await made(
        request,
        lambda: actions.start_batch(waiting=data.waiting, actor=request.user, now=clock.now()),
        "/surge/batches/{}",
    )


@get("/surge/batches/{batch_id:uuid}")
async def see_batch(
    request: ApiRequest, batch_id: FromPath[UUID], run_id: FromQuery[UUID | None] = None
) -> BatchView:
    """Show a batch with its latest proposal or re-plan, or with the run that is named."""
    return await batch(batch_id=batch_id, run_id=run_id, actor=request.user, now=clock.now())


@post("/surge/batches/{batch_id:uuid}/rules", status_code=204)
async def set_rules(
    request: ApiRequest, batch_id: FromPath[UUID], data: JSONBody[BatchRules]
) -> Response[None]:
    """Say how long meetings last and what else the batch may use."""
    return await done(
        request,
        lambda: actions.set_rules(
            batch_id=batch_id, rules=data, actor=request.user, now=clock.now()
        ),
    )


@post("/surge/batches/{batch_id:uuid}/meetings/{batch_meeting_id:uuid}/exclude", status_code=204)
async def exclude(
    request: ApiRequest,
    batch_id: FromPath[UUID],
    batch_meeting_id: FromPath[UUID],
    data: JSONBody[MeetingExcluded],
) -> Response[None]:
    """Leave a meeting out, or take it in again."""
    return await done(
        request,
        lambda: actions.exclude_meeting(
            batch_id=batch_id,
            meeting_id=batch_meeting_id,
            excluded=data.excluded,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/surge/batches/{batch_id:uuid}/meetings/{batch_meeting_id:uuid}/pin", status_code=204)
async def pin(
    request: ApiRequest,
    batch_id: FromPath[UUID],
    batch_meeting_id: FromPath[UUID],
    data: JSONBody[Pin],
) -> Response[None]:
    """Hold a meeting to a time, and to a room or online."""
    return await done(
        request,
        lambda: actions.pin_meeting(
            batch_id=batch_id,
            meeting_id=batch_meeting_id,
            pin=data,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/surge/batches/{batch_id:uuid}/meetings/{batch_meeting_id:uuid}/unpin", status_code=204)
async def unpin(
    request: ApiRequest, batch_id: FromPath[UUID], batch_meeting_id: FromPath[UUID]
) -> Response[None]:
    """Let the search place a meeting again."""
    return await done(
        request,
        lambda: actions.unpin_meeting(
            batch_id=batch_id, meeting_id=batch_meeting_id, actor=request.user, now=clock.now()
        ),
    )


@post("/surge/batches/{batch_id:uuid}/meetings/{batch_meeting_id:uuid}/site", status_code=204)
async def set_site(
    request: ApiRequest,
    batch_id: FromPath[UUID],
    batch_meeting_id: FromPath[UUID],
    data: JSONBody[SiteChosen],
) -> Response[None]:
    """Have people meet at a site, or online."""
    return await done(
        request,
        lambda: actions.set_site(
            batch_id=batch_id,
            meeting_id=batch_meeting_id,
            site=data.site,
            actor=request.user,
            now=clock.now(),
        ),
    )


@post("/surge/batches/{batch_id:uuid}/runs", status_code=201)
async def search(
    request: ApiRequest, batch_id: FromPath[UUID], data: JSONBody[Search]
) -> Response[Made]:
    """Have the meetings placed; the search runs in the background and may be stopped."""
    return await made(
        request,
        lambda: actions.ask_run(
            batch_id=batch_id,
            seconds=data.seconds,
            what_if=data.what_if,
            actor=request.user,
            now=clock.now(),
            queue=queue_run,
        ),
        "/surge/runs/{}",
    )


@get("/surge/runs/{run_id:uuid}")
async def see_run(request: ApiRequest, run_id: FromPath[UUID]) -> RunView:
    """Show how a search is doing, with its best answer so far and the proved bounds."""
    return await queries.run(run_id=run_id, actor=request.user)


@post("/surge/runs/{run_id:uuid}/stop", status_code=204)
async def stop(request: ApiRequest, run_id: FromPath[UUID]) -> Response[None]:
    """Stop a search when its answer is good enough."""
    return await done(
        request, lambda: actions.stop_run(run_id=run_id, actor=request.user, now=clock.now())
    )


@post("/surge/batches/{batch_id:uuid}/confirm", status_code=200)
async def confirm(
    request: ApiRequest, batch_id: FromPath[UUID], data: JSONBody[RunTaken]
) -> Response[Confirmed]:
    """Convene every meeting and invite everybody, in one act or not at all."""
    return await told(
        request,
        lambda: actions.confirm_batch(
            batch_id=batch_id,
            run_id=data.run_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


@post("/surge/batches/{batch_id:uuid}/absences", status_code=201)
async def report_absence(
    request: ApiRequest, batch_id: FromPath[UUID], data: JSONBody[PersonAbsent]
) -> Response[Made]:
    """Say who cannot come; a search begins that moves only what must move."""
    return await made(
        request,
        lambda: actions.report_absence(
            batch_id=batch_id,
            person_id=data.person_id,
            from_on=data.from_on,
            until_on=data.until_on,
            seconds=data.seconds,
            actor=request.user,
            now=clock.now(),
            queue=queue_run,
        ),
        "/surge/runs/{}",
    )


@post("/surge/batches/{batch_id:uuid}/confirm-replan", status_code=200)
async def confirm_replan(
    request: ApiRequest, batch_id: FromPath[UUID], data: JSONBody[RunTaken]
) -> Response[Confirmed]:
    """Move what the re-plan moves, and tell everybody concerned, in one act or not at all."""
    return await told(
        request,
        lambda: actions.confirm_replan(
            batch_id=batch_id,
            run_id=data.run_id,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        ),
    )


routes = [
    list_waiting,
    list_batches,
    start,
    see_batch,
    set_rules,
    exclude,
    pin,
    unpin,
    set_site,
    search,
    see_run,
    stop,
    confirm,
    report_absence,
    confirm_replan,
]
