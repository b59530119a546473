"""Diaries, rooms, and finding a time."""

from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from planning import clock
from planning.diaries import actions, queries
from planning.diaries.queries import DiarySeen, RoomSeen
from planning.diaries.rules.absences import NewAbsence
from planning.diaries.rules.hours import HoursSpan
from planning.diaries.rules.rooms import RoomDraft
from planning.finding.queries import Found, find_new_times, find_times
from planning.finding.rules.search import Sought
from service.api.serving import ApiRequest, Made, done, made, told
from service.calendar.busy import busy_times

LARGEST_IMPORT = 8 * 1024 * 1024


class Week(msgspec.Struct, frozen=True):
    """A working week: weekday 1 is Monday; an end of 00:00:00 is the midnight that ends a day."""

    hours: list[HoursSpan]


class CalendarFile(msgspec.Struct, frozen=True):
    """The text of an .ics file; of it only busy times are kept."""

    calendar: str


class Imported(msgspec.Struct, frozen=True):
    """How many busy times came of it."""

    imported: int


class Length(msgspec.Struct, frozen=True):
    """How long the meeting lasts at its new time; without it, as long as before."""

    minutes: int | None = None


@get("/rooms")
async def list_rooms(request: ApiRequest) -> list[RoomSeen]:
    """List the rooms, virtual ones too."""
    return await queries.rooms(actor=request.user)


@post("/rooms")
async def add_room(request: ApiRequest, data: JSONBody[RoomDraft]) -> Response[Made]:
    """Add a room; for administrators."""
    return await made(
        request,
        lambda: actions.add_room(draft=data, actor=request.user, now=clock.now()),
    )


@post("/rooms/{room_id:uuid}", status_code=204)
async def change_room(
    request: ApiRequest, room_id: FromPath[UUID], data: JSONBody[RoomDraft]
) -> Response[None]:
    """Change what is said of a room."""
    return await done(
        request,
        lambda: actions.change_room(
            room_id=room_id, draft=data, actor=request.user, now=clock.now()
        ),
    )


@post("/rooms/{room_id:uuid}/close", status_code=204)
async def close_room(request: ApiRequest, room_id: FromPath[UUID]) -> Response[None]:
    """Offer a room no more; meetings that hold it keep it."""
    return await done(
        request,
        lambda: actions.close_room(room_id=room_id, actor=request.user, now=clock.now()),
    )


@get("/people/{person_id:uuid}/diary")
async def see_diary(request: ApiRequest, person_id: FromPath[UUID]) -> DiarySeen:
    """Show a diary: your own, or as a scheduler that of a colleague in your agency."""
    return await queries.diary(person_id=person_id, actor=request.user, now=clock.now())


@post("/people/{person_id:uuid}/diary/hours", status_code=204)
async def set_hours(
    request: ApiRequest, person_id: FromPath[UUID], data: JSONBody[Week]
) -> Response[None]:
    """Replace a person's working week."""
    return await done(
        request,
        lambda: actions.set_hours(
            person_id=person_id, hours=data.hours, actor=request.user, now=clock.now()
        ),
    )


@post("/people/{person_id:uuid}/diary/absences")
async def add_absence(
    request: ApiRequest, person_id: FromPath[UUID], data: JSONBody[NewAbsence]
) -> Response[Made]:
    """Enter leave or a busy time: whole days, or from a time of day to another."""
    return await made(
        request,
        lambda: actions.add_absence(
            person_id=person_id, absence=data, actor=request.user, now=clock.now()
        ),
    )


@post("/absences/{absence_id:uuid}/remove", status_code=204)
async def remove_absence(request: ApiRequest, absence_id: FromPath[UUID]) -> Response[None]:
    """Take leave or a busy time out of the diary again."""
    return await done(
        request,
        lambda: actions.remove_absence(absence_id=absence_id, actor=request.user, now=clock.now()),
    )


@post(
    "/people/{person_id:uuid}/diary/import",
    status_code=200,
    request_max_body_size=LARGEST_IMPORT,
)
async def import_calendar(
    request: ApiRequest, person_id: FromPath[UUID], data: JSONBody[CalendarFile]
) -> Response[Imported]:
    """Put the busy times of a calendar in place of those of the last import."""
    now = clock.now()
    spans = await busy_times(data.calendar.encode(), now=now)

    async def bring() -> Imported:
        return Imported(
            await actions.import_busy(person_id=person_id, spans=spans, actor=request.user, now=now)
        )

    return await told(request, bring)


@post("/find-times", status_code=200)
async def find(request: ApiRequest, data: JSONBody[Sought]) -> Found:
    """Rank times for a meeting to be convened; for schedulers and chairs."""
    return await find_times(sought=data, actor=request.user, now=clock.now())


@post("/meetings/{meeting_id:uuid}/find-times", status_code=200)
async def find_to_move(
    request: ApiRequest, meeting_id: FromPath[UUID], data: JSONBody[Length]
) -> Found:
    """Rank times to move a meeting to."""
    return await find_new_times(
        meeting_id=meeting_id, minutes=data.minutes, actor=request.user, now=clock.now()
    )


routes = [
    list_rooms,
    add_room,
    change_room,
    close_room,
    see_diary,
    set_hours,
    add_absence,
    remove_absence,
    import_calendar,
    find,
    find_to_move,
]
