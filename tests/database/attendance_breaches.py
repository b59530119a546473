"""One breach for each constraint of deputies, attendance, contributions and follow-ups."""

from tests.database.meeting_rows import LONG, A, B

ATTENDANCE: dict[str, tuple[str, dict[str, str]]] = {
    "ck_strategy_meeting_follow_up": ("strategy_meeting", {"follow_up_on": "'2026-03-09'"}),
    "ck_attendee_came_by": ("attendee", {"came_by": "'horse'"}),
    "ck_attendee_apology_reason": ("attendee", {"apology_reason": "'tired'"}),
    "ck_attendee_deputy_for": ("attendee", {"deputy_for_id": A}),
    "attendee_deputy_for_fkey": ("attendee", {"deputy_for_id": B}),
    "ck_attendance_span_left": (
        "attendance_span",
        {"left_at": "'2026-03-04 10:00+00'"},
    ),
    "attendance_span_attendee_fkey": ("attendance_span", {"attendee_id": B}),
    "uq_attendance_span_joined": ("attendance_span", {"id": B}),
    "ck_contribution_version": ("contribution", {"version": "0"}),
    "ck_contribution_nature": ("contribution", {"nature": "'gossip'"}),
    "ck_contribution_text": ("contribution", {"text": LONG}),
    "ck_contribution_joint": (
        "contribution",
        {"meeting_child_id": "null", "meeting_compartment_id": B},
    ),
    "contribution_meeting_fkey": ("contribution", {"meeting_id": B}),
    "contribution_child_fkey": ("contribution", {"meeting_child_id": B}),
    "uq_contribution_version": ("contribution", {"id": B}),
    "ck_chain_entry_follow_up": ("chain_entry", {"follow_up_on": "'2026-03-09'"}),
}
