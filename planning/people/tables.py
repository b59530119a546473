"""What is stored of agencies and people."""

from piccolo.columns import UUID, Boolean, Date, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Agency(Table, db=engine, tablename="agency"):
    """An organisation of the partnership."""

    id = UUID(primary_key=True, default=None)
    name = Text(null=False, default=None)
    category = Text(null=False, default=None)
    closed_at = Timestamptz(null=True, default=None)
    mail_channel = Text(null=False, default=None)


class Person(Table, db=engine, tablename="person"):
    """Somebody who works for an agency; `decision_authority` counts towards quorum."""

    id = UUID(primary_key=True, default=None)
    agency_id = UUID(null=False, default=None)
    name = Text(null=False, default=None)
    email = Text(null=False, default=None)
    job_title = Text(null=False, default=None)
    decision_authority = Boolean(null=False, default=None)
    closed_at = Timestamptz(null=True, default=None)


class PersonRole(Table, db=engine, tablename="person_role"):
    """A role that a person holds now."""

    person_id = UUID(primary_key=True, default=None)
    role = Text(null=False, default=None)
    granted_at = Timestamptz(null=False, default=None)
    granted_by = UUID(null=True, default=None)


class Signatory(Table, db=engine, tablename="signatory"):
    """Who may sign for an agency, a delegate for a time; both dates are included."""

    id = UUID(primary_key=True, default=None)
    agency_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    from_on = Date(null=False, default=None)
    until_on = Date(null=True, default=None)
    delegated_by = UUID(null=True, default=None)
    delegation_reason = Text(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
