"""What is stored of measures: cells without any case, and what each concern adds to them."""

from piccolo.columns import JSONB, UUID, Array, BigInt, Bytea, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class MeasureDue(Table, db=engine, tablename="measure_due"):
    """A concern of which a fact has changed since its figures were worked out."""

    id = UUID(primary_key=True, default=None)
    concern_id = UUID(null=False, default=None)
    noted_at = Timestamptz(null=False, default=None)


class MeasureCell(Table, db=engine, tablename="measure_cell"):
    """A number that is summed; contributions name it by its number."""

    number = Integer(primary_key=True, default=None)
    month = Date(null=False, default=None)
    team = Text(null=False, default=None)
    kind = Text(null=False, default=None)
    operation_id = UUID(null=True, default=None)
    measure = Text(null=False, default=None)
    part = Text(null=False, default=None)
    amount = BigInt(null=False, default=None)


class MeasureContribution(Table, db=engine, tablename="measure_contribution"):
    """What a concern adds to which cells."""

    concern_id = UUID(primary_key=True, default=None)
    cells = Array(base_column=Integer(), null=False, default=None)
    amounts = Array(base_column=Integer(), null=False, default=None)


class MeasureSetAside(Table, db=engine, tablename="measure_set_aside"):
    """A concern that cannot be counted, and by which fault; without content."""

    concern_id = UUID(primary_key=True, default=None)
    fault = Text(null=False, default=None)
    set_aside_at = Timestamptz(null=False, default=None)


class QuarterlyReport(Table, db=engine, tablename="quarterly_report"):
    """The figures of a quarter as known at a moment, kept as they were made."""

    id = UUID(primary_key=True, default=None)
    quarter = Date(null=False, default=None)
    version = Integer(null=False, default=None)
    known_at = Timestamptz(null=False, default=None)
    asked_by = UUID(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    made_at = Timestamptz(null=True, default=None)
    content = JSONB(null=True, default=None)
    fingerprint = Bytea(null=True, default=None)
