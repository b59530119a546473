"""What is stored of capacity; later rows for a week replace earlier ones, which stay."""

from piccolo.columns import UUID, Date, Integer, Numeric, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class AgencyCapacity(Table, db=engine, tablename="agency_capacity"):
    """What an agency says it has of a type in the week that begins on a Monday."""

    id = UUID(primary_key=True, default=None)
    agency_id = UUID(null=False, default=None)
    type_key = Text(null=False, default=None)
    week_on = Date(null=False, default=None)
    amount = Numeric(digits=(12, 2), null=False, default=None)
    number = Integer(null=False, default=None)
    declared_by = UUID(null=False, default=None)
    declared_at = Timestamptz(null=False, default=None)
