"""What is stored of who needs to know what."""

from piccolo.columns import UUID, Boolean, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Compartment(Table, db=engine, tablename="compartment"):
    """A unit of need to know."""

    id = UUID(primary_key=True, default=None)
    kind = Text(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)


class Membership(Table, db=engine, tablename="membership"):
    """Why and until when a person is in a compartment; never deleted, only ended."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    reason = Text(null=False, default=None)
    granted_by = UUID(null=False, default=None)
    from_at = Timestamptz(null=False, default=None)
    until_at = Timestamptz(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    meeting_compartment_id = UUID(null=True, default=None)
    escalation_id = UUID(null=True, default=None)
    as_key_worker = Boolean(null=False, default=None)


class ConflictBlock(Table, db=engine, tablename="conflict_block"):
    """A conflict of interest: beats every membership while it is not lifted."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    reason = Text(null=False, default=None)
    declared_by = UUID(null=False, default=None)
    declared_at = Timestamptz(null=False, default=None)
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by = UUID(null=True, default=None)
    lift_reason = Text(null=True, default=None)
    spread_from = UUID(null=True, default=None)
