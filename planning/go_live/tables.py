"""What is stored of going live; the database refuses a live operation without it."""

from piccolo.columns import JSONB, UUID, BigInt, Date, Integer, Numeric, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class GoLiveRecord(Table, db=engine, tablename="go_live_record"):
    """How an operation went live, with the gate's lines at that moment.

    The database itself writes in which transaction (`made_in`), and on which versions and
    signatures it rests.
    """

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    route = Text(null=False, default=None)
    reason = Text(null=False, default=None)
    gate_lines = JSONB(null=False, default=None)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)
    sign_off_due_on = Date(null=True, default=None)
    made_in = BigInt(null=False, default=0)
    rests_on = JSONB(null=False, default="{}")


class GoLiveConfirmation(Table, db=engine, tablename="go_live_confirmation"):
    """The second person, of another agency, behind going live without sign-off."""

    go_live_record_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    confirmed_by = UUID(null=False, default=None)
    confirmed_at = Timestamptz(null=False, default=None)


class GoLiveOverdue(Table, db=engine, tablename="go_live_overdue"):
    """That the time for signing afterwards ran out, and what was escalated."""

    go_live_record_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    escalation_id = UUID(null=False, default=None)
    found_at = Timestamptz(null=False, default=None)


class GoLiveReview(Table, db=engine, tablename="go_live_review"):
    """What looking back at going live without sign-off found."""

    go_live_record_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    why = Text(null=False, default=None)
    unmet = Text(null=False, default=None)
    changes = Text(null=False, default=None)
    reviewed_by = UUID(null=False, default=None)
    reviewed_at = Timestamptz(null=False, default=None)


class SurgeConfirmation(Table, db=engine, tablename="surge_confirmation"):
    """That one category's lead has capacity for the meetings that were forecast."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    category = Text(null=False, default=None)
    victims_planning = Integer(null=False, default=None)
    meetings_forecast = Integer(null=False, default=None)
    how = Text(null=False, default=None)
    confirmed_by = UUID(null=False, default=None)
    confirmed_at = Timestamptz(null=False, default=None)


class RiskAcceptance(Table, db=engine, tablename="risk_acceptance"):
    """One side's signature for going live with the gap of a resource line."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    plan_id = UUID(null=False, default=None)
    resource_id = UUID(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    side = Text(null=False, default=None)
    kind = Text(null=False, default=None)
    unit = Text(null=False, default=None)
    gap = Numeric(digits=(12, 2), null=False, default=None)
    reason = Text(null=False, default=None)
    signed_by = UUID(null=False, default=None)
    signed_at = Timestamptz(null=False, default=None)
