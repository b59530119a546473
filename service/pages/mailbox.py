"""The demo's mailbox: every mail that Accord sent, as the recipients' servers would get it, with
the buttons that their mail programs would show. Outside the demo none of it exists.
"""

import asyncio
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from planning import clock
from planning.clock import in_london
from planning.errors import NotFound
from service.auth.guards import PUBLIC
from service.demo.mail_program import (
    Button,
    Invitation,
    Reply,
    answerable,
    invitation_in,
    reply_mail,
    words_mail,
)
from service.demo.mail_server import hand_over
from service.mail.incoming.listener import Door, door_of
from service.mail.mailbox import calendar_of, list_messages, read_message
from service.pages.forms import Form
from service.pages.serving import AnyRequest, form_of, page
from service.web.context import settings_of

SHOWN = 100
LONGEST = 2000


class Sending(StrEnum):
    """What the buttons send."""

    ACCEPT = "accept"
    MAYBE = "maybe"
    DECLINE = "decline"
    PROPOSE = "propose"
    WRITE = "write"


_ANSWERS = {
    Sending.ACCEPT: Button.ACCEPT,
    Sending.MAYBE: Button.MAYBE,
    Sending.DECLINE: Button.DECLINE,
}
_SENT = {
    Sending.ACCEPT: "Accepted",
    Sending.MAYBE: "Answered with maybe",
    Sending.DECLINE: "Declined",
    Sending.PROPOSE: "Another time is proposed",
    Sending.WRITE: "The message is sent",
}


def _folder(request: AnyRequest) -> Path:
    """Outside the demo the page does not exist."""
    folder = settings_of(request).demo_mailbox
    if not folder:
        raise NotFound
    return Path(folder)


@get("/demo/mailbox", opt=PUBLIC)
async def mailbox(request: AnyRequest) -> Response[str]:
    """The latest mails, newest first."""
    mails = await asyncio.to_thread(list_messages, _folder(request), SHOWN)
    return page(request, "pages/mailbox/list.html", title="Demo mailbox", mails=mails)


@get("/demo/mailbox/{mail_id:str}", opt=PUBLIC)
async def mail(
    request: AnyRequest, mail_id: FromPath[str], sent: FromQuery[Sending | None] = None
) -> Response[str]:
    """One mail: its head, its text and its calendar part, undecorated, and its buttons."""
    found = await asyncio.to_thread(read_message, _folder(request), mail_id)
    return _page(request, found, Form(), told=_SENT[sent] if sent else "")


@post("/demo/mailbox/{mail_id:str}", opt=PUBLIC, status_code=303)
async def answer(request: AnyRequest, mail_id: FromPath[str]) -> Response[Any]:
    """Send what a mail program sends when the recipient presses one of its buttons."""
    found = await asyncio.to_thread(read_message, _folder(request), mail_id)
    invitation, form = answerable(found), await form_of(request)
    how = form.enum("how", label="Answer", kind=Sending, required="Choose an answer")
    written = _written(form, invitation, how, clock.now()) if how else None
    if written is not None and form.is_valid():
        refused = await hand_over(_door(request), written)
        if not refused:
            there = f"/demo/mailbox/{mail_id}?sent={how}"
            return Response(b"", status_code=303, headers={"Location": there})
        form.add_error("", f"The mail came back: {refused}")
    return _page(request, found, form, status=422)


def _door(request: AnyRequest) -> Door:
    settings = settings_of(request)
    if not settings.receives:
        raise NotFound
    return door_of(settings)


def _written(
    form: Form, invitation: Invitation, how: Sending, now: datetime
) -> EmailMessage | None:
    """The mail; `None` after noting what is missing."""
    if how is Sending.WRITE:
        needed = "Write the message"
        words = form.long_text("words", label="Message", required=needed, max_length=LONGEST)
        return words_mail(invitation, words)
    if how is not Sending.PROPOSE:
        words = form.long_text("words", label="Message", max_length=LONGEST)
        return reply_mail(invitation, Reply(_ANSWERS[how], now, words))
    on = form.date("on", label="Date", required="Enter the date that you propose")
    at = form.time("at", label="Start", required="Enter when it would start")
    why = form.long_text("why", label="Message", max_length=LONGEST)
    if on is None or at is None:
        return None
    return reply_mail(invitation, Reply(Button.MAYBE, now, why, in_london(on, at)))


def _page(
    request: AnyRequest, found: EmailMessage, form: Form, *, told: str = "", status: int = 200
) -> Response[str]:
    takes = settings_of(request).receives
    return page(
        request,
        "pages/mailbox/mail.html",
        status=status,
        title=str(found["Subject"]),
        form=form,
        told=told,
        head=[(name, str(found[name])) for name in ("From", "To", "Date", "Message-ID")],
        text=_text(found),
        calendar=_calendar(found),
        asks=takes and invitation_in(found) is not None,
    )


def _text(found: EmailMessage) -> str:
    body: Any = found.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body is not None else ""


def _calendar(found: EmailMessage) -> str:
    part = calendar_of(found)
    return "" if part is None else str(part.get_content())


routes = [mailbox, mail, answer]
