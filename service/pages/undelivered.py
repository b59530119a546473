"""Mail that did not arrive: the list, and what is done about it."""

from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.clock import in_london
from planning.errors import NotFound
from planning.people.queries import agencies
from planning.people.rules import Role
from service.mail.queries import mail_servers
from service.mail.undelivered.actions import dismiss, send_again, send_all_again
from service.mail.undelivered.queries import (
    Filters,
    LetterSeen,
    one_letter,
    undelivered,
)
from service.mail.undelivered.rules import LONGEST_REASON, Wanted
from service.pages.forms import Form
from service.pages.presenters import undelivered as words
from service.pages.presenters.directory import agency_options
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

LIST = "/undelivered"
_ALREADY = "That mail was dealt with already."
_WANTED = [(one.value, text) for one, text in words.WANTED_WORDS.items()]


@get(LIST)
async def show_list(
    request: PageRequest,
    wanted: FromQuery[str | None] = None,
    agency: FromQuery[str | None] = None,
    since: FromQuery[str | None] = None,
    after: FromQuery[str | None] = None,
) -> Response[str]:
    """List messages, the latest first, a page at a time."""
    typed = {"wanted": wanted or "", "agency": agency or "", "since": since or ""}
    return await _list(request, Form(typed), after)


@post(f"{LIST}/send-again")
async def send_all(request: PageRequest) -> Response[Any]:
    """Have everything that the filters list sent again."""
    form = await form_of(request)
    filters = _filters(form)

    async def act() -> Answer:
        letters = await send_all_again(filters=filters, actor=request.user, now=clock.now())
        return see_other(LIST, words.told(letters))

    return await submit(request, form, act, again=lambda: _list(request, form, None))


@get(f"{LIST}/{{message_id:uuid}}")
async def show_one(request: PageRequest, message_id: FromPath[UUID]) -> Response[str]:
    """Ask what to do about one message."""
    return await _one(request, await _letter(request, message_id), Form())


@post(f"{LIST}/{{message_id:uuid}}")
async def settle(request: PageRequest, message_id: FromPath[UUID]) -> Response[Any]:
    """Have it sent again, or put it away."""
    letter = await _letter(request, message_id)
    form = await form_of(request)
    what = form.choice(
        "what",
        label="What to do",
        options=["again", "dismiss"],
        required="Select what to do",
    )
    reason = ""
    if what == "dismiss":
        reason = form.long_text(
            "reason",
            label="Reason",
            required="Say why nobody needs to do anything",
            max_length=LONGEST_REASON,
        )

    async def act() -> Answer:
        who = {"message_id": letter.id, "actor": request.user, "now": clock.now()}
        if what == "again":
            done, text = await send_again(**who), "It will leave again."  # type: ignore[arg-type]
        else:
            done, text = await dismiss(reason=reason, **who), "It is put away."  # type: ignore[arg-type]
        to_meeting = letter.meeting_id and form.flag("to_meeting")
        there = f"/meetings/{letter.meeting_id}" if to_meeting else LIST
        return see_other(there, text if done else _ALREADY)

    return await submit(request, form, act, again=lambda: _one(request, letter, form))


def _filters(form: Form) -> Filters:
    """What is typed; a date means its first moment."""
    wanted = form.enum("wanted", label="Show", kind=Wanted)
    agency_id = form.uuid("agency", label="Agency")
    day = form.typed_date("since", label="Since")
    since: datetime | None = in_london(day, time(0)) if day else None
    return Filters(wanted or Wanted.LISTED, agency_id, since)


async def _list(request: PageRequest, form: Form, after: str | None) -> Response[str]:
    filters = _filters(form)
    asked = Filters() if form.errors else filters
    found = await undelivered(filters=asked, actor=request.user, now=clock.now(), cursor=after)
    kept = {name: form.value(name) for name in ("wanted", "agency", "since") if form.value(name)}
    following = urlencode({**kept, "after": found.next}) if found.next else ""
    return page(
        request,
        "pages/undelivered/list.html",
        status=422 if form.errors else 200,
        title="Mail that did not arrive",
        form=form,
        all_of_it=request.user.has(Role.ADMINISTRATOR),
        servers=words.server_lines(await mail_servers(actor=request.user)),
        lines=[words.letter_line(one, request.user) for one in found.items],
        can_all=asked.wanted in {Wanted.LISTED, Wanted.FAILED, Wanted.BOUNCED},
        wanted=_WANTED,
        agencies=agency_options(await agencies(actor=request.user)),
        first_page=f"{LIST}?{urlencode(kept)}" if after else "",
        next_page=f"{LIST}?{following}" if following else "",
    )


async def _letter(request: PageRequest, message_id: UUID) -> LetterSeen:
    found = await one_letter(message_id=message_id, actor=request.user, now=clock.now())
    if found is None:
        raise NotFound
    return found


async def _one(request: PageRequest, letter: LetterSeen, form: Form) -> Response[str]:
    return page(
        request,
        "pages/undelivered/one.html",
        title="Mail that did not arrive",
        form=form,
        submit="Continue",
        cancel=LIST,
        line=words.letter_line(letter, request.user),
    )


routes = [show_list, send_all, show_one, settle]
