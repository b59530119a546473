"""What the gate reads, in one moment, and the shape of its lines."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.people.rules import AgencyCategory
from planning.plans.rules.lines import ResourceLine, RoleLine, Staffing
from planning.plans.rules.templates import PlanKind, Template
from planning.plans.rules.values import Content


class GateLine(msgspec.Struct, frozen=True):
    """One line of the gate. `mend` says who can meet it; empty when it is met.

    `faults` are its evidence one by one, `apart` what is listed under a heading of its own;
    `plan` and `section` say where in the plans it is mended.
    """

    key: str
    words: str
    met: bool
    evidence: str
    mend: str = ""
    faults: list[str] = []
    apart: list[str] = []
    plan: PlanKind | None = None
    section: str = ""


class PlanFacts(msgspec.Struct, frozen=True):
    """What the gate reads of a plan's current version, and when somebody last looked at it."""

    kind: PlanKind
    number: int
    submitted_at: datetime
    template: Template
    sections: dict[str, Content]
    roles: list[RoleLine]
    resources: list[ResourceLine]
    reviewed_at: datetime | None = None


class GroupFacts(msgspec.Struct, frozen=True):
    """One group: what it lacks to be constituted, and its last quorate meeting."""

    words: str
    lacks: list[str]
    met_on: date | None


class SupportFacts(msgspec.Struct, frozen=True):
    """The operation's children, and how many lack what."""

    children: int
    without_worker: int
    without_deputy: int
    risk_out_of_date: int


class OverCommitted(msgspec.Struct, frozen=True):
    """An agency that has committed more of something in a week than it declared to have."""

    agency: str
    what: str
    week_on: date
    declared: Decimal
    committed: Decimal


class Side(StrEnum):
    """Who signs for a gap: the agency that has it, and the operation's lead."""

    AGENCY = "agency"
    LEAD = "lead"


class Acceptance(msgspec.Struct, frozen=True):
    """The latest signature of one side for the gap of one resource line, as it was then."""

    resource_id: UUID
    agency_id: UUID
    side: Side
    kind: str
    unit: str
    gap: Decimal


class SurgeConfirmed(msgspec.Struct, frozen=True):
    """The latest word of social care's or police's lead, for so many victims and meetings."""

    category: AgencyCategory
    victims_planning: int
    meetings_forecast: int


class Facts(msgspec.Struct, frozen=True):
    """Everything the gate reads. `required` are names by agency, `missing` is per plan, by name.

    `seniors`: when an agency's senior manager, or deputy with authority, last was at a quorate
    meeting of a group. `meetings_per_victim`: by the partnership's own history, if it has one.
    `undeclared` are names. `blocked_plan`: of the first blocking condition.
    """

    required: dict[UUID, str]
    missing: dict[PlanKind, list[str]]
    plans: list[PlanFacts]
    staffing: list[Staffing]
    acceptances: list[Acceptance]
    over_committed: list[OverCommitted]
    groups: list[GroupFacts]
    seniors: dict[UUID, date]
    undeclared: list[str]
    support: SupportFacts
    victims_planning: int
    surge: list[SurgeConfirmed]
    blocking_conditions: list[str]
    partnership_told_at: datetime | None
    closed_days: frozenset[date]
    blocked_plan: PlanKind | None = None
    meetings_per_victim: float | None = None
