"""Writing history, inside the transaction of the act it tells of."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from planning.history.rules import Event
from planning.transactions import connection, execute_many_rows

_WRITE = """
insert into history_event
    (id, happened_at, actor_id, act, subject_kind, subject_id, compartment_id, detail)
select id, happened_at, actor_id, act, subject_kind, subject_id, compartment_id, detail
from jsonb_to_recordset($1::jsonb) as t (
    id uuid, happened_at timestamptz, actor_id uuid, act text, subject_kind text,
    subject_id uuid, compartment_id uuid, detail jsonb)
"""


async def record(events: Sequence[Event], *, actor_id: UUID | None, now: datetime) -> None:
    """Append events in one statement; needs an open transaction."""
    await execute_many_rows(
        _WRITE,
        [
            {
                "id": uuid4(),
                "happened_at": now,
                "actor_id": actor_id,
                "act": event.act,
                "subject_kind": event.subject_kind,
                "subject_id": event.subject_id,
                "compartment_id": event.compartment_id,
                "detail": event.detail,
            }
            for event in events
        ],
    )


async def record_read(
    *, subject_kind: str, subject_id: UUID, compartment_id: UUID, reader_id: UUID, now: datetime
) -> None:
    """Note that a sensitive record was read (design: Need to know); needs an open transaction."""
    await connection().execute(
        "insert into record_read (id, read_at, person_id, subject_kind, subject_id, compartment_id)"
        " values ($1, $2, $3, $4, $5, $6)",
        uuid4(), now, reader_id, subject_kind, subject_id, compartment_id,
    )  # fmt: skip
