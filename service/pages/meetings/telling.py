"""Reading the form that tells of a discussion that was held."""

from datetime import datetime, timedelta
from uuid import UUID

from planning.concerns.rules import (
    LONGEST_NAME,
    LONGEST_REFERENCE,
    NewChild,
    Opening,
)
from planning.meetings.rules.closing import LONGEST_OUTCOME_REASON, ChildDraft
from planning.meetings.rules.emergency import LONGEST_REASON
from planning.meetings.rules.held import LONGEST_WHAT, Held, HeldAction, HeldChild
from planning.meetings.rules.scheduling import LONGEST_PLACE, LONGEST_PURPOSE, Mode
from planning.procedures.rules import HANDED_OVER, MeetingKind, NoDecisionReason, Outcome
from service.pages.forms import Form
from service.pages.meetings.drafts import read_receiver
from service.pages.meetings.there import child_value, read_there

GROUP = "children"
_ACTION = ("what", "owner_id", "due_on-day", "due_on-month", "due_on-year")
LONGEST_MINUTES = 12 * 60


def read_held(form: Form, now: datetime, me: UUID) -> Held:
    """The discussion as typed; every fault is noted in the form, in the order of the page.

    Something stands in for what is missing, so that the rules can judge the rest.
    """
    rows = used_rows(form)
    children = [_child(row) for row in rows]
    if not rows:
        form.add_error("children-0-concern_id", "Select the child, or enter a new one")
    new = [_new_child(row) for row in rows if _is_new(row)]
    manager = _manager(form, needed=bool(new))
    starts_at = form.moment(
        "starts_at",
        label="When it was held",
        required="Enter when it was held",
        repeated_hour="ask",
        not_future=now,
    )
    minutes = form.integer(
        "minutes",
        label="How many minutes it lasted",
        required="Enter how many minutes it lasted",
        minimum=1,
        maximum=LONGEST_MINUTES,
    )
    mode = form.enum("mode", label="How people met", kind=Mode, required="Select how people met")
    kind = form.enum("kind", label="Type", kind=MeetingKind, required="Select the type of meeting")
    purpose = form.long_text(
        "purpose", label="Purpose", required="Say what it was for", max_length=LONGEST_PURPOSE
    )
    chair = form.uuid("chair_id", label="Chair", required="Select who chaired it")
    people = form.uuids("invitees", label="Who took part", required="Select who took part")
    there = read_there(form, people, [child_value(row) for row in rows], chair)
    place = form.text("place", label="Place", max_length=LONGEST_PLACE)
    decided_at = form.moment(
        "decided_at",
        label="When it was decided to meet",
        repeated_hour="ask",
        not_future=now,
    )
    no_quorum = form.long_text("no_quorum_reason", label="Reason", max_length=LONGEST_REASON)
    emergency = form.long_text("emergency_reason", label="Emergency", max_length=LONGEST_REASON)
    lasted = timedelta(minutes=minutes or 1)
    begun = starts_at or now - lasted
    return Held(
        kind=kind or MeetingKind.INITIAL,
        purpose=purpose,
        mode=mode or Mode.PHONE,
        starts_at=begun,
        ends_at=begun + lasted,
        chair_id=chair or me,
        people=there,
        children=children,
        opening=Opening(children=new, reason=purpose, senior_manager_id=manager or me)
        if new
        else None,
        decided_at=decided_at,
        place=place,
        no_quorum_reason=no_quorum,
        emergency_reason=emergency,
    )


def used_rows(form: Form) -> list[Form]:
    """The children of whom something was typed."""
    return [row for row in form.rows(GROUP) if not row.is_blank()]


def _is_new(row: Form) -> bool:
    return not row.value("concern_id").strip()


def _manager(form: Form, *, needed: bool) -> UUID | None:
    required = "Select a senior manager for the new child" if needed else None
    return form.uuid("senior_manager_id", label="Senior manager", required=required)


def _child(row: Form) -> HeldChild:
    return HeldChild(
        outcome=_outcome(row),
        concern_id=row.uuid("concern_id", label="Child"),
        reference=row.value("reference").strip() if _is_new(row) else None,
        actions=_actions(row),
    )


def _new_child(row: Form) -> NewChild:
    return NewChild(
        reference=row.text(
            "reference",
            label="Reference",
            required="Select the child, or enter the reference of a new one",
            max_length=LONGEST_REFERENCE,
        ),
        name=row.text(
            "name", label="Name", required="Enter the child’s name", max_length=LONGEST_NAME
        ),
    )


def _outcome(row: Form) -> ChildDraft:
    outcome = row.enum("outcome", label="Outcome", kind=Outcome, required="Select what was decided")
    reason = row.long_text("outcome_reason", label="Why", max_length=LONGEST_OUTCOME_REASON)
    if outcome in HANDED_OVER:
        return ChildDraft(outcome=outcome, outcome_reason=reason, handed_to=read_receiver(row))
    if outcome is not Outcome.ADJOURNED:
        return ChildDraft(outcome=outcome, outcome_reason=reason)
    return ChildDraft(
        outcome=outcome,
        outcome_reason=reason,
        no_decision_reason=row.enum("no_decision_reason", label="Reason", kind=NoDecisionReason),
        reason_agency_id=row.uuid("reason_agency_id", label="Agency"),
        next_on=row.date("next_on", label="Next date"),
        authorised_by=row.uuid("authorised_by", label="Authorised by"),
    )


def _actions(row: Form) -> list[HeldAction]:
    if row.is_blank(*_ACTION):
        return []
    what = row.long_text(
        "what", label="Action", required="Say what is to be done", max_length=LONGEST_WHAT
    )
    owner = row.uuid("owner_id", label="Owner", required="Select who does it")
    due = row.date("due_on", label="Due date", required="Enter when it is due")
    return [HeldAction(what, owner, due)] if owner and due else []
