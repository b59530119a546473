"""Correcting the outcome of a closed meeting, which only its chair can."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from planning import clock
from planning.chains.queries import ChainSeen, EntrySeen, chain_of
from planning.chains.rules.correcting import LONGEST_REASON, Disposition
from planning.errors import NotAllowed, NotFound
from planning.meetings.actions import correct_outcome
from planning.meetings.rules.closing import ChildDraft
from planning.people.queries import agencies, people
from planning.procedures.rules import NoDecisionReason, Outcome
from service.pages.forms import Form, FormInvalid
from service.pages.meetings.child import AUTHORISERS
from service.pages.meetings.drafts import read_draft
from service.pages.meetings.lookups import profile_now
from service.pages.presenters.handing import corrected_notice
from service.pages.presenters.people import people_options
from service.pages.presenters.procedure_words import usable
from service.pages.serving import form_of, page, submit
from service.web.context import PageRequest, enqueue_of
from service.web.idempotency import Answer, see_other


@get("/concerns/{concern_id:uuid}/entries/{entry_id:uuid}/correct")
async def show(
    request: PageRequest, concern_id: FromPath[UUID], entry_id: FromPath[UUID]
) -> Response[str]:
    """Ask for the right outcome and why."""
    return await _page(request, concern_id, entry_id, None)


@post("/concerns/{concern_id:uuid}/entries/{entry_id:uuid}/correct")
async def correct(
    request: PageRequest, concern_id: FromPath[UUID], entry_id: FromPath[UUID]
) -> Response[Any]:
    """Put the right outcome in the place of the wrong one."""
    form = await form_of(request)
    new = _disposition(read_draft(form))
    if new is None:
        form.add_error("outcome", "Select the right outcome")
    reason = form.long_text(
        "reason",
        label="Why",
        required=None if new else "Say why this corrects it",
        max_length=LONGEST_REASON,
    )

    emergency = form.long_text(
        "emergency_reason", label="Why this cannot wait", max_length=LONGEST_REASON
    )

    async def act() -> Answer:
        if new is None:
            raise FormInvalid(form)
        done = await correct_outcome(
            concern_id=concern_id,
            entry_id=entry_id,
            new=new,
            reason=reason,
            emergency_reason=emergency,
            actor=request.user,
            now=clock.now(),
            enqueue=enqueue_of(request),
        )
        told = corrected_notice(done.follow_no_more, in_minutes=done.in_minutes)
        return see_other(f"/concerns/{concern_id}", told)

    return await submit(
        request, form, act, again=lambda: _page(request, concern_id, entry_id, form)
    )


def _disposition(draft: ChildDraft) -> Disposition | None:
    if draft.outcome is None:
        return None
    return Disposition(
        outcome=draft.outcome,
        no_decision_reason=draft.no_decision_reason,
        reason_agency_id=draft.reason_agency_id,
        next_on=draft.next_on,
        authorised_by=draft.authorised_by,
        handed_to=draft.handed_to,
    )


async def _page(
    request: PageRequest, concern_id: UUID, entry_id: UUID, typed: Form | None
) -> Response[str]:
    now = clock.now()
    chain = await chain_of(concern_id=concern_id, actor=request.user, now=now)
    entry = _entry(chain, entry_id)
    profile = await profile_now(request.user, now)
    known = await people(actor=request.user)
    return page(
        request,
        "pages/concerns/correct.html",
        title="Correct an outcome",
        form=typed or Form.filled(**_present(entry)),
        submit="Correct the outcome",
        cancel=f"/concerns/{concern_id}",
        concern=chain.concern,
        entry=entry,
        stays_adjourned=entry.outcome is Outcome.ADJOURNED,
        outcomes=usable(Outcome, profile.outcomes, profile.retired.outcomes, entry.outcome),
        reasons=usable(
            NoDecisionReason,
            profile.no_decision_reasons,
            profile.retired.no_decision_reasons,
            entry.no_decision_reason,
        ),
        agencies=[(str(one.id), one.name) for one in await agencies(actor=request.user)],
        authorisers=people_options([one for one in known if AUTHORISERS & set(one.roles)]),
    )


def _entry(chain: ChainSeen, entry_id: UUID) -> EntrySeen:
    found = next((one for one in chain.entries if one.id == entry_id), None)
    if found is None:
        raise NotFound
    if not found.may_correct:
        raise NotAllowed("Only the chair of that meeting can correct its outcome.")
    return found


def _present(entry: EntrySeen) -> dict[str, object]:
    return {
        "outcome": entry.outcome,
        "no_decision_reason": entry.no_decision_reason,
        "reason_agency_id": entry.reason_agency_id,
        "authorised_by": entry.authorised_by,
        "handed_to": entry.handed_to,
    }


routes = [show, correct]
