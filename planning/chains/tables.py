"""What is stored of chains; append-only by trigger, but for what is worked out from the rest."""

from piccolo.columns import UUID, Array, Boolean, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class ChainEntry(Table, db=engine, tablename="chain_entry"):
    """One child at one meeting; a correction is a new entry that replaces the old one."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    held_at = Timestamptz(null=False, default=None)
    entered_at = Timestamptz(null=False, default=None)
    entered_by = UUID(null=False, default=None)
    outcome = Text(null=False, default=None)
    no_decision_reason = Text(null=True, default=None)
    reason_agency_id = UUID(null=True, default=None)
    next_on = Date(null=True, default=None)
    authorised_by = UUID(null=True, default=None)
    quorate = Boolean(null=False, default=None)
    follow_up_on = Date(null=True, default=None)
    absent_agency_ids = Array(base_column=UUID(), null=False, default=None)
    replaces_id = UUID(null=True, default=None)
    correction_reason = Text(null=True, default=None)
    phone_only = Boolean(null=False, default=None)
    urgent_since = Timestamptz(null=True, default=None)
    handed_to = Text(null=True, default=None)
    profile_version = Integer(null=False, default=None)
    kind = Text(null=False, default=None)
    lasted_minutes = Integer(null=False, default=None)
    agencies_present = Integer(null=False, default=None)
    children_there = Integer(null=False, default=None)
    emergency = Boolean(null=False, default=None)


class ChainNextDate(Table, db=engine, tablename="chain_next_date"):
    """The next meeting's date, moved after the adjournment that set it."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    entry_id = UUID(null=False, default=None)
    next_on = Date(null=False, default=None)
    reason = Text(null=False, default=None)
    set_by = UUID(null=False, default=None)
    set_at = Timestamptz(null=False, default=None)


class HandOverAnswer(Table, db=engine, tablename="hand_over_answer"):
    """What the receiver of a child said to one hand-over; append-only by trigger."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=False, default=None)
    entry_id = UUID(null=False, default=None)
    accepted = Boolean(null=False, default=None)
    answered_on = Date(null=False, default=None)
    answered_by_name = Text(null=False, default=None)
    evidence = Text(null=False, default=None)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)


class ChainState(Table, db=engine, tablename="chain_state"):
    """What a chain amounts to, whatever the date; written by every act that changes one."""

    concern_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meetings = Integer(null=False, default=None)
    run = Integer(null=False, default=None)
    undecided_since = Date(null=True, default=None)
    first_held_on = Date(null=False, default=None)
    last_held_at = Timestamptz(null=False, default=None)
    last_meeting_kind = Text(null=False, default=None)
    next_on = Date(null=True, default=None)
    slips = Integer(null=False, default=None)
    same_reason = Text(null=True, default=None)
    last_reason = Text(null=True, default=None)
    last_reason_agency_id = UUID(null=True, default=None)
    absent_again = Array(base_column=UUID(), null=False, default=None)
    absent_last = Array(base_column=UUID(), null=False, default=None)
    agency_minutes = Integer(null=False, default=None)
    amber_on = Date(null=True, default=None)
    red_on = Date(null=True, default=None)
    review_answer = Text(null=True, default=None)
    handed_over_on = Date(null=True, default=None)
    reported_emergencies = Integer(null=False, default=None)
    waiting_since = Date(null=True, default=None)
    computed_at = Timestamptz(null=False, default=None)


class ClockRecordedMet(Table, db=engine, tablename="clock_met"):
    """What was due for a child took place; the newest record of a clock and anchor counts."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=False, default=None)
    clock = Text(null=False, default=None)
    anchor_on = Date(null=False, default=None)
    due_on = Date(null=False, default=None)
    met_on = Date(null=False, default=None)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)


class ClockMoved(Table, db=engine, tablename="clock_move"):
    """A date of a concern that a manager moved, from its anchor, with the reason."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=False, default=None)
    clock = Text(null=False, default=None)
    anchor_on = Date(null=False, default=None)
    old_due_on = Date(null=False, default=None)
    new_due_on = Date(null=False, default=None)
    reason = Text(null=False, default=None)
    moved_by = UUID(null=False, default=None)
    moved_at = Timestamptz(null=False, default=None)


class SeniorReview(Table, db=engine, tablename="senior_review"):
    """What a senior manager answered to a chain at red; good for one more adjournment."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=False, default=None)
    answer = Text(null=False, default=None)
    reason = Text(null=False, default=None)
    conference_on = Date(null=True, default=None)
    reviewed_by = UUID(null=False, default=None)
    reviewed_at = Timestamptz(null=False, default=None)
