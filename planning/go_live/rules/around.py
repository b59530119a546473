"""The gate's lines of agencies, groups, children, capacity, conditions and the partnership."""

from datetime import date, datetime

from planning.clock import london_date, today, working_days_between
from planning.go_live.rules.facts import Facts, GateLine, GroupFacts
from planning.go_live.rules.surge import surge_faults
from planning.go_live.rules.write import LEAD, write_line
from planning.surge.forecast import SURGE_DAYS, meetings_forecast

GROUPS_MET_WITHIN = 10
"""Working days."""


def agencies(facts: Facts) -> GateLine:
    """Whether anybody must sign: an empty list never passes."""
    faults = [] if facts.required else ["No agency is required to sign yet."]
    return write_line(
        "required_agencies",
        "At least one agency must sign",
        faults,
        f"Required: {', '.join(facts.required.values())}.",
        LEAD,
    )


def groups(facts: Facts) -> GateLine:
    """Whether both groups have their chair and members."""
    faults = [
        f"The {group.words} lacks {', '.join(group.lacks)}."
        for group in facts.groups
        if group.lacks
    ]
    return write_line(
        "groups",
        "The strategic and the investigation group are constituted",
        faults if facts.groups else ["No group is constituted."],
        "Each has its chair and members.",
        LEAD,
    )


def groups_met(facts: Facts, now: datetime) -> GateLine:
    """Whether they met lately, with every required agency's senior manager (review §4.21)."""
    faults = [
        f"The {group.words} {_last_met(group)}."
        for group in facts.groups
        if not _lately(group.met_on, facts, now)
    ]
    absent = [
        name
        for agency, name in facts.required.items()
        if not _lately(facts.seniors.get(agency), facts, now)
    ]
    if absent:
        faults.append(
            f"No senior manager, or deputy with authority, was present from {', '.join(absent)}."
        )
    return write_line(
        "groups_met",
        f"Both groups met, quorate, in the last {GROUPS_MET_WITHIN} working days,"
        " with every required agency’s senior manager",
        faults if facts.groups else ["No group has met."],
        " ".join(f"The {group.words} {_last_met(group)}." for group in facts.groups),
        "The chairs of the two groups",
    )


def _lately(day: date | None, facts: Facts, now: datetime) -> bool:
    if day is None:
        return False
    return working_days_between(day, today(now), facts.closed_days) <= GROUPS_MET_WITHIN


def _last_met(group: GroupFacts) -> str:
    if group.met_on is None:
        return "has not had a quorate meeting"
    return f"last met, quorate, on {group.met_on:%-d %B %Y}"


def conflicts(facts: Facts) -> GateLine:
    """Whether everybody concerned has declared their interests."""
    return write_line(
        "conflicts_declared",
        "Everybody in the groups and every signatory has declared their interests",
        [f"{name} has not declared." for name in facts.undeclared],
        "All have declared.",
        "Each person named",
    )


def key_workers(facts: Facts) -> GateLine:
    """Whether each known child has key worker, deputy and risk plan; met without children."""
    support = facts.support
    counts = {
        "without a key worker": support.without_worker,
        "whose key worker has no deputy": support.without_deputy,
        "without a risk plan in date": support.risk_out_of_date,
    }
    good = f"{support.children} children have both." if support.children else "No child is known."
    return write_line(
        "key_workers",
        "Every known child has a key worker, a deputy and a risk plan in date",
        [
            f"Children {what}: {count} of {support.children}."
            for what, count in counts.items()
            if count
        ],
        good,
        "The victim-support lead",
    )


def surge(facts: Facts) -> GateLine:
    """Whether social care and police have confirmed the latest forecast (review §4.33)."""
    forecast = meetings_forecast(facts.victims_planning, facts.meetings_per_victim)
    expected = f"{forecast:,} strategy meetings in {SURGE_DAYS} working days"
    faults = surge_faults(facts.surge, facts.victims_planning)
    return write_line(
        "surge_capacity",
        f"There is capacity for {expected}",
        faults,
        f"Social care and police have confirmed it for {facts.victims_planning:,} victims.",
        "The leads of social care and police",
    )


def partnership(facts: Facts) -> GateLine:
    """Whether the partnership knows (review §3.11)."""
    told = facts.partnership_told_at
    return write_line(
        "partnership_told",
        "The partnership has been told",
        [] if told else ["The partnership has not been told of the operation."],
        f"Told on {london_date(told):%-d %B %Y}." if told else "",
        LEAD,
    )


def conditions(facts: Facts) -> GateLine:
    """Whether a condition of a standing signature keeps the gate shut."""
    return write_line(
        "blocking_conditions",
        "No condition keeps the gate shut",
        facts.blocking_conditions,
        "No blocking condition is open.",
        "The owner of each condition, then the agency that set it",
        plan=facts.blocked_plan,
    )
