"""The messages that actions may emit. Nothing in them names a child, an operation or a purpose.

The service gives actions an `Enqueue`; it writes the messages in the action's own transaction, so
a message exists exactly when the act happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a message, at the address known when the act happened."""

    person_id: UUID
    address: str


@dataclass(frozen=True, slots=True)
class MeetingInvitation:
    """An invitation, or with a higher `sequence` its update. `reference` is the neutral one.

    `place` is empty unless somebody chose to show it in calendars; `asks`: earlier answers are
    void.
    """

    meeting_id: UUID
    recipient: Recipient
    reference: str
    uid: str
    organiser_token: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    asks: bool = True


@dataclass(frozen=True, slots=True)
class MeetingCancellation:
    """Takes an invitation back, without a reason."""

    meeting_id: UUID
    recipient: Recipient
    reference: str
    uid: str
    organiser_token: str
    sequence: int
    starts_at: datetime
    ends_at: datetime


class NoticeKind(StrEnum):
    """Why somebody should sign in; told apart only inside Accord, all mails read alike."""

    MINUTES_READY = "minutes_ready"
    ESCALATION_OPENED = "escalation_opened"
    ESCALATION_ANSWERED = "escalation_answered"
    ESCALATION_ENDED = "escalation_ended"
    ESCALATION_UNRESOLVED = "escalation_unresolved"
    SIGN_OFF_ASKED = "sign_off_asked"
    SIGN_OFF_REPLIED = "sign_off_replied"
    SIGNING_DELEGATED = "signing_delegated"
    PARTNERSHIP_TOLD = "partnership_told"
    MEETING_CLOSED = "meeting_closed"
    CLOSED_IN_EMERGENCY = "closed_in_emergency"
    CORRECTION_ASKED = "correction_asked"
    CORRECTION_DECLINED = "correction_declined"
    MINUTES_CORRECTED = "minutes_corrected"
    MINUTES_FINAL = "minutes_final"
    MINUTES_ADDED_TO = "minutes_added_to"
    ACTION_GIVEN = "action_given"
    REPLY_WAITING = "reply_waiting"
    CASE_AUDIT = "case_audit"
    CHILD_GIVEN = "child_given"


@dataclass(frozen=True, slots=True)
class Notice:
    """Says that something waits in Accord. `sequence` tells repeats for one subject apart."""

    kind: NoticeKind
    subject_id: UUID
    recipient: Recipient
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Reminder:
    """Says how many things wait in Accord; `mail_id` makes the message unique."""

    mail_id: UUID
    recipient: Recipient
    things: int


class AccountLinkKind(StrEnum):
    """What a single-use link is for."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a name, not a password


@dataclass(frozen=True, slots=True)
class AccountLink:
    """A single-use link; `link_id` makes the message unique, `url` holds the secret."""

    kind: AccountLinkKind
    link_id: UUID
    recipient: Recipient
    url: str


@dataclass(frozen=True, slots=True)
class AddressChanged:
    """Tells a former address that nobody signs in with it any more; `change_id` makes it unique."""

    change_id: UUID
    recipient: Recipient


Message = MeetingInvitation | MeetingCancellation | Notice | Reminder | AccountLink | AddressChanged


class Enqueue(Protocol):
    """Writes messages in the current transaction; they leave after it commits."""

    async def __call__(self, messages: Sequence[Message], *, now: datetime) -> None:
        """Nothing leaves when the transaction is rolled back."""
        ...
