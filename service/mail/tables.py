"""What is stored of mail that left or is to leave."""

from piccolo.columns import UUID, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class MailMessage(Table, db=engine, tablename="mail_message"):
    """One mail to one person; `body` is fixed when queued and only the worker reads it."""

    id = UUID(primary_key=True, default=None)
    kind = Text(null=False, default=None)
    subject_id = UUID(null=False, default=None)
    sequence = Integer(null=False, default=None)
    recipient_id = UUID(null=False, default=None)
    address = Text(null=False, default=None)
    message_id = Text(null=False, default=None)
    body = Bytea(null=False, default=None)
    state = Text(null=False, default=None)
    attempts = Integer(null=False, default=None)
    next_attempt_at = Timestamptz(null=False, default=None)
    last_error = Text(null=True, default=None)
    queued_at = Timestamptz(null=False, default=None)
    accepted_at = Timestamptz(null=True, default=None)
    channel = Text(null=False, default=None)
    return_token = UUID(null=False, default=None)
