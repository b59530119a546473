"""The gate's lines that read the two plans: signatures, roles, resources, sections."""

from datetime import date, datetime

from planning.clock import london_date, today, working_days_between
from planning.go_live.rules.facts import Facts, GateLine, PlanFacts, Side
from planning.go_live.rules.risks import gap_words, over_words, sides_signed
from planning.go_live.rules.write import LEAD, write_line
from planning.plans.rules.lines import Staffing, gaps
from planning.plans.rules.templates import PLAN_WORDS, GateNeed, PlanKind
from planning.plans.rules.values import missing

REVIEWED_WITHIN = 20
"""Working days."""

NEED_WORDS = {
    GateNeed.INFORMATION_SHARING: "Information sharing is agreed",
    GateNeed.RISK_APPROACH: "One approach to risk is agreed",
    GateNeed.PROTECTION_RULE: "The protection-versus-prosecution rule is set",
    GateNeed.MEDIA_LINES: "Media lines are agreed",
    GateNeed.STAFF_WELFARE: "Staff welfare is planned",
    GateNeed.OUT_OF_HOURS: "Out-of-hours cover is planned",
}


_UNSUBMITTED = {kind: f"The {words} has not been submitted." for kind, words in PLAN_WORDS.items()}


def _plan(facts: Facts, kind: PlanKind) -> PlanFacts | None:
    return next((plan for plan in facts.plans if plan.kind is kind), None)


def _not_submitted(facts: Facts) -> list[str]:
    return [_UNSUBMITTED[kind] for kind in PlanKind if _plan(facts, kind) is None]


def awaits_plans(line: GateLine) -> bool:
    """Whether nothing but a plan that is not submitted keeps the line from being met."""
    return bool(line.faults) and set(line.faults) <= set(_UNSUBMITTED.values())


def _unsubmitted(facts: Facts) -> PlanKind | None:
    return next((kind for kind in PlanKind if _plan(facts, kind) is None), None)


def signed(facts: Facts, kind: PlanKind) -> GateLine:
    """Whether the plan's current version is signed by every required agency."""
    absent = facts.missing.get(kind, list(facts.required.values()))
    plan = _plan(facts, kind)
    faults = [f"Waiting for {', '.join(absent)}."] if absent else []
    if plan is None:
        faults = [_UNSUBMITTED[kind], *faults]
    elif not facts.required:
        faults = ["No agency is required to sign yet."]
    return write_line(
        f"signed_{kind}",
        f"The {PLAN_WORDS[kind]} is signed by every required agency",
        faults,
        f"Version {plan.number if plan else 0} is signed by {', '.join(facts.required.values())}.",
        "A signatory of each agency named",
        plan=kind,
    )


def roles(facts: Facts) -> GateLine:
    """Whether mandatory roles are filled and accepted, with deputies."""
    staffing = {one.role_id: one for one in facts.staffing}
    roles = [role for plan in facts.plans for role in plan.roles if role.mandatory]
    lacking = {
        plan.kind: [
            fault
            for role in plan.roles
            if role.mandatory and (fault := _role_fault(role.title, staffing.get(role.id)))
        ]
        for plan in facts.plans
    }
    faults = _not_submitted(facts) + [fault for found in lacking.values() for fault in found]
    if facts.plans and not roles:
        faults.append("No mandatory role is in the submitted plans.")
    return write_line(
        "mandatory_roles",
        "Mandatory roles are filled and accepted, with deputies",
        faults,
        f"{len(roles)} roles are filled and accepted.",
        "The operation’s lead, or the agency that holds the role",
        plan=next((kind for kind, found in lacking.items() if found), _unsubmitted(facts)),
    )


def _role_fault(title: str, staffing: Staffing | None) -> str:
    if staffing is None or staffing.holder_id is None:
        return f"{title}: nobody holds it."
    lacks = [] if staffing.accepted_at else ["not accepted"]
    lacks += [] if staffing.deputy_id else ["no deputy"]
    return f"{title}: {', '.join(lacks)}." if lacks else ""


def resources(facts: Facts) -> GateLine:
    """Whether what is asked for is committed, and nothing twice (review §4.20, §4.25)."""
    short = [line for plan in facts.plans for line in gaps(plan.resources)]
    signed = [sides_signed(line, facts.acceptances) for line in short]
    faults = _not_submitted(facts) + [
        gap_words(line, sides)
        for line, sides in zip(short, signed, strict=True)
        if sides != set(Side)
    ]
    accepted = "One gap is" if len(short) == 1 else f"{len(short)} gaps are"
    return write_line(
        "resource_gaps",
        "What is asked for is committed, or the risk is accepted",
        faults,
        f"{accepted} accepted as a risk. Every other resource line is committed in full."
        if short
        else "Every resource line is committed in full.",
        "The agency that is short, and the operation’s lead",
        apart=over_words(facts.over_committed),
    )


def section(facts: Facts, need: GateNeed) -> GateLine:
    """Whether the sections that cover this need are complete."""
    reading = [
        (plan, section)
        for plan in facts.plans
        for section in plan.template.sections
        if section.required_for_gate is need
    ]
    lacking = [
        (plan, section, empty)
        for plan, section in reading
        if (empty := missing(section, plan.sections.get(section.key, {})))
    ]
    faults = _not_submitted(facts) + [
        f"“{section.title}” still needs: {', '.join(field.label for field in empty)}."
        for _, section, empty in lacking
    ]
    if not reading and not faults:
        faults.append("No section of the plans covers this.")
    titles = ", ".join(f"“{section.title}”" for _, section in reading)
    plan, section, _ = lacking[0] if lacking else (None, None, None)
    return write_line(
        need.value,
        NEED_WORDS[need],
        faults,
        f"Complete in {titles}.",
        LEAD,
        plan=plan.kind if plan else _unsubmitted(facts),
        section=section.key if section else "",
    )


def reviewed(facts: Facts, now: datetime) -> GateLine:
    """Whether both plans were submitted, or looked at again, lately."""
    stale = [
        plan
        for plan in facts.plans
        if working_days_between(_looked_at(plan), today(now), facts.closed_days) > REVIEWED_WITHIN
    ]
    faults = _not_submitted(facts) + [
        f"The {PLAN_WORDS[plan.kind]} was last {'reviewed' if plan.reviewed_at else 'submitted'} on"
        f" {_looked_at(plan):%-d %B %Y}."
        for plan in stale
    ]
    return write_line(
        "reviewed",
        f"Both plans were reviewed in the last {REVIEWED_WITHIN} working days",
        faults,
        "Both plans were submitted or reviewed recently enough.",
        LEAD,
        plan=next((plan.kind for plan in stale), _unsubmitted(facts)),
    )


def _looked_at(plan: PlanFacts) -> date:
    return london_date(max(plan.submitted_at, plan.reviewed_at or plan.submitted_at))
