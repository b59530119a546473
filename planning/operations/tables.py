"""What is stored of operations."""

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Operation(Table, db=engine, tablename="operation"):
    """A multi-agency investigation; live only through the gate's trigger."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    police_compartment_id = UUID(null=False, default=None)
    name = Text(null=False, default=None)
    summary = Text(null=False, default=None)
    lead_id = UUID(null=False, default=None)
    state = Text(null=False, default=None)
    covert = Boolean(null=False, default=None)
    planned_live_on = Date(null=True, default=None)
    live_at = Timestamptz(null=True, default=None)
    victims_known = Integer(null=False, default=None)
    victims_suspected = Integer(null=False, default=None)
    victims_planning = Integer(null=False, default=None)
    partnership_told_at = Timestamptz(null=True, default=None)
    partnership_told_by = UUID(null=True, default=None)
    created_by = UUID(null=False, default=None)
    created_at = Timestamptz(null=False, default=None)
    version = Integer(null=False, default=None)
    state_since = Timestamptz(null=True, default=None)
    precedence = Integer(null=False, default=5)


class OperationAgency(Table, db=engine, tablename="operation_agency"):
    """An agency without whose signatures the gate stays shut."""

    operation_id = UUID(primary_key=True, default=None)
    agency_id = UUID(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
    reason = Text(null=False, default=None)
    required_by = UUID(null=False, default=None)
    required_at = Timestamptz(null=False, default=None)


class OperationChild(Table, db=engine, tablename="operation_child"):
    """A child of the operation, seen only from inside both the operation and the concern."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    concern_compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=False, default=None)
    reason = Text(null=False, default=None)
    attached_by = UUID(null=False, default=None)
    attached_at = Timestamptz(null=False, default=None)
    ended_by = UUID(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_reason = Text(null=True, default=None)


class PartnershipNotice(Table, db=engine, tablename="partnership_notice"):
    """What the partnership was told of an operation; by nobody's hand where the clock did."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    kind = Text(null=False, default=None)
    told_by = UUID(null=True, default=None)
    told_at = Timestamptz(null=False, default=None)


class PartnershipReceipt(Table, db=engine, tablename="partnership_receipt"):
    """Somebody of the partnership has seen it."""

    notice_id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
    received_at = Timestamptz(null=False, default=None)
