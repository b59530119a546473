"""What is stored of procedures; every table is append-only by trigger."""

from piccolo.columns import JSONB, UUID, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class ProcedureProfile(Table, db=engine, tablename="procedure_profile"):
    """One immutable version of the partnership's rules; nobody entered what came with Accord."""

    version = Integer(primary_key=True, default=None)
    in_force_from = Date(null=False, default=None)
    content = JSONB(null=False, default=None)
    entered_at = Timestamptz(null=False, default=None)
    entered_by = UUID(null=True, default=None)


class ClosedDay(Table, db=engine, tablename="closed_day"):
    """A day on which this partnership does not work, beside England's bank holidays."""

    id = UUID(primary_key=True, default=None)
    closed_on = Date(null=False, default=None)
    name = Text(null=False, default=None)
    reason = Text(null=False, default=None)
    entered_by = UUID(null=False, default=None)
    entered_at = Timestamptz(null=False, default=None)


class ClosedDayWithdrawal(Table, db=engine, tablename="closed_day_withdrawal"):
    """A closed day that was taken back before it came."""

    closed_day_id = UUID(primary_key=True, default=None)
    reason = Text(null=False, default=None)
    withdrawn_by = UUID(null=False, default=None)
    withdrawn_at = Timestamptz(null=False, default=None)
