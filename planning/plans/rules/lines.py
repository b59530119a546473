"""Roles and resource lines: what an agency commits, and every fault of one."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.errors import Blocker
from planning.operations.rules import text_faults
from planning.plans.rules.values import YEARS, decimal_faults

OTHER = "other"
"""The type of a line that says itself what it is and in which unit."""
LONGEST_OPERATION = timedelta(days=3653)


class Phase(StrEnum):
    """When a resource is drawn on, seen from go-live."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    TRIAL = "trial"


PHASE_WORDS = {
    Phase.BEFORE: "before go-live",
    Phase.DURING: "during the live phase",
    Phase.AFTER: "after the live phase",
    Phase.TRIAL: "trial",
}


class ResourceStatus(StrEnum):
    """How far a resource is: asked for, offered by a proposal, promised, or taken back."""

    REQUESTED = "requested"
    OFFERED = "offered"
    COMMITTED = "committed"
    WITHDRAWN = "withdrawn"


STATUS_WORDS = {
    ResourceStatus.REQUESTED: "Asked for",
    ResourceStatus.OFFERED: "Offered, not yet committed",
    ResourceStatus.COMMITTED: "Committed",
    ResourceStatus.WITHDRAWN: "Withdrawn",
}


class RoleDraft(msgspec.Struct, frozen=True):
    """A role as somebody describes it; both dates are included."""

    agency_id: UUID
    title: str
    responsibilities: str
    authority_limit: str
    holder_id: UUID | None
    deputy_id: UUID | None
    contact_24h: str
    from_on: date
    until_on: date


class ResourceDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A resource line as somebody describes it; both dates are included.

    `kind` and `unit` are the type's, and only of the type "other" the writer's own. Without a
    `status` the amounts say it. `backfill` is what stops elsewhere.
    """

    agency_id: UUID
    type_key: str = OTHER
    kind: str = ""
    unit: str = ""
    requested: Decimal
    committed: Decimal
    phase: Phase
    funding: str
    from_on: date
    until_on: date
    approver_id: UUID | None = None
    backfill: str = ""
    status: ResourceStatus | None = None
    used: Decimal = Decimal(0)


class RoleLine(RoleDraft, frozen=True, kw_only=True):
    """A role of a plan."""

    id: UUID
    mandatory: bool


class ResourceLine(ResourceDraft, frozen=True, kw_only=True):
    """A resource line of a plan."""

    id: UUID


class Schedule(msgspec.Struct, frozen=True):
    """What one agency commits in a plan."""

    roles: list[RoleLine]
    resources: list[ResourceLine]

    @property
    def is_empty(self) -> bool:
        """Whether the agency has no row, so that "no role" is a true answer."""
        return not self.roles and not self.resources


class Staffing(msgspec.Struct, frozen=True):
    """Who holds a role now, which no fingerprint holds."""

    role_id: UUID
    holder_id: UUID | None
    deputy_id: UUID | None
    accepted_at: datetime | None


ROLE_TERMS = ("agency_id", "title", "responsibilities", "authority_limit", "from_on", "until_on")
RESOURCE_TERMS = (
    "agency_id", "kind", "unit", "requested", "committed", "phase", "funding", "from_on",
    "until_on",
)  # fmt: skip
"""What an agency signs of a role and of a resource line; nothing else is in its fingerprint."""

TERM_WORDS = {
    "agency_id": "agency",
    "title": "title",
    "responsibilities": "responsibilities",
    "authority_limit": "authority limit",
    "from_on": "first day",
    "until_on": "last day",
    "kind": "resource",
    "unit": "unit",
    "requested": "asked for",
    "committed": "committed",
    "phase": "phase",
    "funding": "funding",
}


def role_faults(draft: RoleDraft) -> list[Blocker]:
    """Every fault of a role, by field."""
    faults = [
        *text_faults(draft.title, field="title", what="a title", limit=200, needed=True),
        *text_faults(
            draft.responsibilities,
            field="responsibilities",
            what="the responsibilities",
            limit=4000,
            needed=False,
        ),
        *text_faults(
            draft.authority_limit,
            field="authority_limit",
            what="the authority limit",
            limit=500,
            needed=False,
        ),
        *text_faults(
            draft.contact_24h,
            field="contact_24h",
            what="the 24-hour contact",
            limit=200,
            needed=False,
        ),
        *date_faults(draft.from_on, draft.until_on),
    ]
    if draft.deputy_id is not None and draft.deputy_id == draft.holder_id:
        faults.append(Blocker("Choose a deputy who is not the holder.", "deputy_id"))
    if draft.deputy_id is not None and draft.holder_id is None:
        faults.append(Blocker("Choose a holder before a deputy.", "holder_id"))
    return faults


def resource_faults(draft: ResourceDraft) -> list[Blocker]:
    """Every fault of a resource line, by field."""
    return [
        *text_faults(draft.kind, field="kind", what="what the resource is", limit=100, needed=True),
        *text_faults(draft.unit, field="unit", what="the unit", limit=50, needed=True),
        *decimal_faults(draft.requested, "requested"),
        *decimal_faults(draft.committed, "committed"),
        *decimal_faults(draft.used, "used"),
        *text_faults(draft.funding, field="funding", what="the funding", limit=500, needed=False),
        *text_faults(
            draft.backfill, field="backfill", what="what stops elsewhere", limit=1000, needed=False
        ),
        *date_faults(draft.from_on, draft.until_on),
        *_status_faults(draft),
    ]


def _status_faults(draft: ResourceDraft) -> list[Blocker]:
    if draft.status in {None, ResourceStatus.COMMITTED} or draft.committed == 0:
        return []
    return [Blocker("Commit 0, or say that it is committed.", "status")]


def status_of(draft: ResourceDraft, before: ResourceStatus | None) -> ResourceStatus:
    """The status that a line has from now on: as said, or as its amounts say."""
    if draft.status is not None:
        return draft.status
    if draft.committed > 0:
        return ResourceStatus.COMMITTED
    stays = before not in {None, ResourceStatus.COMMITTED}
    return before if before is not None and stays else ResourceStatus.REQUESTED


def offer_faults(
    before: ResourceStatus | None, after: ResourceStatus, *, own_agency: bool
) -> list[Blocker]:
    """Only the agency that is asked turns an offer into anything but a withdrawn one."""
    asked = before is ResourceStatus.OFFERED and not own_agency
    if not asked or after in {ResourceStatus.OFFERED, ResourceStatus.WITHDRAWN}:
        return []
    return [Blocker("Somebody of the agency that is asked must commit its offer.", "status")]


def outside_operation(from_on: date, until_on: date, *, began_on: date) -> list[Blocker]:
    """Faults of a period that the operation cannot have; work done before it was entered can be."""
    if date_faults(from_on, until_on):
        return []
    if until_on < began_on:
        words = f"The operation began on {began_on:%-d %B %Y}: the last day cannot be before."
        return [Blocker(words, "until_on")]
    if until_on > began_on + LONGEST_OPERATION:
        return [Blocker("Enter a last day within ten years of the operation’s start.", "until_on")]
    return []


def date_faults(from_on: date, until_on: date) -> list[Blocker]:
    """Faults of a period whose both dates are included."""
    faults = [
        Blocker("Enter a real date, from 2000 to 2100.", field)
        for field, day in (("from_on", from_on), ("until_on", until_on))
        if day.year not in YEARS
    ]
    if not faults and until_on < from_on:
        faults.append(Blocker("The last day cannot be before the first.", "until_on"))
    return faults


def gaps(resources: list[ResourceLine]) -> list[ResourceLine]:
    """Lines that commit less than the operation asks for (review §4.20, §4.25)."""
    return [line for line in resources if line.committed < line.requested]
