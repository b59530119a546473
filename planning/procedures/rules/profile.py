"""What a procedure profile says.

Figures: design, Strategy meetings; Repeat meetings; Fine points, Clocks and Quorum.
"""

from datetime import date
from typing import Annotated

import msgspec

from planning.people.rules import AgencyCategory, Role
from planning.procedures.rules.ladder import LADDER_ROLES, LADDER_SIDES, LADDER_TITLES, Side
from planning.procedures.rules.vocabulary import (
    APOLOGY_WORDS,
    ApologyReason,
    MeetingKind,
    NoDecisionReason,
    Outcome,
)

Count = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
FOUR = msgspec.Meta(min_length=4, max_length=4)


class Timescales(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How soon things are due."""

    convene_target_working_days: Count
    convene_limit_working_days: Count
    urgent_discussion_hours: Count
    urgent_meeting_hours: Count
    minutes_working_days: Count
    conference_working_days: Count
    no_quorum_follow_up_working_days: Count
    decisions_out_working_days: Count = 1
    full_meeting_after_phone_working_days: Count = 5
    assessment_working_days: Count = 45
    correction_window_working_days: Count = 5
    emergency_duty_working_days: Count = 1


class Drift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When an undecided chain turns amber or red; days are exceeded, runs and slips reached."""

    amber_run: Count
    amber_working_days: Count
    red_run: Count
    red_working_days: Count
    red_slips: Count
    unaccepted_amber_working_days: Count
    unaccepted_red_working_days: Count


class Ladder(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The four stages of an escalation: how long their owners have, and where owners are found.

    Who is named for a stage comes first; else whoever holds its role on its side.
    """

    stage_working_days: Annotated[list[Count], FOUR]
    titles: Annotated[list[Words], FOUR] = msgspec.field(default_factory=LADDER_TITLES.copy)
    roles: Annotated[list[Role], FOUR] = msgspec.field(default_factory=LADDER_ROLES.copy)
    sides: Annotated[list[Side], FOUR] = msgspec.field(default_factory=LADDER_SIDES.copy)


class KindRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one type of meeting needs: categories for quorum, senior managers, a child."""

    words: Words
    required: Annotated[list[AgencyCategory], msgspec.Meta(min_length=1)]
    urgent: bool = False
    needs_child: bool = True
    senior_managers: bool = False
    decision_authority: bool = True


class Access(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how many days an invitation, or an escalation's end, still lets somebody read."""

    invitation_days_after_meeting: Count = 180
    escalation_days_after_end: Count = 90


class Reminders(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long before something is due its people are reminded."""

    answer_hours: Count = 24
    meeting_hours: Count = 24
    action_working_days: Count = 1
    minutes_working_days: Count = 1
    conference_working_days: Count = 3
    next_date_working_days: Count = 1
    escalation_hours: Count = 4


class Signing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """After how many working days signatories are reminded, and their agency escalated."""

    remind_working_days: Count = 2
    escalate_working_days: Count = 5


class ActionRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From how many times on an action that is carried over stands out."""

    carried_flag: Count = 2


class Retention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how many years each record is kept after it was closed."""

    concern_years: Count = 75
    operation_years: Count = 75
    read_log_years: Count = 75
    mail_years: Count = 2


class Retired(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What can no longer be chosen; what was recorded with it keeps its words."""

    kinds: list[MeetingKind] = []
    outcomes: list[Outcome] = []
    no_decision_reasons: list[NoDecisionReason] = []


class Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A partnership's rules; one immutable version of them is kept with each meeting.

    Fields with a default came later: versions stored before them read as if they said so.
    `closed_days` is no part of a version: whoever reads one adds the days closed as known today.
    """

    timescales: Timescales
    drift: Drift
    escalation: Ladder
    kinds: dict[MeetingKind, KindRules]
    outcomes: dict[Outcome, Words]
    no_decision_reasons: dict[NoDecisionReason, Words]
    retired: Retired = Retired()
    access: Access = Access()
    reminders: Reminders = Reminders()
    actions: ActionRules = ActionRules()
    signing: Signing = Signing()
    retention: Retention = Retention()
    apology_reasons: dict[ApologyReason, Words] = msgspec.field(default_factory=APOLOGY_WORDS.copy)
    titles: Annotated[list[Words], msgspec.Meta(max_length=100)] = []
    closed_days: frozenset[date] = frozenset()
