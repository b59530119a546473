"""What is stored of children and their concerns."""

from piccolo.columns import UUID, Date, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Child(Table, db=engine, tablename="child"):
    """A child as one concern knows it; the name lives in that compartment alone.

    PostgreSQL fills the last two columns itself.
    """

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    reference = Text(null=False, default=None)
    name = Text(null=False, default=None)
    born_on = Date(null=True, default=None)
    search_name = Text(null=False, default=None)
    search_reference = Text(null=False, default=None)


class Concern(Table, db=engine, tablename="concern"):
    """One child's episode of concern, from the first strategy meeting to a follow-on."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    child_id = UUID(null=False, default=None)
    reason = Text(null=False, default=None)
    team = Text(null=False, default=None)
    senior_manager_id = UUID(null=False, default=None)
    opened_by = UUID(null=False, default=None)
    opened_at = Timestamptz(null=False, default=None)
    closed_at = Timestamptz(null=True, default=None)
    follow_on = Text(null=True, default=None)
    separate_reason = Text(null=True, default=None)
    referred_on = Date(null=False, default=None)
    was_closed_at = Timestamptz(null=True, default=None)
