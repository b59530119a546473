"""For each constraint of approved minutes the table and what is wrong in a row of it."""

from tests.database.meeting_rows import LONG, B

_HELD = {"closed_at": "now()", "quorate": "true"}
_APPROVED = {**_HELD, "approved_at": "now()", "corrections_until": "now()"}

MINUTES_BREACHES: dict[str, tuple[str, dict[str, str]]] = {
    "ck_strategy_meeting_approved": ("strategy_meeting", {**_HELD, "state": "'in_correction'"}),
    "ck_strategy_meeting_final": ("strategy_meeting", {**_APPROVED, "state": "'final'"}),
    "ck_attendee_minutes_acknowledged": ("attendee", {"minutes_acknowledged_at": "now()"}),
    "ck_minutes_correction_section": ("minutes_correction", {"section": "'No such'"}),
    "ck_minutes_correction_wrong": ("minutes_correction", {"wrong": "' '"}),
    "ck_minutes_correction_should_say": ("minutes_correction", {"should_say": LONG}),
    "minutes_correction_part_fkey": ("minutes_correction", {"minutes_part_id": B}),
    "ck_minutes_correction_answer_reason": ("minutes_correction_answer", {"reason": LONG}),
    "ck_minutes_correction_answer_declined": ("minutes_correction_answer", {"reason": "' '"}),
    "minutes_correction_answer_correction_fkey": (
        "minutes_correction_answer",
        {"correction_id": B},
    ),
    "minutes_correction_answer_part_fkey": ("minutes_correction_answer", {"minutes_part_id": B}),
    "ck_minutes_addendum_text": ("minutes_addendum", {"text": "' '"}),
    "ck_minutes_addendum_reason": ("minutes_addendum", {"reason": "' '"}),
    "minutes_addendum_part_fkey": ("minutes_addendum", {"minutes_part_id": B}),
    "minutes_acknowledgement_pkey": ("minutes_acknowledgement", {}),
    "minutes_acknowledgement_part_fkey": ("minutes_acknowledgement", {"minutes_part_id": B}),
}
