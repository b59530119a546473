"""What is stored of replies: what was said, and what became of it."""

from piccolo.columns import UUID, Array, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Reply(Table, db=engine, tablename="reply"):
    """One message to an attendee's own address of a meeting; its id is the incoming mail's."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    meeting_id = UUID(null=False, default=None)
    attendee_id = UUID(null=False, default=None)
    received_at = Timestamptz(null=False, default=None)
    kind = Text(null=False, default=None)
    answer = Text(null=True, default=None)
    comment = Text(null=False, default=None)
    proposed_starts_at = Timestamptz(null=True, default=None)
    proposed_ends_at = Timestamptz(null=True, default=None)
    delegate_address = Text(null=False, default=None)
    from_address = Text(null=False, default=None)
    sequence = Integer(null=True, default=None)
    stamped_at = Timestamptz(null=True, default=None)
    reasons = Array(base_column=Text(), null=False, default=None)
    applied_at = Timestamptz(null=True, default=None)
    state = Text(null=False, default=None)
    settled_by = UUID(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    settled_how = Text(null=True, default=None)
    version = Integer(null=False, default=None)
