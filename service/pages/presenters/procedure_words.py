"""What each rule of a procedure profile is called, in which unit, in the order of the pages."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import TypeVar

from planning.people.rules import CATEGORY_WORDS, AgencyCategory
from planning.procedures.rules import Side

Choice = TypeVar("Choice", bound=StrEnum)
Figure = tuple[str, str, str]
"""Place in the profile, label, unit in the plural ("" for a plain number)."""

DAYS, HOURS = "working days", "hours"
FIGURES: list[tuple[str, list[Figure]]] = [
    (
        "Timescales",
        [
            ("timescales.convene_target_working_days", "Aim to hold a meeting within", DAYS),
            ("timescales.convene_limit_working_days", "Hold a meeting at the latest within", DAYS),
            ("timescales.urgent_discussion_hours", "Urgent types: discussion within", HOURS),
            (
                "timescales.urgent_meeting_hours",
                "Urgent types: meeting in a room or by video within",
                HOURS,
            ),
            (
                "timescales.full_meeting_after_phone_working_days",
                "Meeting in a room or by video after a discussion by phone alone",
                DAYS,
            ),
            ("timescales.decisions_out_working_days", "Decisions and actions sent out", DAYS),
            ("timescales.minutes_working_days", "Minutes approved", DAYS),
            ("timescales.correction_window_working_days", "Time to ask for corrections", DAYS),
            ("timescales.conference_working_days", "Child protection conference", DAYS),
            ("timescales.assessment_working_days", "Assessment, from the referral", DAYS),
            (
                "timescales.no_quorum_follow_up_working_days",
                "Follow-up of a meeting without quorum",
                DAYS,
            ),
            (
                "timescales.emergency_duty_working_days",
                "What an emergency left out is made good",
                DAYS,
            ),
        ],
    ),
    (
        "Alerts",
        [
            ("drift.amber_run", "Amber: meetings in a row without a decision", ""),
            ("drift.amber_working_days", "Amber: more without a decision than", DAYS),
            ("drift.red_run", "Red: meetings in a row without a decision", ""),
            ("drift.red_working_days", "Red: more without a decision than", DAYS),
            ("drift.red_slips", "Red: times that the next date was put off", ""),
            (
                "drift.unaccepted_amber_working_days",
                "Amber: a hand-over without an answer for more than",
                DAYS,
            ),
            (
                "drift.unaccepted_red_working_days",
                "Red: a hand-over without an answer for more than",
                DAYS,
            ),
        ],
    ),
    (
        "Reading after a meeting",
        [
            (
                "access.invitation_days_after_meeting",
                "Who was invited may read after the meeting for",
                "days",
            ),
            (
                "access.escalation_days_after_end",
                "Who was asked in an escalation may read after its end for",
                "days",
            ),
        ],
    ),
    (
        "Reminders",
        [
            ("reminders.answer_hours", "Before an answer to an invitation is due", HOURS),
            ("reminders.meeting_hours", "Before a meeting", HOURS),
            ("reminders.action_working_days", "Before an action is due", DAYS),
            ("reminders.minutes_working_days", "Before minutes are due", DAYS),
            ("reminders.conference_working_days", "Before a conference is due", DAYS),
            ("reminders.next_date_working_days", "Before the next date of a child", DAYS),
            ("reminders.escalation_hours", "Before an escalation moves up", HOURS),
        ],
    ),
    (
        "Signing of plans",
        [
            ("signing.remind_working_days", "Signatories are reminded each", DAYS),
            (
                "signing.escalate_working_days",
                "An agency that does not answer is escalated after",
                DAYS,
            ),
        ],
    ),
    ("Actions", [("actions.carried_flag", "Stands out once carried over so many times", "")]),
    (
        "How long records are kept after they are closed",
        [
            ("retention.concern_years", "Concerns and their meetings", "years"),
            ("retention.operation_years", "Operations and their plans", "years"),
            ("retention.read_log_years", "Who read what", "years"),
            ("retention.mail_years", "Mail that was sent", "years"),
        ],
    ),
]
STAGES = ("First stage", "Second stage", "Third stage", "Fourth stage")
SIDE_WORDS: dict[Side, str] = {
    Side.ANSWERING: "The agency that answers",
    Side.RAISING: "The agency that raised it",
    **{
        side: f"All of: {CATEGORY_WORDS[AgencyCategory(side.value)]}"
        for side in Side
        if side not in {Side.ANSWERING, Side.RAISING}
    },
}
"""Where the owner of a stage is found, unless somebody is named."""
KIND_FLAGS = (
    ("urgent", "Urgent", "Urgent: counted in hours."),
    ("needs_child", "About at least one child", "About at least one child."),
    ("senior_managers", "Senior managers only", "Only senior managers count."),
    ("decision_authority", "Authority to decide", "Only people with authority to decide count."),
)
"""Field of a type of meeting, its label, and what is told when it holds."""
RETIRED_WORDS = {
    "retired.kinds": "Types of meeting no longer used",
    "retired.outcomes": "Outcomes no longer used",
    "retired.no_decision_reasons": "Reasons no longer used",
}


def usable(
    order: type[Choice],
    words: Mapping[Choice, str],
    retired: Collection[Choice],
    chosen: Choice | None,
) -> list[tuple[str, str]]:
    """What may be chosen, in its own order; what was chosen before it was retired stays."""
    return [(one.value, words[one]) for one in order if one not in retired or one is chosen]
