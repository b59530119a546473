"""What is stored of escalations and of who owns their stages; steps are append-only by trigger."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Escalation(Table, db=engine, tablename="escalation"):
    """One escalation with its present stage; of a concern, or of a plan."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=True, default=None)
    stage = Integer(null=False, default=None)
    reason = Text(null=False, default=None)
    owner_id = UUID(null=True, default=None)
    raised_by = UUID(null=False, default=None)
    raised_at = Timestamptz(null=False, default=None)
    due_on = Date(null=False, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by = UUID(null=True, default=None)
    child_safe_meanwhile = Text(null=True, default=None)
    outcome = Text(null=True, default=None)
    kind = Text(null=False, default=None)
    plan_id = UUID(null=True, default=None)
    plan_compartment_id = UUID(null=True, default=None)
    urgent = Boolean(null=False, default=None)
    by_clock = Boolean(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    raised_from = UUID(null=False, default=None)
    profile_version = Integer(null=False, default=None)
    state = Text(null=False, default=None)
    started_at = Timestamptz(null=False, default=None)
    due_at = Timestamptz(null=False, default=None)
    moves_up_at = Timestamptz(null=False, default=None)
    ended_at = Timestamptz(null=True, default=None)


class EscalationStep(Table, db=engine, tablename="escalation_step"):
    """One thing that happened to an escalation; `by_id` is none of what the ladder itself did."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    escalation_id = UUID(null=False, default=None)
    number = Integer(null=False, default=None)
    act = Text(null=False, default=None)
    stage = Integer(null=False, default=None)
    owner_id = UUID(null=True, default=None)
    due_at = Timestamptz(null=True, default=None)
    by_id = UUID(null=True, default=None)
    at = Timestamptz(null=False, default=None)
    words = Text(null=True, default=None)
    child_safe_meanwhile = Text(null=True, default=None)


class EscalationOwner(Table, db=engine, tablename="escalation_owner"):
    """Who answers for an agency at a stage, and who in their place."""

    agency_id = UUID(primary_key=True, default=None)
    stage = Integer(null=False, default=None)
    person_id = UUID(null=False, default=None)
    deputy_id = UUID(null=True, default=None)
    set_by = UUID(null=False, default=None)
    set_at = Timestamptz(null=False, default=None)
