"""What the database refuses, in words: the last line behind the rules, reached only by a race."""

import asyncpg

from planning.errors import Blocked, Blocker, Invalid

SENTENCES = {
    "uq_agency_name": "There is an agency of that name already.",
    "uq_person_email": "Somebody with that email address is here already.",
    "uq_signatory_person": "That person is on the list of signatories from that date already.",
    "uq_calendar_feed_secret_hash": "This form was sent already. Open the page again.",
    "uq_escalation_open": "There is an escalation of this concern already.",
    "uq_chain_entry_first": "This meeting has been closed for this child already.",
    "uq_chain_entry_replaces": "Somebody else has corrected this outcome already.",
    "uq_hand_over_answer_entry": "Somebody else has recorded an answer to this hand-over already.",
    "uq_attendee_person": "That person is invited to this meeting already.",
    "uq_attendee_deputy_for": "Somebody comes in this person’s place already.",
    "contribution_child_fkey": "Somebody wrote about that child for this meeting: the child stays.",
    "uq_contribution_version": "You changed this at the same time somewhere else. Check it.",
    "uq_meeting_child_concern": "That child is part of this meeting already.",
    "uq_minutes_part_version": "The minutes of this meeting have been approved already.",
    "uq_room_name": "There is a room of that name at this site already.",
    "ex_working_hours_overlap": "These hours overlap. Check each day.",
    "ex_person_booking_during": "Somebody who is invited has just been booked for that time. "
    "Choose another time, or ask them although they are busy.",
    "ex_room_booking_during": "That room has just been booked for that time. "
    "Choose another room or time.",
    "uq_meeting_action_carried": "Somebody else has carried this action over already.",
    "uq_plan_kind": "This operation has that plan already.",
    "uq_plan_template_draft": "Somebody else has just begun a draft. Open it from the list.",
    "keep_plan_template": "This version is in force and stays as it is. Begin a new one.",
    "uq_plan_version_number": "Somebody else submitted this plan at the same time.",
    "uq_go_live_record_operation": "It is on record already how this operation went live.",
    "go_live_confirmation_pkey": "A second person has confirmed this already.",
    "sign_off_withdrawal_pkey": "This sign-off has been withdrawn already.",
    "uq_quarterly_report_version": "Somebody else has just asked for this report: see the list.",
    "uq_operation_child_live": "Somebody else has just attached one of these children.",
    "uq_key_worker_spell_live": "Somebody else has just assigned a key worker. Check who it is.",
    "uq_key_worker_spell_person": "This person has just been assigned to one of these children.",
    "uq_agency_capacity_number": "Somebody else has just declared one of these weeks. Check it.",
    "uq_resource_type_words": "There is a resource of that name already.",
    "resource_type_pkey": "There is a resource of that name already.",
    "uq_group_member_person": "Somebody else has just seated this person.",
    "uq_group_member_chair": "Somebody else has just seated a chair.",
    "operation_agency_pkey": "That agency is required already.",
    "go_live_review_pkey": "This has been reviewed already.",
    "gate_operation_live": "An operation goes live only through the gate.",
    "gate_operation_written": "Complete the report of the operation before you close it.",
    "uq_report_text_number": "Somebody else has just changed this part. Read it and try again.",
    "gate_operation_review": "Review going live without sign-off before you close the operation.",
}
"""Constraints that two people at once, or a second try, can meet."""

_ENTERED_WRONGLY = "Something that was entered is not possible here. Check it and try again."


def in_words(
    error: asyncpg.IntegrityConstraintViolationError | asyncpg.DataError,
) -> Blocked | None:
    """The refusal as one of ours; `None` when it is not about what somebody did or entered.

    A check or a value out of range is `Invalid`; a named constraint of `SENTENCES` is `Blocked`.
    """
    name = getattr(error, "constraint_name", None) or ""
    if name in SENTENCES:
        return Blocked([Blocker(SENTENCES[name])])
    if isinstance(error, asyncpg.DataError) or name.startswith("ck_"):
        return Invalid([Blocker(_ENTERED_WRONGLY)])
    return None
