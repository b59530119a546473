"""What is stored of requests that were answered."""

from piccolo.columns import UUID, Bytea, Integer, SmallInt, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class AnsweredRequest(Table, db=engine, tablename="answered_request"):
    """The answer to a request that acted; a row exists exactly when the act does."""

    person_id = UUID(primary_key=True, default=None)
    key = Text(null=False, default=None)
    fingerprint = Bytea(null=False, default=None)
    claimed_at = Timestamptz(null=False, default=None)
    times = Integer(null=False, default=None)
    status = SmallInt(null=True, default=None)
    location = Text(null=True, default=None)
    body = Bytea(null=True, default=None)
