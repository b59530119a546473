"""For each constraint of discussions held already and reviews: its table, a row that breaks it."""

from tests.database.meeting_rows import LONG, WORDS, A, B

HELD_BREACHES: dict[str, tuple[str, dict[str, str]]] = {
    "ck_strategy_meeting_entered": ("strategy_meeting", {"entered_at": "'2026-03-04 10:59+00'"}),
    "ck_strategy_meeting_emergency_reason": ("strategy_meeting", {"emergency_reason": "' '"}),
    "ck_strategy_meeting_quorum": ("strategy_meeting", {"quorum": "'{}'"}),
    "ck_meeting_child_handed_to": ("meeting_child", {"handed_to": "' '"}),
    "ck_chain_entry_handed_to": ("chain_entry", {"handed_to": WORDS}),
    "ck_hand_over_answer_answered_by_name": (
        "hand_over_answer",
        {"id": B, "answered_by_name": "' '"},
    ),
    "ck_hand_over_answer_evidence": ("hand_over_answer", {"id": B, "evidence": "' '"}),
    "hand_over_answer_concern_fkey": ("hand_over_answer", {"id": B, "concern_id": B}),
    "hand_over_answer_entry_fkey": ("hand_over_answer", {"id": B, "entry_id": B}),
    "uq_hand_over_answer_entry": ("hand_over_answer", {"id": B}),
    "ck_meeting_child_quorum": ("meeting_child", {"quorum": "'{}'"}),
    "ck_attendee_calendar_ahead": ("attendee", {"calendar_ahead": "-1"}),
    "ck_held_debt_what": ("held_debt", {"id": B, "what": "'tea'"}),
    "ck_held_debt_answer": (
        "held_debt",
        {"id": B, "answer": LONG, "paid_at": "now()", "paid_by": A},
    ),
    "ck_held_debt_paid": ("held_debt", {"id": B, "paid_at": "now()"}),
    "uq_held_debt_what": ("held_debt", {"id": B}),
    "held_debt_meeting_fkey": ("held_debt", {"id": B, "meeting_id": B}),
    "ck_senior_review_answer": ("senior_review", {"answer": "'perhaps'"}),
    "ck_senior_review_reason": ("senior_review", {"reason": "' '"}),
    "ck_senior_review_conference": ("senior_review", {"conference_on": "'2026-03-04'"}),
    "senior_review_concern_fkey": ("senior_review", {"concern_id": B}),
    "held_debt_child_fkey": ("held_debt", {"id": B, "meeting_child_id": B}),
}
