"""What is stored of mail that arrived."""

from piccolo.columns import UUID, Boolean, Bytea, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class IncomingMail(Table, db=engine, tablename="incoming_mail"):
    """One mail to one of our addresses; `token` is what that address carries."""

    id = UUID(primary_key=True, default=None)
    received_at = Timestamptz(null=False, default=None)
    envelope_from = Text(null=False, default=None)
    recipient = Text(null=False, default=None)
    token = Text(null=False, default=None)
    utf8 = Boolean(null=False, default=None)
    body = Bytea(null=False, default=None)
    fingerprint = Bytea(null=False, default=None)
    attempts = Integer(null=False, default=None)
    state = Text(null=False, default=None)
    reason = Text(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)


class MailCheck(Table, db=engine, tablename="mail_check"):
    """An address that exists for minutes, to see whether mail to it arrives, and how."""

    token = Text(primary_key=True, default=None)
    made_at = Timestamptz(null=False, default=None)
    ends_at = Timestamptz(null=False, default=None)
    asked_as = Text(null=True, default=None)
    cut_at = Timestamptz(null=True, default=None)
