"""Keeping which mail reminded whom of what."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from planning.reminders.rules.kinds import Kind
from planning.transactions import execute, to_json


class NewMail(msgspec.Struct, frozen=True):
    """One mail to one person; with a `day` it is that day's digest."""

    id: UUID
    person_id: UUID
    day: date | None


class Told(msgspec.Struct, frozen=True):
    """One thing of which a mail reminds."""

    id: UUID
    compartment_id: UUID
    mail_id: UUID
    kind: Kind
    subject_id: UUID
    person_id: UUID
    happens_at: datetime | None
    happens_on: date | None
    number: int
    next_at: datetime | None


_WRITE = """
with mail as (
    insert into reminder_mail (id, person_id, day, sent_at)
    select id, person_id, day, $3
    from jsonb_to_recordset($1::jsonb) as m (id uuid, person_id uuid, day date))
insert into reminder (
    id, compartment_id, mail_id, kind, subject_id, person_id, happens_at, happens_on, number,
    sent_at, next_at, asked_by)
select id, compartment_id, mail_id, kind, subject_id, person_id, happens_at, happens_on, number,
       $3, next_at, $4
from jsonb_to_recordset($2::jsonb) as r (
    id uuid, compartment_id uuid, mail_id uuid, kind text, subject_id uuid, person_id uuid,
    happens_at timestamptz, happens_on date, number integer, next_at timestamptz)
"""


async def write(
    mails: Sequence[NewMail], told: Sequence[Told], *, asked_by: UUID | None, now: datetime
) -> None:
    """Keep what leaves now; inside an open transaction."""
    await execute(_WRITE, to_json(mails), to_json(told), now, asked_by)
