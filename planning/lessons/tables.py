"""What is stored of an operation's report and its lessons."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class ReportText(Table, db=engine, tablename="report_text"):
    """One text of a part of the report; the one with the highest number is what it says."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    part = Text(null=False, default=None)
    agency_id = UUID(null=True, default=None)
    number = Integer(null=False, default=None)
    content = Text(null=False, default=None)
    written_by = UUID(null=False, default=None)
    written_at = Timestamptz(null=False, default=None)


class Lesson(Table, db=engine, tablename="lesson"):
    """What was learned, who acts on it and by when."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    operation_id = UUID(null=False, default=None)
    learned = Text(null=False, default=None)
    agency_id = UUID(null=False, default=None)
    due_on = Date(null=False, default=None)
    state = Text(null=False, default=None)
    progress = Text(null=False, default=None)
    written_by = UUID(null=False, default=None)
    written_at = Timestamptz(null=False, default=None)
    changed_by = UUID(null=True, default=None)
    changed_at = Timestamptz(null=True, default=None)
    version = Integer(null=False, default=None)
