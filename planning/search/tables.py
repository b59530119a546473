"""What is stored of searches: the terms, for nobody but who typed them."""

from piccolo.columns import JSONB, UUID, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class SearchMade(Table, db=engine, tablename="search_made"):
    """One search; append-only by trigger."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    made_at = Timestamptz(null=False, default=None)
    terms = JSONB(null=False, default=None)
