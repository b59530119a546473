"""A concern's chain: its meetings, its clocks, its escalation and the owner's answer."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.audits.queries import chosen_of
from planning.chains.actions.clocks import may_record_met
from planning.chains.queries import chain_of, reviews_of
from planning.escalations.actions import answer_escalation
from planning.escalations.queries import EscalationSeen
from planning.escalations.rules import LONGEST_ANSWER, LONGEST_SAFETY, State
from planning.meetings.queries import carried_actions
from planning.people.rules import Role
from planning.transactions import transaction
from service.pages.charts.chain import described, picture
from service.pages.concerns.clocks import may_move_clock
from service.pages.concerns.handing import may_answer
from service.pages.concerns.listing import may_convene
from service.pages.forms import Form
from service.pages.meetings.lookups import profile_now
from service.pages.presenters import chains
from service.pages.presenters.actions import carried_sentence
from service.pages.presenters.audits import chosen_words
from service.pages.presenters.chain_picture import conference_stats, history_of
from service.pages.presenters.clocks import clocks
from service.pages.presenters.dates import deadline
from service.pages.presenters.handing import questions
from service.pages.presenters.reviews import past_reviews
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/concerns/{concern_id:uuid}")
async def show(request: PageRequest, concern_id: FromPath[UUID]) -> Response[str]:
    """Show the chain; the reading is logged."""
    return await _page(request, concern_id, Form())


@post("/concerns/{concern_id:uuid}/escalations/{escalation_id:uuid}")
async def answer(
    request: PageRequest, concern_id: FromPath[UUID], escalation_id: FromPath[UUID]
) -> Response[Any]:
    """Record the owner's answer to the escalation."""
    form = await form_of(request)
    outcome = form.long_text(
        "outcome",
        label="What you decided",
        required="Say what you decided",
        max_length=LONGEST_ANSWER,
    )
    safe = form.long_text(
        "child_safe_meanwhile",
        label="How the child is safe",
        required="Say how the child is safe meanwhile",
        max_length=LONGEST_SAFETY,
    )

    async def act() -> Answer:
        await answer_escalation(
            escalation_id=escalation_id,
            outcome=outcome,
            child_safe_meanwhile=safe,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        return see_other(f"/concerns/{concern_id}", "Your answer is recorded.")

    return await submit(request, form, act, again=lambda: _page(request, concern_id, form))


async def _page(request: PageRequest, concern_id: UUID, form: Form) -> Response[str]:
    now = clock.now()
    today, closed = clock.today(now), request.auth.closed_days
    async with transaction(request.user.person_id):
        profile = await profile_now(request.user, now)
        chain = await chain_of(concern_id=concern_id, actor=request.user, now=now, profile=profile)
        past = await reviews_of(concern_id)
        chosen = await chosen_of(concern_id=concern_id, actor=request.user)
        carried = await carried_actions(
            concern_ids=[concern_id], actor=request.user, now=now, profile=profile
        )
    is_open = chain.concern.closed_at is None
    history = history_of(chain, today)
    drawn = picture(history, closed)
    waiting = next((found for found in chain.escalations if found.state is State.OPEN), None)
    return page(
        request,
        "pages/concerns/chain.html",
        title=chain.concern.child_name,
        form=form,
        concern=chain.concern,
        state=chain.state,
        words=chains.chain_words(chain.state),
        tag=chains.chain_tag(chain.state),
        stats=chains.chain_stats(chain.state, today),
        next_date=chains.next_date(chain.state, today, closed),
        clocks=clocks(chain, now, closed),
        coming=chain.coming,
        conference=conference_stats(chain, today, closed),
        drawn=drawn,
        drawn_words=described(history, drawn) if drawn else "",
        may_move=may_move_clock(request.user, chain.concern),
        may_record_met=may_record_met(request.user, chain.concern.senior_manager_id),
        absent_again=chain.absent_again,
        carried=carried_sentence(carried[concern_id]),
        reviews=past_reviews(past),
        may_review=request.user.has(Role.SENIOR_MANAGER),
        decided_at_red=chain.decided_at_red,
        timeline=chains.timeline(chain),
        handed=questions(chain),
        may_answer=may_answer(request.user),
        flags=chain.flags,
        chosen=[chosen_words(one) for one in chosen],
        waiting=waiting,
        waiting_due=deadline(waiting.due_on, today, closed) if waiting else None,
        is_owner=_is_owner(waiting, request.user.person_id),
        answered=[found for found in chain.escalations if found.answered_at],
        may_convene=may_convene(request.user) and is_open,
        may_close=may_convene(request.user) and is_open and chain.is_ended,
    )


def _is_owner(waiting: EscalationSeen | None, person_id: UUID) -> bool:
    return waiting is not None and waiting.owner_id == person_id


routes = [show, answer]
