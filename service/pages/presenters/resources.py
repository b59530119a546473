"""Resource lines and types of resource in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from planning.operations.queries import OperationSeen
from planning.people.rules import Actor
from planning.plans.queries.plans import PlanSeen, ResourceSeen
from planning.plans.queries.resource_types import TypeSeen
from planning.plans.rules.lines import OTHER, PHASE_WORDS, STATUS_WORDS, Phase, ResourceStatus
from planning.plans.rules.resource_types import PER_WORDS
from planning.plans.rules.values import plain_decimal
from service.pages.presenters.plans import period, speaks_for
from service.pages.presenters.tags import Tag, Tone

PHASES = [(phase.value, PHASE_WORDS[phase].capitalize()) for phase in Phase]
STATUSES = [
    (ResourceStatus.REQUESTED.value, "Only asked for"),
    (ResourceStatus.OFFERED.value, STATUS_WORDS[ResourceStatus.OFFERED]),
    (ResourceStatus.COMMITTED.value, "Committed by its agency"),
    (ResourceStatus.WITHDRAWN.value, STATUS_WORDS[ResourceStatus.WITHDRAWN]),
]
SAID = {ResourceStatus.OFFERED, ResourceStatus.WITHDRAWN}
"""What the amounts do not say by themselves."""
_TONES: dict[ResourceStatus, Tone] = {
    ResourceStatus.REQUESTED: "grey",
    ResourceStatus.OFFERED: "blue",
    ResourceStatus.COMMITTED: "green",
    ResourceStatus.WITHDRAWN: "red",
}


@dataclass(frozen=True, slots=True)
class ResourceLineShown:
    """A resource line of the working plan; `change` is "" when not offered."""

    kind: str
    agency: str
    requested: str
    committed: str
    gap: str
    state: Tag
    dates: str
    change: str


def resources(seen: PlanSeen, operation: OperationSeen, actor: Actor) -> list[ResourceLineShown]:
    """The plan's resource lines."""
    return [_resource(one, seen, operation, actor) for one in seen.resources]


def _resource(
    one: ResourceSeen, seen: PlanSeen, operation: OperationSeen, actor: Actor
) -> ResourceLineShown:
    here = f"/plans/{seen.id}/resources/{one.id}"
    return ResourceLineShown(
        kind=f"{one.kind}, {one.unit}",
        agency=one.agency_name,
        requested=plain_decimal(one.requested),
        committed=plain_decimal(one.committed),
        gap=plain_decimal(one.gap),
        state=status_tag(one.status, short=one.gap > 0),
        dates=f"{period(one.from_on, one.until_on)}, {PHASE_WORDS[one.phase]}",
        change=here if speaks_for(one.agency_id, operation, actor) else "",
    )


def status_tag(status: ResourceStatus, *, short: bool) -> Tag:
    """How far a line is; a commitment that leaves a gap is not green."""
    if short and status is ResourceStatus.COMMITTED:
        return Tag("Committed in part", "amber")
    return Tag(STATUS_WORDS[status], _TONES[status])


def type_options(types: Sequence[TypeSeen], line: ResourceSeen | None) -> list[tuple[str, str]]:
    """What can be chosen: open types, and the one that the line has."""
    kept = line.type_key if line else OTHER
    return [
        (one.key, one.words if one.key == OTHER else f"{one.words} ({one.unit})")
        for one in types
        if one.is_open or one.key == kept
    ]


def per_words(one: TypeSeen) -> str:
    """How amounts of the type count."""
    return PER_WORDS[one.per].capitalize()
