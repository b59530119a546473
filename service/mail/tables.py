"""What is stored of mail that left or is to leave."""

from piccolo.columns import (
    UUID,
    Boolean,
    Bytea,
    DoublePrecision,
    Integer,
    Text,
    Timestamptz,
)
from piccolo.table import Table

from planning.transactions import engine


class MailMessage(Table, db=engine, tablename="mail_message"):
    """One mail to one person, or to nobody of ours when it only tries the way; `body` is fixed
    when queued and only the worker reads it.
    """

    id = UUID(primary_key=True, default=None)
    kind = Text(null=False, default=None)
    subject_id = UUID(null=False, default=None)
    sequence = Integer(null=False, default=None)
    recipient_id = UUID(null=True, default=None)
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
    claim = UUID(null=True, default=None)
    turn_at = Timestamptz(null=False, default=None)
    put_off_since = Timestamptz(null=True, default=None)
    in_doubt = Boolean(null=False, default=None)
    bounced_at = Timestamptz(null=True, default=None)
    sent_again_as = UUID(null=True, default=None)


class MailSettling(Table, db=engine, tablename="mail_settling"):
    """What somebody decided about a message that did not arrive."""

    message_id = UUID(primary_key=True, default=None)
    act = Text(null=False, default=None)
    reason = Text(null=True, default=None)
    asked_by = UUID(null=False, default=None)
    asked_at = Timestamptz(null=False, default=None)
    done_at = Timestamptz(null=True, default=None)
    not_sent = Text(null=True, default=None)


class MailServerState(Table, db=engine, tablename="mail_server_state"):
    """Whether one of our mail servers can be used, and how much it may be given now."""

    server = Text(primary_key=True, default=None)
    unusable_since = Timestamptz(null=True, default=None)
    reason = Text(null=True, default=None)
    next_probe_at = Timestamptz(null=False, default=None)
    doubts = Integer(null=False, default=None)
    doubted = UUID(null=True, default=None)
    allowance = DoublePrecision(null=False, default=None)
    counted_at = Timestamptz(null=False, default=None)
