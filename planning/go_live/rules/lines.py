"""The gate's lines: each met or not, on what evidence, and who can mend it.

Source: review §3.11, §4.12, §4.20 to §4.25, §4.33. What is not known to be met is unmet.
"""

from collections.abc import Sequence
from datetime import datetime

from planning.errors import Blocker
from planning.go_live.rules import around, in_plans
from planning.go_live.rules.facts import Facts, GateLine
from planning.plans.rules.templates import GateNeed, PlanKind


def gate_lines(facts: Facts, *, now: datetime) -> list[GateLine]:
    """Every line, in the order in which they are shown."""
    return [
        around.agencies(facts),
        *(in_plans.signed(facts, kind) for kind in PlanKind),
        in_plans.roles(facts),
        in_plans.resources(facts),
        *(in_plans.section(facts, need) for need in GateNeed),
        around.groups(facts),
        around.groups_met(facts, now),
        around.conflicts(facts),
        around.partnership(facts),
        around.key_workers(facts),
        around.surge(facts),
        around.conditions(facts),
        in_plans.reviewed(facts, now),
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
