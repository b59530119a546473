"""What is stored of meetings: the joint part in the meeting's compartment, a child's in its own."""

from piccolo.columns import JSONB, UUID, Array, Boolean, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class StrategyMeeting(Table, db=engine, tablename="strategy_meeting"):
    """A meeting and its joint record."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    reference = Text(null=False, default=None)
    kind = Text(null=False, default=None)
    purpose = Text(null=False, default=None)
    mode = Text(null=False, default=None)
    place = Text(null=False, default=None)
    decided_at = Timestamptz(null=False, default=None)
    starts_at = Timestamptz(null=False, default=None)
    ends_at = Timestamptz(null=False, default=None)
    profile_version = Integer(null=False, default=None)
    convened_by = UUID(null=False, default=None)
    convened_at = Timestamptz(null=False, default=None)
    chair_id = UUID(null=False, default=None)
    minute_taker_id = UUID(null=True, default=None)
    state = Text(null=False, default=None)
    no_quorum_reason = Text(null=True, default=None)
    quorate = Boolean(null=True, default=None)
    closed_at = Timestamptz(null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    corrections_until = Timestamptz(null=True, default=None)
    final_at = Timestamptz(null=True, default=None)
    cancelled_at = Timestamptz(null=True, default=None)
    cancel_reason = Text(null=True, default=None)
    follow_up_on = Date(null=True, default=None)
    child_count = Integer(null=False, default=None)
    room_id = UUID(null=True, default=None)
    calendar_uid = Text(null=False, default=None)
    calendar_sequence = Integer(null=False, default=None)
    place_in_calendars = Boolean(null=False, default=False)
    version = Integer(null=False, default=None)
    entered_at = Timestamptz(null=True, default=None)
    emergency_reason = Text(null=True, default=None)
    quorum = JSONB(null=True, default=None)


class Attendee(Table, db=engine, tablename="attendee"):
    """Somebody invited, their answer, and whether they came."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    organiser_token = Text(null=False, default=None)
    invited_at = Timestamptz(null=False, default=None)
    answer = Text(null=False, default=None)
    answered_at = Timestamptz(null=True, default=None)
    present = Boolean(null=True, default=None)
    apology = Text(null=False, default=None)
    apology_reason = Text(null=True, default=None)
    came_by = Text(null=True, default=None)
    deputy_for_id = UUID(null=True, default=None)
    removed_at = Timestamptz(null=True, default=None)
    minutes_ready_at = Timestamptz(null=True, default=None)
    minutes_read_at = Timestamptz(null=True, default=None)
    minutes_acknowledged_at = Timestamptz(null=True, default=None)
    asked_although_busy = Boolean(null=False, default=None)
    version = Integer(null=False, default=None)
    calendar_ahead = Integer(null=False, default=0)


class MeetingChild(Table, db=engine, tablename="meeting_child"):
    """One child at one meeting; a draft until the meeting closes."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=False, default=None)
    meeting_compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    outcome = Text(null=True, default=None)
    outcome_reason = Text(null=False, default=None)
    no_decision_reason = Text(null=True, default=None)
    reason_agency_id = UUID(null=True, default=None)
    next_on = Date(null=True, default=None)
    authorised_by = UUID(null=True, default=None)
    disposition_recorded_at = Timestamptz(null=True, default=None)
    version = Integer(null=False, default=None)
    quorum = JSONB(null=True, default=None)
    handed_to = Text(null=True, default=None)


class AttendeeChild(Table, db=engine, tablename="attendee_child"):
    """Who is there for which child."""

    attendee_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_child_id = UUID(null=False, default=None)
    meeting_compartment_id = UUID(null=False, default=None)


class AttendanceSpan(Table, db=engine, tablename="attendance_span"):
    """When somebody was there who came late or left early."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    attendee_id = UUID(null=False, default=None)
    joined_at = Timestamptz(null=False, default=None)
    left_at = Timestamptz(null=True, default=None)


class Contribution(Table, db=engine, tablename="contribution"):
    """A version of something sent in writing; append-only by trigger."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    meeting_child_id = UUID(null=True, default=None)
    item_id = UUID(null=False, default=None)
    version = Integer(null=False, default=None)
    author_id = UUID(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    nature = Text(null=False, default=None)
    text = Text(null=False, default=None)
    given_at = Timestamptz(null=False, default=None)


class MeetingAction(Table, db=engine, tablename="meeting_action"):
    """What somebody is to do: for a child in its compartment, else in the meeting's."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    concern_id = UUID(null=True, default=None)
    what = Text(null=False, default=None)
    success_test = Text(null=False, default=None)
    owner_id = UUID(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    due_on = Date(null=False, default=None)
    carried_from_id = UUID(null=True, default=None)
    times_carried = Integer(null=False, default=None)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)
    given_at = Timestamptz(null=True, default=None)
    ended = Text(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_note = Text(null=True, default=None)
    done_on = Date(null=True, default=None)
    version = Integer(null=False, default=None)


class MeetingActionEvent(Table, db=engine, tablename="meeting_action_event"):
    """What happened to an action; append-only by trigger."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    action_id = UUID(null=False, default=None)
    act = Text(null=False, default=None)
    by_id = UUID(null=False, default=None)
    at = Timestamptz(null=False, default=None)
    note = Text(null=False, default=None)
    old_due_on = Date(null=True, default=None)
    new_due_on = Date(null=True, default=None)
    old_owner_id = UUID(null=True, default=None)
    new_owner_id = UUID(null=True, default=None)


class MinutesPart(Table, db=engine, tablename="minutes_part"):
    """One part of approved minutes; append-only by trigger."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    meeting_child_id = UUID(null=True, default=None)
    version = Integer(null=False, default=None)
    content = JSONB(null=False, default=None)
    approved_by = UUID(null=False, default=None)
    approved_at = Timestamptz(null=False, default=None)


class MinutesCorrection(Table, db=engine, tablename="minutes_correction"):
    """What an attendee holds to be wrong in one version of a part; append-only by trigger."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    minutes_part_id = UUID(null=False, default=None)
    section = Text(null=False, default=None)
    wrong = Text(null=False, default=None)
    should_say = Text(null=False, default=None)
    asked_by = UUID(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)


class MinutesCorrectionAnswer(Table, db=engine, tablename="minutes_correction_answer"):
    """The chair's one answer; append-only by trigger."""

    correction_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    answered_by = UUID(null=False, default=None)
    answered_at = Timestamptz(null=False, default=None)
    minutes_part_id = UUID(null=True, default=None)
    reason = Text(null=False, default=None)


class MinutesAddendum(Table, db=engine, tablename="minutes_addendum"):
    """What completes a final part; append-only by trigger."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    minutes_part_id = UUID(null=False, default=None)
    text = Text(null=False, default=None)
    reason = Text(null=False, default=None)
    written_by = UUID(null=False, default=None)
    written_at = Timestamptz(null=False, default=None)


class MinutesAcknowledgement(Table, db=engine, tablename="minutes_acknowledgement"):
    """Who has said that they read a version of a part; append-only by trigger."""

    minutes_part_id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    acknowledged_at = Timestamptz(null=False, default=None)


class RecordItem(Table, db=engine, tablename="record_item"):
    """One thing to be written; `standing` numbers its texts that nobody has answered yet."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    meeting_child_id = UUID(null=True, default=None)
    section = Text(null=False, default=None)
    standing = Array(base_column=Integer(), null=False, default=None)
    latest = Integer(null=False, default=None)
    begun_at = Timestamptz(null=False, default=None)


class RecordText(Table, db=engine, tablename="record_text"):
    """One text of an item, for ever; append-only by trigger."""

    item_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    number = Integer(null=False, default=None)
    answers = Array(base_column=Integer(), null=False, default=None)
    body = Text(null=False, default=None)
    agency_id = UUID(null=True, default=None)
    source = Text(null=False, default=None)
    nature = Text(null=True, default=None)
    choice = Text(null=True, default=None)
    decision = JSONB(null=True, default=None)
    written_by = UUID(null=False, default=None)
    written_at = Timestamptz(null=False, default=None)


class HeldDebt(Table, db=engine, tablename="held_debt"):
    """What was left unsaid in an emergency, and what was said of it later."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    meeting_child_id = UUID(null=True, default=None)
    what = Text(null=False, default=None)
    owner_id = UUID(null=False, default=None)
    owed_at = Timestamptz(null=False, default=None)
    due_on = Date(null=False, default=None)
    paid_at = Timestamptz(null=True, default=None)
    paid_by = UUID(null=True, default=None)
    answer = Text(null=True, default=None)
