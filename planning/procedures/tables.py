"""What is stored of procedure profiles."""

from piccolo.columns import JSONB, Date, Integer, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class ProcedureProfile(Table, db=engine, tablename="procedure_profile"):
    """One immutable version of the partnership's rules; append-only by trigger."""

    version = Integer(primary_key=True, default=None)
    in_force_from = Date(null=False, default=None)
    content = JSONB(null=False, default=None)
    entered_at = Timestamptz(null=False, default=None)
