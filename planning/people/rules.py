"""Who may do what, apart from what the state of a thing allows."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker, NotAllowed, ReauthenticationNeeded

LONGEST_ADDRESS = 254
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
REAUTHENTICATION_HOLDS = timedelta(minutes=5)


class AgencyCategory(StrEnum):
    """Quorum is by category, never by head count (domain, Strategy meetings)."""

    SOCIAL_CARE = "social_care"
    POLICE = "police"
    HEALTH = "health"
    EDUCATION = "education"
    YOUTH_JUSTICE = "youth_justice"
    PROBATION = "probation"
    VOLUNTARY = "voluntary"
    LEGAL = "legal"
    PARTNERSHIP = "partnership"


class MailChannel(StrEnum):
    """How mail may reach an agency: over any connection, over a protected one, by criminal justice
    secure mail, or not at all (design: calendar, Out).
    """

    ORDINARY = "ordinary"
    TLS = "tls"
    CJSM = "cjsm"
    PORTAL = "portal"


CATEGORY_WORDS = {
    AgencyCategory.SOCIAL_CARE: "Children’s social care",
    AgencyCategory.POLICE: "Police",
    AgencyCategory.HEALTH: "Health",
    AgencyCategory.EDUCATION: "Education",
    AgencyCategory.YOUTH_JUSTICE: "Youth justice",
    AgencyCategory.PROBATION: "Probation",
    AgencyCategory.VOLUNTARY: "Voluntary sector",
    AgencyCategory.LEGAL: "Legal",
    AgencyCategory.PARTNERSHIP: "Partnership office",
}


class Role(StrEnum):
    """What a person may do in Accord. Attending and signing need no role of their own."""

    SCHEDULER = "scheduler"
    CHAIR = "chair"
    MINUTE_TAKER = "minute_taker"
    SENIOR_MANAGER = "senior_manager"
    OPERATION_LEAD = "operation_lead"
    PARTNERSHIP = "partnership"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.SCHEDULER: "scheduler",
    Role.CHAIR: "chair",
    Role.MINUTE_TAKER: "minute taker",
    Role.SENIOR_MANAGER: "senior manager",
    Role.OPERATION_LEAD: "operation lead",
    Role.PARTNERSHIP: "partnership business manager",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
}


class Actor(msgspec.Struct, frozen=True):
    """The signed-in person on whose behalf an action or a query runs.

    `reauthenticated_at` is when the password was last given, aware UTC, or `None`.
    """

    person_id: UUID
    agency_id: UUID
    agency_category: AgencyCategory
    name: str
    email: str
    roles: frozenset[Role]
    reauthenticated_at: datetime | None = None

    def has(self, role: Role) -> bool:
        """Whether the person holds the role."""
        return role in self.roles


def is_address(text: str) -> bool:
    """Whether every mail server can be given it: ASCII, one person's, nothing quoted."""
    return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None


def address_blockers(address: str) -> list[Blocker]:
    """Why nobody can be mailed there."""
    if is_address(address):
        return []
    return [
        Blocker("Enter an email address in the correct format, like name@example.com.", "email")
    ]


def require_role(actor: Actor, *roles: Role) -> None:
    """Raise `NotAllowed` unless the actor holds one of the roles."""
    if not any(actor.has(role) for role in roles):
        wanted = " or ".join(ROLE_WORDS[role] for role in roles)
        article = "an" if wanted[0] in "aeiou" else "a"
        raise NotAllowed(f"Only {article} {wanted} can do this.")


def require_fresh_password(actor: Actor, now: datetime) -> None:
    """Raise `ReauthenticationNeeded` unless the password was given in the last five minutes."""
    given = actor.reauthenticated_at
    if given is None or not now - REAUTHENTICATION_HOLDS <= given <= now:
        raise ReauthenticationNeeded


def unknown_people(asked: Sequence[UUID], found: Sequence[UUID], field: str) -> list[Blocker]:
    """A blocker when any person asked for is absent or has left."""
    if set(asked) <= set(found):
        return []
    return [
        Blocker("Choose people from the list. Somebody you chose is not there any more.", field)
    ]
