"""Mail that did not arrive, as delivery leaves it; for tests inside one transaction."""

from uuid import UUID, uuid4

from planning.people.rules import Actor
from planning.transactions import Connection
from tests.factories import NOW


async def lose(
    connection: Connection,
    subject_id: UUID,
    person: Actor,
    *,
    state: str = "failed",
    reason: str | None = "address refused (550 5.1.1)",
    kind: str = "meeting_request",
    attempts: int = 1,
) -> UUID:
    """A message to a person, in a state."""
    message_id = uuid4()
    accepted = NOW if state in {"accepted", "bounced"} else None
    await connection.execute(
        "insert into mail_message (id, kind, subject_id, sequence, recipient_id, address,"
        " message_id, body, state, attempts, next_attempt_at, queued_at, last_error, accepted_at,"
        " bounced_at)"
        " values ($1, $2, $3, 0, $4, $5, $6, '', $7, $8, $9, $9, $10, $11, $12)",
        message_id, kind, subject_id, person.person_id, person.email, str(message_id), state,
        attempts, NOW, reason, accepted, accepted if state == "bounced" else None,
    )  # fmt: skip
    return message_id
