"""Reading what was typed of one child, and of an action for it."""

import msgspec

from planning.meetings.rules.action import LONGEST, ActionDraft
from planning.meetings.rules.closing import LONGEST_OUTCOME_REASON, LONGEST_RECEIVER, ChildDraft
from planning.procedures.rules import HANDED_OVER, NoDecisionReason, Outcome
from service.pages.forms import Form

_ACTION = ("what", "success_test", "owner_id", "due_on-day", "due_on-month", "due_on-year")


def read_draft(form: Form) -> ChildDraft:
    """The draft, complete or not; what one outcome needs is read for it only."""
    written = ChildDraft(
        outcome=form.enum("outcome", label="Outcome", kind=Outcome),
        outcome_reason=form.long_text(
            "outcome_reason",
            label="Why this is the outcome",
            max_length=LONGEST_OUTCOME_REASON,
        ),
    )
    if written.outcome in HANDED_OVER:
        return msgspec.structs.replace(written, handed_to=read_receiver(form))
    if written.outcome is not Outcome.ADJOURNED:
        return written
    return msgspec.structs.replace(
        written,
        no_decision_reason=form.enum("no_decision_reason", label="Reason", kind=NoDecisionReason),
        reason_agency_id=form.uuid("reason_agency_id", label="Agency"),
        next_on=form.date("next_on", label="Next date"),
        authorised_by=form.uuid("authorised_by", label="Authorised by"),
    )


def read_receiver(form: Form) -> str:
    """Who a child is handed over to; of another outcome, nobody asks."""
    return form.text("handed_to", label="Who takes over", max_length=LONGEST_RECEIVER)


def read_action(form: Form, *, required: bool = False) -> ActionDraft | None:
    """The action that was typed; `None` for a fault that is noted, or when none was typed."""
    if form.is_blank(*_ACTION) and not required:
        return None
    what = form.long_text(
        "what", label="Action", required="Say what is to be done", max_length=LONGEST
    )
    test = form.long_text("success_test", label="How we will know", max_length=LONGEST)
    owner = form.uuid("owner_id", label="Owner", required="Select who does it")
    due = form.date("due_on", label="Due date", required="Enter when it is due")
    if owner is None or due is None:
        return None
    return ActionDraft(what=what, owner_id=owner, due_on=due, success_test=test)
