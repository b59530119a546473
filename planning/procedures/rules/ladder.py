"""Where the owners of an escalation's four stages are found, unless a profile says otherwise."""

from enum import StrEnum

from planning.people.rules import Role


class Side(StrEnum):
    """Of which agency: the one that answers, the one that raised it, or all of a category."""

    ANSWERING = "answering"
    RAISING = "raising"
    SOCIAL_CARE = "social_care"
    POLICE = "police"
    HEALTH = "health"
    EDUCATION = "education"
    PARTNERSHIP = "partnership"


LADDER_TITLES = [
    "Senior manager",
    "Head of service",
    "Director",
    "Partnership",
]
LADDER_ROLES = [Role.SENIOR_MANAGER, Role.SENIOR_MANAGER, Role.SENIOR_MANAGER, Role.PARTNERSHIP]
LADDER_SIDES = [Side.ANSWERING, Side.ANSWERING, Side.ANSWERING, Side.PARTNERSHIP]
"""How a profile that says nothing else reads: up in the agency that answers, then its partners."""
