"""Logging a contact, and striking a wrong entry out: made for a phone in one hand."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import NotFound
from planning.support.actions import log_contact, strike_contact
from planning.support.queries import child_plan, child_summary
from planning.support.rules.contact import NOTE_LENGTH, ContactDraft, ContactKind
from service.pages.forms import Form
from service.pages.presenters import support as words
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

TODAY, YESTERDAY, OTHER = "today", "yesterday", "other"


@get("/support/{child_id:uuid}/contact")
async def show_log(request: PageRequest, child_id: FromPath[UUID]) -> Response[str]:
    """Ask when and how; today is picked already."""
    return await _log_page(request, child_id, Form.filled(when=TODAY))


@post("/support/{child_id:uuid}/contact")
async def log(request: PageRequest, child_id: FromPath[UUID]) -> Response[Any]:
    """Write it into the log."""
    form = await form_of(request)
    on = _day(form)
    kind = form.enum("kind", label="How", kind=ContactKind, required="Select how")
    note = form.long_text("note", label="Note", max_length=NOTE_LENGTH)
    seen = form.flag("seen")

    async def act() -> Answer:
        draft = ContactDraft(
            happened_on=on or date.min, kind=kind or ContactKind.PHONE, seen=seen, note=note
        )
        await log_contact(child_id=child_id, draft=draft, actor=request.user, now=clock.now())
        return see_other(f"/support/{child_id}", "The contact is in the log.")

    return await submit(request, form, act, again=lambda: _log_page(request, child_id, form))


@get("/support/{child_id:uuid}/contacts/{contact_id:uuid}")
async def show_strike(
    request: PageRequest, child_id: FromPath[UUID], contact_id: FromPath[UUID]
) -> Response[str]:
    """Ask why the entry is wrong."""
    return await _strike_page(request, child_id, contact_id, Form())


@post("/support/{child_id:uuid}/contacts/{contact_id:uuid}")
async def strike(
    request: PageRequest, child_id: FromPath[UUID], contact_id: FromPath[UUID]
) -> Response[Any]:
    """Strike it out; it stays to be read."""
    form = await form_of(request)
    reason = form.text(
        "reason", label="Reason", required="Enter why the entry is wrong", max_length=500
    )

    async def act() -> Answer:
        await strike_contact(
            child_id=child_id,
            contact_id=contact_id,
            reason=reason,
            actor=request.user,
            now=clock.now(),
        )
        return see_other(f"/support/{child_id}#contacts", "The entry is struck out.")

    return await submit(
        request, form, act, again=lambda: _strike_page(request, child_id, contact_id, form)
    )


def _day(form: Form) -> date | None:
    options = (TODAY, YESTERDAY, OTHER)
    when = form.choice("when", label="When", options=options, required="Select when")
    today = clock.today(clock.now())
    if when == OTHER:
        return form.date("happened_on", label="Date", required="Enter the date")
    return today - timedelta(days=1) if when == YESTERDAY else today


async def _log_page(request: PageRequest, child_id: UUID, form: Form) -> Response[str]:
    summary = await child_summary(child_id=child_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/support/contact.html",
        title="Log a contact",
        form=form,
        submit="Save the contact",
        cancel=f"/support/{child_id}",
        child=summary.child,
        kinds=words.KINDS,
    )


async def _strike_page(
    request: PageRequest, child_id: UUID, contact_id: UUID, form: Form
) -> Response[str]:
    plan = await child_plan(child_id=child_id, actor=request.user, now=clock.now())
    entry = next((one for one in plan.contacts if one.id == contact_id), None)
    if entry is None or entry.struck_reason:
        raise NotFound
    return page(
        request,
        "pages/support/strike.html",
        title="Strike out a contact",
        form=form,
        submit="Strike it out",
        destructive=True,
        cancel=f"/support/{child_id}",
        child=plan.summary.child,
        entry=entry,
        kind=words.KIND_WORDS[entry.kind],
    )


routes = [show_log, log, show_strike, strike]
