"""Writing to a meeting beforehand, and reading what was written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.errors import Blocked, Blocker
from planning.meetings.actions import contribute
from planning.meetings.queries import OwnContributions, all_contributions, own_contributions
from planning.meetings.rules.contributions import LONGEST_ITEM, Written
from planning.meetings.rules.record import Nature
from service.pages.forms import Form
from service.pages.presenters.attendance import NATURE_WORDS, by_child
from service.pages.presenters.moments import span
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest
from service.web.idempotency import Answer, see_other

ROWS, SPARE = "items", 2
WHOLE, ABOUT = "whole", "Select whom it is about"
"""Nobody writes to everybody by leaving something as it was."""


@get("/meetings/{meeting_id:uuid}/contribute")
async def show(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show what this person sent, to be changed, and room for more."""
    return await _page(request, meeting_id, None)


@post("/meetings/{meeting_id:uuid}/contribute")
async def send(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[Any]:
    """Send what is new or changed."""
    form = await form_of(request)
    rows = [row for row in form.rows(ROWS) if not row.is_blank("text", "item_id")]
    items = [item for row in rows if (item := _read(row))]
    if not rows:
        form.add_error(f"{ROWS}-0-text", "Write what you know")

    async def act() -> Answer:
        with _beside(rows):
            await contribute(
                meeting_id=meeting_id, items=items, actor=request.user, now=clock.now()
            )
        told = "Sent. You can change it until the meeting is closed."
        return see_other(f"/meetings/{meeting_id}/contribute", told)

    return await submit(request, form, act, again=lambda: _page(request, meeting_id, form))


@get("/meetings/{meeting_id:uuid}/contributions")
async def show_all(request: PageRequest, meeting_id: FromPath[UUID]) -> Response[str]:
    """Show chair and minute taker all that was sent."""
    found = await all_contributions(meeting_id=meeting_id, actor=request.user, now=clock.now())
    return page(
        request,
        "pages/meetings/contributions.html",
        title="Sent in writing",
        meeting_id=meeting_id,
        groups=by_child(found),
        natures=NATURE_WORDS,
    )


def _read(row: Form) -> Written | None:
    text = row.long_text(
        "text", label="What you know", required="Write what you know", max_length=LONGEST_ITEM
    )
    nature = row.enum(
        "nature", label="Nature", kind=Nature, required="Select whether it is fact or opinion"
    )
    about = row.value("concern_id")
    concern_id = None if about == WHOLE else row.uuid("concern_id", label="Child", required=ABOUT)
    item_id = row.uuid("item_id", label="Item")
    return Written(nature, text, concern_id, item_id) if nature and text else None


@contextmanager
def _beside(rows: Sequence[Form]) -> Iterator[None]:
    """Planning counts the items that were sent; the page has them in rows."""
    try:
        yield
    except Blocked as refusal:
        raise type(refusal)([_of_row(found, rows) for found in refusal.blockers]) from refusal


def _of_row(found: Blocker, rows: Sequence[Form]) -> Blocker:
    _, _, place = found.field.partition(f"{ROWS}.")
    number, _, field = place.partition(".")
    return Blocker(found.message, rows[int(number)].name(field)) if number else found


async def _page(request: PageRequest, meeting_id: UUID, form: Form | None) -> Response[str]:
    own = await own_contributions(meeting_id=meeting_id, actor=request.user)
    shown = form or _sent(own)
    return page(
        request,
        "pages/meetings/contribute.html",
        title="Write to the meeting",
        form=shown,
        rows=shown.rows(ROWS, spare=0 if form else SPARE) or shown.rows(ROWS, spare=SPARE),
        own=own,
        when=span(own.starts_at, own.ends_at),
        about=[
            *((str(child.concern_id), child.name) for child in own.children),
            (WHOLE, "The whole meeting: everybody reads it"),
        ],
        natures=[(nature.value, word) for nature, word in NATURE_WORDS.items()],
        names={str(item.item_id): item.child_name or "the whole meeting" for item in own.items},
    )


def _sent(own: OwnContributions) -> Form:
    return Form.filled(
        **{
            f"{ROWS}-{number}-{field}": getattr(item, field) or WHOLE
            for number, item in enumerate(own.items)
            for field in ("item_id", "concern_id", "nature", "text")
        }
    )


routes = [show, send, show_all]
