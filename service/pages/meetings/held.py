"""Recording a discussion that was held already: one page, sized for a phone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromQuery

from planning import clock
from planning.meetings.actions import record_held
from planning.meetings.queries import held_blockers
from planning.meetings.rules.scheduling import Mode
from planning.people.queries import PersonSeen, agencies
from planning.people.rules import Role, require_role
from planning.procedures.rules import MeetingKind, NoDecisionReason, Outcome
from service.pages.forms import Form
from service.pages.meetings.convening import ticks_for, which_answers, which_for
from service.pages.meetings.held_faults import add_what_rules_find, named
from service.pages.meetings.lookups import offered
from service.pages.meetings.telling import GROUP, read_held, used_rows
from service.pages.meetings.there import child_options, shown_ticks
from service.pages.presenters import convening as words
from service.pages.presenters.meetings import MODE_WORDS
from service.pages.presenters.people import people_options
from service.pages.presenters.procedure_words import usable
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other

USUAL = timedelta(minutes=30)


@get("/meetings/held")
async def show(request: PageRequest, concern: FromQuery[UUID | None] = None) -> Response[str]:
    """Ask for everything at once; what is most likely is filled in."""
    now = clock.now()
    me = request.user
    form = Form.filled(
        **{f"{GROUP}-0-concern_id": concern},
        starts_at=now - USUAL,
        minutes=30,
        mode=Mode.PHONE,
        kind=MeetingKind.INITIAL,
        chair_id=me.person_id if me.has(Role.CHAIR) else None,
        invitees=[me.person_id],
    )
    return await _page(request, form, now)


@post("/meetings/held")
async def tell(request: PageRequest) -> Response[Any]:
    """Record it, or add the fields of one more child, by the button that was pressed."""
    form = await form_of(request)
    now = clock.now()
    if form.value("step") == "more":
        return await _page(request, form, now, spare=1)

    held = read_held(form, now, request.user.person_id)
    if form.errors:
        found = await held_blockers(held=held, actor=request.user, now=now)
        add_what_rules_find(form, found)

    async def act() -> Answer:
        with named(form):
            recorded = await record_held(
                held=held, actor=request.user, now=now, enqueue=enqueue_of(request)
            )
        told = f"The discussion is recorded as meeting {recorded.reference}."
        return see_other(f"/meetings/{recorded.meeting_id}", told)

    return await submit(request, form, act, again=lambda: _page(request, form, now))


def _chosen(form: Form) -> list[UUID]:
    """Children named so far; one that is no id at all is told of when it is recorded."""
    typed = Form({"ids": [row.value("concern_id") for row in form.rows(GROUP)]})
    return typed.uuids("ids", label="Children")


async def _page(
    request: PageRequest, form: Form, now: datetime, *, spare: int = 0
) -> Response[str]:
    require_role(request.user, Role.SCHEDULER, Role.CHAIR)
    known = await offered(request.user, now, _chosen(form))
    everybody, profile = people_options(known.people), known.profile
    there = child_options(used_rows(form), known.concerns)
    took_part = _took_part(form, known.people)
    return page(
        request,
        "pages/meetings/held.html",
        title="Record a discussion already held",
        form=form,
        submit="Record the discussion",
        cancel="/meetings",
        spare=spare or (0 if form.rows(GROUP) else 1),
        children=[(str(one.id), f"{one.child_name}, {one.reference}") for one in known.concerns],
        outcomes=usable(Outcome, profile.outcomes, profile.retired.outcomes, None),
        reasons=usable(
            NoDecisionReason,
            profile.no_decision_reasons,
            profile.retired.no_decision_reasons,
            None,
        ),
        agencies=[(str(one.id), one.name) for one in await agencies(actor=request.user)],
        modes=list(MODE_WORDS.items()),
        kinds=words.kind_options(profile),
        groups=words.inviting_groups(profile, known.people),
        chairs=words.chairs(known.people),
        there=there,
        took_part=took_part,
        ticks=shown_ticks(form, [one for one, _ in took_part], [key for key, _ in there]),
        people=[(ticks_for(one), which_for(one), name) for one, name in took_part],
        answers=which_answers(len(there)),
        everybody=everybody,
        managers=people_options(
            [person for person in known.people if Role.SENIOR_MANAGER in person.roles]
        ),
    )


def _took_part(form: Form, people: Sequence[PersonSeen]) -> list[tuple[UUID, str]]:
    """Everybody but the chair, who was there for every child."""
    asked = {one for one in form.values("invitees") if one != form.value("chair_id")}
    return [(one.id, f"{one.name}, {one.agency_name}") for one in people if str(one.id) in asked]


routes = [show, tell]
