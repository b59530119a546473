"""The gate's lines: each met or not, on what evidence, and who can mend it.

Source: review §3.11, §4.12, §4.20 to §4.25. Everything that is not known to be met is unmet.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import msgspec

from planning.clock import london_date, today, working_days_between
from planning.errors import Blocker
from planning.operations.rules import REASON_LENGTH, text_faults
from planning.plans.rules.lines import ResourceLine, RoleLine, Staffing, gaps
from planning.plans.rules.templates import PLAN_WORDS, GateNeed, PlanKind, Template
from planning.plans.rules.values import Content, missing, plain_decimal

REVIEWED_WITHIN = 20
"""Working days."""
SIGN_OFF_WITHIN = 2
"""Working days from going live without sign-off to the retrospective one."""
CONFIRM_WITHIN = timedelta(hours=24)


class Route(StrEnum):
    """How an operation went live."""

    THROUGH_GATE = "through_gate"
    WITHOUT_SIGN_OFF = "without_sign_off"


class GateLine(msgspec.Struct, frozen=True):
    """One line of the gate. `mend` says who can meet it; empty when it is met."""

    key: str
    words: str
    met: bool
    evidence: str
    mend: str = ""


class PlanFacts(msgspec.Struct, frozen=True):
    """What the gate reads of a plan's current version."""

    kind: PlanKind
    number: int
    submitted_at: datetime
    template: Template
    sections: dict[str, Content]
    roles: list[RoleLine]
    resources: list[ResourceLine]


class Facts(msgspec.Struct, frozen=True):
    """Everything the gate reads, in one moment. `missing` is per plan, by agency name."""

    required: list[str]
    missing: dict[PlanKind, list[str]]
    plans: list[PlanFacts]
    staffing: list[Staffing]
    blocking_conditions: list[str]
    partnership_told_at: datetime | None
    closed_days: frozenset[date]


LEAD = "The operation’s lead"

NEED_WORDS = {
    GateNeed.INFORMATION_SHARING: "Information sharing is agreed",
    GateNeed.RISK_APPROACH: "One approach to risk is agreed",
    GateNeed.PROTECTION_RULE: "The protection-versus-prosecution rule is set",
    GateNeed.MEDIA_LINES: "Media lines are agreed",
    GateNeed.STAFF_WELFARE: "Staff welfare is planned",
    GateNeed.OUT_OF_HOURS: "Out-of-hours cover is planned",
}


def gate_lines(facts: Facts, *, now: datetime) -> list[GateLine]:
    """Every line, in the order in which they are shown."""
    return [
        _agencies(facts),
        *(_signed(facts, kind) for kind in PlanKind),
        _roles(facts),
        _resources(facts),
        *(_section(facts, need) for need in GateNeed),
        _partnership(facts),
        _conditions(facts),
        _reviewed(facts, now),
    ]


def is_open(lines: Sequence[GateLine]) -> bool:
    """Whether the operation may go live: there are lines, and all are met."""
    return bool(lines) and all(line.met for line in lines)


def unmet(lines: Sequence[GateLine]) -> list[Blocker]:
    """One blocker for each line that is not met."""
    return [
        Blocker(f"{line.words}: not met. {line.evidence} {line.mend} can put this right.", line.key)
        for line in lines
        if not line.met
    ]


def _line(key: str, words: str, faults: Sequence[str], good: str, mend: str) -> GateLine:
    if faults:
        return GateLine(key, words, met=False, evidence=" ".join(faults), mend=mend)
    return GateLine(key, words, met=True, evidence=good)


def _agencies(facts: Facts) -> GateLine:
    faults = [] if facts.required else ["No agency is required to sign yet."]
    return _line(
        "required_agencies",
        "At least one agency must sign",
        faults,
        f"Required: {', '.join(facts.required)}.",
        LEAD,
    )


def _plan(facts: Facts, kind: PlanKind) -> PlanFacts | None:
    return next((plan for plan in facts.plans if plan.kind is kind), None)


def _not_submitted(facts: Facts) -> list[str]:
    return [
        f"The {PLAN_WORDS[kind]} has not been submitted."
        for kind in PlanKind
        if _plan(facts, kind) is None
    ]


def _signed(facts: Facts, kind: PlanKind) -> GateLine:
    absent = facts.missing.get(kind, facts.required)
    plan = _plan(facts, kind)
    faults = [f"Waiting for {', '.join(absent)}."] if absent else []
    if plan is None:
        faults = [f"The {PLAN_WORDS[kind]} has not been submitted.", *faults]
    elif not facts.required:
        faults = ["No agency is required to sign yet."]
    return _line(
        f"signed_{kind}",
        f"The {PLAN_WORDS[kind]} is signed by every required agency",
        faults,
        f"Version {plan.number if plan else 0} is signed by {', '.join(facts.required)}.",
        "A signatory of each agency named",
    )


def _roles(facts: Facts) -> GateLine:
    staffing = {one.role_id: one for one in facts.staffing}
    roles = [role for plan in facts.plans for role in plan.roles if role.mandatory]
    faults = _not_submitted(facts)
    faults += [fault for role in roles if (fault := _role_fault(role.title, staffing.get(role.id)))]
    if not roles:
        faults.append("No mandatory role is in the submitted plans.")
    return _line(
        "mandatory_roles",
        "Mandatory roles are filled and accepted, with deputies",
        faults,
        f"{len(roles)} roles are filled and accepted.",
        "The operation’s lead, or the agency that holds the role",
    )


def _role_fault(title: str, staffing: Staffing | None) -> str:
    if staffing is None or staffing.holder_id is None:
        return f"{title}: nobody holds it."
    lacks = [] if staffing.accepted_at else ["not accepted"]
    lacks += [] if staffing.deputy_id else ["no deputy"]
    return f"{title}: {', '.join(lacks)}." if lacks else ""


def _resources(facts: Facts) -> GateLine:
    faults = _not_submitted(facts) + [
        f"{line.kind}: {plain_decimal(line.requested - line.committed)} {line.unit} short."
        for plan in facts.plans
        for line in gaps(plan.resources)
    ]
    return _line(
        "resource_gaps",
        "What is asked for is committed",
        faults,
        "Every resource line is committed in full.",
        "The agency that is short, or the operation’s lead",
    )


def _section(facts: Facts, need: GateNeed) -> GateLine:
    reading = [
        (plan, section)
        for plan in facts.plans
        for section in plan.template.sections
        if section.required_for_gate is need
    ]
    faults = _not_submitted(facts) + [
        f"“{section.title}” still needs: {', '.join(field.label for field in empty)}."
        for plan, section in reading
        if (empty := missing(section, plan.sections.get(section.key, {})))
    ]
    if not reading and not faults:
        faults.append("No section of the plans covers this.")
    titles = ", ".join(f"“{section.title}”" for _, section in reading)
    return _line(need.value, NEED_WORDS[need], faults, f"Complete in {titles}.", LEAD)


def _partnership(facts: Facts) -> GateLine:
    told = facts.partnership_told_at
    return _line(
        "partnership_told",
        "The partnership has been told",
        [] if told else ["The partnership has not been told of the operation."],
        f"Told on {london_date(told):%-d %B %Y}." if told else "",
        LEAD,
    )


def _conditions(facts: Facts) -> GateLine:
    return _line(
        "blocking_conditions",
        "No condition keeps the gate shut",
        facts.blocking_conditions,
        "No blocking condition is open.",
        "The owner of each condition, then the agency that set it",
    )


def _reviewed(facts: Facts, now: datetime) -> GateLine:
    faults = _not_submitted(facts) + [
        f"The {PLAN_WORDS[plan.kind]} was last submitted on"
        f" {london_date(plan.submitted_at):%-d %B %Y}."
        for plan in facts.plans
        if working_days_between(london_date(plan.submitted_at), today(now), facts.closed_days)
        > REVIEWED_WITHIN
    ]
    return _line(
        "reviewed",
        f"Both plans were reviewed in the last {REVIEWED_WITHIN} working days",
        faults,
        "Both plans were submitted recently enough.",
        LEAD,
    )


def without_sign_off_faults(reason: str) -> list[Blocker]:
    """Faults of the reason for going live without sign-off."""
    return text_faults(
        reason,
        field="reason",
        what="why the operation cannot wait for the sign-offs",
        limit=REASON_LENGTH * 8,
        needed=True,
    )


def may_confirm(
    *, person_id: UUID, agency_id: UUID, recorded_by: UUID, recorders_agency: UUID, confirmed: bool
) -> list[Blocker]:
    """Everything that keeps a person from being the second who confirms."""
    blockers = []
    if confirmed:
        blockers.append(Blocker("A second person has confirmed this already."))
    if person_id == recorded_by or agency_id == recorders_agency:
        blockers.append(Blocker("Somebody of another agency must confirm this."))
    return blockers
