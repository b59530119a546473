"""The demo's mailbox: every mail that Accord sent, as the recipients' servers would get it."""

import asyncio
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from planning.errors import NotFound
from service.auth.guards import PUBLIC
from service.mail.mailbox import calendar_of, list_messages, read_message
from service.pages.serving import AnyRequest, page
from service.web.context import settings_of

SHOWN = 100


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
async def mail(request: AnyRequest, mail_id: FromPath[str]) -> Response[str]:
    """One mail: its head, its text and its calendar part, undecorated."""
    found = await asyncio.to_thread(read_message, _folder(request), mail_id)
    return page(
        request,
        "pages/mailbox/mail.html",
        title=str(found["Subject"]),
        head=[(name, str(found[name])) for name in ("From", "To", "Date", "Message-ID")],
        text=_text(found),
        calendar=_calendar(found),
    )


def _text(found: EmailMessage) -> str:
    body: Any = found.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body is not None else ""


def _calendar(found: EmailMessage) -> str:
    part = calendar_of(found)
    return "" if part is None else str(part.get_content())


routes = [mailbox, mail]
