"""What an invitation gives besides a message: being let in, for as long as it lasts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from planning.access.rules import Grant
from planning.procedures.rules import Profile


def invited_until(profile: Profile, ends_at: datetime, now: datetime) -> datetime:
    """When an invitation stops letting its person in; of a discussion told late, from now on."""
    days = profile.access.invitation_days_after_meeting
    return max(ends_at, now) + timedelta(days=days)


def invitation_grants(
    *,
    reference: str,
    meeting_compartment_id: UUID,
    until_at: datetime,
    children: Mapping[UUID, Sequence[UUID]],
) -> list[Grant]:
    """For each person the meeting and, of the children they are there for, the compartments."""
    return [
        Grant(
            compartment_id,
            person_id,
            f"Invited to meeting {reference}",
            until_at,
            meeting_compartment_id,
        )
        for person_id, theirs in children.items()
        for compartment_id in (meeting_compartment_id, *theirs)
    ]
