"""What is stored of case audits."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class AuditSample(Table, db=engine, tablename="audit_sample"):
    """How a sample was drawn: enough to draw it again. It says nothing of any child."""

    id = UUID(primary_key=True, default=None)
    algorithm = Integer(null=False, default=None)
    seed = Text(null=False, default=None)
    size = Integer(null=False, default=None)
    strata = Text(null=False, default=None)
    from_on = Date(null=False, default=None)
    until_on = Date(null=False, default=None)
    due_on = Date(null=False, default=None)
    fingerprint = Text(null=False, default=None)
    drawn_by = UUID(null=False, default=None)
    drawn_at = Timestamptz(null=False, default=None)


class AuditCase(Table, db=engine, tablename="audit_case"):
    """A concern in a sample, in the concern's own compartment."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    concern_id = UUID(null=False, default=None)
    sample_id = UUID(null=False, default=None)
    number = Integer(null=False, default=None)
    due_on = Date(null=False, default=None)
    auditor_id = UUID(null=True, default=None)
    assigned_by = UUID(null=True, default=None)
    assigned_at = Timestamptz(null=True, default=None)
    audited_at = Timestamptz(null=True, default=None)


class AuditFinding(Table, db=engine, tablename="audit_finding"):
    """What an auditor found to one question; never changed."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    case_id = UUID(null=False, default=None)
    question = Text(null=False, default=None)
    answer = Text(null=False, default=None)
    words = Text(null=False, default=None)
    recorded_by = UUID(null=False, default=None)
    recorded_at = Timestamptz(null=False, default=None)
