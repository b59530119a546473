"""What is stored of going live; the database refuses a live operation without it."""

from piccolo.columns import JSONB, UUID, Date, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class GoLiveRecord(Table, db=engine, tablename="go_live_record"):
    """How an operation went live, with the gate's lines at that moment."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    route = Text(null=False, default=None)
    reason = Text(null=False, default=None)
    gate_lines = JSONB(null=False, default=None)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)
    sign_off_due_on = Date(null=True, default=None)


class GoLiveConfirmation(Table, db=engine, tablename="go_live_confirmation"):
    """The second person, of another agency, behind going live without sign-off."""

    go_live_record_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    confirmed_by = UUID(null=False, default=None)
    confirmed_at = Timestamptz(null=False, default=None)
