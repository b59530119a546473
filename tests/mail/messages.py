"""Messages of the outbox, as actions emit them."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from planning.outbox import MeetingCancellation, MeetingInvitation, Recipient
from service.mail.identity import MailIdentity

IDENTITY = MailIdentity("accord.example", "accord@accord.example", "https://accord.example")
NOW = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
SAM = Recipient(uuid4(), "sam.hill@school.example")


def invitation(
    *, meeting_id: UUID | None = None, recipient: Recipient = SAM, sequence: int = 0
) -> MeetingInvitation:
    return MeetingInvitation(
        meeting_id=meeting_id or uuid4(),
        recipient=recipient,
        reference="7K4-QXP",
        uid="0f8fad5b-d9cb-469f-a165-70867728950e",
        organiser_token="t0ken",
        sequence=sequence,
        starts_at=datetime(2026, 6, 9, 13, 0, tzinfo=UTC),
        ends_at=datetime(2026, 6, 9, 14, 30, tzinfo=UTC),
    )


def cancellation(of: MeetingInvitation) -> MeetingCancellation:
    return MeetingCancellation(
        meeting_id=of.meeting_id,
        recipient=of.recipient,
        reference=of.reference,
        uid=of.uid,
        organiser_token=of.organiser_token,
        sequence=of.sequence + 1,
        starts_at=of.starts_at,
        ends_at=of.ends_at,
    )
