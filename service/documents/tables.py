"""What is stored of documents that readers asked for."""

from piccolo.columns import UUID, Array, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class Document(Table, db=engine, tablename="document"):
    """One reader's version of minutes or of a plan; kept a day, for it can be made again."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=True, default=None)
    compartment_ids = Array(base_column=UUID(), null=False, default=None)
    kind = Text(null=False, default=None)
    subject_id = UUID(null=False, default=None)
    version = Integer(null=False, default=None)
    reader_id = UUID(null=False, default=None)
    content_hash = Bytea(null=False, default=None)
    state = Text(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    fault = Text(null=True, default=None)
    made_at = Timestamptz(null=True, default=None)
    pdf = Bytea(null=True, default=None)
    pages_set = Integer(null=False, default=None)
