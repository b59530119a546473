"""One meeting in each person's calendar, as the messages that keep it there or take it out."""

from datetime import datetime
from uuid import UUID

import msgspec

from planning.outbox import MeetingCancellation, MeetingInvitation, Recipient


class Place(msgspec.Struct, frozen=True):
    """Where a person's calendar stands: `ahead` counts their own changes beside the meeting's."""

    recipient: Recipient
    organiser_token: str
    ahead: int = 0


class Calendar(msgspec.Struct, frozen=True):
    """What all invitations of a meeting have in common; `place` is empty unless it is shown."""

    meeting_id: UUID
    reference: str
    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: str = ""

    def request(self, place: Place, *, asks: bool = True) -> MeetingInvitation:
        """An invitation, or its update; one that does not ask leaves answers as they are."""
        return MeetingInvitation(
            meeting_id=self.meeting_id,
            recipient=place.recipient,
            reference=self.reference,
            uid=self.uid,
            organiser_token=place.organiser_token,
            sequence=self.sequence + place.ahead,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.place,
            asks=asks,
        )

    def cancellation(self, place: Place) -> MeetingCancellation:
        """Takes the invitation back."""
        return MeetingCancellation(
            meeting_id=self.meeting_id,
            recipient=place.recipient,
            reference=self.reference,
            uid=self.uid,
            organiser_token=place.organiser_token,
            sequence=self.sequence + place.ahead,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
        )
