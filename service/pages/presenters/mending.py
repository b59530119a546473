"""The gate's lines as pages show them, each with the page on which it is met."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from planning.go_live.queries import Gate
from planning.go_live.rules import GateLine, awaits_plans
from planning.plans.rules.templates import GateNeed, PlanKind

_ON_OPERATION = {
    "required_agencies": ("agencies", "Require an agency to sign"),
    "groups": ("groups", "See the groups"),
    "groups_met": ("groups", "See the groups’ meetings"),
    "conflicts_declared": ("interests", "See who has declared"),
    "key_workers": ("support", "See the children’s support"),
    "surge_capacity": ("surge", "See the forecast and confirm it"),
}
_ON_PLAN = {
    "mandatory_roles": ("", "See the plan’s roles"),
    "blocking_conditions": ("/schedule", "See the conditions"),
    "reviewed": ("/submit", "Submit the plan again"),
    **{f"signed_{kind}": ("/schedule", "See who has signed") for kind in PlanKind},
}
SEVERAL = 3
_NEEDS = {need.value for need in GateNeed}


@dataclass(frozen=True, slots=True)
class GateLineShown:
    """A line as the gate component takes it; `faults` only when there are several."""

    met: bool
    name: str
    evidence: str
    mender: str
    faults: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    href: str = ""
    link: str = ""


def shown(lines: Sequence[GateLine]) -> list[GateLineShown]:
    """Lines as they were kept with a record: nothing of them can be met any more."""
    return _folded(lines, "", {})


def to_mend(gate: Gate) -> list[GateLineShown]:
    """The lines that are not met, each with where to meet it."""
    unmet = [one for one in gate.lines if not one.met]
    return _folded(unmet, f"/operations/{gate.operation_id}", gate.plans)


def _folded(
    lines: Sequence[GateLine], here: str, plans: Mapping[PlanKind, UUID]
) -> list[GateLineShown]:
    """All lines that wait for nothing but the plans in one, so that the others can be seen."""
    waiting = [one for one in lines if awaits_plans(one)]
    folded = [] if len(waiting) < SEVERAL else waiting
    found = [
        _shown(one, *(_where(one, here, plans) if here else ("", "")))
        for one in lines
        if one not in folded
    ]
    if folded:
        plan_id = plans.get(folded[0].plan or PlanKind.CONTINGENCY)
        found.append(_one_of(folded, f"/plans/{plan_id}/submit" if plan_id else ""))
    return found


def _one_of(lines: Sequence[GateLine], href: str) -> GateLineShown:
    return GateLineShown(
        met=False,
        name=f"{len(lines)} more lines, which are read in the plans once they are submitted",
        evidence="",
        mender=lines[0].mend,
        faults=[one.words for one in lines],
        href=href,
        link="Submit the plan" if href else "",
    )


def _shown(line: GateLine, href: str, link: str) -> GateLineShown:
    listed = len(line.faults) > 1 or bool(line.apart)
    return GateLineShown(
        met=line.met,
        name=line.words,
        evidence="" if listed else line.evidence,
        mender=line.mend,
        faults=line.faults if listed else [],
        apart=line.apart,
        href=href,
        link=link,
    )


def _where(line: GateLine, here: str, plans: Mapping[PlanKind, UUID]) -> tuple[str, str]:
    if line.key in _ON_OPERATION:
        path, link = _ON_OPERATION[line.key]
        return f"{here}/{path}", link
    if line.key == "resource_gaps":
        over = line.apart and not line.faults
        return (
            (f"{here}/capacity", "See the capacity") if over else (f"{here}/gaps", "See the gaps")
        )
    plan_id = plans.get(line.plan or PlanKind.CONTINGENCY)
    if plan_id and line.section:
        return f"/plans/{plan_id}/sections/{line.section}", "Complete the section"
    if plan_id and (line.key in _ON_PLAN or line.key in _NEEDS):
        path, link = _ON_PLAN.get(line.key, ("", "See the plan"))
        return f"/plans/{plan_id}{path}", link
    return f"{here}#next", "Tell the partnership"
