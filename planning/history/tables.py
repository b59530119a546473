"""What is stored of what happened and of what was read; both append-only by trigger."""

from piccolo.columns import JSONB, UUID, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class HistoryEvent(Table, db=engine, tablename="history_event"):
    """One act; without a compartment it holds no case content."""

    id = UUID(primary_key=True, default=None)
    happened_at = Timestamptz(null=False, default=None)
    actor_id = UUID(null=True, default=None)
    act = Text(null=False, default=None)
    subject_kind = Text(null=False, default=None)
    subject_id = UUID(null=True, default=None)
    compartment_id = UUID(null=True, default=None)
    detail = JSONB(null=False, default=None)


class RecordRead(Table, db=engine, tablename="record_read"):
    """One reading of a sensitive record."""

    id = UUID(primary_key=True, default=None)
    read_at = Timestamptz(null=False, default=None)
    person_id = UUID(null=False, default=None)
    subject_kind = Text(null=False, default=None)
    subject_id = UUID(null=False, default=None)
    compartment_id = UUID(null=False, default=None)
