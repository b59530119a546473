"""What is measured: each measure with its exact meaning, its source and its unit, in one table.

Every count is of a child: a meeting about three children counts in each child's chain (design:
Words, chain). A meeting belongs to the month of its date; a chain, with all that becomes of it, to
the month of its first meeting; a conference to the month of the date that its clock starts with;
an escalation's stage to the month in which it starts.
"""

from enum import StrEnum

import msgspec

from planning.people.rules import CATEGORY_WORDS, AgencyCategory


class Measured(StrEnum):
    """The key of a measure."""

    REPEATS = "repeats"
    LONG_CHAINS = "long_chains"
    DAYS = "days"
    REASONS = "reasons"
    ABSENT = "absent"
    HOURS = "hours"
    QUORUM = "quorum"
    QUORUM_SOCIAL_CARE = "quorum_social_care"
    QUORUM_POLICE = "quorum_police"
    QUORUM_HEALTH = "quorum_health"
    QUORUM_EDUCATION = "quorum_education"
    QUORUM_YOUTH_JUSTICE = "quorum_youth_justice"
    QUORUM_PROBATION = "quorum_probation"
    QUORUM_VOLUNTARY = "quorum_voluntary"
    QUORUM_LEGAL = "quorum_legal"
    QUORUM_PARTNERSHIP = "quorum_partnership"
    CONVENED = "convened"
    MINUTES = "minutes"
    CONFERENCES = "conferences"
    REVIEWS = "reviews"
    EMERGENCIES = "emergencies"
    ESCALATIONS = "escalations"
    CORRECTIONS = "corrections"


class Part(msgspec.Struct, frozen=True):
    """One of the parts into which all that a measure counts falls: each counts in exactly one."""

    key: str
    words: str


class Ratio(msgspec.Struct, frozen=True):
    """A share that is told: the parts that count, of the parts among which they count."""

    key: str
    words: str
    count: tuple[str, ...]
    of: tuple[str, ...]


class Measure(msgspec.Struct, frozen=True):
    """What a figure means. Of absent agencies the parts are found in the data."""

    key: Measured
    words: str
    definition: str
    source: str
    unit: str
    parts: tuple[Part, ...] = ()
    ratios: tuple[Ratio, ...] = ()


def quorum_of(category: AgencyCategory) -> Measured:
    """The measure of one category's presence."""
    return Measured(f"quorum_{category}")


USUAL: dict[Measured, str] = {
    Measured.REASONS: "decided",
    Measured.QUORUM: "quorate",
    **{quorum_of(category): "not_needed" for category in AgencyCategory},
    Measured.CONVENED: "by_target",
    Measured.MINUTES: "in_time",
    Measured.CORRECTIONS: "as_recorded",
    Measured.REVIEWS: "other",
    Measured.EMERGENCIES: "other",
}
"""Of measures of all meetings, the part that most are: it is never kept, but what is left."""


def share(key: str, words: str, count: str, of: str) -> Ratio:
    """A ratio of parts named in one string each."""
    return Ratio(key, words, tuple(count.split()), tuple(of.split()))


def presence(category: AgencyCategory) -> Measure:
    """How often a category that quorum needs was there with authority to decide."""
    words = CATEGORY_WORDS[category]
    return Measure(
        quorum_of(category),
        f"{words} at meetings that need it for quorum",
        "Of the meetings whose procedure needs this category for quorum, those at which somebody"
        " of it with authority of their own to decide was there when the child’s outcome was"
        " recorded.",
        "Design, Strategy meetings: quorum by agency category; review 4.21",
        "children’s meetings",
        (
            Part("there", "There, with authority"),
            Part("missing", "Not there"),
            Part("not_needed", "Not needed for quorum, or not known"),
        ),
        (share("there", "There with authority", "there", "there missing"),),
    )
