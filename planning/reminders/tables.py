"""What is stored of reminders; both tables are append-only by trigger."""

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz
from piccolo.table import Table

from planning.transactions import engine


class ReminderMail(Table, db=engine, tablename="reminder_mail"):
    """One mail to one person; `day` is set on the digest of that day."""

    id = UUID(primary_key=True, default=None)
    person_id = UUID(null=False, default=None)
    day = Date(null=True, default=None)
    sent_at = Timestamptz(null=False, default=None)


class Reminder(Table, db=engine, tablename="reminder"):
    """One thing of which a person was reminded on one occasion."""

    id = UUID(primary_key=True, default=None)
    compartment_id = UUID(null=False, default=None)
    mail_id = UUID(null=False, default=None)
    kind = Text(null=False, default=None)
    subject_id = UUID(null=False, default=None)
    person_id = UUID(null=False, default=None)
    happens_at = Timestamptz(null=True, default=None)
    happens_on = Date(null=True, default=None)
    number = Integer(null=False, default=None)
    sent_at = Timestamptz(null=False, default=None)
    next_at = Timestamptz(null=True, default=None)
    asked_by = UUID(null=True, default=None)
