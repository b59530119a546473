"""What is stored of sign-offs: immutable evidence."""

from piccolo.columns import UUID, Boolean, Date, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class SignOff(Table, db=engine, tablename="sign_off"):
    """One answer of one signatory to their agency's schedule in one version."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    plan_id = UUID(null=False, default=None)
    plan_version_id = UUID(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    answer = Text(null=False, default=None)
    note = Text(null=False, default=None)
    shared_fingerprint = Text(null=False, default=None)
    schedule_fingerprint = Text(null=False, default=None)
    answered_at = Timestamptz(null=False, default=None)


class SignOffCondition(Table, db=engine, tablename="sign_off_condition"):
    """A condition of a signature, shown met by its owner and confirmed by the agency."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    sign_off_id = UUID(null=False, default=None)
    condition = Text(null=False, default=None)
    owner_id = UUID(null=False, default=None)
    due_on = Date(null=False, default=None)
    blocking = Boolean(null=False, default=None)
    met_at = Timestamptz(null=True, default=None)
    met_by = UUID(null=True, default=None)
    confirmed_at = Timestamptz(null=True, default=None)
    confirmed_by = UUID(null=True, default=None)
    evidence = Text(null=True, default=None)


class SignOffReply(Table, db=engine, tablename="sign_off_reply"):
    """What the operation's lead or the agency said about an answer."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    sign_off_id = UUID(null=False, default=None)
    text = Text(null=False, default=None)
    by_lead = Boolean(null=False, default=None)
    said_by = UUID(null=False, default=None)
    said_at = Timestamptz(null=False, default=None)


class SignOffWithdrawal(Table, db=engine, tablename="sign_off_withdrawal"):
    """A signature taken back; it never counts again."""

    sign_off_id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    reason = Text(null=False, default=None)
    withdrawn_by = UUID(null=False, default=None)
    withdrawn_at = Timestamptz(null=False, default=None)
