"""What is stored of escalations."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Escalation(Table, db=engine, tablename="escalation"):
    """One escalation of a concern; at most one of a concern is unanswered."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=False, default=None)
    stage = Integer(null=False, default=None)
    reason = Text(null=False, default=None)
    owner_id = UUID(null=False, default=None)
    raised_by = UUID(null=False, default=None)
    raised_at = Timestamptz(null=False, default=None)
    due_on = Date(null=False, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by = UUID(null=True, default=None)
    child_safe_meanwhile = Text(null=True, default=None)
    outcome = Text(null=True, default=None)
